// Recommendations as an engine decides them: slots, consent, page and files.
#include <gtest/gtest.h>

#include <array>

#include "runtime/bundle/writer.h"
#include "runtime/decide/engine.h"
#include "tests/native/sample_model.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::ModelBuilder;
using testing::ProgramBuilder;
using testing::Random;
using Ids = std::vector<std::string>;
using Files = std::vector<std::uint32_t>;

constexpr double kNoon = 1'767'268'800'000;

Identity ItemId(std::u16string_view id) {
  return IdentityOf(IdentityKind::kItem, id);
}

/// Slot `hero` of content; slot `yours`, three items for you, else popular;
/// slot `cart`, two items bought together with the cart and nothing else; slot
/// `seen`, what was viewed last.
Program FourSlots() {
  ProgramBuilder b;
  const std::uint32_t always =
      ProgramBuilder::Gate(b.program.conditions, GateKind::kAll, {});
  b.Slot("hero");
  b.Rule("hero", 0, always, "{}");
  b.RecommendationSlot("yours", 3);
  b.Rule("for-you", 0, always, "{}");
  b.Recommend({Strategy::kForYou, Strategy::kPopular});
  b.RecommendationSlot("cart", 2);
  b.Rule("with-it", 0, always, "{}");
  b.Recommend({Strategy::kBoughtTogether});
  b.RecommendationSlot("seen", 4);
  b.Rule("again", 0, always, "{}");
  b.Recommend({Strategy::kRecentlyViewed});
  return b.program;
}

constexpr std::uint32_t kHero = 0;
constexpr std::uint32_t kYours = 1;
constexpr std::uint32_t kCart = 2;
constexpr std::uint32_t kSeen = 3;

/// Eight items, i0 to i7. With i0 goes i4, and i5 more; with i1 goes i6. i7 is
/// of category Hiking, like i3. A look-up page, 0, and shards of four items, 1
/// and 2.
ModelBuilder EightItems() {
  ModelBuilder b;
  b.shard_bits = 2;
  for (const char* id : {"i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7"}) {
    const bool hiking = id[1] == '3' || id[1] == '7';
    b.Item({.id = id, .category = hiking ? "Hiking" : ""});
  }
  b.Similar(0, 4, 128);
  b.Similar(0, 5, 256);
  b.Similar(1, 6, 256);
  b.Together(1, 6, 256);
  return b;
}
constexpr std::uint32_t kLookUps = 0;
constexpr std::uint32_t kFirstShard = 1;
constexpr std::uint32_t kSecondShard = 2;
constexpr std::uint32_t kDisplay = 3;

/// An engine that has everything, and consent.
class Recommending : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(engine.Load(WriteProgram(FourSlots()), kNoon), ReadError::kNone);
    engine.SetConsent(true, kNoon, 1);
    Take(model);
  }

  /// A whole model.
  void Take(const ModelBuilder& whole) {
    taken = whole;
    ASSERT_EQ(engine.LoadModel(whole.Core()), ReadError::kNone);
    for (std::uint32_t i = 0; i < whole.page_count() + whole.shard_count();
         ++i) {
      ASSERT_EQ(engine.AddPart(whole.File(i)), ReadError::kNone);
    }
    whole.TellFrom(0, whole.size(), *engine.model());
  }

  void View(std::u16string_view id, std::u16string_view category = {}) {
    const ItemInput item = {id, {}, category, 1, 1};
    engine.ChangingVisitor(kNoon).Record(kNoon, {.name = u"view_item",
                                                 .transaction = {},
                                                 .search = {},
                                                 .value = 0,
                                                 .items = {&item, 1},
                                                 .event_properties = {},
                                                 .item_properties = {}});
    engine.ViewItem(ItemId(id));
  }
  void PutInCart(std::initializer_list<std::u16string_view> ids) {
    std::vector<ItemInput> items;
    for (std::u16string_view id : ids) items.push_back({id, {}, {}, 1, 1});
    engine.ChangingVisitor(kNoon).SetCart(kNoon, items);
  }
  /// Ids of the items in the slot; and they have a rule, or none.
  Ids In(std::uint32_t slot) {
    const SlotDecision decision = engine.Decide(kNoon)[slot];
    EXPECT_EQ(decision.rule == kNone, decision.items.empty());
    Ids ids;
    for (const Recommended& one : decision.items) {
      ids.push_back(taken.IdOf(one.item));
    }
    return ids;
  }
  Files Wanted() {
    engine.Decide(kNoon);
    const auto files = engine.WantedFiles();
    return {files.begin(), files.end()};
  }

  ModelBuilder model = EightItems();
  ModelBuilder taken;  ///< the latest one
  Engine engine;
};

