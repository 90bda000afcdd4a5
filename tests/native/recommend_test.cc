#include "runtime/rank/recommend.h"

#include <gtest/gtest.h>

#include <optional>

#include "runtime/bundle/evaluate.h"
#include "tests/native/model_builder.h"
#include "tests/native/random_program.h"

namespace vitrine {
namespace {

using testing::CatalogueItem;
using testing::ModelBuilder;
using testing::ProgramBuilder;
using Items = std::vector<std::uint32_t>;

Identity ValueId(std::string_view text) {
  return IdentityOf(IdentityKind::kValue, text);
}

struct Filter {
  const Program* program = nullptr;
  std::span<const Identity> identities;
  std::uint32_t node = kNone;
};

/// An outdoor shop of eight things.
class Shop : public ::testing::Test {
 protected:
  static constexpr std::uint32_t kBoots = 0;
  static constexpr std::uint32_t kTent = 1;
  static constexpr std::uint32_t kSocks = 2;
  static constexpr std::uint32_t kStove = 3;
  static constexpr std::uint32_t kPoles = 4;
  static constexpr std::uint32_t kMat = 5;  // out of stock
  static constexpr std::uint32_t kGas = 6;
  static constexpr std::uint32_t kMap = 7;  // of no category

  Shop() {
    const auto gone = Availability::kOutOfStock;
    b.Item({"boots", "Hiking", "Fjell", 89.5});
    b.Item({"tent", "Camping", "Fjell", 300});
    b.Item({"socks", "Hiking", "Ull", 12});
    b.Item({"stove", "Camping", "Primus", 60});
    b.Item({"poles", "Hiking", "Ull", 40, Availability::kPreorder});
    b.Item({"mat", "Camping", "Fjell", 50, gone});
    b.Item({"gas", "Camping", "Primus", 6, Availability::kBackorder});
    b.Item({"map"});
    b.Similar(kBoots, kSocks, 256);
    b.Similar(kBoots, kPoles, 1024);
    b.Similar(kBoots, kMat, 16384);
    b.Similar(kTent, kStove, 256);
    b.Similar(kTent, kMat, 2048);
    b.Similar(kTent, kPoles, 64);
    b.Similar(kStove, kTent, 256);
    b.Similar(kStove, kGas, 256);
    b.Together(kStove, kGas, 1024);
    b.Together(kTent, kStove, 1024);
    Load();
  }
  void Load() {
    model.emplace();
    ASSERT_EQ(b.Load(*model), ReadError::kNone);
  }

  /// Of a new page.
  std::vector<Recommended> On(const Situation& situation,
                              std::initializer_list<Strategy> strategies,
                              std::uint32_t limit = 8,
                              const Filter& filter = {}, bool novel = true) {
    recommender.Begin(*model, situation);
    return More(strategies, limit, filter, novel);
  }
  /// Of the same page.
  std::vector<Recommended> More(std::initializer_list<Strategy> strategies,
                                std::uint32_t limit = 8,
                                const Filter& filter = {}, bool novel = true) {
    std::vector<Source> sources;
    for (const Strategy strategy : strategies) sources.push_back({strategy});
    const auto items = recommender.Recommend({.sources = sources,
                                              .limit = limit,
                                              .novel = novel,
                                              .program = filter.program,
                                              .identities = filter.identities,
                                              .filter = filter.node});
    return {items.begin(), items.end()};
  }
  static Items Numbers(const std::vector<Recommended>& recommended) {
    Items items;
    for (const Recommended& one : recommended) items.push_back(one.item);
    return items;
  }

  Identity IdOf(std::uint32_t item) const { return b.Told(item).id; }

