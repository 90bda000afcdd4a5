#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "runtime/training/basket_counter.h"
#include "tests/native/random.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Random;

struct Row {
  std::vector<std::uint32_t> items;
  std::vector<float> weights;
};

Baskets BasketsOf(const std::vector<std::vector<std::uint32_t>>& sessions) {
  Baskets baskets;
  for (const auto& session : sessions) {
    baskets.items.insert(baskets.items.end(), session.begin(), session.end());
    baskets.ends.push_back(static_cast<std::uint32_t>(baskets.items.size()));
    baskets.weights.push_back(65536);
  }
  return baskets;
}

SparseRows Count(const Baskets& baskets, std::uint32_t items,
                 std::uint32_t min_support = 1) {
  BasketCounter counter(baskets, items, min_support);
  while (!counter.done()) counter.Step();
  return counter.Finish();
}

Row RowOf(const SparseRows& neighbours, std::uint32_t item) {
  Row row;
  for (const ItemWeight& entry : neighbours[item]) {
    row.items.push_back(entry.item);
    row.weights.push_back(entry.weight);
  }
  return row;
}

TEST(BasketCounter, NearItemsCountMoreInBothDirections) {
  // Each item once: nothing to divide by.
  const SparseRows neighbours = Count(BasketsOf({{0, 1, 2}}), 3);
  const float whole = 65536;
  const Row first = RowOf(neighbours, 0);
  EXPECT_THAT(first.items, ElementsAre(1, 2));
  EXPECT_THAT(first.weights, ElementsAre(whole, whole / 2));
  const Row second = RowOf(neighbours, 1);
  EXPECT_THAT(second.items, ElementsAre(0, 2));
  EXPECT_THAT(second.weights, ElementsAre(whole, whole));
  const Row third = RowOf(neighbours, 2);
  EXPECT_THAT(third.items, ElementsAre(0, 1));
  EXPECT_THAT(third.weights, ElementsAre(whole / 2, whole));
}

TEST(BasketCounter, APairNeedsSoManySessions) {
  const Baskets baskets = BasketsOf({{0, 1}, {1, 0, 2}, {0, 2}, {1, 3, 0}});
  EXPECT_THAT(RowOf(Count(baskets, 4, 1), 0).items, ElementsAre(1, 2, 3));
  EXPECT_THAT(RowOf(Count(baskets, 4, 2), 0).items, ElementsAre(1, 2));
  EXPECT_THAT(RowOf(Count(baskets, 4, 3), 0).items, ElementsAre(1));
  EXPECT_THAT(RowOf(Count(baskets, 4, 3), 1).items, ElementsAre(0));
  EXPECT_THAT(RowOf(Count(baskets, 4, 4), 0).items, IsEmpty());
}

TEST(BasketCounter, PopularNeighboursCountLess) {
  // 1 and 2 follow 0 equally often; 2 is everywhere else, too.
  std::vector<std::vector<std::uint32_t>> sessions = {{0, 1}, {0, 2}};
  for (std::uint32_t i = 0; i < 15; ++i) sessions.push_back({2, 3});
  const Row row = RowOf(Count(BasketsOf(sessions), 4), 0);
  EXPECT_THAT(row.items, ElementsAre(1, 2));
  // 16 times as popular: half the weight.
  EXPECT_EQ(row.weights[0], 2 * row.weights[1]);
}

TEST(BasketCounter, HeavierSessionsCountMore) {
  Baskets baskets = BasketsOf({{0, 1}, {0, 2}});
  baskets.weights = {32768, 65536};
  const Row row = RowOf(Count(baskets, 3), 0);
  EXPECT_EQ(2 * row.weights[0], row.weights[1]);
}

TEST(BasketCounter, SessionsEndAtTheirEnds) {
  const SparseRows neighbours = Count(BasketsOf({{0, 1}, {}, {2, 3}}), 4);
  EXPECT_THAT(RowOf(neighbours, 1).items, ElementsAre(0));
  EXPECT_THAT(RowOf(neighbours, 2).items, ElementsAre(3));
}

TEST(BasketCounter, WithoutPairsThereAreNoRows) {
  for (const auto& sessions :
       std::vector<std::vector<std::vector<std::uint32_t>>>{
           {}, {{0}}, {{0}, {1}, {}, {1}}}) {
    const SparseRows neighbours = Count(BasketsOf(sessions), 2);
    EXPECT_THAT(neighbours, ElementsAre(IsEmpty(), IsEmpty()));
  }
}