TEST_F(Recommending, AStrangerSeesWhatIsPopular) {
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  EXPECT_EQ(In(kCart), (Ids{}));
  EXPECT_EQ(In(kSeen), (Ids{}));
  EXPECT_EQ(engine.Decide(kNoon)[kHero].rule, 0U);
}

TEST_F(Recommending, ViewsDecideAndSayWhy) {
  View(u"i1");
  View(u"i0");
  engine.SetPage({});
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i6"}));
  EXPECT_EQ(In(kSeen), (Ids{"i0", "i1"}));
  const auto items = engine.Decide(kNoon)[kYours].items;
  EXPECT_EQ(items[0], (Recommended{5, Strategy::kForYou, 0}));
  EXPECT_EQ(items[2], (Recommended{6, Strategy::kForYou, 1}));
}

TEST_F(Recommending, TheCartDecidesTheLatestItemFirst) {
  PutInCart({u"i1", u"i0", u"unheard-of"});
  EXPECT_EQ(In(kYours), (Ids{"i2", "i3", "i4"})) << "not what is in the cart";
  EXPECT_EQ(In(kCart), (Ids{"i5", "i6"}));
  engine.SetSlots(std::array<std::uint32_t, 1>{kCart});
  EXPECT_EQ(In(kCart), (Ids{"i5", "i4"}));
}

TEST_F(Recommending, NoItemIsInTwoSlots) {
  View(u"i0");
  View(u"i1");
  engine.SetPage({});
  PutInCart({u"i0"});
  EXPECT_EQ(In(kYours), (Ids{"i6", "i5", "i4"}));
  EXPECT_EQ(In(kCart), (Ids{}));
  EXPECT_EQ(In(kSeen), (Ids{"i1"}));
}

TEST_F(Recommending, WhatStandsFirstOnThePageChoosesFirst) {
  PutInCart({u"i1", u"i0"});
  engine.SetSlots(std::array<std::uint32_t, 4>{kCart, kHero, kYours, kCart});
  EXPECT_EQ(In(kCart), (Ids{"i5", "i4"}));
  EXPECT_EQ(In(kYours), (Ids{"i2", "i3", "i6"}));
}

TEST_F(Recommending, SlotsThatAreNotOnThePageTakeNothing) {
  View(u"i0");
  engine.SetPage({});
  engine.SetSlots(std::array<std::uint32_t, 2>{kSeen, kHero});
  EXPECT_EQ(In(kYours), (Ids{}));
  EXPECT_EQ(In(kSeen), (Ids{"i0"}));
  EXPECT_EQ(engine.Decide(kNoon)[kHero].rule, 0U);
  engine.SetSlots({});
  EXPECT_EQ(In(kSeen), (Ids{}));
  EXPECT_EQ(engine.Decide(kNoon)[kHero].rule, 0U) << "content is for all";
  ASSERT_EQ(engine.Load(WriteProgram(FourSlots()), kNoon), ReadError::kNone);
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i0"})) << "all slots again";
}

TEST_F(Recommending, TheItemOfThePageIsLeftOut) {
  engine.SetPage({.item = u"i0"});
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i1"}));
  engine.SetSlots(std::array<std::uint32_t, 1>{kSeen});
  View(u"i2");
  EXPECT_EQ(In(kSeen), (Ids{"i2"})) << "what the page told is its item";
  engine.SetPage({});
  View(u"i1");
  EXPECT_EQ(In(kSeen), (Ids{"i2"})) << "else the item viewed on it";
  engine.SetPage({});
  EXPECT_EQ(In(kSeen), (Ids{"i1", "i2"})) << "a new page has none";
}

TEST_F(Recommending, WithoutConsentOnlyThePageCounts) {
  View(u"i1", u"Hiking");
  PutInCart({u"i0"});
  engine.SetConsent(false, kNoon, 1);
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  EXPECT_EQ(In(kSeen), (Ids{}));
  EXPECT_EQ(In(kCart), (Ids{}));
  engine.SetPage({.item = u"i0"});
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i1"}));
}

TEST_F(Recommending, AForgottenVisitorIsAStranger) {
  View(u"i1");
  PutInCart({u"i0"});
  engine.Decide(kNoon);
  engine.Forget(kNoon, 1);
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  EXPECT_EQ(In(kSeen), (Ids{}));
}

