#include <gmock/gmock.h>

#include <cmath>

#include "runtime/training/figures.h"

namespace vitrine {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;

constexpr double k95 = 1.959963984540054;

TEST(ClusteredRatio, IsComputedByHand) {
  // Hits by cases: 1 of 2, 3 of 3, 0 of 1: 4 of 6.
  ClusteredRatio ratio;
  ratio.Add(1, 2);
  ratio.Add(3, 3);
  ratio.Add(0, 1);
  EXPECT_DOUBLE_EQ(ratio.ratio(), 2.0 / 3);
  // Residuals -1/3, 1, -2/3: squares 14/9, times 3/2, by 6^2.
  const double error = std::sqrt(14.0 / 9 * 3 / 2 / 36);
  EXPECT_DOUBLE_EQ(ratio.StandardError(), error);
  EXPECT_DOUBLE_EQ(ratio.Interval95().low, 2.0 / 3 - k95 * error);
  EXPECT_DOUBLE_EQ(ratio.Interval95().high, 2.0 / 3 + k95 * error);
}

TEST(ClusteredRatio, SessionsOfOneCaseAreAnOrdinarySample) {
  ClusteredRatio ratio;
  for (const double hit : {1, 1, 0, 1}) ratio.Add(hit, 1);
  // Variance of the sample 1/4, of its mean 1/16.
  EXPECT_DOUBLE_EQ(ratio.StandardError(), 0.25);
}

TEST(ClusteredRatio, CasesOfOneSessionTellNoMoreThanOne) {
  ClusteredRatio alone;
  ClusteredRatio repeated;
  for (const double hit : {1, 0, 0, 1}) {
    alone.Add(hit, 1);
    repeated.Add(5 * hit, 5);
  }
  EXPECT_DOUBLE_EQ(repeated.StandardError(), alone.StandardError());
}

TEST(ClusteredRatio, TooLittleToTell) {
  ClusteredRatio ratio;
  EXPECT_EQ(ratio.ratio(), 0);
  EXPECT_EQ(ratio.Interval95().high, 0);
  ratio.Add(0, 0);
  ratio.Add(1, 2);
  EXPECT_EQ(ratio.ratio(), 0.5);
  EXPECT_EQ(ratio.StandardError(), 0);
  for (int i = 0; i < 1'000; ++i) ratio.Add(0.1, 1);
  ClusteredRatio same;
  for (int i = 0; i < 1'000; ++i) same.Add(0.1, 1);
  EXPECT_NEAR(same.StandardError(), 0, 1e-9);
}

std::vector<std::uint32_t> Ranks(std::uint32_t items) {
  std::vector<std::uint32_t> ranks;
  for (std::uint32_t i = 0; i < items; ++i) ranks.push_back(i);
  return ranks;
}

TEST(Figures, ListsAreCounted) {
  const auto ranks = Ranks(30);
  Figures figures(ranks);
  const std::uint32_t list[] = {7, 3, 5};
  figures.Add(list, 3);
  figures.Add(list, 9);
  figures.EndSession();
  figures.Add(list, 7);
  figures.EndSession();
  EXPECT_EQ(figures.cases(), 3U);
  EXPECT_EQ(figures.hits(), 2U);
  EXPECT_DOUBLE_EQ(figures.hit_rate(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(figures.mean_reciprocal_rank(), 1.5 / 3);
  EXPECT_EQ(figures.items_recommended(), 3U);
  EXPECT_THAT(figures.hit_rates()[0], DoubleEq(1.0 / 3));
  EXPECT_THAT(figures.hit_rates()[1], DoubleEq(2.0 / 3));
  EXPECT_THAT(figures.hit_rates()[19], DoubleEq(2.0 / 3));
  // Residuals -1/3 and 1/3: squares 2/9, times 2, by 3^2.
  EXPECT_THAT(figures.hit_rate_interval().low,
              DoubleNear(2.0 / 3 - k95 * std::sqrt(4.0 / 81), 1e-12));
  EXPECT_EQ(figures.hit_rate_interval().high, 1) << "no share is more";
}

TEST(Figures, TheDifferenceIsPaired) {
  const auto ranks = Ranks(30);
  Figures model(ranks);
  Figures baseline(ranks);
  const std::uint32_t good[] = {1, 2};
  const std::uint32_t bad[] = {2, 1};
  const std::uint32_t none[] = {4};
  const auto add = [&](std::span<const std::uint32_t> by_model,
                       std::span<const std::uint32_t> by_baseline) {
    model.Add(by_model, 1);
    baseline.Add(by_baseline, 1);
  };
  add(good, bad);   // hits 1 and 1, ranks 1 and 1/2
  add(good, none);  // 1 and 0, 1 and 0
  baseline.EndSession(&model);
  model.EndSession();
  add(none, good);  // 0 and 1, 0 and 1
  baseline.EndSession(&model);
  model.EndSession();
  EXPECT_DOUBLE_EQ(baseline.hit_difference().ratio(), 0);
  EXPECT_DOUBLE_EQ(baseline.rank_difference().ratio(), 0.5 / 3);
  // Differences 1 and -1 of 2 cases and 1, around 0: 2 * 2 / 9.
  EXPECT_DOUBLE_EQ(baseline.hit_difference().StandardError(),
                   std::sqrt(4.0 / 9));
}

TEST(PopularityTally, IsComputedByHand) {
  PopularityTally tally(200);
  for (const std::uint32_t rank : {0U, 1U, 2U, 19U, 20U, 199U}) tally.Add(rank);
  // The first hundredth are 0 and 1, the first tenth 0 to 19.
  EXPECT_DOUBLE_EQ(tally.share_of_top_1(), 2.0 / 6);
  EXPECT_DOUBLE_EQ(tally.share_of_top_10(), 4.0 / 6);
  EXPECT_DOUBLE_EQ(tally.deciles()[0], 4.0 / 6);
  EXPECT_DOUBLE_EQ(tally.deciles()[1], 1.0 / 6);
  EXPECT_DOUBLE_EQ(tally.deciles()[9], 1.0 / 6);
  // Less popular than these are, with half of themselves, 199.5, 198.5, 197.5,
  // 180.5, 179.5 and 0.5 of 200.
  EXPECT_DOUBLE_EQ(tally.mean_percentile(), 956.0 / 6 / 200);
  EXPECT_EQ(PopularityTally(5).mean_percentile(), 0);
  PopularityTally one(1);
  one.Add(0);
  EXPECT_EQ(one.share_of_top_1(), 1);
}

}  // namespace
}  // namespace vitrine
