#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "runtime/training/session_statistics.h"
#include "tests/native/training_log_builder.h"

namespace vitrine {
namespace {

using testing::Random;
using testing::SessionLogOf;
using testing::Sessions;
using Pair = std::pair<std::uint32_t, std::uint32_t>;

SessionStatistics Count(const SessionLog& log, std::uint32_t items,
                        const StatisticsParameters& parameters,
                        std::uint32_t workers = 1) {
  const PairLists all;
  StatisticsWork work(log, items, parameters, all, workers);
  while (!work.done()) work.Step();
  return work.Finish();
}

/// Zeros where there is no pair.
PairStatistics At(const SessionStatistics& statistics, std::uint32_t row,
                  std::uint32_t item) {
  for (const PairStatistics& pair : statistics.rows[row]) {
    if (pair.item == item) return pair;
  }
  return {};
}

constexpr StatisticsParameters kHalves = {.context_decay = 0.5F,
                                          .future_decay = 0.5F,
                                          .recency = 0,
                                          .length_exponent = 0};

TEST(SessionStatistics, OfOneSessionByHand) {
  // Contexts: {0} before 1, 2; {1, 0} before 2.
  const auto statistics = Count(SessionLogOf({{0, 1, 2}}), 3, kHalves);
  for (std::uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(statistics.own_together[i], 1);
    for (std::uint32_t j = 0; j < 3; ++j) {
      EXPECT_EQ(At(statistics, i, j).together, 1);
    }
  }
  EXPECT_EQ(statistics.own_contexts[0], 1 + 0.25F);
  EXPECT_EQ(statistics.own_contexts[1], 1);
  EXPECT_EQ(statistics.own_contexts[2], 0);
  EXPECT_EQ(At(statistics, 0, 1).contexts, 0.5F);
  EXPECT_EQ(At(statistics, 1, 0).contexts, 0.5F);
  EXPECT_EQ(At(statistics, 1, 0).leads, 1);
  // 0 leads to 2 from a step before, and from two items back.
  EXPECT_EQ(At(statistics, 2, 0).leads, 0.5F + 0.5F);
  EXPECT_EQ(At(statistics, 2, 1).leads, 1);
  EXPECT_EQ(At(statistics, 0, 1).leads, 0);
}

TEST(SessionStatistics, WhatComesAgainLeadsToItself) {
  // Contexts {0}, {1, 0}: before 1 and 0, before 0.
  const auto statistics = Count(SessionLogOf({{0, 1, 0}}), 2, kHalves);
  EXPECT_EQ(At(statistics, 0, 0).leads, 0.5F + 0.5F);
  EXPECT_EQ(At(statistics, 0, 1).leads, 1);
  EXPECT_EQ(At(statistics, 1, 0).leads, 1);
  EXPECT_EQ(At(statistics, 0, 0).together, 1);
}

TEST(SessionStatistics, EarlierAndLongerSessionsCountLess) {
  // Of two sessions one began later: half a recency of 2.
  StatisticsParameters parameters = kHalves;
  parameters.recency = 2;
  parameters.length_exponent = 8;
  const auto statistics =
      Count(SessionLogOf({{0, 1}, {2, 3, 2, 4, 5}}), 6, parameters);
  EXPECT_EQ(At(statistics, 0, 1).together,
            static_cast<float>(0.5 / std::sqrt(2.0)));
  EXPECT_EQ(At(statistics, 1, 0).leads, 0.5F);
  EXPECT_EQ(At(statistics, 2, 3).together, 0.5F);
  EXPECT_EQ(At(statistics, 3, 2).leads, 1);
}

TEST(SessionStatistics, BuyingCountsAsToldOnBothSides) {
  SessionLog log = SessionLogOf({{0, 1, 2}});
  log.actions = {Action::kPurchase, Action::kView, Action::kCart};
  StatisticsParameters parameters = kHalves;
  parameters.cart_weight = 2;
  parameters.purchase_weight = 4;
  const auto statistics = Count(log, 3, parameters);
  EXPECT_EQ(At(statistics, 0, 1).together, 4);
  EXPECT_EQ(At(statistics, 0, 2).together, 8);
  EXPECT_EQ(statistics.own_together[0], 16);
  // What is led to counts, not what leads to it.
  EXPECT_EQ(At(statistics, 1, 0).leads, 1);
  EXPECT_EQ(At(statistics, 2, 1).leads, 2);
  EXPECT_EQ(At(statistics, 0, 1).contexts, 0.5F);
}

TEST(SessionStatistics, APairNeedsSoManyDifferentSessions) {
  std::vector<std::uint32_t> again;
  for (int i = 0; i < 100; ++i) again.push_back(i % 2 == 0 ? 0 : 1);
  // 0 and 1 are in one session again and again, 0 and 2 in three.
  const SessionLog log = SessionLogOf({again, {0, 2}, {2, 0}, {0, 2, 2}});
  StatisticsParameters parameters = kHalves;
  for (const auto& [support, pairs] :
       std::map<std::uint32_t, std::size_t>{{1, 2}, {2, 1}, {3, 1}, {4, 0}}) {
    parameters.min_support = support;
    const auto statistics = Count(log, 3, parameters);
    // An item with itself is no pair.
    EXPECT_EQ(statistics.rows[0].size(), 1 + pairs);
    EXPECT_GT(At(statistics, 0, 0).leads, 0);
    EXPECT_EQ(At(statistics, 0, 2).together, support <= 3 ? 3 : 0);
    EXPECT_EQ(At(statistics, 2, 0).together, support <= 3 ? 3 : 0);
  }
}

TEST(SessionStatistics, PairsThatAreListedNeedNoOtherSupport) {
  const SessionLog log = SessionLogOf({{0, 1, 2}, {0, 1}});
  const PairLists pairs = {{2}, {}, {0}};
  StatisticsParameters parameters = kHalves;
  parameters.min_support = 2;
  StatisticsWork work(log, 3, parameters, pairs, 1);
  while (!work.done()) work.Step();
  const SessionStatistics statistics = work.Finish();
  EXPECT_EQ(At(statistics, 0, 2).together, 1);
  EXPECT_EQ(At(statistics, 2, 0).together, 1);
  EXPECT_EQ(At(statistics, 0, 1).together, 0);
  EXPECT_EQ(At(statistics, 1, 0).together, 0);
  EXPECT_EQ(statistics.own_together[1], 2);
}

TEST(SessionStatistics, ARobotsVisitTakesNoLongerThanManyShortOnes) {
  std::vector<std::uint32_t> session(100'000);
  for (std::uint32_t i = 0; i < session.size(); ++i) session[i] = i % 50'000;
  const auto statistics = Count(SessionLogOf({session}), 50'000, kHalves);
  EXPECT_EQ(statistics.rows[25'000].size(), kPieceEvents);
}

/// Straight from the definition.
std::map<Pair, PairStatistics> NaiveStatistics(
    const SessionLog& log, const StatisticsParameters& parameters) {
  std::map<Pair, PairStatistics> sums;
  std::map<Pair, std::set<std::uint32_t>> support;
  const auto worth = [&](std::uint32_t at) {
    const float weights[] = {1, parameters.cart_weight,
                             parameters.purchase_weight};
    return double{weights[static_cast<std::size_t>(log.actions[at])]};
  };
  for (std::uint32_t s = 0; s < log.size(); ++s) {
    const double age = static_cast<double>(log.later[s]) / log.size();
    const double weight = 1 / (1 + double{parameters.recency} * age);
    for (std::uint32_t begin = log.begin(s); begin < log.ends[s];
         begin += kPieceEvents) {
      const std::uint32_t end = std::min(log.ends[s], begin + kPieceEvents);
      std::map<std::uint32_t, std::uint32_t> places;
      for (std::uint32_t at = begin; at < end; ++at) places[log.items[at]] = at;
      const double length = std::pow(static_cast<double>(places.size()),
                                     parameters.length_exponent / 16.0);
      for (const auto& [i, at] : places) {
        for (const auto& [j, other] : places) {
          sums[{i, j}].together +=
              static_cast<float>(weight * worth(at) * worth(other) / length);
          support[{i, j}].insert(s);
        }
      }
      for (std::uint32_t at = begin + 1; at < end; ++at) {
        std::vector<std::pair<std::uint32_t, double>> context;
        std::set<std::uint32_t> seen;
        for (std::uint32_t back = at; back-- > begin;) {
          const double share = std::pow(double{parameters.context_decay},
                                        static_cast<double>(context.size()));
          if (share < 1e-3 || context.size() == kContextItems) break;
          if (seen.insert(log.items[back]).second) {
            context.emplace_back(log.items[back], share);
          }
        }
        for (const auto& [i, one] : context) {
          for (const auto& [j, other] : context) {
            sums[{i, j}].contexts += static_cast<float>(weight * one * other);
          }
        }
        std::set<std::uint32_t> came;
        for (std::uint32_t ahead = at; ahead < end; ++ahead) {
          const double share =
              std::pow(double{parameters.future_decay}, ahead - at);
          if (share < 1e-3 || ahead - at == kContextItems) break;
          if (!came.insert(log.items[ahead]).second) continue;
          for (const auto& [j, one] : context) {
            sums[{log.items[ahead], j}].leads +=
                static_cast<float>(weight * share * one * worth(ahead));
          }
        }
      }
    }
  }
  for (const auto& [pair, sessions] : support) {
    if (pair.first != pair.second && sessions.size() < parameters.min_support) {
      sums.erase(pair);
    }
  }
  return sums;
}

TEST(SessionStatistics, AgreeWithANaiveCountWhateverTheNumberOfWorkers) {
  Random random(5);
  const float decays[] = {0.12F, 0.45F, 0.9F, 1};
  for (std::uint32_t round = 0; round < 12; ++round) {
    const std::uint32_t items = 2 + random.Below(60);
    SessionLog log = SessionLogOf(testing::RandomSessions(random, 40, items));
    for (std::uint32_t s = 0; s < log.size(); ++s) {
      std::map<std::uint32_t, Action> actions;
      for (std::uint32_t at = log.begin(s); at < log.ends[s]; ++at) {
        log.actions[at] = actions
                              .try_emplace(log.items[at],
                                           static_cast<Action>(random.Below(3)))
                              .first->second;
      }
    }
    const StatisticsParameters parameters = {
        .context_decay = decays[random.Below(4)],
        .future_decay = decays[random.Below(4)],
        .recency = static_cast<float>(random.Below(4)),
        .length_exponent = random.Below(17),
        .cart_weight = 2,
        .purchase_weight = 0.5F,
        .min_support = 1 + random.Below(3)};
    const auto naive = NaiveStatistics(log, parameters);
    const auto statistics = Count(log, items, parameters);
    std::size_t pairs = 0;
    for (std::uint32_t row = 0; row < items; ++row) {
      for (const PairStatistics& pair : statistics.rows[row]) {
        const auto expected = naive.find({row, pair.item});
        ASSERT_NE(expected, naive.end());
        const auto near = [](float value) {
          return ::testing::FloatNear(value, 1e-3F + value * 1e-4F);
        };
        EXPECT_THAT(pair.together, near(expected->second.together));
        EXPECT_THAT(pair.contexts, near(expected->second.contexts));
        EXPECT_THAT(pair.leads, near(expected->second.leads));
        ++pairs;
      }
    }
    EXPECT_EQ(pairs, naive.size());
    const auto again = Count(log, items, parameters, 3);
    for (std::uint32_t row = 0; row < items; ++row) {
      ASSERT_EQ(again.rows[row].size(), statistics.rows[row].size());
      for (std::size_t i = 0; i < again.rows[row].size(); ++i) {
        const PairStatistics& one = statistics.rows[row][i];
        const PairStatistics& other = again.rows[row][i];
        EXPECT_EQ(one.item, other.item);
        EXPECT_EQ(one.together, other.together);
        EXPECT_EQ(one.contexts, other.contexts);
        EXPECT_EQ(one.leads, other.leads);
      }
    }
  }
}

}  // namespace
}  // namespace vitrine
