#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "runtime/training/supported_pairs.h"
#include "tests/native/training_log_builder.h"

namespace vitrine {
namespace {

using testing::Random;
using testing::SessionLogOf;
using testing::Sessions;

PairLists PairsOf(FitInput input, std::uint32_t min_support,
                  std::uint32_t workers = 1,
                  std::uint32_t rounds = kSupportRounds) {
  Parameters parameters;
  parameters.statistics.min_support = min_support;
  SupportWork work(input, parameters, workers, rounds);
  while (!work.done()) work.Step();
  return input.pairs;
}

/// 0, 1 and 2 go together: three sessions hold them.
const Sessions kThreeAlike = {{0, 1, 2}, {1, 2, 0}, {2, 0, 1}};

Sessions With(Sessions sessions, const Sessions& more) {
  sessions.insert(sessions.end(), more.begin(), more.end());
  return sessions;
}

TEST(SupportWork, SessionsWithMuchTheSameSupportTheSamePair) {
  const FitInput input(
      SessionLogOf(With(kThreeAlike, {{3, 0}, {3, 1}, {3, 2}})), 4);
  EXPECT_EQ(PairsOf(input, 3),
            (PairLists{{1, 2, 3}, {0, 2, 3}, {0, 1, 3}, {0, 1, 2}}));
}

TEST(SupportWork, TooFewSessionsSupportNothing) {
  // Twice with what is alike, and once with something else.
  const FitInput input(
      SessionLogOf(With(kThreeAlike, {{3, 0}, {3, 1}, {3, 4}})), 5);
  EXPECT_EQ(PairsOf(input, 3), (PairLists{{1, 2}, {0, 2}, {0, 1}, {}, {}}));
}

TEST(SupportWork, ASessionCountsOnceHoweverOftenItHoldsThem) {
  const FitInput input(
      SessionLogOf(With(kThreeAlike, {{3, 0, 3, 1, 3, 2}, {3, 0}})), 4);
  EXPECT_EQ(PairsOf(input, 3), (PairLists{{1, 2}, {0, 2}, {0, 1}, {}}));
}

TEST(SupportWork, OnlyWhatASessionHeldTogetherIsAPair) {
  // 3 goes with what is like 2, but nobody saw it together with 2.
  const FitInput input(
      SessionLogOf(With(kThreeAlike, {{3, 0}, {3, 1}, {3, 0, 1}})), 4);
  const PairLists pairs = PairsOf(input, 3);
  EXPECT_EQ(pairs[3], (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(pairs[2], (std::vector<std::uint32_t>{0, 1}));
}

/// 0, then `between` times 2, then 1, and 2 once more.
std::vector<std::uint32_t> Apart(std::uint32_t between) {
  std::vector<std::uint32_t> session(between + 3, 2);
  session[0] = 0;
  session[between + 1] = 1;
  return session;
}

TEST(SupportWork, APieceOfALongSessionHoldsItsOwnItems) {
  static_assert(kPieceEvents == 50);
  const auto pairs = [](std::uint32_t between) {
    const Sessions sessions(3, Apart(between));
    return PairsOf(FitInput(SessionLogOf(sessions), 3), 3);
  };
  EXPECT_EQ(pairs(48), (PairLists{{1, 2}, {0, 2}, {0, 1}}));
  // The 51st event is in the next piece, and goes with what is there.
  EXPECT_EQ(pairs(49), (PairLists{{2}, {2}, {0, 1}}));
}

TEST(SupportWork, AllPiecesOfALongSessionAreOneSession) {
  const auto pairs = [](std::size_t others) {
    std::vector<std::uint32_t> session;
    for (int i = 0; i < 75; ++i) session.insert(session.end(), {0, 1});
    const Sessions sessions = With({session}, Sessions(others, {0, 1}));
    return PairsOf(FitInput(SessionLogOf(sessions), 2), 3);
  };
  EXPECT_EQ(pairs(1), (PairLists{{}, {}}));
  EXPECT_EQ(pairs(2), (PairLists{{1}, {0}}));
}

/// 3 is found to go with what is alike by the pairs of the first round, and 4
/// by 3 in the second.
const Sessions kRoundByRound =
    With(kThreeAlike, {{3, 0}, {3, 1}, {3, 2}, {4, 0}, {4, 3}, {4, 3}, {4, 1}});

TEST(SupportWork, TheRoundsThatAreDoneWillDo) {
  const FitInput whole(SessionLogOf(kRoundByRound), 5);
  const PairLists first = PairsOf(whole, 3, 1, 1);
  ASSERT_NE(first, PairsOf(whole, 3));

  Parameters parameters;
  parameters.statistics.min_support = 3;
  FitInput input = whole;
  SupportWork work(input, parameters, 1);
  while (work.rounds_done() == 0) work.Step();
  work.Step();
  ASSERT_FALSE(work.done());
  EXPECT_GT(work.share_done(), 1.0 / 3);
  work.Stop();
  EXPECT_TRUE(work.done());
  EXPECT_EQ(work.rounds_done(), 1U);
  EXPECT_EQ(work.share_done(), 1);
  EXPECT_EQ(input.pairs, first);
}

TEST(SupportWork, OneRoundIsDoneHoweverEarlyItIsStopped) {
  FitInput input(SessionLogOf(kRoundByRound), 5);
  Parameters parameters;
  parameters.statistics.min_support = 3;
  SupportWork work(input, parameters, 1);
  work.Stop();
  double done = 0;
  while (!work.done()) {
    work.Step();
    EXPECT_GT(work.share_done(), done);
    done = work.share_done();
  }
  EXPECT_EQ(done, 1);
  EXPECT_EQ(work.rounds_done(), 1U);
  EXPECT_EQ(input.pairs,
            PairsOf(FitInput(SessionLogOf(kRoundByRound), 5), 3, 1, 1));
}

/// Straight from the definition: different sessions with `item` that hold
/// `other`, or something that `other` goes with.
std::uint32_t SupportOf(const std::vector<std::set<std::uint32_t>>& sessions,
                        const SparseRows& known, std::uint32_t item,
                        std::uint32_t other) {
  const auto supports = [&](const std::set<std::uint32_t>& session) {
    return std::any_of(session.begin(), session.end(), [&](std::uint32_t held) {
      if (held == item) return false;
      const auto& row = known[held];
      return held == other ||
             std::any_of(row.begin(), row.end(), [other](const ItemWeight& to) {
               return to.item == other && to.weight >= 0.05F;
             });
    });
  };
  std::uint32_t support = 0;
  for (const auto& session : sessions) {
    if (session.count(item) != 0 && supports(session)) ++support;
  }
  return support;
}

TEST(SupportWork, FindsThePairsOfTheDefinition) {
  Random random(7);
  std::size_t found = 0;
  for (int round = 0; round < 30; ++round) {
    const std::uint32_t items = 5 + random.Below(20);
    Parameters parameters;
    parameters.statistics.min_support = 2 + random.Below(3);
    Sessions sessions(20 + random.Below(80));
    std::vector<std::set<std::uint32_t>> different;
    for (auto& session : sessions) {
      const std::uint32_t length = 1 + random.Below(6);
      const std::uint32_t from = random.Below(items);
      for (std::uint32_t i = 0; i < length; ++i) {
        session.push_back((from + random.Below(4)) % items);
      }
      different.emplace_back(session.begin(), session.end());
    }
    FitInput input(SessionLogOf(sessions), items);
    const std::uint32_t least = parameters.statistics.min_support;
    const PairLists pairs = PairsOf(input, least);
    EXPECT_EQ(pairs, PairsOf(input, least, 3));
    const FitInput whole = input;

    for (std::uint32_t learned = 0; learned < kSupportRounds; ++learned) {
      ItemFit known(input, parameters, 1, nullptr);
      while (!known.done()) known.Step();
      PairLists expected(items);
      for (std::uint32_t a = 0; a < items; ++a) {
        for (std::uint32_t b = 0; b < items; ++b) {
          const auto holds_both = [a, b](const auto& session) {
            return session.count(a) + session.count(b) == 2;
          };
          if (a != b &&
              std::any_of(different.begin(), different.end(), holds_both) &&
              (SupportOf(different, known.rows(), a, b) >= least ||
               SupportOf(different, known.rows(), b, a) >= least)) {
            expected[a].push_back(b);
          }
        }
      }
      input.pairs = expected;
      EXPECT_EQ(PairsOf(whole, least, 1, learned + 1), expected);
    }
    EXPECT_EQ(pairs, input.pairs);
    for (const auto& row : pairs) found += row.size();
  }
  EXPECT_GT(found, 1000U);
}

}  // namespace
}  // namespace vitrine
