#include <gtest/gtest.h>

#include "runtime/training/settings.h"
#include "runtime/training/tuner.h"
#include "tests/native/training_log_builder.h"

namespace vitrine {
namespace {

using testing::Random;
using testing::SessionLogOf;

/// Shoppers who walk through a shop of 60 items: mostly on to the next item,
/// now and then back.
SessionLog Walks(std::uint32_t count) {
  Random random(17);
  testing::Sessions sessions(count);
  for (auto& session : sessions) {
    std::uint32_t at = random.Below(60);
    for (std::uint32_t i = 2 + random.Below(6); i > 0; --i) {
      session.push_back(at);
      at = random.OneIn(6) && session.size() > 1 ? session[session.size() - 2]
                                                 : (at + 1) % 60;
    }
  }
  return SessionLogOf(sessions);
}

struct Tuned {
  Parameters parameters;
  TuningReport report;
};

Tuned Tune(const SessionLog& log, std::uint32_t min_support,
           std::uint32_t workers) {
  Parameters start;
  start.statistics.min_support = min_support;
  Tuner tuner(log, 60, start, workers);
  EXPECT_TRUE(tuner.has_cases());
  double done = 0;
  while (!tuner.done()) {
    tuner.Step();
    EXPECT_GE(tuner.share_done(), done);
    done = tuner.share_done();
  }
  EXPECT_EQ(done, 1);
  return {tuner.parameters(), tuner.report()};
}

TEST(Tuner, FindsWhatPredictsTheLatestSessionsBetter) {
  const SessionLog log = Walks(1500);
  const auto [parameters, report] = Tune(log, 1, 1);
  EXPECT_GT(report.trials, 10U);
  EXPECT_FALSE(report.stopped);
  EXPECT_EQ(report.sessions, 250U);
  EXPECT_GT(report.tuned.Worth(), report.start.Worth() + 0.01);
  EXPECT_EQ(report.unsupported.Worth(), report.tuned.Worth());

  // The parameters are those of the figures.
  const FitInput input(SliceOf(log, 0, 1250), 60);
  ItemFit fit(input, parameters, 1, nullptr);
  while (!fit.done()) fit.Step();
  const ReplayCases cases = CasesOf(log, 1250, input.popularity, 100'000);
  ItemFit begun(input, Parameters(), 1, nullptr);
  while (!begun.done()) begun.Step();
  BrowseOrderWork browse(begun.rows());
  while (!browse.done()) browse.Step();
  const std::vector<std::uint32_t> order = browse.Finish();
  ReplayWork replay(fit.rows(), order, cases, parameters.ranking, 1);
  while (!replay.done()) replay.Step();
  EXPECT_EQ(replay.Finish().Worth(), report.tuned.Worth());
}

TEST(Tuner, FindsTheSameWhateverTheNumberOfWorkers) {
  const SessionLog log = Walks(700);
  const Tuned one = Tune(log, 2, 1);
  const Tuned three = Tune(log, 2, 3);
  for (const Setting& setting : Settings()) {
    EXPECT_EQ(setting.get(one.parameters), setting.get(three.parameters))
        << setting.name;
  }
  EXPECT_EQ(one.report.trials, three.report.trials);
  EXPECT_EQ(one.report.support_rounds, 3U);
  EXPECT_EQ(one.report.tuned.Worth(), three.report.tuned.Worth());
  EXPECT_EQ(one.report.unsupported.Worth(), three.report.unsupported.Worth());
  EXPECT_EQ(one.parameters.statistics.min_support, 2U);
}

TEST(Tuner, StopsWhenTold) {
  Parameters start;
  start.statistics.min_support = 3;
  Tuner tuner(Walks(700), 60, start, 1);
  tuner.Stop();
  while (!tuner.done()) tuner.Step();
  EXPECT_EQ(tuner.report().trials, 0U);
  EXPECT_EQ(tuner.report().support_rounds, 1U);
  EXPECT_TRUE(tuner.report().stopped);
  EXPECT_GT(tuner.report().tuned.Worth(), 0);
  for (const Setting& setting : Settings()) {
    EXPECT_EQ(setting.get(tuner.parameters()), setting.get(Parameters()))
        << setting.name;
  }
}

TEST(Tuner, ALogWithoutCasesIsNotTuned) {
  EXPECT_FALSE(Tuner(Walks(100), 60, {}, 1).has_cases());
  EXPECT_FALSE(Tuner({}, 0, {}, 1).has_cases());
  EXPECT_FALSE(Tuner(SessionLogOf({{0}}), 1, {}, 1).has_cases());
}

TEST(Settings, EveryStartIsAValueThatCanBeTried) {
  for (const Setting& setting : Settings()) {
    const Parameters start;
    EXPECT_EQ(setting.values[IndexOf(setting, start)], setting.get(start))
        << setting.name;
    for (std::size_t i = 1; i < setting.values.size(); ++i) {
      EXPECT_LT(setting.values[i - 1], setting.values[i]) << setting.name;
    }
  }
}

}  // namespace
}  // namespace vitrine
