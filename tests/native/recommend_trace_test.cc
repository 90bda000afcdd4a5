// How a recommendation came about, and lists that are put into another order.
#include "tests/native/outdoor_shop.h"

namespace vitrine {
namespace {

using testing::ProgramBuilder;

class Traced : public testing::OutdoorShop {
 protected:
  struct Part {
    std::uint32_t context;
    PartKind kind;
    float weight;
    bool operator==(const Part&) const = default;
  };
  std::vector<Part> PartsOf(const ItemTrace& item) const {
    std::vector<Part> parts;
    for (std::uint32_t i = 0; i < item.part_count; ++i) {
      const PartTrace& part = trace.parts[item.first_part + i];
      parts.push_back({part.context, part.kind, part.weight});
    }
    return parts;
  }
  std::uint32_t Removed(Removal why) const {
    return trace.removed[static_cast<std::uint32_t>(why)];
  }
  Trace trace;
};

TEST_F(Traced, PartsOfEachItem) {
  b.ranking = {.decay = 0.5,
               .revisit = 16,
               .revisit_decay = 0.5,
               .near = 8,
               .near_slope = 1};
  b.Similar(kBoots, kPoles, 256);
  b.Similar(kTent, kPoles, 64);
  b.Similar(kTent, kTent, 32);
  const Items viewed = {kBoots, kTent};
  Begin({.viewed = viewed});
  const auto list =
      Ask({.limit = 2, .novel = false}, {Strategy::kForYou}, &trace);
  ASSERT_EQ(trace.items.size(), 2U);
  EXPECT_EQ(trace.items[0].item, kPoles);
  EXPECT_EQ(trace.items[0].strategy, Strategy::kForYou);
  EXPECT_EQ(trace.items[0].source, 0U);
  EXPECT_EQ(trace.items[0].score, 256 + 8 / 5.F + 32 + 1);
  EXPECT_EQ(PartsOf(trace.items[0]),
            (std::vector<Part>{{kBoots, PartKind::kRow, 256},
                               {kBoots, PartKind::kNear, 8 / 5.F},
                               {kTent, PartKind::kRow, 32},
                               {kTent, PartKind::kNear, 1}}));
  EXPECT_EQ(trace.items[1].item, kTent);
  EXPECT_EQ(PartsOf(trace.items[1]),
            (std::vector<Part>{{kBoots, PartKind::kNear, 4},
                               {kTent, PartKind::kItself, 24}}));
}

TEST_F(Traced, WhatChangedItsWorth) {
  const Boost boosts[] = {{Is(kBrand, "Fjell"), 150},
                          {Is(kCategory, "Camping"), 200}};
  Begin({});
  recommender.Rotate(IdOf(kTent), 4);
  const Source sources[] = {{Strategy::kTrending, 1}, {Strategy::kPopular}};
  Ask({.sources = sources, .limit = 2, .diversity = 50, .boosts = boosts}, {},
      &trace);
  ASSERT_EQ(trace.items.size(), 2U);
  const ItemTrace& gas = trace.items[0];
  EXPECT_EQ(gas.item, kGas);
  EXPECT_EQ(gas.strategy, Strategy::kTrending);
  EXPECT_EQ(gas.score, 0.1);
  EXPECT_EQ(gas.boost, 2);
  EXPECT_EQ(gas.rotation, 1);
  EXPECT_EQ(gas.likeness, 1);
  EXPECT_EQ(gas.part_count, 0U);
  const ItemTrace& boots = trace.items[1];
  EXPECT_EQ(boots.item, kBoots) << "0.135; the tent 1 / 11 * 3 * 0.64 * 0.65";
  EXPECT_EQ(boots.source, 1U);
  EXPECT_EQ(boots.score, 0.1);
  EXPECT_EQ(boots.boost, 1.5);
  EXPECT_EQ(boots.likeness, 0.9);
}

TEST_F(Traced, WhyOthersWereLeftOut) {
  const Items cart = {kStove};
  const BoughtItem bought[] = {{IdOf(kBoots), kNow, std::nan("")}};
  const ItemCap caps[] = {{kBrand, 1}};
  const std::uint32_t filter = ProgramBuilder::Gate(
      p.program.item_conditions, GateKind::kNone, {Is(kBrand, "Primus")});
  Begin({.cart = cart, .bought = bought, .now = kNow});
  recommender.Refuse(IdOf(kMap));
  EXPECT_EQ(Numbers({.filter = filter, .caps = caps}, {Strategy::kPopular}),
            (Items{kTent, kSocks}));
  Begin({.cart = cart, .bought = bought, .now = kNow});
  recommender.Refuse(IdOf(kMap));
  const auto list = Ask({.filter = filter, .caps = caps},
                        {Strategy::kTrending, Strategy::kPopular}, &trace);
  EXPECT_EQ(list.size(), 2U);
  EXPECT_EQ(Removed(Removal::kTaken), 1U);
  EXPECT_EQ(Removed(Removal::kBought), 1U);
  EXPECT_EQ(Removed(Removal::kUnwanted), 1U);
  EXPECT_EQ(Removed(Removal::kNotForSale), 1U) << "though two sources have it";
  EXPECT_EQ(Removed(Removal::kFilter), 1U);
  EXPECT_EQ(Removed(Removal::kCap), 1U);
  EXPECT_EQ(Removed(Removal::kNotKnown), 0U);
  // Of the next slot those are taken, too.
  trace = {};
  EXPECT_EQ(Ask({}, {Strategy::kTrending}, &trace).size(), 1U);
  EXPECT_EQ(Removed(Removal::kTaken), 1U);
  EXPECT_EQ(Removed(Removal::kNotForSale), 1U);
}

class Reranked : public testing::OutdoorShop {
 protected:
  Items Order(const Items& items, std::uint32_t most) {
    Array<std::uint32_t> order;
    recommender.Rerank(items, most, order);
    return {order.begin(), order.end()};
  }
};

TEST_F(Reranked, NoItemMovesFurtherThanAllowed) {
  b.Similar(kTent, kGas, 256);
  b.Similar(kTent, kStove, 128);
  const Items viewed = {kTent};
  Begin({.viewed = viewed});
  const Items listed = {kBoots, kSocks, kMap, kNone, kStove, kGas};
  EXPECT_EQ(Order(listed, 0), (Items{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(Order(listed, 1), (Items{0, 1, 2, 4, 3, 5}));
  EXPECT_EQ(Order(listed, 2), (Items{0, 1, 4, 5, 2, 3}));
  EXPECT_EQ(Order(listed, 5), (Items{5, 4, 0, 1, 2, 3}));
  EXPECT_EQ(Order(listed, 0xffffffff), (Items{5, 4, 0, 1, 2, 3}));
  EXPECT_EQ(Order({}, 5), (Items{}));
}

TEST_F(Reranked, WhatWasViewedCountsAsForYouSays) {
  b.ranking.revisit = 100;
  b.Similar(kTent, kGas, 64);
  const Items viewed = {kTent};
  Begin({.viewed = viewed});
  EXPECT_EQ(Order({kBoots, kGas, kTent}, 5), (Items{2, 1, 0}));
  Begin({});
  EXPECT_EQ(Order({kBoots, kGas, kTent}, 5), (Items{0, 1, 2}));
}

TEST_F(Reranked, RowsAreWanted) {
  const Items viewed = {kTent};
  model.emplace();
  ASSERT_EQ(model->LoadCore(b.Core()), ReadError::kNone);
  recommender.Begin(*model, {.viewed = viewed});
  EXPECT_EQ(Order({kBoots, kTent}, 5), (Items{0, 1}));
  EXPECT_EQ(Items(recommender.wanted().begin(), recommender.wanted().end()),
            (Items{model->ShardOf(kTent)}));
}

}  // namespace
}  // namespace vitrine
