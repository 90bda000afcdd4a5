// What changes the order in which a source offers: quotas, boosts, caps,
// diversity and rotation.
#include "tests/native/outdoor_shop.h"

namespace vitrine {
namespace {

class Choice : public testing::OutdoorShop {};

TEST_F(Choice, ASourceTakesNoMoreThanItsShare) {
  const Items viewed = {kStove, kTent, kBoots};
  Begin({.viewed = viewed});
  const Source sources[] = {{.strategy = Strategy::kRecentlyViewed, .take = 2},
                            {.strategy = Strategy::kTrending, .take = 5},
                            {.strategy = Strategy::kPopular, .take = 1},
                            {.strategy = Strategy::kNewArrivals}};
  EXPECT_EQ(Numbers({.sources = sources}),
            (Items{kStove, kTent, kGas, kSocks, kBoots, kMap, kPoles}));
  Begin({.viewed = viewed});
  EXPECT_EQ(Numbers({.sources = sources, .limit = 3}),
            (Items{kStove, kTent, kGas}));
}

TEST_F(Choice, PlacesAreKeptForNewItems) {
  Begin({});
  const Source sources[] = {{.strategy = Strategy::kPopular, .take = 3},
                            {.strategy = Strategy::kExplore, .take = 1},
                            {.strategy = Strategy::kPopular}};
  EXPECT_EQ(Numbers({.sources = sources, .limit = 5}),
            (Items{kBoots, kTent, kSocks, kMap, kStove}));
}

TEST_F(Choice, BoostsMultiplyWhatItemsAreWorth) {
  b.Similar(kTent, kBoots, 1024);
  b.Similar(kTent, kStove, 512);
  b.Similar(kTent, kPoles, 256);
  b.Similar(kTent, kGas, 128);
  const Boost boosts[] = {{Is(kBrand, "Primus"), 250},
                          {Is(kCategory, "Camping"), 200},
                          {Is(kBrand, "Ull"), 0}};
  Begin({.current = kTent});
  // 2560, 1024, 640, 0
  EXPECT_EQ(Numbers({.boosts = boosts}, {Strategy::kSimilar}),
            (Items{kStove, kBoots, kGas, kPoles}));
}

TEST_F(Choice, BoostsReachThreeTimesAsFarAsTheRoom) {
  const Boost boosts[] = {{Is(kBrand, "Primus"), 1000}};
  Begin({});
  EXPECT_EQ(Numbers({.limit = 1, .boosts = boosts}, {Strategy::kPopular}),
            (Items{kBoots}))
      << "the stove is the fourth";
  Begin({});
  EXPECT_EQ(Numbers({.limit = 2, .boosts = boosts}, {Strategy::kPopular}),
            (Items{kStove, kGas}))
      << "of those for sale the gas is the sixth";
}

TEST_F(Choice, ListsOfShopAndVisitorKeepTheirOrder) {
  const Items viewed = {kBoots, kGas};
  const Source sources[] = {
      {Strategy::kCurated, 0, p.ItemList({"tent", "stove"})},
      {Strategy::kRecentlyViewed}};
  const Boost boosts[] = {{Is(kBrand, "Primus"), 1000}};
  Begin({.viewed = viewed});
  EXPECT_EQ(Numbers({.sources = sources, .diversity = 100, .boosts = boosts}),
            (Items{kTent, kStove, kBoots, kGas}));
}

TEST_F(Choice, WhatIsUnknownBoostsNothing) {
  const std::uint32_t dearer = p.Derived(PropertyKind::kRatioToViewed, kPrice);
  const std::uint32_t is_dearer = Leaf(dearer, LeafOp::kGreater, p.Number(1));
  const std::uint32_t not_dearer = testing::ProgramBuilder::Gate(
      p.program.item_conditions, GateKind::kNone, {is_dearer});
  const Boost boosts[] = {{not_dearer, 1000}};
  Begin({});
  EXPECT_EQ(Numbers({.limit = 2, .boosts = boosts}, {Strategy::kPopular}),
            (Items{kBoots, kTent}));
  Begin({.current = kStove});
  EXPECT_EQ(Numbers({.limit = 2, .boosts = boosts}, {Strategy::kPopular}),
            (Items{kSocks, kPoles}));
}

TEST_F(Choice, CapsPassOverWhatIsThereAlready) {
  const ItemCap caps[] = {{kCategory, 2}, {kBrand, 1}};
  Begin({});
  EXPECT_EQ(Numbers({.caps = caps}, {Strategy::kPopular}),
            (Items{kBoots, kSocks, kStove, kMap}))
      << "the map has neither";
  const ItemCap one[] = {{kCategory, 1}};
  const Items viewed = {kPoles};
  Begin({.viewed = viewed});
  EXPECT_EQ(
      Numbers({.caps = one}, {Strategy::kRecentlyViewed, Strategy::kPopular}),
      (Items{kPoles, kTent, kMap}))
      << "of all sources together";
  Begin({});
  EXPECT_EQ(Numbers({.caps = one}, {Strategy::kPopular}),
            (Items{kBoots, kTent, kMap}))
      << "of each slot";
}

TEST_F(Choice, WhereCapsEmptyThePoolTheNextOneComes) {
  for (int i = 0; i < 20; ++i) {
    const std::string id = "sock-" + std::to_string(i);
    b.trending.push_back(b.Item({id, i % 2 == 0 ? "Socks" : "", id}));
  }
  const std::uint32_t last = b.Item({"hat", "Hats", "hat"});
  b.trending = {8, 10, 12, 14, 16, 18, 20, 22, 24, 26, last, 9};
  const ItemCap caps[] = {{kCategory, 1}};
  Begin({});
  EXPECT_EQ(Numbers({.limit = 3, .diversity = 30, .caps = caps},
                    {Strategy::kTrending}),
            (Items{8, last, 9}));
}

TEST_F(Choice, DiversityTakesFromWhatIsLikeAnotherOne) {
  b.Similar(kMap, kBoots, 1024);
  b.Similar(kMap, kSocks, 512);
  b.Similar(kMap, kTent, 256);
  b.Similar(kMap, kGas, 256);
  const auto with = [&](std::uint8_t diversity) {
    Begin({.current = kMap});
    return Numbers({.diversity = diversity}, {Strategy::kSimilar});
  };
  EXPECT_EQ(with(0), (Items{kBoots, kSocks, kTent, kGas}));
  // All stand in one block of 64. The socks are of the boots' category, the
  // tent is of their brand: 512 * 0.79, 256 * 0.85, 256 * 0.94.
  EXPECT_EQ(with(30), (Items{kBoots, kSocks, kGas, kTent}));
  // 512 * 0.3, 256 * 0.5, 256 * 0.8; then the tent is of the gas's category:
  // 512 * 0.3, 256 * 0.3.
  EXPECT_EQ(with(100), (Items{kBoots, kGas, kSocks, kTent}));
}

TEST_F(Choice, WhatIsPassedByComesLater) {
  b.Similar(kMap, kBoots, 1024);
  b.Similar(kMap, kTent, 512);
  b.Similar(kMap, kSocks, 256);
  const auto after = [&](std::uint32_t boots, std::uint32_t tent) {
    Begin({.current = kMap});
    recommender.Rotate(IdOf(kBoots), boots);
    recommender.Rotate(IdOf(kTent), tent);
    recommender.Rotate(7, 63);
    return Numbers({}, {Strategy::kSimilar});
  };
  EXPECT_EQ(after(2, 2), (Items{kBoots, kTent, kSocks}));
  EXPECT_EQ(after(5, 2), (Items{kBoots, kTent, kSocks})) << "524.3";
  EXPECT_EQ(after(6, 2), (Items{kTent, kBoots, kSocks})) << "419.4";
  EXPECT_EQ(after(9, 6), (Items{kSocks, kBoots, kTent})) << "214.7, 209.7";
  // 1024 * 0.8^10 = 110, however often.
  EXPECT_EQ(after(63, 9), (Items{kSocks, kBoots, kTent})) << "110, 107.4";
}

}  // namespace
}  // namespace vitrine
