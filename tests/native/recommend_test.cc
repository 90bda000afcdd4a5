#include "runtime/rank/recommend.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "runtime/bundle/evaluate.h"
#include "tests/native/model_builder.h"
#include "tests/native/random.h"
#include "tests/native/random_program.h"

namespace vitrine {
namespace {

using testing::CatalogueItem;
using testing::ModelBuilder;
using testing::ProgramBuilder;
using testing::Random;
using testing::RandomProgram;
using Items = std::vector<std::uint32_t>;

Identity ValueId(std::string_view text) {
  return IdentityOf(IdentityKind::kValue, text);
}

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
    // The weights 32, 64, 96 are the numbers 64, 256, 1024.
    b.Similar(kBoots, kSocks, 64);
    b.Similar(kBoots, kPoles, 96);
    b.Similar(kBoots, kMat, 200);
    b.Similar(kTent, kStove, 64);
    b.Similar(kTent, kMat, 100);
    b.Similar(kTent, kPoles, 32);
    b.Similar(kStove, kTent, 64);
    b.Similar(kStove, kGas, 64);
    b.Together(kStove, kGas, 96);
    b.Together(kTent, kStove, 96);
    Load();
  }
  void Load() {
    model.emplace();
    ASSERT_EQ(model->LoadCore(b.Core()), ReadError::kNone);
    ASSERT_EQ(model->AddShard(b.Shard()), ReadError::kNone);
  }

  /// Of a new page.
  std::vector<Recommended> On(const Situation& situation,
                              std::initializer_list<Strategy> strategies,
                              std::uint32_t limit = 8,
                              const ItemFilter& filter = {},
                              bool novel = true) {
    recommender.Begin(*model, situation);
    return More(strategies, limit, filter, novel);
  }
  /// Of the same page.
  std::vector<Recommended> More(std::initializer_list<Strategy> strategies,
                                std::uint32_t limit = 8,
                                const ItemFilter& filter = {},
                                bool novel = true) {
    const auto items = recommender.Recommend(
        {strategies.begin(), strategies.size()}, limit, filter, novel);
    return {items.begin(), items.end()};
  }
  static Items Numbers(const std::vector<Recommended>& recommended) {
    Items items;
    for (const Recommended& one : recommended) items.push_back(one.item);
    return items;
  }

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
  model->Update(kPoles, Availability::kOutOfStock);
  EXPECT_EQ(Numbers(On({.current = kBoots}, {Strategy::kSimilar})),
            (Items{kSocks}));
  model->Update(kMat, Availability::kInStock);
  EXPECT_EQ(Numbers(On({.current = kBoots}, {Strategy::kSimilar})),
            (Items{kMat, kSocks}));
}