  ModelBuilder b;
  std::optional<Model> model;
  Recommender recommender;
};

TEST_F(Shop, PopularIsEverythingThatIsForSale) {
  EXPECT_EQ(Numbers(On({}, {Strategy::kPopular})),
            (Items{kBoots, kTent, kSocks, kStove, kPoles, kGas, kMap}));
  EXPECT_EQ(Numbers(On({}, {Strategy::kPopular}, 2)), (Items{kBoots, kTent}));
  EXPECT_TRUE(On({}, {Strategy::kPopular}, 0).empty());
}

TEST_F(Shop, SimilarToTheItemOfThePage) {
  EXPECT_EQ(On({.current = kBoots}, {Strategy::kSimilar}),
            (std::vector<Recommended>{{kPoles, Strategy::kSimilar, kBoots},
                                      {kSocks, Strategy::kSimilar, kBoots}}));
}

TEST_F(Shop, SimilarToTheLatestViewedItemWhereThePageIsAboutNone) {
  const Items viewed = {kTent, kBoots};
  EXPECT_EQ(On({.viewed = viewed}, {Strategy::kSimilar}),
            (std::vector<Recommended>{{kStove, Strategy::kSimilar, kTent},
                                      {kPoles, Strategy::kSimilar, kTent}}));
  EXPECT_TRUE(On({}, {Strategy::kSimilar}).empty());
}

TEST_F(Shop, NothingIsSimilarToAnUnknownItemOfThePage) {
  const Items viewed = {kTent};
  const Situation situation = {.viewed = viewed, .item_page = true};
  EXPECT_TRUE(On(situation, {Strategy::kSimilar}).empty());
  EXPECT_FALSE(On(situation, {Strategy::kForYou}).empty());
}

TEST_F(Shop, ForYouAddsUpWhatWasViewedTheLatestMost) {
  const Items boots_last = {kBoots, kTent};
  EXPECT_EQ(On({.viewed = boots_last}, {Strategy::kForYou}),
            (std::vector<Recommended>{{kPoles, Strategy::kForYou, kBoots},
                                      {kSocks, Strategy::kForYou, kBoots},
                                      {kStove, Strategy::kForYou, kTent}}));
  const Items tent_last = {kTent, kBoots};
  // Most of what speaks for the poles comes from the boots all the same.
  EXPECT_EQ(On({.viewed = tent_last}, {Strategy::kForYou}),
            (std::vector<Recommended>{{kPoles, Strategy::kForYou, kBoots},
                                      {kStove, Strategy::kForYou, kTent},
                                      {kSocks, Strategy::kForYou, kBoots}}));
}

TEST_F(Shop, ForYouBeginsWithTheItemOfThePageWhereNothingWasViewed) {
  EXPECT_EQ(Numbers(On({.current = kTent}, {Strategy::kForYou})),
            (Items{kStove, kPoles}));
}

TEST_F(Shop, ForYouLeavesOutWhatWasViewedOnlyWhereThatIsWished) {
  const Items viewed = {kTent, kStove};
  EXPECT_EQ(Numbers(On({.viewed = viewed}, {Strategy::kForYou})),
            (Items{kGas, kPoles}));
  EXPECT_EQ(Numbers(On({.viewed = viewed}, {Strategy::kForYou}, 8, {}, false)),
            (Items{kStove, kTent, kGas, kPoles}));
}

TEST_F(Shop, HowFastAContextFadesStandsInTheModel) {
  const Items viewed = {kTent, kBoots};
  b.ranking.decay = 1;
  Load();
  // 64 + 1024; 256 each for stove and socks, of which socks are more popular.
  EXPECT_EQ(Numbers(On({.viewed = viewed}, {Strategy::kForYou})),
            (Items{kPoles, kSocks, kStove}));
  b.ranking.decay = 0.0625;
  Load();
  // 256; 64 + 64; 16
  EXPECT_EQ(Numbers(On({.viewed = viewed}, {Strategy::kForYou})),
            (Items{kStove, kPoles, kSocks}));
  b.ranking.decay = 0;
  Load();
  EXPECT_EQ(Numbers(On({.viewed = viewed}, {Strategy::kForYou})),
            (Items{kStove, kPoles}));
}

TEST_F(Shop, WhatWasViewedComesAgainAsOftenAsTheModelSays) {
  const Items viewed = {kTent, kBoots};
  b.ranking = {.decay = 0.5, .revisit = 200, .revisit_decay = 0.75};
  Load();
  // 576, 256, 200, 150, 128
  EXPECT_EQ(On({.viewed = viewed}, {Strategy::kForYou}, 8, {}, false),
            (std::vector<Recommended>{{kPoles, Strategy::kForYou, kBoots},
                                      {kStove, Strategy::kForYou, kTent},
                                      {kTent, Strategy::kForYou, kTent},
                                      {kBoots, Strategy::kForYou, kBoots},
                                      {kSocks, Strategy::kForYou, kBoots}}));
  EXPECT_EQ(Numbers(On({.viewed = viewed}, {Strategy::kForYou})),
            (Items{kPoles, kStove, kSocks}));
  // Neither the item of the page nor one that is sold out.
  const Items gone = {kMat, kTent};
  EXPECT_EQ(Numbers(On({.current = kTent, .viewed = gone}, {Strategy::kForYou},
                       8, {}, false)),
            (Items{kStove, kPoles}));
  // Only `for_you` asks what comes again.
  EXPECT_EQ(Numbers(On({.viewed = viewed}, {Strategy::kSimilar}, 8, {}, false)),
            (Items{kStove, kPoles}));
}

TEST_F(Shop, ContextsEndAfterTheTwentiethItem) {
  Items viewed(kMaxContextItems - 1, kMap);
  for (std::uint32_t i = 0; i < viewed.size(); ++i) {
    viewed[i] = b.Item({"other-" + std::to_string(i)});
  }
  Load();
  viewed.push_back(kBoots);
  EXPECT_EQ(Numbers(On({.viewed = viewed}, {Strategy::kForYou})),
            (Items{kPoles, kSocks}));
  viewed.insert(viewed.begin(), kMap);
  EXPECT_TRUE(On({.viewed = viewed}, {Strategy::kForYou}).empty());
}

TEST_F(Shop, EqualScoresPutTheMorePopularFirst) {
  EXPECT_EQ(Numbers(On({.current = kStove}, {Strategy::kSimilar})),
            (Items{kTent, kGas}));
}

TEST_F(Shop, BoughtTogetherGoesWithTheCart) {
  const Items cart = {kStove};
  EXPECT_EQ(
      On({.current = kTent, .cart = cart}, {Strategy::kBoughtTogether}),
      (std::vector<Recommended>{{kGas, Strategy::kBoughtTogether, kStove}}));
}

TEST_F(Shop, BoughtTogetherGoesWithThePageWhereTheCartIsEmpty) {
  EXPECT_EQ(
      On({.current = kTent}, {Strategy::kBoughtTogether}),
      (std::vector<Recommended>{{kStove, Strategy::kBoughtTogether, kTent}}));
  const Items viewed = {kTent};
  EXPECT_TRUE(On({.viewed = viewed}, {Strategy::kBoughtTogether}).empty());
}

TEST_F(Shop, BoughtTogetherMakesDoWithSimilarItems) {
  const Items cart = {kBoots};
  EXPECT_EQ(Numbers(On({.cart = cart}, {Strategy::kBoughtTogether})),
            (Items{kPoles, kSocks}));
}

TEST_F(Shop, RecentlyViewedIsMostRecentFirst) {
  const Items viewed = {kStove, kMat, kBoots, kTent, kGas};
  const Items cart = {kGas};
  EXPECT_EQ(
      On({.current = kStove, .viewed = viewed, .cart = cart},
         {Strategy::kRecentlyViewed}),
      (std::vector<Recommended>{{kBoots, Strategy::kRecentlyViewed, kNone},
                                {kTent, Strategy::kRecentlyViewed, kNone}}));
}

TEST_F(Shop, TheCategoryOfThePageComesBeforeItsItemAndTheVisitor) {
  const Items viewed = {kMap, kTent, kBoots};
  const auto in_category = [&](Situation situation) {
    return Numbers(On(situation, {Strategy::kPopularInCategory}, 2));
  };
  EXPECT_EQ(in_category({.current = kBoots,
                         .category = ValueId("Camping"),
                         .interest = ValueId("Hiking"),
                         .viewed = viewed}),
            (Items{kTent, kStove}));
  EXPECT_EQ(in_category({.current = kBoots,
                         .interest = ValueId("Camping"),
                         .viewed = viewed}),
            (Items{kSocks, kPoles}));
  EXPECT_EQ(
      in_category(
          {.current = kMap, .interest = ValueId("Hiking"), .viewed = viewed}),
      (Items{kTent, kStove}));
  EXPECT_EQ(in_category({.interest = ValueId("Hiking")}),
            (Items{kBoots, kSocks}));
  EXPECT_TRUE(in_category({}).empty()) << "not even what has no category";
  EXPECT_TRUE(in_category({.category = ValueId("Fishing")}).empty());
}

TEST_F(Shop, StrategiesTopEachOtherUp) {
  const Items viewed = {kMap};
  EXPECT_EQ(On({.current = kBoots, .viewed = viewed},
               {Strategy::kSimilar, Strategy::kRecentlyViewed,
                Strategy::kPopularInCategory, Strategy::kPopular},
               5),
            (std::vector<Recommended>{{kPoles, Strategy::kSimilar, kBoots},
                                      {kSocks, Strategy::kSimilar, kBoots},
                                      {kMap, Strategy::kRecentlyViewed, kNone},
                                      {kTent, Strategy::kPopular, kNone},
                                      {kStove, Strategy::kPopular, kNone}}));
}

TEST_F(Shop, NoItemTwiceOnAPageNorTheItemOfThePageNorTheCart) {
  const Items cart = {kTent};
  EXPECT_EQ(
      Numbers(On({.current = kBoots, .cart = cart}, {Strategy::kPopular}, 2)),
      (Items{kSocks, kStove}));
  EXPECT_EQ(Numbers(More({Strategy::kSimilar, Strategy::kPopular})),
            (Items{kPoles, kGas, kMap}));
  EXPECT_TRUE(More({Strategy::kPopular}).empty());
  EXPECT_EQ(Numbers(On({}, {Strategy::kPopular}, 2)), (Items{kBoots, kTent}))
      << "a new page";
}

TEST_F(Shop, TakenItemsAreForNobody) {
  recommender.Begin(*model, {});
  recommender.Take(kTent);
  recommender.Take(kTent);
  EXPECT_EQ(Numbers(More({Strategy::kPopular}, 2)), (Items{kBoots, kSocks}));
}

TEST_F(Shop, ASoldOutItemComesBackWithItsStock) {
  model->Update(IdOf(kPoles), Availability::kOutOfStock);
  EXPECT_EQ(Numbers(On({.current = kBoots}, {Strategy::kSimilar})),
            (Items{kSocks}));
  model->Update(IdOf(kMat), Availability::kInStock);
  EXPECT_EQ(Numbers(On({.current = kBoots}, {Strategy::kSimilar})),
            (Items{kMat, kSocks}));
}

TEST_F(Shop, OneModelAfterAnother) {
  EXPECT_EQ(On({}, {Strategy::kPopular}).size(), 7U);
  ModelBuilder other;
  other.Item({"only"});
  Model small;
  ASSERT_EQ(other.Load(small), ReadError::kNone);
  recommender.Begin(small, {});
  EXPECT_EQ(Numbers(More({Strategy::kPopular})), (Items{0}));
  EXPECT_EQ(On({}, {Strategy::kPopular}).size(), 7U);
}

/// Filters over `item.*`, combined by one gate of each kind.
class Filtered : public Shop {
 protected:
  std::uint32_t Leaf(ItemField field, LeafOp op, std::uint32_t operand = 0) {
    return ProgramBuilder::Leaf(p.program.item_conditions,
                                static_cast<std::uint32_t>(field), op, operand);
  }
  Items Popular(std::uint32_t node) {
    const Array<Identity> identities = SymbolIdentities(p.program);
    return Numbers(
        On({}, {Strategy::kPopular}, 8, {&p.program, identities, node}));
  }
  ProgramBuilder p;
};

TEST_F(Filtered, EveryFieldOfTheCatalogue) {
  const auto id = Leaf(ItemField::kId, LeafOp::kStrictText,
                       p.Symbol(IdentityKind::kItem, "socks"));
  const auto brand =
      Leaf(ItemField::kBrand, LeafOp::kStrictText, p.Value("Primus"));
  const auto category =
      Leaf(ItemField::kCategory, LeafOp::kStrictText, p.Value("Camping"));
  const auto uncategorised = Leaf(ItemField::kCategory, LeafOp::kIsNull);
  const auto price = Leaf(ItemField::kPrice, LeafOp::kLessEqual, p.Number(40));
  const auto priced = Leaf(ItemField::kPrice, LeafOp::kExists);
  const auto quantity = Leaf(ItemField::kQuantity, LeafOp::kExists);
  const auto in_stock =
      Leaf(ItemField::kAvailability, LeafOp::kStrictText, p.Value("in_stock"));
  const auto preorder =
      Leaf(ItemField::kAvailability, LeafOp::kStrictText, p.Value("preorder"));
  EXPECT_EQ(Popular(id), (Items{kSocks}));
  EXPECT_EQ(Popular(brand), (Items{kStove, kGas}));
  EXPECT_EQ(Popular(category), (Items{kTent, kStove, kGas}));
  EXPECT_EQ(Popular(uncategorised), (Items{kMap}));
  EXPECT_EQ(Popular(price), (Items{kSocks, kPoles, kGas, kMap}))
      << "null is at most 40, as in JavaScript";
  EXPECT_EQ(Popular(priced),
            (Items{kBoots, kTent, kSocks, kStove, kPoles, kGas}));
  EXPECT_EQ(Popular(quantity), (Items{}));
  EXPECT_EQ(Popular(in_stock), (Items{kBoots, kTent, kSocks, kStove, kMap}));
  EXPECT_EQ(Popular(preorder), (Items{kPoles}));
  EXPECT_EQ(Popular(kNone).size(), 7U);
}

TEST_F(Filtered, WhatTheShopSaysNowDecides) {
  const auto cheap = Leaf(ItemField::kPrice, LeafOp::kLessEqual, p.Number(12));
  const auto in_stock =
      Leaf(ItemField::kAvailability, LeafOp::kStrictText, p.Value("in_stock"));
  const auto both = ProgramBuilder::Gate(p.program.item_conditions,
                                         GateKind::kAll, {cheap, in_stock});
  model->Update(IdOf(kMap), 20.0);
  EXPECT_EQ(Popular(both), (Items{kSocks}));
  model->Update(IdOf(kTent), 10.0);
  model->Update(IdOf(kSocks), Availability::kBackorder);
  EXPECT_EQ(Popular(both), (Items{kTent}));
}

TEST_F(Filtered, FiltersBindEveryStrategyAndTheListStaysFull) {
  const auto primus =
      Leaf(ItemField::kBrand, LeafOp::kStrictText, p.Value("Primus"));
  const auto others = ProgramBuilder::Gate(p.program.item_conditions,
                                           GateKind::kNone, {primus});
  const Array<Identity> identities = SymbolIdentities(p.program);
  const Items viewed = {kTent};
  EXPECT_EQ(Numbers(On({.viewed = viewed},
                       {Strategy::kForYou, Strategy::kRecentlyViewed,
                        Strategy::kPopular},
                       4, {&p.program, identities, others})),
            (Items{kPoles, kTent, kBoots, kSocks}));
}

TEST_F(Shop, WhatStandsNearCountsWithoutARow) {
  // The tent, 1, is near all of them: 0 and 2 the most, then 3, 4, 6, 7.
  b.ranking = {.near = 8, .near_slope = 1};
  Load();
  EXPECT_EQ(Numbers(On({.current = kTent}, {Strategy::kSimilar})),
            (Items{kStove, kPoles, kBoots, kSocks, kGas, kMap}));
  model.emplace();
  ASSERT_EQ(model->LoadCore(b.Core()), ReadError::kNone);
  b.TellFrom(0, 8, *model);
  EXPECT_EQ(On({.current = kTent}, {Strategy::kSimilar}, 2),
            (std::vector<Recommended>{{kBoots, Strategy::kSimilar, kTent},
                                      {kSocks, Strategy::kSimilar, kTent}}));
  EXPECT_TRUE(On({.current = kTent}, {Strategy::kBoughtTogether}).empty());
}

/// A model of which files come one by one: a look-up page, then four shards of
/// two items, then one display file of all items.
class Unknown : public Shop {
 protected:
  static constexpr std::uint32_t kLookUps = 0;
  static constexpr std::uint32_t kFirstShard = 1;
  static constexpr std::uint32_t kDisplay = 5;

