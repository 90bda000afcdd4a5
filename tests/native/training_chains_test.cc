#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/training/item_chains.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;

TEST(ItemChains, TheHeaviestLinksStandSideBySide) {
  // 1-3 first, then 3-0; 3 has two beside it then, so that 3-2 comes too late,
  // and 0-1 would close a ring.
  const ItemChains chains(5, {{9, 1, 3}, {7, 0, 3}, {6, 2, 3}, {5, 0, 1}});
  EXPECT_THAT(chains.Along({0, 1, 2, 3, 4}), ElementsAre(0, 3, 1, 2, 4));
  EXPECT_THAT(chains.Along({4, 3, 1, 2, 0}), ElementsAre(4, 1, 3, 0, 2));
}

TEST(ItemChains, LinksOfTheSameItemsCountTogether) {
  const ItemChains chains(4, {{4, 0, 1}, {3, 1, 2}, {3, 1, 2}, {5, 1, 3}});
  // 1-2 weighs 6; 1-3 is next.
  EXPECT_THAT(chains.Along({0, 1, 2, 3}), ElementsAre(0, 2, 1, 3));
}

TEST(ItemChains, OfEqualLinksThoseOfLowerNumbersComeFirst) {
  const ItemChains chains(4, {{1, 2, 3}, {1, 0, 3}, {1, 1, 3}});
  EXPECT_THAT(chains.Along({2, 1, 0, 3}), ElementsAre(2, 1, 3, 0));
}

TEST(ItemChains, WithoutLinksTheOrderStays) {
  EXPECT_THAT(ItemChains(3, {}).Along({2, 0, 1}), ElementsAre(2, 0, 1));
  EXPECT_THAT(ItemChains(0, {}).Along({}), ElementsAre());
}

}  // namespace
}  // namespace vitrine
