// What each strategy offers to a visitor, one by one.
#include "tests/native/outdoor_shop.h"

namespace vitrine {
namespace {

class Strategies : public testing::OutdoorShop {};

TEST_F(Strategies, ComplementaryIsNoSubstituteForTheItemOfThePage) {
  b.Together(kTent, kStove, 1024);  // of the tent's category
  b.Together(kTent, kPoles, 512);
  b.Together(kTent, kSocks, 256);
  b.Together(kTent, kMap, 128);
  b.Similar(kTent, kSocks, 1);  // of another category all the same
  Begin({.current = kTent});
  EXPECT_EQ(
      Ask({}, {Strategy::kComplementary}),
      (std::vector<Recommended>{{kPoles, Strategy::kComplementary, kTent},
                                {kSocks, Strategy::kComplementary, kTent},
                                {kMap, Strategy::kComplementary, kTent}}));
}

TEST_F(Strategies, WithoutACategoryWhatIsSimilarIsASubstitute) {
  b.Together(kTent, kMap, 512);
  b.Together(kTent, kPoles, 256);
  b.Similar(kTent, kMap, 1);
  EXPECT_EQ(On({.current = kTent}, {Strategy::kComplementary}),
            (Items{kPoles}));
}

TEST_F(Strategies, ComplementaryGoesWithTheLatestOfTheCartElsewhere) {
  b.Together(kBoots, kGas, 1024);
  b.Together(kTent, kPoles, 512);
  const Items cart = {kTent, kBoots};
  EXPECT_EQ(On({.cart = cart}, {Strategy::kComplementary}), (Items{kPoles}));
  EXPECT_EQ(On({.current = kBoots, .cart = cart}, {Strategy::kComplementary}),
            (Items{kGas}));
  // Similar items do not stand in.
  b.Similar(kPoles, kGas, 512);
  EXPECT_EQ(On({.current = kPoles}, {Strategy::kComplementary}), (Items{}));
}

TEST_F(Strategies, BuyAgainWhenItIsUsedUp) {
  const double never = std::nan("");
  const auto after = [&](double days, double gap_days) {
    const BoughtItem bought[] = {
        {IdOf(kGas), kNow - days * kDay, gap_days * kDay}};
    return On({.bought = bought, .now = kNow}, {Strategy::kBuyAgain});
  };
  EXPECT_EQ(after(7.9, never), (Items{}));
  EXPECT_EQ(after(8, never), (Items{kGas})) << "of ten days, from 0.8 on";
  EXPECT_EQ(after(8, 20), (Items{})) << "this visitor's own time";
  EXPECT_EQ(after(16, 20), (Items{kGas}));
  EXPECT_EQ(after(4, 5), (Items{kGas}));
}

TEST_F(Strategies, BuyAgainPutsTheMostOverdueFirst) {
  const double never = std::nan("");
  const BoughtItem bought[] = {{IdOf(kSocks), kNow - 30 * kDay, 30 * kDay},
                               {IdOf(kGas), kNow - 12 * kDay, never},
                               {IdOf(kBoots), kNow - 500 * kDay, never},
                               {IdOf(kPoles), kNow - 60 * kDay, 40 * kDay},
                               {IdOf(kMat), kNow - 60 * kDay, kDay},
                               {7, kNow - 60 * kDay, kDay}};
  EXPECT_EQ(On({.bought = bought, .now = kNow}, {Strategy::kBuyAgain}),
            (Items{kPoles, kGas, kSocks}))
      << "1.5, 1.2 and 1; nobody buys boots again; no mat is left";
}

TEST_F(Strategies, TrendingAndNewArrivalsAreListsOfTheModel) {
  EXPECT_EQ(On({}, {Strategy::kTrending}), (Items{kGas, kSocks}));
  EXPECT_EQ(On({}, {Strategy::kNewArrivals}), (Items{kMap, kPoles, kStove}));
}

TEST_F(Strategies, ExploreBeginsWhereChanceSays) {
  EXPECT_EQ(On({.chance = 0}, {Strategy::kExplore}),
            (Items{kMap, kPoles, kStove}));
  EXPECT_EQ(On({.chance = 7}, {Strategy::kExplore}),
            (Items{kPoles, kStove, kMap}));
  b.fresh = {};
  EXPECT_EQ(On({.chance = 7}, {Strategy::kExplore}), (Items{}));
}

TEST_F(Strategies, PriceDropIsWhatWasViewedWhenItWasDearer) {
  const Items viewed = {kBoots, kTent, kSocks, kStove, kPoles, kMap};
  const SeenAs seen[] = {{100}, {310}, {24}, {std::nan("")}, {30}, {5}};
  EXPECT_EQ(On({.viewed = viewed, .seen = seen}, {Strategy::kPriceDrop}),
            (Items{kSocks, kBoots}))
      << "half, a tenth; a thirtieth is too little";
  const SeenAs just[] = {{90 / 0.95 + 0.01}, {300 / 0.95 - 0.01}};
  EXPECT_EQ(On({.viewed = viewed, .seen = just}, {Strategy::kPriceDrop}),
            (Items{kBoots}));
}

TEST_F(Strategies, BackInStockIsWhatWasViewedWhenItWasSoldOut) {
  const Items viewed = {kMat, kTent, kSocks, kStove};
  const SeenAs seen[] = {{1, true}, {1, true}, {1, false}, {1, true}};
  EXPECT_EQ(On({.viewed = viewed, .seen = seen}, {Strategy::kBackInStock}),
            (Items{kTent, kStove}))
      << "the mat is still sold out";
}

TEST_F(Strategies, UpsellIsLikeTheItemAndSomewhatDearer) {
  b.Item({"pad", "Camping", "Fjell", 60});     // 8
  b.Item({"dear pad", "Camping", "", 90});     // 9
  b.Item({"dearest pad", "Camping", "", 91});  // 10
  b.Item({"towel", "", "", 80});               // 11
  b.Item({"shoes", "Hiking", "", 80});         // 12
  b.Item({"cup", "Camping", "", 61});          // 13
  for (std::uint32_t item = 8; item <= 12; ++item) {
    b.Similar(kStove, item, static_cast<float>(1U << item));
  }
  b.Similar(kStove, kMap, 2);
  EXPECT_EQ(On({.current = kStove}, {Strategy::kUpsell}), (Items{11, 9}));
  const Items viewed = {kStove};
  EXPECT_EQ(On({.viewed = viewed}, {Strategy::kUpsell}), (Items{11, 9}));
  EXPECT_EQ(On({.viewed = viewed, .item_page = true}, {Strategy::kUpsell}),
            (Items{}));
  EXPECT_EQ(On({.current = kMap}, {Strategy::kUpsell}), (Items{}));
}

TEST_F(Strategies, CuratedItemsKeepTheirOrder) {
  const std::uint32_t list =
      p.ItemList({"stove", "nobody", "mat", "map", "stove", "boots"});
  const Source sources[] = {{.strategy = Strategy::kCurated, .items = list}};
  Begin({.current = kMap});
  EXPECT_EQ(Ask({.sources = sources}),
            (std::vector<Recommended>{{kStove, Strategy::kCurated, kNone},
                                      {kBoots, Strategy::kCurated, kNone}}));
}

TEST_F(Strategies, NobodyRecommendsWhatIsNotWanted) {
  Begin({});
  recommender.Refuse(IdOf(kTent));
  recommender.Refuse(7);
  EXPECT_EQ(Numbers({}, {Strategy::kPopular}),
            (Items{kBoots, kSocks, kStove, kPoles, kGas, kMap}));
}

TEST_F(Strategies, WhatWasBoughtOnlyWhereThatIsWished) {
  const BoughtItem bought[] = {{IdOf(kBoots), kNow, std::nan("")},
                               {IdOf(kGas), kNow - 20 * kDay, std::nan("")}};
  const Situation situation = {.bought = bought, .now = kNow};
  EXPECT_EQ(On(situation, {Strategy::kPopular}),
            (Items{kTent, kSocks, kStove, kPoles, kMap}));
  EXPECT_EQ(On(situation, {Strategy::kBuyAgain, Strategy::kTrending}),
            (Items{kGas, kSocks}));
  Begin(situation);
  EXPECT_EQ(Numbers({.limit = 2, .bought = true}, {Strategy::kPopular}),
            (Items{kBoots, kTent}));
}

}  // namespace
}  // namespace vitrine