TEST(BasketCounter, AStepLooksBackTwentyTurns) {
  std::vector<std::uint32_t> session(kBasketWindow + 2);
  for (std::uint32_t i = 0; i < session.size(); ++i) session[i] = i;
  const SparseRows neighbours = Count(BasketsOf({session}), kBasketWindow + 2);
  EXPECT_EQ(RowOf(neighbours, 0).items.back(), 20U);
  EXPECT_EQ(RowOf(neighbours, 21).items.front(), 1U);
}

TEST(BasketCounter, ARowKeepsTheFortyBestNeighbours) {
  for (const std::uint32_t others : {39U, 40U, 41U}) {
    std::vector<std::vector<std::uint32_t>> sessions;
    for (std::uint32_t i = 1; i <= others; ++i) sessions.push_back({0, i});
    // The one with the highest number is the best; equal ones: lower numbers.
    sessions.push_back({0, others});
    const Row row = RowOf(Count(BasketsOf(sessions), others + 1), 0);
    EXPECT_EQ(row.items.size(), std::min(others, kKeptNeighbours));
    EXPECT_EQ(row.items.front(), 1U);
    EXPECT_EQ(row.items.back(), others);
    if (others > kKeptNeighbours) {
      EXPECT_EQ(row.items[kKeptNeighbours - 2], kKeptNeighbours - 1);
    }
  }
}

TEST(BasketCounter, ALargeBasketTakesNoLongerThanManySmallOnes) {
  std::vector<std::uint32_t> session(50'000);
  for (std::uint32_t i = 0; i < session.size(); ++i) session[i] = i;
  const SparseRows neighbours = Count(BasketsOf({session}), 50'000);
  EXPECT_THAT(RowOf(neighbours, 25'000).items.size(), 40U);
}

/// Sums by (row, column), straight from the definition.
std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> NaiveSums(
    const Baskets& baskets) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> sums;
  std::size_t begin = 0;
  for (std::size_t s = 0; s < baskets.ends.size(); ++s) {
    const std::size_t end = baskets.ends[s];
    for (std::size_t i = begin; i < end; ++i) {
      for (std::size_t j = begin; j < end; ++j) {
        const std::size_t steps = i < j ? j - i : i - j;
        if (steps == 0 || steps > kBasketWindow) continue;
        sums[{baskets.items[i], baskets.items[j]}] +=
            baskets.weights[s] / steps;
      }
    }
    begin = end;
  }
  return sums;
}

TEST(BasketCounter, AgreesWithANaiveCountOfRandomBaskets) {
  Random random(3);
  for (std::uint32_t round = 0; round < 60; ++round) {
    const std::uint32_t items = 1 + random.Below(80);
    std::vector<std::vector<std::uint32_t>> sessions(1 + random.Below(30));
    for (auto& session : sessions) {
      for (std::uint32_t item = 0; item < items; ++item) {
        if (!random.OneIn(6)) continue;
        const std::uint32_t place =
            random.Below(static_cast<std::uint32_t>(session.size() + 1));
        session.insert(session.begin() + static_cast<std::ptrdiff_t>(place),
                       item);
      }
    }
    Baskets baskets = BasketsOf(sessions);
    for (std::uint32_t& weight : baskets.weights) {
      weight = 32768 + random.Below(32769);
    }

    std::vector<double> turns(items);
    for (const std::uint32_t item : baskets.items) turns[item] += 1;
    std::vector<std::vector<std::pair<float, std::uint32_t>>> rows(items);
    for (const auto& [pair, sum] : NaiveSums(baskets)) {
      const double root = std::sqrt(turns[pair.first]);
      const double fourth_root = std::sqrt(std::sqrt(turns[pair.second]));
      const auto weight =
          static_cast<float>(static_cast<double>(sum) / (root * fourth_root));
      rows[pair.first].emplace_back(-weight, pair.second);
    }
    const SparseRows neighbours = Count(baskets, items);
    ASSERT_EQ(neighbours.size(), items);
    for (std::uint32_t item = 0; item < items; ++item) {
      auto& row = rows[item];
      std::sort(row.begin(), row.end());
      if (row.size() > kKeptNeighbours) row.resize(kKeptNeighbours);
      std::sort(row.begin(), row.end(),
                [](auto& a, auto& b) { return a.second < b.second; });
      ASSERT_EQ(neighbours[item].size(), row.size());
      for (std::size_t i = 0; i < row.size(); ++i) {
        EXPECT_EQ(neighbours[item][i].item, row[i].second);
        EXPECT_EQ(neighbours[item][i].weight, -row[i].first);
      }
    }
  }
}

}  // namespace
}  // namespace vitrine
