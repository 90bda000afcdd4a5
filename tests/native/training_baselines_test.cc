#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "runtime/training/baselines/item_rules.h"
#include "runtime/training/baselines/nearest_sessions.h"
#include "tests/native/random.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Items = std::vector<std::uint32_t>;

struct TestSession {
  Items items;
  double last_time = 0;
};

SessionTable TableWith(std::uint32_t items,
                       const std::vector<TestSession>& sessions) {
  SessionTable table = {.item_count = items};
  for (const TestSession& session : sessions) {
    table.items.insert(table.items.end(), session.items.begin(),
                       session.items.end());
    table.ends.push_back(static_cast<std::uint32_t>(table.items.size()));
    table.last_times.push_back(session.last_time);
  }
  return table;
}

template <typename Recommender>
Items RankOf(Recommender& recommender, const Items& session,
             std::size_t most = 100) {
  const auto ranked = recommender.Rank(session, most);
  return {ranked.begin(), ranked.end()};
}

const std::vector<TestSession> kFew = {
    {{0, 1, 2}}, {{0, 1}}, {{2, 0}}, {{0, 3, 0}}, {{0, 1}}};

TEST(Baselines, AssociationRulesCountPairsOfEvents) {
  const SessionTable table = TableWith(5, kFew);
  ItemRules rules(table, RuleKind::kAssociation);
  // Of 0: 1 three times; 2 in the first and the third; 3 before and after 0;
  // 0 and 0 in both directions. Those with two in the order of appearance.
  EXPECT_THAT(RankOf(rules, {0}), ElementsAre(1, 2, 3, 0));
  EXPECT_THAT(RankOf(rules, {2, 1, 0}), ElementsAre(1, 2, 3, 0));
  EXPECT_THAT(RankOf(rules, {0}, 2), ElementsAre(1, 2));
  EXPECT_THAT(RankOf(rules, {3}), ElementsAre(0));
  EXPECT_THAT(RankOf(rules, {4}), IsEmpty());
}

TEST(Baselines, SequentialRulesCountWhatComesAfter) {
  const SessionTable table = TableWith(5, kFew);
  ItemRules rules(table, RuleKind::kSequence);
  // Of 0: 1 three times at the next step; 3 once; 2 and 0 two steps later, a
  // quarter each.
  EXPECT_THAT(RankOf(rules, {0}), ElementsAre(1, 3, 2, 0));
  EXPECT_THAT(RankOf(rules, {2}), ElementsAre(0));
}

TEST(Baselines, SequentialRulesLookTwentyStepsAhead) {
  Items items;
  for (std::uint32_t i = 0; i < 22; ++i) items.push_back(i);
  const SessionTable table = TableWith(22, {{items}});
  ItemRules rules(table, RuleKind::kSequence);
  EXPECT_THAT(RankOf(rules, {0}), Items(items.begin() + 1, items.end() - 1));
  EXPECT_THAT(RankOf(rules, {1}), Items(items.begin() + 2, items.end()));
}

TEST(Baselines, NearestSessionsScoreAsComputedByHand) {
  const SessionTable table =
      TableWith(5, {{{0, 1}, 1}, {{0, 2}, 3}, {{1, 2, 3}, 2}, {{4, 4}, 4}});
  NearestSessions nearest(table);
  // 0 weighs 1/4 and 1 weighs 1. Likeness of the first three sessions: 5/8,
  // 1/8, 1/2; the second has only 0, two steps ago.
  // 0: 5/8 + 1/16, 1: 5/8 + 1/2, 2: 1/16 + 1/2, 3: 1/2; times 1 + 5 ln 2 for
  // those with two events of four sessions, and 1 + 5 ln 4 for 3:
  // 3.07, 5.02, 2.51 and 3.97.
  EXPECT_THAT(RankOf(nearest, {0, 1}), ElementsAre(1, 3, 0, 2));
  EXPECT_THAT(RankOf(nearest, {0, 1}, 1), ElementsAre(1));
  EXPECT_THAT(RankOf(nearest, {4}), ElementsAre(4));
}

TEST(Baselines, AnItemOfTheSessionWeighsByItsLaterPlace) {
  // 0 1 0: 0 weighs 1, 1 weighs 4/9.
  const SessionTable table =
      TableWith(4, {{{1, 3}, 1}, {{0, 2}, 2}, {{3, 2}, 3}, {{3, 2}, 4}});
  NearestSessions nearest(table);
  // 0: 1/2 * (1 + 5 ln 4), 1: 2/9 / 2 of that, 2: 1/2 * (1 + 5 ln 4/3),
  // 3: 2/9 / 2 of that.
  EXPECT_THAT(RankOf(nearest, {0, 1, 0}), ElementsAre(0, 2, 1, 3));
}

TEST(Baselines, TablesHoldWhatShoppersLookedAt) {
  TrainingLog log;
  log.items = {"a", "b", "c"};
  log.sessions = 3;
  log.rows = {{.session = 1, .item = 1, .time = 7},
              {.session = 0, .item = 0, .time = 5},
              {.session = 0, .item = 2, .time = 3},
              {.session = 0, .item = 0, .time = 9, .action = Action::kPurchase},
              {.session = 2, .item = 1, .time = 8, .action = Action::kCart},
              {.session = 0, .item = 0, .time = 5}};
  const SessionTable table = TableOf(log, {4, kNone, 2}, 6);
  EXPECT_EQ(table.item_count, 6U);
  EXPECT_THAT(table.items, ElementsAre(2, 4));
  EXPECT_THAT(table.ends, ElementsAre(2));
  EXPECT_THAT(table.last_times, ElementsAre(5));
  log.rows = {{.session = 0, .item = 0, .action = Action::kPurchase}};
  EXPECT_THAT(TableOf(log, {4, 1, 2}, 6).items, ElementsAre(4));
}

