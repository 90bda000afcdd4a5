#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "runtime/training/replay.h"
#include "tests/native/training_log_builder.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using testing::Random;
using testing::SessionLogOf;

ReplayResult Replay(const SparseRows& rows, const ReplayCases& cases,
                    const RankingParameters& parameters,
                    std::uint32_t workers = 1) {
  std::vector<std::uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  ReplayWork work(rows, order, cases, parameters, workers);
  while (!work.done()) work.Step();
  return work.Finish();
}

TEST(ReplayCases, UnknownItemsAreLeftOutAndSessionsNeedTwoOthers) {
  const SessionLog log =
      SessionLogOf({{0, 1}, {0, 2, 1}, {2, 0}, {1, 1, 0}, {0}});
  const ReplayCases cases = CasesOf(log, 1, {1, 1, 0}, 100);
  EXPECT_THAT(cases.items, ElementsAre(0, 1, 1, 1, 0));
  EXPECT_THAT(cases.ends, ElementsAre(2, 5));
  EXPECT_EQ(cases.count, 3U);
}

TEST(ReplayCases, ManySessionsAreThinnedEvenly) {
  const testing::Sessions sessions(100, {0, 1});
  const SessionLog log = SessionLogOf(sessions);
  EXPECT_EQ(CasesOf(log, 0, {1, 1}, 1000).count, 100U);
  EXPECT_EQ(CasesOf(log, 0, {1, 1}, 150).count, 50U);
  EXPECT_EQ(CasesOf(log, 40, {1, 1}, 50).count, 20U);
}

/// 0 goes with 1 and 2, 1 with 0 and itself.
const SparseRows kRows = {
    {{1, 4}, {2, 2}}, {{0, 3}, {1, 1}, {2, 1}}, {}, {{2, 1}}};

TEST(Replay, FiguresByHand) {
  const ReplayCases cases = {{0, 1, 2, 3, 1, 0}, {3, 5, 6}, 3};
  // decay 1/2, no item by itself. After 0: 1 has 4, 2 has 2; 1 is first.
  // After 0, 1: 0 has 3, 1 has 1 + 2, 2 has 1 + 1; 2 is third, and first of
  // the novel ones. After 3: 2 has 1; 1 is nowhere.
  const ReplayResult result = Replay(kRows, cases, {0.5F, 1, 0, 0, 0, 0});
  EXPECT_EQ(result.all.cases, 3U);
  EXPECT_DOUBLE_EQ(result.all.hit_rate, 2.0 / 3);
  EXPECT_DOUBLE_EQ(result.all.mean_reciprocal_rank, (1 + 1.0 / 3) / 3);
  EXPECT_EQ(result.novel.cases, 3U);
  EXPECT_DOUBLE_EQ(result.novel.hit_rate, 2.0 / 3);
  EXPECT_DOUBLE_EQ(result.novel.mean_reciprocal_rank, 2.0 / 3);
  EXPECT_DOUBLE_EQ(result.Worth(),
                   2.0 / 3 + 1.5 * (4.0 / 9) + 2.0 / 3 + 1.5 * (2.0 / 3));
}

TEST(Replay, SelfAndRevisitMoveWhatWasViewed) {
  const ReplayCases cases = {{0, 1, 1}, {3}, 2};
  const auto mean_rank = [&](const RankingParameters& parameters) {
    const ReplayFigures all = Replay(kRows, cases, parameters).all;
    return all.mean_reciprocal_rank * 2 - 1;  // of the second case
  };
  // 1 has 1 + 4 * decay, 0 has 3: of equal ones the lower number is first.
  EXPECT_EQ(mean_rank({0.5F, 1, 0, 0, 0, 0}), 0.5);
  EXPECT_EQ(mean_rank({0.75F, 1, 0, 0, 0, 0}), 1);
  EXPECT_EQ(mean_rank({0.5F, 1.5F, 0, 0, 0, 0}), 1);
  // 2 has 1 + 2 * decay = 1.5; 1 has 0 + 1.
  EXPECT_DOUBLE_EQ(mean_rank({0.25F, 0, 0, 0, 0, 0}), 1.0 / 3);
  // Both come again, the latest more.
  EXPECT_EQ(mean_rank({0.5F, 1, 1, 0.5F, 0, 0}), 1);
  EXPECT_EQ(mean_rank({0.5F, 1, 1, 1, 0, 0}), 0.5);
}

TEST(Replay, WhatStandsNearCountsByItsDistanceWithinItsBlock) {
  // Nothing goes with anything. In browse order: 69, 68 ... 0.
  const SparseRows rows(70);
  std::vector<std::uint32_t> order(70);
  std::iota(order.rbegin(), order.rend(), 0U);
  const auto rank = [&](std::uint32_t item, std::uint32_t next) {
    const ReplayCases cases = {{item, next}, {2}, 1};
    ReplayWork work(rows, order, cases, {0.5F, 1, 0, 0, 1, 1}, 1);
    while (!work.done()) work.Step();
    const ReplayFigures figures = work.Finish().all;
    return figures.hit_rate == 0
               ? 0
               : static_cast<int>(1 / figures.mean_reciprocal_rank + 0.5);
  };
  // Of two at the same distance the lower number is first.
  EXPECT_EQ(rank(40, 39), 1);
  EXPECT_EQ(rank(40, 41), 2);
  EXPECT_EQ(rank(40, 42), 4);
  // 6 stands at place 63, the last of its block; 5 begins the next.
  EXPECT_EQ(rank(6, 7), 1);
  EXPECT_EQ(rank(6, 5), 0);
  EXPECT_EQ(rank(5, 6), 0);
  EXPECT_EQ(rank(5, 0), 5);
}

TEST(Replay, IsTheSameWhateverTheNumberOfWorkers) {
  Random random(4);
  SparseRows rows(50);
  for (auto& row : rows) {
    for (std::uint32_t item = 0; item < 50; ++item) {
      if (!random.OneIn(3)) continue;
      row.push_back({item, static_cast<float>(1 + random.Below(9))});
    }
  }
  const ReplayCases cases =
      CasesOf(SessionLogOf(testing::RandomSessions(random, 200, 50)), 0,
              std::vector<std::uint32_t>(50, 1), 10'000);
  const ReplayResult one = Replay(rows, cases, {}, 1);
  const ReplayResult three = Replay(rows, cases, {}, 3);
  EXPECT_GT(one.all.cases, one.novel.cases);
  EXPECT_GT(one.novel.hit_rate, 0.2);
  EXPECT_EQ(one.Worth(), three.Worth());
}

}  // namespace
}  // namespace vitrine