TEST_F(Recommending, CategoriesComeFromThePageItsItemOrTheInterest) {
  Program program = FourSlots();
  program.sources[0].strategy = Strategy::kPopularInCategory;
  ASSERT_EQ(engine.Load(WriteProgram(program), kNoon), ReadError::kNone);
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  engine.SetPage({.category = u"Hiking"});
  EXPECT_EQ(In(kYours), (Ids{"i3", "i7", "i0"}));
  engine.SetPage({.item = u"i7"});
  EXPECT_EQ(In(kYours), (Ids{"i3", "i0", "i1"}));
  engine.SetPage({});
  View(u"elsewhere", u"Hiking");
  EXPECT_EQ(In(kYours), (Ids{"i3", "i7", "i0"}));
}

TEST_F(Recommending, SaysWhenTheItemsChange) {
  const auto changed = [&](std::uint32_t slot) {
    return engine.Decide(kNoon)[slot].changed;
  };
  EXPECT_TRUE(changed(kYours));
  EXPECT_FALSE(changed(kYours));
  View(u"i0");
  EXPECT_TRUE(changed(kYours));
  EXPECT_FALSE(changed(kYours));
  EXPECT_FALSE(changed(kHero));
  engine.model()->Update(ItemId(u"i5"), Availability::kOutOfStock);
  EXPECT_TRUE(changed(kYours));
  EXPECT_EQ(In(kYours), (Ids{"i4", "i1", "i2"}));
}

TEST_F(Recommending, TheBestRuleIsTakenWhetherOrNotItFindsAnything) {
  ProgramBuilder b;
  const std::uint32_t always =
      ProgramBuilder::Gate(b.program.conditions, GateKind::kAll, {});
  b.RecommendationSlot("slot", 2);
  b.Rule("seen", 1, always, "{}");
  b.Recommend({Strategy::kRecentlyViewed});
  b.Rule("popular", 0, always, "{}");
  b.Recommend({Strategy::kPopular});
  ASSERT_EQ(engine.Load(WriteProgram(b.program), kNoon), ReadError::kNone);
  EXPECT_EQ(In(0), (Ids{}));
  View(u"i2");
  engine.SetPage({});
  EXPECT_EQ(In(0), (Ids{"i2"}));
}

TEST_F(Recommending, ASlotOfWhichNoRuleHoldsHasNoItems) {
  Program program = FourSlots();
  program.conditions.gates[0].kind = GateKind::kAny;
  ASSERT_EQ(engine.Load(WriteProgram(program), kNoon), ReadError::kNone);
  EXPECT_EQ(In(kYours), (Ids{}));
  EXPECT_EQ(Wanted(), (Files{}));
}

TEST(EngineModel, WithoutOneOnlyContentIsDecided) {
  Engine engine;
  ASSERT_EQ(engine.Load(WriteProgram(FourSlots()), kNoon), ReadError::kNone);
  const auto decisions = engine.Decide(kNoon);
  EXPECT_EQ(decisions[kHero].rule, 0U);
  EXPECT_EQ(decisions[kYours].rule, kNone);
  EXPECT_TRUE(decisions[kYours].items.empty());
  EXPECT_TRUE(engine.WantedFiles().empty());
  EXPECT_EQ(engine.model(), nullptr);
  EXPECT_EQ(engine.AddPart(EightItems().File(0)), ReadError::kWrongModel);
}

TEST(EngineModel, MayComeBeforeTheBundle) {
  Engine engine;
  ASSERT_EQ(engine.LoadModel(EightItems().Core()), ReadError::kNone);
  EightItems().TellFrom(0, 8, *engine.model());
  ASSERT_EQ(engine.Load(WriteProgram(FourSlots()), kNoon), ReadError::kNone);
  EXPECT_EQ(engine.Decide(kNoon)[kYours].items.size(), 3U);
}

TEST_F(Recommending, ABadModelLeavesTheOldOneInUse) {
  Bytes bad = model.Core();
  bad.back() ^= 1;
  EXPECT_EQ(engine.LoadModel(bad), ReadError::kChecksum);
  ModelBuilder other = EightItems();
  other.identity = 7;
  EXPECT_EQ(engine.AddPart(other.File(0)), ReadError::kWrongModel);
  View(u"i0");
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i1"}));
}

TEST_F(Recommending, ANewModelTakesThePlaceOfTheOldOne) {
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  EXPECT_FALSE(engine.Decide(kNoon)[kYours].changed);
  ModelBuilder other;
  other.identity = 7;
  for (const char* id : {"a", "b", "c"}) other.Item({id});
  Take(other);
  EXPECT_TRUE(engine.Decide(kNoon)[kYours].changed)
      << "the numbers are the same, the items are not";
  EXPECT_EQ(In(kYours), (Ids{"a", "b", "c"}));
}