TEST_F(Shop, OneModelAfterAnother) {
  EXPECT_EQ(On({}, {Strategy::kPopular}).size(), 7U);
  ModelBuilder other;
  other.Item({"only"});
  Model small;
  ASSERT_EQ(small.LoadCore(other.Core()), ReadError::kNone);
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
  model->Update(kMap, 20.0);
  EXPECT_EQ(Popular(both), (Items{kSocks}));
  model->Update(kTent, 10.0);
  model->Update(kSocks, Availability::kBackorder);
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

TEST_F(Shop, KnowsWhenMoreOfTheCatalogueWouldHelp) {
  model.emplace();
  ASSERT_EQ(model->LoadCore(b.Core(4)), ReadError::kNone);
  const auto lacking = [&](const Situation& situation,
                           std::initializer_list<Strategy> strategies,
                           std::uint32_t limit) {
    On(situation, strategies, limit);
    return recommender.lacking();
  };
  const auto chain = {Strategy::kForYou, Strategy::kPopular};
  const Items viewed = {kBoots};
  EXPECT_FALSE(lacking({}, {Strategy::kPopular}, 4));
  EXPECT_TRUE(lacking({}, {Strategy::kPopular}, 5)) << "the list is too short";
  EXPECT_FALSE(lacking({}, chain, 4)) << "of a newcomer nothing is known";
  EXPECT_TRUE(lacking({.viewed = viewed}, chain, 2))
      << "what goes with the boots is not loaded";
  EXPECT_TRUE(lacking({.something_unknown = true}, chain, 4));
  EXPECT_FALSE(lacking({.something_unknown = true}, {Strategy::kPopular}, 4));
  EXPECT_EQ(Numbers(On({.viewed = viewed}, chain, 2)), (Items{kBoots, kTent}))
      << "the head steps in";
  const auto here = {Strategy::kPopularInCategory, Strategy::kPopular};
  const Situation hiking = {.category = ValueId("Hiking")};
  EXPECT_FALSE(lacking(hiking, here, 2)) << "boots and socks are in the head";
  EXPECT_TRUE(lacking(hiking, here, 3)) << "there may be more of them";
  EXPECT_EQ(Numbers(On(hiking, here, 3)), (Items{kBoots, kSocks, kTent}));

  ASSERT_EQ(model->AddShard(b.Shard()), ReadError::kNone);
  EXPECT_FALSE(lacking({.viewed = viewed}, chain, 2));
  EXPECT_EQ(Numbers(On({.viewed = viewed}, chain, 2)), (Items{kPoles, kSocks}));
  EXPECT_FALSE(lacking(hiking, here, 3));
  EXPECT_EQ(Numbers(On(hiking, here, 3)), (Items{kBoots, kSocks, kPoles}));
}

// What follows does the same as the recommender, slowly and from scratch.

struct Catalogue {
  std::vector<CatalogueItem> items;
  /// [relation][item][neighbour]: weight code, -1: none.
  std::vector<std::vector<std::vector<int>>> weights;
};

class Oracle {
 public:
  Oracle(const Catalogue& catalogue, const Situation& situation)
      : catalogue_(catalogue),
        situation_(situation),
        taken_(catalogue.items.size(), false) {
    if (situation.current != kNone) taken_[situation.current] = true;
    for (std::uint32_t item : situation.cart) taken_[item] = true;
  }

  std::vector<Recommended> Recommend(const std::vector<Strategy>& strategies,
                                     std::uint32_t limit,
                                     const ItemFilter& filter, bool novel) {
    std::vector<Recommended> list;
    for (Strategy strategy : strategies) {
      for (const Recommended& one : All(strategy, novel)) {
        const CatalogueItem& item = catalogue_.items[one.item];
        if (list.size() == limit || taken_[one.item] ||
            item.availability == Availability::kOutOfStock ||
            !Passes(filter, item)) {
          continue;
        }
        taken_[one.item] = true;
        list.push_back(one);
      }
    }
    return list;
  }

 private:
  std::vector<Recommended> All(Strategy strategy, bool novel) const {
    const auto viewed = situation_.viewed;
    Items current;
    if (situation_.current != kNone) current = {situation_.current};
    switch (strategy) {
      case Strategy::kForYou: {
        const Items seen(viewed.begin(), viewed.end());
        return Related(strategy, 0, seen.empty() ? current : seen,
                       novel ? seen : Items());
      }
      case Strategy::kSimilar:
        if (current.empty() && !viewed.empty()) current = {viewed[0]};
        return Related(strategy, 0, current, current);
      case Strategy::kBoughtTogether: {
        const Items cart(situation_.cart.begin(), situation_.cart.end());
        return Related(strategy, 1, cart.empty() ? current : cart, {});
      }
      case Strategy::kRecentlyViewed: {
        std::vector<Recommended> list;
        for (std::uint32_t item : viewed) list.push_back({item, strategy});
        return list;
      }
      case Strategy::kPopular:
        return Popular(strategy, "");
      case Strategy::kPopularInCategory:
        break;
    }
    Items candidates = current;
    candidates.insert(candidates.end(), viewed.begin(), viewed.end());
    for (std::string_view known : {"x", "y"}) {
      if (situation_.category == ValueId(known)) {
        return Popular(strategy, known);
      }
    }
    for (std::uint32_t item : candidates) {
      const std::string_view category = catalogue_.items[item].category;
      if (!category.empty()) return Popular(strategy, category);
    }
    for (std::string_view known : {"x", "y"}) {
      if (situation_.interest == ValueId(known)) {
        return Popular(strategy, known);
      }
    }
    return {};
  }

  std::vector<Recommended> Popular(Strategy strategy,
                                   std::string_view category) const {
    std::vector<Recommended> list;
    for (std::uint32_t i = 0; i < catalogue_.items.size(); ++i) {
      if (category.empty() || catalogue_.items[i].category == category) {
        list.push_back({i, strategy});
      }
    }
    return list;
  }

  std::vector<Recommended> Related(Strategy strategy, std::size_t relation,
                                   const Items& context,
                                   const Items& excluded) const {
    std::vector<std::pair<float, Recommended>> scored;
    for (std::uint32_t j = 0; j < catalogue_.items.size(); ++j) {
      float sum = 0;
      float best = 0;
      Recommended one = {j, strategy, kNone};
      for (std::size_t k = 0; k < context.size() && k < kMaxContextItems; ++k) {
        const auto has_rows = [&](std::size_t of) {
          const auto& row = catalogue_.weights[of][context[k]];
          return std::any_of(row.begin(), row.end(),
                             [](int weight) { return weight >= 0; });
        };
        const std::size_t used = relation == 1 && has_rows(1) ? 1 : 0;
        const int weight = catalogue_.weights[used][context[k]][j];
        if (weight < 0) continue;
        const float part =
            WeightOf(static_cast<std::uint8_t>(weight)) * kDecay[k];
        sum += part;
        if (part > best) {
          best = part;
          one.because = context[k];
        }
      }
      if (std::count(excluded.begin(), excluded.end(), j) == 0 && sum > 0) {
        scored.push_back({sum, one});
      }
    }
    std::stable_sort(
        scored.begin(), scored.end(),
        [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Recommended> list;
    for (const auto& [score, one] : scored) list.push_back(one);
    return list;
  }

  static bool Passes(const ItemFilter& filter, const CatalogueItem& item) {
    if (filter.node == kNone) return true;
    const auto name = [](std::string_view text) {
      return text.empty() ? Value::Null() : Value::Name(ValueId(text));
    };
    const char* const availabilities[] = {"in_stock", "out_of_stock",
                                          "preorder", "backorder"};
    const Value fields[kItemFields] = {
        Value::Name(IdentityOf(IdentityKind::kItem, item.id)),
        name(item.brand),
        name(item.category),
        std::isnan(item.price) ? Value::Null() : Value::Number(item.price),
        Value::Null(),
        name(availabilities[static_cast<std::size_t>(item.availability)])};
    Array<Truth> truths;
    EvaluateItem(*filter.program, filter.identities, fields, truths);
    return truths[filter.node] == Truth::kTrue;
  }

  const Catalogue& catalogue_;
  const Situation situation_;
  std::vector<bool> taken_;
};

Items RandomItems(Random& random, std::uint32_t size, std::uint32_t most) {
  Items all(size);
  for (std::uint32_t i = 0; i < size; ++i) {
    all[i] = i;
    std::swap(all[i], all[random.Below(i + 1)]);
  }
  all.resize(random.Below(std::min(size, most) + 1));
  return all;
}

TEST(Recommender, AgreesWithTheOracleOnRandomShops) {
  Random random(7);
  Recommender recommender;
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) ids.push_back("item-" + std::to_string(i));
  const std::string_view words[] = {"", "x", "y"};
  const Identity categories[] = {kNoIdentity, ValueId("x"), ValueId("y")};
  std::size_t recommended = 0;
  for (int round = 0; round < 1500; ++round) {
    Catalogue catalogue;
    ModelBuilder b;
    const std::uint32_t size = 1 + random.Below(40);
    for (std::uint32_t i = 0; i < size; ++i) {
      catalogue.items.push_back(
          {ids[i], words[random.Below(3)], words[random.Below(3)],
           random.OneIn(4) ? std::nan("") : random.Below(4),
           static_cast<Availability>(random.Below(kAvailabilities))});
      b.Item(catalogue.items.back());
    }
    catalogue.weights.assign(2, {size, std::vector<int>(size, -1)});
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = 0; j < size; ++j) {
        if (random.OneIn(3)) {
          // Few different weights, so that there are ties.
          const auto weight = static_cast<std::uint8_t>(random.Below(6) * 17);
          catalogue.weights[0][i][j] = weight;
          b.Similar(i, j, weight);
        }
        if (random.OneIn(6) && i % 2 == 0) {
          const auto weight = static_cast<std::uint8_t>(random.Below(256));
          catalogue.weights[1][i][j] = weight;
          b.Together(i, j, weight);
        }
      }
    }
    Model model;
    ASSERT_EQ(model.LoadCore(b.Core()), ReadError::kNone);
    ASSERT_EQ(model.AddShard(b.Shard()), ReadError::kNone);
    const Program program = RandomProgram(random);
    const Array<Identity> identities = SymbolIdentities(program);
    const std::uint32_t nodes = program.item_conditions.size();

    for (int page = 0; page < 3; ++page) {
      const Items viewed = RandomItems(random, size, 30);
      const Items cart = RandomItems(random, size, random.Below(5));
      const Situation situation = {
          .current = random.OneIn(2) ? kNone : random.Below(size),
          .category = categories[random.Below(3)],
          .interest = categories[random.Below(3)],
          .viewed = viewed,
          .cart = cart};
      Oracle oracle(catalogue, situation);
      recommender.Begin(model, situation);
      for (int slot = 0; slot < 4; ++slot) {
        std::vector<Strategy> strategies(1 + random.Below(3));
        for (Strategy& strategy : strategies) {
          strategy = static_cast<Strategy>(random.Below(kStrategies));
        }
        ItemFilter filter = {&program, identities, kNone};
        if (nodes > 0 && random.OneIn(2)) filter.node = random.Below(nodes);
        const std::uint32_t limit = 1 + random.Below(8);
        const bool novel = random.OneIn(2);
        const auto got =
            recommender.Recommend(strategies, limit, filter, novel);
        ASSERT_EQ(std::vector<Recommended>(got.begin(), got.end()),
                  oracle.Recommend(strategies, limit, filter, novel))
            << "round " << round << " page " << page << " slot " << slot;
        recommended += got.size();
      }
    }
  }
  EXPECT_GT(recommended, 20'000U) << "the test asks too little";
}

}  // namespace
}  // namespace vitrine
