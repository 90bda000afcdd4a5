#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "runtime/training/ridge_columns.h"
#include "tests/native/training_log_builder.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatNear;
using testing::Random;
using testing::SessionLogOf;
using Matrix = std::vector<std::vector<double>>;

SparseRows Solve(const SessionStatistics& statistics,
                 const ColumnParameters& parameters,
                 std::uint32_t workers = 1) {
  ColumnWork work(statistics, parameters, workers);
  while (!work.done()) work.Step();
  return work.Finish();
}

SessionStatistics Count(const testing::Sessions& sessions,
                        std::uint32_t items) {
  const SessionLog log = SessionLogOf(sessions);
  const PairLists all;
  StatisticsWork work(log, items, {.recency = 0, .length_exponent = 0}, all, 1);
  while (!work.done()) work.Step();
  return work.Finish();
}

TEST(RidgeColumns, OfTwoItemsByHand) {
  // 0 and 1 together once, 0 alone twice: X = {{3, 1}, {1, 1}}.
  const auto statistics = Count({{0, 1}, {0}, {0}}, 2);
  // Co-occurrence alone. Column 0: (1 + 1) b = 1; column 1: (3 + 1) b = 1.
  const SparseRows columns = Solve(statistics, {1, 1});
  EXPECT_THAT(columns[0], ElementsAre(ItemWeight{1, 0.5F}));
  EXPECT_THAT(columns[1], ElementsAre(ItemWeight{0, 0.25F}));
  // What follows what alone: one context {0} that 1 followed. (1 + 1) b = 1.
  const SparseRows following = Solve(statistics, {0, 1});
  EXPECT_THAT(following[0], ElementsAre());
  EXPECT_THAT(following[1], ElementsAre(ItemWeight{0, 0.5F}));
}

TEST(RidgeColumns, WhatComesAgainSpeaksForItself) {
  // One context {0}, which 0 followed.
  const auto statistics = Count({{0, 0}}, 1);
  EXPECT_THAT(Solve(statistics, {0, 1})[0], ElementsAre(ItemWeight{0, 0.5F}));
  // That 0 was where 0 was teaches nothing.
  EXPECT_THAT(Solve(statistics, {1, 1})[0], ElementsAre());
}

TEST(RidgeColumns, WhatAnotherItemExplainsIsNotCountedTwice) {
  // 1 comes with 0, and 2 with 0; 1 and 2 are together for that reason alone.
  const auto statistics = Count({{0, 1, 2}, {0, 1}, {0, 2}, {0, 1, 2}}, 3);
  const SparseRows columns = Solve(statistics, {1, 0.5F});
  // X = {{4, 3, 3}, {3, 3, 2}, {3, 2, 3}}: (4.5, 3; 3, 3.5) b = (3, 2) makes
  // the second one zero.
  ASSERT_EQ(columns[2].size(), 1U);
  EXPECT_EQ(columns[2][0].item, 0U);
  EXPECT_THAT(columns[2][0].weight, FloatNear(4.5F / 6.75F, 1e-4F));
}

/// By Gaussian elimination.
std::vector<double> SolveDense(Matrix matrix, std::vector<double> right) {
  const std::size_t n = right.size();
  for (std::size_t pivot = 0; pivot < n; ++pivot) {
    for (std::size_t row = 0; row < n; ++row) {
      if (row == pivot) continue;
      const double factor = matrix[row][pivot] / matrix[pivot][pivot];
      for (std::size_t k = pivot; k < n; ++k) {
        matrix[row][k] -= factor * matrix[pivot][k];
      }
      right[row] -= factor * right[pivot];
    }
  }
  for (std::size_t k = 0; k < n; ++k) right[k] /= matrix[k][k];
  return right;
}

TEST(RidgeColumns, AgreeWithADenseSolutionWhateverTheNumberOfWorkers) {
  Random random(8);
  for (std::uint32_t round = 0; round < 10; ++round) {
    const std::uint32_t items = 2 + random.Below(40);
    const auto statistics =
        Count(testing::RandomSessions(random, 60, items), items);
    const float share = static_cast<float>(random.Below(5)) / 4;
    const float ridge = static_cast<float>(1 + random.Below(20));
    Matrix together(items, std::vector<double>(items));
    Matrix contexts = together;
    Matrix leads = together;
    for (std::uint32_t i = 0; i < items; ++i) {
      for (const PairStatistics& pair : statistics.rows[i]) {
        together[i][pair.item] = double{pair.together};
        contexts[i][pair.item] = double{pair.contexts};
        leads[i][pair.item] = double{pair.leads};
      }
    }
    const SparseRows columns = Solve(statistics, {share, ridge});
    for (std::uint32_t j = 0; j < items; ++j) {
      // Items with nothing on the right side are not asked.
      std::vector<std::uint32_t> asked;
      std::vector<double> right;
      for (std::uint32_t i = 0; i < items; ++i) {
        const double value =
            (i == j ? 0 : share * together[j][i]) + (1 - share) * leads[j][i];
        if (value <= 0) continue;
        asked.push_back(i);
        right.push_back(value);
      }
      Matrix matrix(asked.size(), std::vector<double>(asked.size()));
      for (std::size_t k = 0; k < asked.size(); ++k) {
        for (std::size_t l = 0; l < asked.size(); ++l) {
          const std::uint32_t a = asked[k];
          const std::uint32_t b = asked[l];
          matrix[k][l] = (a == j || b == j ? 0 : share * together[a][b]) +
                         (1 - share) * contexts[a][b] + (k == l ? ridge : 0);
        }
      }
      const std::vector<double> solution = SolveDense(matrix, right);
      std::vector<double> weights(items);
      for (const ItemWeight& entry : columns[j]) {
        EXPECT_GT(entry.weight, 0);
        weights[entry.item] = double{entry.weight};
      }
      for (std::size_t k = 0; k < asked.size(); ++k) {
        EXPECT_NEAR(weights[asked[k]], std::max(solution[k], 0.0), 4e-3);
      }
    }
    EXPECT_EQ(Solve(statistics, {share, ridge}, 3), columns);
  }
}

TEST(RidgeColumns, OnlyTheMostPromisingItemsAreAsked) {
  // 0 comes with each of 150 others, and with the last 100 of them twice.
  testing::Sessions sessions;
  for (std::uint32_t i = 1; i <= 150; ++i) {
    sessions.push_back({0, i});
    if (i > 50) sessions.push_back({0, i});
  }
  const SparseRows columns = Solve(Count(sessions, 151), {1, 1});
  ASSERT_EQ(columns[0].size(), kMaxFeatures);
  EXPECT_EQ(columns[0].front().item, 51U);
  EXPECT_EQ(columns[0].back().item, 150U);
}

}  // namespace
}  // namespace vitrine