TEST_F(Recommending, ANewBundleKeepsTheModelAndThePage) {
  engine.SetPage({.item = u"i0"});
  ASSERT_EQ(engine.Load(WriteProgram(FourSlots()), kNoon), ReadError::kNone);
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i1"}));
}

/// Has the core, and knows the first four items.
class Waiting : public Recommending {
 protected:
  void SetUp() override {
    Recommending::SetUp();
    ASSERT_EQ(engine.LoadModel(model.Core()), ReadError::kNone);
    model.TellFrom(0, 4, *engine.model());
  }
  void Fetch(std::uint32_t file) {
    if (file == kDisplay) {
      model.TellFrom(0, 8, *engine.model());
    } else {
      ASSERT_EQ(engine.AddPart(model.File(file)), ReadError::kNone);
    }
  }
};

TEST_F(Waiting, WhatIsPopularStepsInUntilTheFilesAreThere) {
  View(u"i0");
  engine.SetPage({});
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  EXPECT_EQ(Wanted(), (Files{kFirstShard}));
  Fetch(kFirstShard);
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}))
      << "what goes with i0 is not known by name yet";
  EXPECT_EQ(Wanted(), (Files{kDisplay}));
  Fetch(kDisplay);
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i0"}));
  EXPECT_EQ(Wanted(), (Files{}));
}

TEST_F(Waiting, AStrangerNeedsNothing) {
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  EXPECT_EQ(Wanted(), (Files{}));
}

TEST_F(Waiting, ListsThatAreTooShortNeedDisplayFiles) {
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  engine.model()->Update(ItemId(u"i0"), Availability::kOutOfStock);
  EXPECT_EQ(Wanted(), (Files{}));
  engine.model()->Update(ItemId(u"i1"), Availability::kOutOfStock);
  EXPECT_EQ(In(kYours), (Ids{"i2", "i3"}));
  EXPECT_EQ(Wanted(), (Files{kDisplay}));
}

TEST_F(Waiting, ItemsThatNobodyKnowsYetNeedALookUp) {
  View(u"i7");
  engine.SetPage({});
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  EXPECT_EQ(Wanted(), (Files{kLookUps}));
  Fetch(kLookUps);
  EXPECT_EQ(Wanted(), (Files{kSecondShard}));
  Fetch(kSecondShard);
  EXPECT_EQ(Wanted(), (Files{}));
}

TEST_F(Waiting, APageWithoutRecommendationsNeedsNone) {
  View(u"i0");
  engine.SetSlots(std::array<std::uint32_t, 1>{kHero});
  EXPECT_EQ(Wanted(), (Files{}));
}

TEST_F(Waiting, WithoutConsentOnlyWhatThePageNeeds) {
  View(u"i7");
  engine.SetConsent(false, kNoon, 1);
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  EXPECT_EQ(Wanted(), (Files{}));
  engine.SetPage({.item = u"i7"});
  EXPECT_EQ(Wanted(), (Files{kLookUps}));
  engine.Forget(kNoon, 1);
  EXPECT_TRUE(engine.WantedFiles().empty());
}

constexpr std::uint32_t kConditions = 6;

/// Conditions on items alone and compared with others; returns the first.
std::uint32_t AddConditions(Random& random, ProgramBuilder& p) {
  const std::uint32_t one = p.Number(1);
  const auto field = [&] { return 1 + random.Below(3); };
  Network& network = p.program.item_conditions;
  const auto compare = [&](PropertyKind kind) {
    ProgramBuilder::Leaf(
        network, p.Derived(kind, field()),
        random.OneIn(2) ? LeafOp::kLess : LeafOp::kGreaterEqual, one);
  };
  ProgramBuilder::Leaf(network, field(), LeafOp::kLooseText, p.Value("x"));
  compare(PropertyKind::kRatioToViewed);
  compare(PropertyKind::kRatioToCart);
  compare(PropertyKind::kSameAsViewed);
  compare(PropertyKind::kSameAsCart);
  compare(PropertyKind::kInterest);
  return 0;
}

