#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "runtime/training/neighbour_counter.h"
#include "tests/native/random.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Random;

constexpr StepWorth kWorth = {2, 1, 4};

struct Row {
  std::vector<std::uint32_t> items;
  std::vector<float> weights;
};

Sequences SequencesOf(const std::vector<std::vector<std::uint32_t>>& sessions) {
  Sequences sequences;
  for (const auto& session : sessions) {
    sequences.items.insert(sequences.items.end(), session.begin(),
                           session.end());
    sequences.ends.push_back(
        static_cast<std::uint32_t>(sequences.items.size()));
    sequences.weights.push_back(65536);
  }
  return sequences;
}

Neighbours Count(const Sequences& sequences, std::uint32_t items,
                 const StepWorth& worth = kWorth) {
  NeighbourCounter counter(sequences, items, worth);
  while (!counter.done()) counter.Step();
  EXPECT_EQ(counter.work_done(), sequences.items.size());
  return counter.Finish();
}

Row RowOf(const Neighbours& neighbours, std::uint32_t item) {
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < item; ++i) at += neighbours.counts[i];
  Row row;
  for (std::uint32_t i = 0; i < neighbours.counts[item]; ++i, ++at) {
    row.items.push_back(neighbours.items[at]);
    row.weights.push_back(WeightOf(neighbours.weights[at]));
  }
  return row;
}

TEST(NeighbourCounter, NearStepsAndStepsForwardCountMore) {
  // Each item once: nothing to divide by.
  const Neighbours neighbours = Count(SequencesOf({{0, 1, 2}}), 3);
  const float whole = 28 << 15;
  const Row first = RowOf(neighbours, 0);
  EXPECT_THAT(first.items, ElementsAre(1, 2));
  EXPECT_THAT(first.weights, ElementsAre(whole, whole / 2));
  const Row second = RowOf(neighbours, 1);
  EXPECT_THAT(second.items, ElementsAre(0, 2));
  EXPECT_THAT(second.weights, ElementsAre(whole / 2, whole));
  const Row third = RowOf(neighbours, 2);
  EXPECT_THAT(third.items, ElementsAre(0, 1));
  EXPECT_THAT(third.weights, ElementsAre(whole / 4, whole / 2));
}

TEST(NeighbourCounter, WhatWasSeenAgainGoesWithItself) {
  const Row row = RowOf(Count(SequencesOf({{0, 0}}), 1), 0);
  EXPECT_THAT(row.items, ElementsAre(0));
}