  Unknown() {
    b.shard_bits = 1;
    model.emplace();
    EXPECT_EQ(model->LoadCore(b.Core()), ReadError::kNone);
  }
  Items Wanted(const Situation& situation,
               std::initializer_list<Strategy> strategies,
               std::uint32_t limit = 2) {
    On(situation, strategies, limit);
    const auto wanted = recommender.wanted();
    return {wanted.begin(), wanted.end()};
  }
};

TEST_F(Unknown, PopularItemsNeedTheirDisplayFiles) {
  EXPECT_EQ(Wanted({}, {Strategy::kPopular}), (Items{kDisplay}));
  EXPECT_EQ(Wanted({}, {Strategy::kForYou, Strategy::kPopular}),
            (Items{kDisplay}));
  EXPECT_EQ(Wanted({}, {Strategy::kForYou}), (Items{})) << "of a newcomer";
  b.TellFrom(0, 2, *model);
  EXPECT_EQ(Wanted({}, {Strategy::kPopular}), (Items{}));
  EXPECT_EQ(Wanted({}, {Strategy::kPopular}, 3), (Items{kDisplay}));
  EXPECT_EQ(Numbers(On({}, {Strategy::kPopular}, 3)), (Items{kBoots, kTent}));
}

TEST_F(Unknown, ViewedItemsNeedTheirShardThenWhatGoesWithThem) {
  const Items viewed = {kStove};
  b.TellFrom(kStove, 1, *model);
  EXPECT_EQ(Wanted({.viewed = viewed}, {Strategy::kForYou}),
            (Items{kFirstShard + 1}));
  ASSERT_EQ(model->AddPart(b.File(kFirstShard + 1)), ReadError::kNone);
  EXPECT_EQ(Wanted({.viewed = viewed}, {Strategy::kForYou}), (Items{kDisplay}));
  b.TellFrom(0, 8, *model);
  EXPECT_EQ(Wanted({.viewed = viewed}, {Strategy::kForYou}), (Items{}));
  EXPECT_EQ(Numbers(On({.viewed = viewed}, {Strategy::kForYou})),
            (Items{kTent, kGas}));
}

TEST_F(Unknown, NumbersThatAreNotKnownComeFirst) {
  const Items files = {kLookUps};
  EXPECT_EQ(
      Wanted({.viewed_files = files}, {Strategy::kForYou, Strategy::kPopular}),
      (Items{kLookUps, kDisplay}));
  EXPECT_EQ(Wanted({.viewed_files = files}, {Strategy::kPopular}),
            (Items{kDisplay}))
      << "what was viewed changes nothing";
  EXPECT_EQ(Wanted({.taken_files = files}, {Strategy::kPopular}),
            (Items{kLookUps, kDisplay}))
      << "it may be one of them";
}

TEST_F(Unknown, CategoriesNeedALookUp) {
  const auto here = {Strategy::kPopularInCategory};
  EXPECT_EQ(Wanted({.category = ValueId("Hiking")}, here), (Items{kLookUps}));
  EXPECT_EQ(Wanted({.current = kTent}, here), (Items{kDisplay}))
      << "which tells of what category the tent is";
  ASSERT_EQ(model->AddPart(b.File(kLookUps)), ReadError::kNone);
  EXPECT_EQ(Wanted({.category = ValueId("Hiking")}, here), (Items{kDisplay}));
  b.TellFrom(0, 8, *model);
  EXPECT_EQ(Wanted({.category = ValueId("Hiking")}, here), (Items{}));
  EXPECT_EQ(Wanted({.category = ValueId("Fishing")}, here), (Items{}));
}

TEST_F(Unknown, NoMoreThanThirtyTwoFilesAtATime) {
  ModelBuilder large;
  std::vector<std::string> ids;
  for (int i = 0; i < 3000; ++i) ids.push_back("item-" + std::to_string(i));
  for (const std::string& id : ids) large.Item({id});
  Model other;
  ASSERT_EQ(other.LoadCore(large.Core()), ReadError::kNone);
  recommender.Begin(other, {});
  const Source popular[] = {{Strategy::kPopular}};
  recommender.Recommend({.sources = popular, .limit = 3000});
  ASSERT_EQ(recommender.wanted().size(), 32U);
  EXPECT_EQ(recommender.wanted()[0], other.DisplayOf(0));
  EXPECT_EQ(recommender.wanted()[31], other.DisplayOf(31 * 32));
}

}  // namespace
}  // namespace vitrine