/// Fetches all that is wanted until nothing is, in a shop of which nothing is
/// known, and compares with one of which everything is.
TEST(EngineModel, FetchingWhatIsWantedLeadsToTheListsOfAWholeModel) {
  Random random(11);
  std::size_t rounds = 0;
  std::size_t listed = 0;
  for (int shop = 0; shop < 300; ++shop) {
    const ModelBuilder b = testing::RandomModel(random);
    ProgramBuilder p;
    const std::uint32_t always =
        ProgramBuilder::Gate(p.program.conditions, GateKind::kAll, {});
    Program& program = p.program;
    const auto nodes = AddConditions(random, p);
    const char* const slots[] = {"a", "b", "c"};
    const char* const rules[] = {"ra", "rb", "rc"};
    for (int slot = 0; slot < 3; ++slot) {
      p.RecommendationSlot(slots[slot], 1 + random.Below(6));
      p.Rule(rules[slot], 0, always, "{}");
      const auto any = [&] {
        return static_cast<Strategy>(random.Below(kStrategies));
      };
      p.Recommend({any(), any(), any()});
      program.sources.back().take = random.Below(3);
      Recommendation& wish = program.recommendations.back();
      const auto node = [&] { return nodes + random.Below(kConditions); };
      if (random.OneIn(3)) wish.filter = node();
      if (random.OneIn(3)) wish.diversity = 50;
      wish.first_boost = static_cast<std::uint32_t>(program.boosts.size());
      wish.first_cap = static_cast<std::uint32_t>(program.item_caps.size());
      if (random.OneIn(3)) {
        program.boosts.push_back({node(), 300});
        wish.boost_count = 1;
      }
      if (random.OneIn(3)) {
        program.item_caps.push_back({1 + random.Below(3), 1});
        wish.cap_count = 1;
      }
    }
    Engine whole;
    Engine part;
    for (Engine* engine : {&whole, &part}) {
      ASSERT_EQ(engine->Load(WriteProgram(p.program), kNoon), ReadError::kNone);
      ASSERT_EQ(engine->LoadModel(b.Core()), ReadError::kNone);
      engine->SetConsent(true, kNoon, 1);
    }
    const std::uint32_t display = whole.model()->first_display();
    const auto fetch = [&](Engine& engine, std::uint32_t file) {
      if (file < display) {
        ASSERT_EQ(engine.AddPart(b.File(file)), ReadError::kNone);
      } else {
        b.TellFrom((file - display) * kDisplayItems, kDisplayItems,
                   *engine.model());
      }
    };
    const std::uint32_t files = display + (b.size() - 1) / kDisplayItems + 1;
    for (std::uint32_t file = 0; file < files; ++file) fetch(whole, file);

    for (int page = 0; page < 4; ++page) {
      for (Engine* engine : {&whole, &part}) engine->SetPage({});
      const std::uint32_t viewed = random.Below(b.size() + 2) * 7919;
      const std::string name = "item-" + std::to_string(viewed);
      const std::u16string id(name.begin(), name.end());
      const char16_t* const events[] = {u"add_to_cart", u"view_item",
                                        u"view_item", u"purchase",
                                        u"not_interested"};
      const std::u16string_view event = events[random.Below(5)];
      const double price = random.Below(100);
      const bool is_view = random.OneIn(2);
      for (Engine* engine : {&whole, &part}) {
        const ItemInput item = {id, {}, u"x", price, 1};
        engine->ChangingVisitor(kNoon).Record(kNoon, {.name = event,
                                                      .transaction = {},
                                                      .search = {},
                                                      .value = 0,
                                                      .items = {&item, 1},
                                                      .event_properties = {},
                                                      .item_properties = {}});
        if (is_view) engine->ViewItem(ItemId(id));
      }
      for (int round = 0;; ++round) {
        ASSERT_LT(round, 30);
        part.Decide(kNoon);
        const auto wanted = part.WantedFiles();
        if (wanted.empty()) break;
        ++rounds;
        for (const std::uint32_t file :
             std::vector<std::uint32_t>(wanted.begin(), wanted.end())) {
          ASSERT_LT(file, files);
          fetch(part, file);
        }
      }
      const auto expected = whole.Decide(kNoon);
      EXPECT_TRUE(whole.WantedFiles().empty());
      const auto decided = part.Decide(kNoon);
      for (std::size_t slot = 0; slot < 3; ++slot) {
        const auto list = [](const SlotDecision& decision) {
          return std::vector<Recommended>(decision.items.begin(),
                                          decision.items.end());
        };
        ASSERT_EQ(list(decided[slot]), list(expected[slot]))
            << "shop " << shop << " page " << page << " slot " << slot;
        listed += list(decided[slot]).size();
      }
    }
  }
  EXPECT_GT(rounds, 500U) << "the test asks too little";
  EXPECT_GT(listed, 3000U) << "the test asks too little";
}

}  // namespace
}  // namespace vitrine
