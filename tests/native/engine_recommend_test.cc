// Recommendations as an engine decides them: slots, consent, page and shards.
#include <gtest/gtest.h>

#include <array>

#include "runtime/bundle/writer.h"
#include "runtime/decide/engine.h"
#include "tests/native/model_builder.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::ModelBuilder;
using testing::ProgramBuilder;
using Ids = std::vector<std::string>;
using Shards = std::vector<std::uint32_t>;

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
/// of category Hiking, like i3. In shards of three, three and two; the head
/// has four.
ModelBuilder EightItems() {
  ModelBuilder b;
  for (const char* id : {"i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7"}) {
    const bool hiking = id[1] == '3' || id[1] == '7';
    b.Item({.id = id, .category = hiking ? "Hiking" : ""});
  }
  b.Similar(0, 4, 256);
  b.Similar(0, 5, 512);
  b.Similar(1, 6, 256);
  b.Together(1, 6, 256);
  return b;
}
const Shards kSizes = {3, 3, 2};

/// An engine that has everything, and consent.
class Recommending : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(engine.Load(WriteProgram(FourSlots()), kNoon), ReadError::kNone);
    engine.SetConsent(true, kNoon, 1);
    ASSERT_EQ(engine.LoadModel(model.Core(4, kSizes)), ReadError::kNone);
    for (std::uint32_t i = 0; i < 3; ++i) {
      ASSERT_EQ(engine.AddShard(model.Shard(i, kSizes)), ReadError::kNone);
    }
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
      ids.emplace_back(engine.model()->Id(one.item));
    }
    return ids;
  }
  Shards Wanted() {
    engine.Decide(kNoon);
    const auto shards = engine.WantedShards();
    return {shards.begin(), shards.end()};
  }

  ModelBuilder model = EightItems();
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
  program.strategies[0] = Strategy::kPopularInCategory;
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
  engine.model()->Update(5, Availability::kOutOfStock);
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
  EXPECT_EQ(Wanted(), (Shards{}));
}

TEST(EngineModel, WithoutOneOnlyContentIsDecided) {
  Engine engine;
  ASSERT_EQ(engine.Load(WriteProgram(FourSlots()), kNoon), ReadError::kNone);
  const auto decisions = engine.Decide(kNoon);
  EXPECT_EQ(decisions[kHero].rule, 0U);
  EXPECT_EQ(decisions[kYours].rule, kNone);
  EXPECT_TRUE(decisions[kYours].items.empty());
  EXPECT_TRUE(engine.WantedShards().empty());
  EXPECT_EQ(engine.model(), nullptr);
  EXPECT_EQ(engine.AddShard(EightItems().Shard()), ReadError::kWrongModel);
}

TEST(EngineModel, MayComeBeforeTheBundle) {
  Engine engine;
  ASSERT_EQ(engine.LoadModel(EightItems().Core(4)), ReadError::kNone);
  ASSERT_EQ(engine.Load(WriteProgram(FourSlots()), kNoon), ReadError::kNone);
  EXPECT_EQ(engine.Decide(kNoon)[kYours].items.size(), 3U);
}

TEST_F(Recommending, ABadModelLeavesTheOldOneInUse) {
  Bytes bad = model.Core(4, kSizes);
  bad.back() ^= 1;
  EXPECT_EQ(engine.LoadModel(bad), ReadError::kChecksum);
  ModelBuilder other = EightItems();
  other.identity = 7;
  EXPECT_EQ(engine.AddShard(other.Shard(0, kSizes)), ReadError::kWrongModel);
  View(u"i0");
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i1"}));
}

TEST_F(Recommending, ANewModelTakesThePlaceOfTheOldOne) {
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  EXPECT_FALSE(engine.Decide(kNoon)[kYours].changed);
  ModelBuilder other;
  other.identity = 7;
  for (const char* id : {"a", "b", "c"}) other.Item({id});
  ASSERT_EQ(engine.LoadModel(other.Core(3)), ReadError::kNone);
  EXPECT_TRUE(engine.Decide(kNoon)[kYours].changed)
      << "the numbers are the same, the items are not";
  EXPECT_EQ(In(kYours), (Ids{"a", "b", "c"}));
}

TEST_F(Recommending, ANewBundleKeepsTheModelAndThePage) {
  engine.SetPage({.item = u"i0"});
  ASSERT_EQ(engine.Load(WriteProgram(FourSlots()), kNoon), ReadError::kNone);
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i1"}));
}

/// Has the core, and no shard.
class Waiting : public Recommending {
 protected:
  void SetUp() override {
    Recommending::SetUp();
    ASSERT_EQ(engine.LoadModel(model.Core(4, kSizes)), ReadError::kNone);
  }
};

TEST_F(Waiting, TheHeadStepsInUntilTheShardsAreThere) {
  View(u"i0");
  engine.SetPage({});
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  EXPECT_EQ(Wanted(), (Shards{0, 1, 2}));
  ASSERT_EQ(engine.AddShard(model.Shard(0, kSizes)), ReadError::kNone);
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}))
      << "what goes with i0 is not known by name yet";
  EXPECT_EQ(Wanted(), (Shards{1, 2}));
  ASSERT_EQ(engine.AddShard(model.Shard(1, kSizes)), ReadError::kNone);
  EXPECT_EQ(In(kYours), (Ids{"i5", "i4", "i0"}));
  ASSERT_EQ(engine.AddShard(model.Shard(2, kSizes)), ReadError::kNone);
  EXPECT_EQ(Wanted(), (Shards{}));
}

TEST_F(Waiting, AStrangerNeedsNoShards) {
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  EXPECT_EQ(Wanted(), (Shards{}));
}

TEST_F(Waiting, ListsThatAreTooShortNeedThem) {
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  engine.model()->Update(0, Availability::kOutOfStock);
  EXPECT_EQ(Wanted(), (Shards{}));
  engine.model()->Update(1, Availability::kOutOfStock);
  EXPECT_EQ(In(kYours), (Ids{"i2", "i3"}));
  EXPECT_EQ(Wanted(), (Shards{0, 1, 2}));
}

TEST_F(Waiting, ItemsThatNobodyKnowsYetNeedThem) {
  View(u"i7");
  engine.SetPage({});
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  EXPECT_EQ(In(kYours), (Ids{"i0", "i1", "i2"}));
  EXPECT_EQ(Wanted(), (Shards{0, 1, 2}));
}

TEST_F(Waiting, APageWithoutRecommendationsNeedsNone) {
  View(u"i0");
  engine.SetSlots(std::array<std::uint32_t, 1>{kHero});
  EXPECT_EQ(Wanted(), (Shards{}));
}

TEST_F(Waiting, WithoutConsentOnlyWhatThePageNeeds) {
  View(u"i7");
  engine.SetConsent(false, kNoon, 1);
  engine.SetSlots(std::array<std::uint32_t, 1>{kYours});
  EXPECT_EQ(Wanted(), (Shards{}));
  engine.SetPage({.item = u"i7"});
  EXPECT_EQ(Wanted(), (Shards{0, 1, 2}));
}

}  // namespace
}  // namespace vitrine