// What the papers' own programs do, as plainly as it can be said.
class NaiveRules {
 public:
  void Add(std::uint32_t item, std::uint32_t other, double score) {
    if (scores_[item].count(other) == 0) order_[item].push_back(other);
    scores_[item][other] += score;
  }
  Items Rank(std::uint32_t item) {
    Items items = order_[item];
    std::stable_sort(items.begin(), items.end(), [&](auto a, auto b) {
      return scores_[item][a] > scores_[item][b];
    });
    return items;
  }

 private:
  std::map<std::uint32_t, std::map<std::uint32_t, double>> scores_;
  std::map<std::uint32_t, Items> order_;
};

std::vector<TestSession> RandomSessions(testing::Random& random,
                                        std::uint32_t items,
                                        std::uint32_t sessions) {
  std::vector<TestSession> made(sessions);
  for (TestSession& session : made) {
    session.last_time = random.Below(1'000'000'000);
    const std::uint32_t length = 1 + random.Below(8);
    for (std::uint32_t i = 0; i < length; ++i) {
      session.items.push_back(random.Below(items));
    }
  }
  return made;
}

TEST(Baselines, RulesAreThoseOfANaiveCount) {
  testing::Random random(5);
  const auto sessions = RandomSessions(random, 12, 60);
  const SessionTable table = TableWith(12, sessions);
  ItemRules association(table, RuleKind::kAssociation);
  ItemRules sequential(table, RuleKind::kSequence);
  NaiveRules pairs;
  NaiveRules sequences;
  for (const auto& [items, time] : sessions) {
    for (std::size_t later = 0; later < items.size(); ++later) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        pairs.Add(items[earlier], items[later], 1);
        pairs.Add(items[later], items[earlier], 1);
      }
      for (std::size_t step = 1; step <= later; ++step) {
        sequences.Add(items[later - step], items[later],
                      1 / static_cast<double>(step * step));
      }
    }
  }
  for (std::uint32_t item = 0; item < 12; ++item) {
    EXPECT_EQ(RankOf(association, {item}), pairs.Rank(item)) << item;
    EXPECT_EQ(RankOf(sequential, {item}), sequences.Rank(item)) << item;
  }
}

std::map<std::uint32_t, double> NaiveNearest(
    const std::vector<TestSession>& sessions, const Items& session) {
  std::map<std::uint32_t, std::uint32_t> events;
  for (const auto& one : sessions) {
    for (const std::uint32_t item : one.items) ++events[item];
  }
  std::map<std::uint32_t, double> weights;
  for (std::size_t i = 0; i < session.size(); ++i) {
    weights[session[i]] = std::pow(
        static_cast<double>(i + 1) / static_cast<double>(session.size()), 2);
  }
  struct Neighbour {
    std::set<std::uint32_t> items;
    double time;
    double likeness;
  };
  std::vector<Neighbour> sample;
  for (const auto& one : sessions) {
    Neighbour neighbour = {
        {one.items.begin(), one.items.end()}, one.last_time, 0};
    for (const auto& [item, weight] : weights) {
      if (neighbour.items.count(item) > 0) neighbour.likeness += weight;
    }
    if (neighbour.likeness > 0) sample.push_back(neighbour);
  }
  std::sort(sample.begin(), sample.end(),
            [](const auto& a, const auto& b) { return a.time > b.time; });
  sample.resize(std::min<std::size_t>(sample.size(), 2'500));
  std::stable_sort(sample.begin(), sample.end(),
                   [](const auto& a, const auto& b) {
                     return a.likeness > b.likeness + 1e-9;
                   });
  sample.resize(std::min<std::size_t>(sample.size(), 500));
  std::map<std::uint32_t, double> scores;
  for (const Neighbour& neighbour : sample) {
    double step = 1;
    while (neighbour.items.count(
               session[session.size() - static_cast<std::size_t>(step)]) == 0) {
      ++step;
    }
    for (const std::uint32_t item : neighbour.items) {
      const double rare =
          std::log(static_cast<double>(sessions.size()) / events[item]);
      scores[item] += neighbour.likeness / static_cast<double>(weights.size()) /
                      step * (1 + 5 * rare);
    }
  }
  return scores;
}

TEST(Baselines, NearestSessionsAreThoseOfANaiveSearch) {
  testing::Random random(9);
  for (const std::uint32_t count : {40U, 3'500U}) {
    const auto sessions = RandomSessions(random, 14, count);
    const SessionTable table = TableWith(14, sessions);
    NearestSessions nearest(table);
    for (const Items& session :
         {Items{3}, Items{1, 2, 3, 4, 5, 6}, Items{7, 7, 2}, Items{13, 0}}) {
      const auto scores = NaiveNearest(sessions, session);
      std::vector<double> best;
      for (const auto& [item, score] : scores) best.push_back(score);
      std::sort(best.rbegin(), best.rend());
      const Items ranked = RankOf(nearest, session);
      ASSERT_EQ(ranked.size(), best.size());
      for (std::size_t i = 0; i < ranked.size(); ++i) {
        EXPECT_NEAR(scores.at(ranked[i]), best[i], 1e-6 * best[i]);
      }
    }
  }
}

}  // namespace
}  // namespace vitrine
