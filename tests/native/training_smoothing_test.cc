#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "runtime/training/powers.h"
#include "runtime/training/smoothing.h"
#include "tests/native/random.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using testing::Random;

constexpr SmoothingParameters kPlain = {0, 0, 0};

SparseRows Smooth(const SparseRows& columns,
                  const std::vector<std::uint32_t>& popularity,
                  const SmoothingParameters& parameters,
                  std::uint32_t workers = 1) {
  SmoothingWork work(columns, popularity, parameters, workers);
  while (!work.done()) work.Step();
  return work.Finish();
}

TEST(Smoothing, ColumnsBecomeRowsToScale) {
  // The rows' largest weights for others are 2 and 4: 3 on average.
  const SparseRows columns = {{{0, 9}, {1, 1}}, {{0, 2}}, {{1, 4}}};
  const SparseRows rows = Smooth(columns, {1, 1, 1}, kPlain);
  EXPECT_THAT(rows[0], ElementsAre(ItemWeight{0, 9 * (2 / 6.F)},
                                   ItemWeight{1, 2 * (2 / 6.F)}));
  EXPECT_THAT(rows[1], ElementsAre(ItemWeight{0, 1 * (2 / 6.F)},
                                   ItemWeight{2, 4 * (2 / 6.F)}));
  EXPECT_THAT(rows[2], ElementsAre());
}

TEST(Smoothing, PopularityDivides) {
  // 4 + 5 and 20 + 5 times seen. Of the targets the root, then of the sources.
  const SparseRows columns = {{{1, 1}}, {{0, 1}}};
  const SparseRows by_target = Smooth(columns, {4, 20}, {8, 0, 0});
  EXPECT_FLOAT_EQ(by_target[1][0].weight / by_target[0][0].weight, 5 / 3.F);
  const SparseRows by_source = Smooth(columns, {4, 20}, {0, 8, 0});
  EXPECT_FLOAT_EQ(by_source[1][0].weight / by_source[0][0].weight, 3 / 5.F);
}

TEST(Smoothing, WhatGoesWithWhatGoesWithItCountsALittle) {
  // 0 -> 1 -> 2 -> 0, and 1 with itself, which is no step on.
  const SparseRows columns = {{{2, 1}}, {{0, 1}, {1, 8}}, {{1, 1}}};
  const SparseRows rows = Smooth(columns, {1, 1, 1}, {0, 0, 0.25F});
  EXPECT_THAT(rows[0], ElementsAre(ItemWeight{1, 1}, ItemWeight{2, 0.25F}));
  EXPECT_THAT(rows[1], ElementsAre(ItemWeight{0, 0.25F}, ItemWeight{1, 8},
                                   ItemWeight{2, 1}));
  EXPECT_THAT(rows[2], ElementsAre(ItemWeight{0, 1}, ItemWeight{1, 0.25F}));
}

TEST(Smoothing, ARowKeepsItsLargestWeights) {
  // The last of 131 items speaks for all others, for the first 60 less.
  SparseRows columns(131);
  for (std::uint32_t j = 0; j < 130; ++j) {
    columns[j] = {{130, j < 60 ? 1.F : 2.F}};
  }
  const std::vector<std::uint32_t> popularity(131, 1);
  const SparseRows rows = Smooth(columns, popularity, kPlain);
  ASSERT_EQ(rows[130].size(), kKeptWeights);
  // Ten of the lesser ones: the most popular.
  EXPECT_EQ(rows[130][9], (ItemWeight{9, 0.5F}));
  EXPECT_EQ(rows[130][10], (ItemWeight{60, 1}));
}

TEST(Smoothing, WithoutWeightsThereIsNothing) {
  EXPECT_THAT(Smooth({{}, {}}, {0, 0}, {4, 4, 0.5F}),
              ElementsAre(ElementsAre(), ElementsAre()));
}

TEST(Smoothing, AgreesWithTheDenseProductWhateverTheNumberOfWorkers) {
  Random random(21);
  for (std::uint32_t round = 0; round < 20; ++round) {
    const std::uint32_t items = 2 + random.Below(50);
    SparseRows columns(items);
    std::vector<std::vector<double>> dense(items, std::vector<double>(items));
    double sum = 0;
    double rows_with = 0;
    for (std::uint32_t j = 0; j < items; ++j) {
      for (std::uint32_t i = 0; i < items; ++i) {
        if (!random.OneIn(4)) continue;
        const auto weight = static_cast<float>(1 + random.Below(100));
        columns[j].push_back({i, weight});
        dense[i][j] = double{weight};
      }
    }
    for (std::uint32_t i = 0; i < items; ++i) {
      double largest = 0;
      for (std::uint32_t j = 0; j < items; ++j) {
        if (i != j) largest = std::max(largest, dense[i][j]);
      }
      sum += largest;
      rows_with += largest > 0 ? 1 : 0;
    }
    const double scale = rows_with / sum;
    const SmoothingParameters parameters = {0, 0, 0.5F};
    const std::vector<std::uint32_t> popularity(items, 3);
    const SparseRows rows = Smooth(columns, popularity, parameters);
    double ratio = 0;  // the second scale
    for (std::uint32_t i = 0; i < items; ++i) {
      std::vector<double> smooth(items);
      for (std::uint32_t k = 0; k < items; ++k) {
        smooth[k] = dense[i][k] * scale;
        for (std::uint32_t j = 0; j < items; ++j) {
          if (i == k || j == i || j == k) continue;
          smooth[k] += 0.5 * dense[i][j] * dense[j][k] * scale * scale;
        }
      }
      std::vector<double> row(items);
      for (const ItemWeight& entry : rows[i]) {
        row[entry.item] = double{entry.weight};
      }
      for (std::uint32_t k = 0; k < items; ++k) {
        if (ratio == 0 && smooth[k] > 0) ratio = row[k] / smooth[k];
        EXPECT_NEAR(row[k], smooth[k] * ratio, 1e-4);
      }
    }
    EXPECT_EQ(Smooth(columns, popularity, parameters, 3), rows);
  }
}

TEST(PowerOfSixteenths, IsARootOfARoot) {
  for (const double base : {0.0, 1.0, 5.0, 1234.5}) {
    for (std::uint32_t sixteenths = 0; sixteenths <= 16; ++sixteenths) {
      EXPECT_NEAR(PowerOfSixteenths(base, sixteenths),
                  std::pow(base, sixteenths / 16.0), 1e-9 * (1 + base));
    }
  }
}

}  // namespace
}  // namespace vitrine