TEST(NeighbourCounter, DistanceIsCountedInDifferentItems) {
  // Between 0 and 2 there is one other item, as between 0 and 4.
  const Row row =
      RowOf(Count(SequencesOf({{0, 1, 1, 1, 2}, {0, 3, 4, 5, 6}}), 7), 0);
  ASSERT_THAT(row.items, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(row.weights[1], row.weights[3]);
  EXPECT_EQ(row.weights[2], 2 * row.weights[3]);
  EXPECT_EQ(row.weights[3], 2 * row.weights[5]);
}

TEST(NeighbourCounter, OnlyTheLastTurnOfAnItemLooksForward) {
  // 1 follows the second 0, as if the first had been another visit's.
  const Neighbours again = Count(SequencesOf({{0, 0, 1}}), 2);
  const Neighbours apart = Count(SequencesOf({{0, 1}, {0}}), 2);
  EXPECT_EQ(again.items.size(), apart.items.size() + 1);
  // In the row of 1 nothing differs: 0 is before it once, and there twice.
  // To itself 0 is 4 of 2^1/2 * 2^1/4, the largest weight of `again`.
  const float whole = 28 << 15;
  EXPECT_EQ(RowOf(apart, 0).weights[0], whole);
  EXPECT_THAT(RowOf(again, 0).weights, ElementsAre(whole, 16 << 15));
}

TEST(NeighbourCounter, PopularNeighboursCountLess) {
  // 1 and 2 follow 0 equally often; 2 is everywhere else, too.
  std::vector<std::vector<std::uint32_t>> sessions = {{0, 1}, {0, 2}};
  for (std::uint32_t i = 0; i < 15; ++i) sessions.push_back({2, 3});
  const Row row = RowOf(Count(SequencesOf(sessions), 4), 0);
  EXPECT_THAT(row.items, ElementsAre(1, 2));
  // 16 times as popular: half the weight.
  EXPECT_EQ(row.weights[0], 2 * row.weights[1]);
}

TEST(NeighbourCounter, HeavierSessionsCountMore) {
  Sequences sequences = SequencesOf({{0, 1}, {0, 2}});
  sequences.weights = {32768, 65536};
  const Row row = RowOf(Count(sequences, 3), 0);
  EXPECT_EQ(2 * row.weights[0], row.weights[1]);
}

TEST(NeighbourCounter, SessionsEndAtTheirEnds) {
  const Neighbours neighbours = Count(SequencesOf({{0, 1}, {}, {2, 3}}), 4);
  EXPECT_THAT(RowOf(neighbours, 1).items, ElementsAre(0));
  EXPECT_THAT(RowOf(neighbours, 2).items, ElementsAre(3));
}

TEST(NeighbourCounter, WithoutPairsThereAreNoRows) {
  for (const auto& sessions :
       std::vector<std::vector<std::vector<std::uint32_t>>>{
           {}, {{0}}, {{0}, {1}, {}, {1}}}) {
    const Neighbours neighbours = Count(SequencesOf(sessions), 2);
    EXPECT_THAT(neighbours.counts, IsEmpty());
    EXPECT_THAT(neighbours.items, IsEmpty());
    EXPECT_THAT(neighbours.weights, IsEmpty());
  }
}

TEST(NeighbourCounter, AStepLooksBackTwentyTurns) {
  std::vector<std::uint32_t> session(kStepWindow + 2);
  for (std::uint32_t i = 0; i < session.size(); ++i) session[i] = i;
  const Neighbours neighbours = Count(SequencesOf({session}), kStepWindow + 2);
  EXPECT_EQ(RowOf(neighbours, 0).items.back(), 20U);
  EXPECT_EQ(RowOf(neighbours, 21).items.front(), 1U);
}

TEST(NeighbourCounter, ARowKeepsTheFortyBestNeighbours) {
  for (const std::uint32_t others : {39U, 40U, 41U}) {
    std::vector<std::vector<std::uint32_t>> sessions;
    for (std::uint32_t i = 1; i <= others; ++i) sessions.push_back({0, i});
    // The one with the highest number is the best; equal ones: lower numbers.
    sessions.push_back({0, others});
    const Row row = RowOf(Count(SequencesOf(sessions), others + 1), 0);
    EXPECT_EQ(row.items.size(), std::min(others, kKeptNeighbours));
    EXPECT_EQ(row.items.front(), 1U);
    EXPECT_EQ(row.items.back(), others);
    if (others > kKeptNeighbours) {
      EXPECT_EQ(row.items[kKeptNeighbours - 2], kKeptNeighbours - 1);
    }
  }
}

TEST(NeighbourCounter, ARobotsVisitTakesNoLongerThanManyShortOnes) {
  std::vector<std::uint32_t> session(100'000);
  for (std::uint32_t i = 0; i < session.size(); ++i) session[i] = i % 50'000;
  const Neighbours neighbours = Count(SequencesOf({session}), 50'000);
  EXPECT_THAT(RowOf(neighbours, 25'000).items.size(), 40U);
}

TEST(WeightCode, IsTheNearestInUse) {
  EXPECT_EQ(WeightCode(1), 252);
  EXPECT_EQ(WeightCode(24.0 / 28), 248);
  EXPECT_EQ(WeightCode(26.1 / 28), 252);
  EXPECT_EQ(WeightCode(25.9 / 28), 248);
  EXPECT_EQ(WeightCode(0.5), 236);
  // 16 of 28 * 2^15 is the smallest; less becomes that.
  EXPECT_EQ(WeightCode(16.0 / (28 << 15)), 0);
  EXPECT_EQ(WeightCode(20.0 / (28 << 15)), 4);
  EXPECT_EQ(WeightCode(0), 0);
}

/// Sums by (row, column), straight from the definition: replays each session
/// as the device would live through it.
std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> NaiveSums(
    const Sequences& sequences, const StepWorth& worth) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> sums;
  std::size_t begin = 0;
  for (std::size_t s = 0; s < sequences.ends.size(); ++s) {
    const std::size_t end = sequences.ends[s];
    for (std::size_t t = begin; t < end; ++t) {
      const std::uint32_t target = sequences.items[t];
      std::vector<std::uint32_t> context;
      for (std::size_t k = 1; k <= kStepWindow && k <= t - begin; ++k) {
        const std::uint32_t item = sequences.items[t - k];
        if (std::count(context.begin(), context.end(), item) == 0) {
          context.push_back(item);
        }
      }
      for (std::size_t k = 0; k < context.size(); ++k) {
        const std::uint64_t weight = sequences.weights[s];
        const std::uint32_t item = context[k];
        if (item == target) {
          sums[{item, item}] += weight * worth.repeat / (k + 1);
        } else {
          sums[{item, target}] += weight * worth.forward / (k + 1);
          sums[{target, item}] += weight * worth.backward / (k + 1);
        }
      }
    }
    begin = end;
  }
  return sums;
}

TEST(NeighbourCounter, AgreesWithANaiveCountOfRandomSessions) {
  Random random(3);
  for (std::uint32_t round = 0; round < 60; ++round) {
    const std::uint32_t items = 1 + random.Below(80);
    std::vector<std::vector<std::uint32_t>> sessions(1 + random.Below(30));
    for (auto& session : sessions) {
      session.resize(random.Below(random.OneIn(5) ? 60 : 8));
      for (std::uint32_t& item : session) item = random.Below(items);
    }
    Sequences sequences = SequencesOf(sessions);
    for (std::uint32_t& weight : sequences.weights) {
      weight = 32768 + random.Below(32769);
    }
    const StepWorth worth = {1 + random.Below(4), 1 + random.Below(4),
                             1 + random.Below(4)};

    std::vector<double> turns(items);
    for (const std::uint32_t item : sequences.items) turns[item] += 1;
    std::vector<std::vector<std::pair<float, std::uint32_t>>> rows(items);
    float largest = 0;
    for (const auto& [pair, sum] : NaiveSums(sequences, worth)) {
      const double root = std::sqrt(turns[pair.first]);
      const double fourth_root = std::sqrt(std::sqrt(turns[pair.second]));
      const auto weight =
          static_cast<float>(static_cast<double>(sum) / (root * fourth_root));
      rows[pair.first].emplace_back(-weight, pair.second);
      largest = std::max(largest, weight);
    }
    const Neighbours neighbours = Count(sequences, items, worth);
    if (largest == 0) {
      EXPECT_THAT(neighbours.counts, IsEmpty());
      continue;
    }
    ASSERT_EQ(neighbours.counts.size(), items);
    std::size_t at = 0;
    for (std::uint32_t item = 0; item < items; ++item) {
      auto& row = rows[item];
      std::sort(row.begin(), row.end());
      if (row.size() > kKeptNeighbours) row.resize(kKeptNeighbours);
      std::sort(row.begin(), row.end(),
                [](auto& a, auto& b) { return a.second < b.second; });
      ASSERT_EQ(neighbours.counts[item], row.size());
      for (const auto& [weight, other] : row) {
        EXPECT_EQ(neighbours.items[at], other);
        EXPECT_EQ(neighbours.weights[at],
                  WeightCode(-static_cast<double>(weight) / largest));
        ++at;
      }
    }
    EXPECT_EQ(at, neighbours.items.size());
  }
}

}  // namespace
}  // namespace vitrine
