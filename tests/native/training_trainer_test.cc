#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "runtime/rank/model.h"
#include "runtime/training/trainer.h"
#include "tests/native/random.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Random;
using Texts = std::vector<std::string>;

/// Builds a log from texts.
class Log {
 public:
  void Add(const std::string& session, const std::string& item, double time,
           Action action = Action::kView) {
    log_.rows.push_back(
        {NumberOf(sessions_, session), ItemOf(item), time, action});
    log_.sessions = static_cast<std::uint32_t>(sessions_.size());
  }
  /// One after the other.
  void Views(const std::string& session, const Texts& items) {
    for (const std::string& item : items) Add(session, item, ++time_);
  }
  void Buys(const std::string& session, const Texts& items) {
    for (const std::string& item : items) {
      Add(session, item, ++time_, Action::kPurchase);
    }
  }
  void Sells(const std::string& item, const std::string& category = "",
             const std::vector<std::uint32_t>& words = {}) {
    FeedRow& row = log_.feed.emplace_back();
    row.item = ItemOf(item);
    row.category = category;
    row.features = words;
    for (const std::uint32_t word : words) {
      if (word >= log_.features.size()) {
        log_.features.resize(word + 1, FeatureKind::kWord);
      }
    }
  }
  TrainingLog& operator*() { return log_; }

 private:
  std::uint32_t ItemOf(const std::string& id) {
    const std::uint32_t item = NumberOf(items_, id);
    if (item == log_.items.size()) log_.items.push_back(id);
    return item;
  }
  static std::uint32_t NumberOf(std::map<std::string, std::uint32_t>& numbers,
                                const std::string& text) {
    return numbers.try_emplace(text, static_cast<std::uint32_t>(numbers.size()))
        .first->second;
  }

  TrainingLog log_;
  std::map<std::string, std::uint32_t> items_;
  std::map<std::string, std::uint32_t> sessions_;
  double time_ = 0;
};

/// What a trainer made, as the device knows it.
class Trained {
 public:
  explicit Trained(const TrainingLog& log, std::uint32_t min_support = 1,
                   std::uint32_t workers = 1) {
    Trainer trainer(
        log, {.min_support = min_support, .shape = {}, .workers = workers});
    double done = 0;
    while (done < 1) {
      const double now = trainer.Step();
      EXPECT_GE(now, done);
      EXPECT_LE(now, 1);
      done = now;
    }
    files = trainer.Finish(report);
    EXPECT_EQ(model.LoadCore(files.core), ReadError::kNone);
    for (const Bytes& part : files.parts) {
      EXPECT_EQ(model.AddPart(part), ReadError::kNone);
    }
    for (const std::uint32_t item : files.items) ids.push_back(log.items[item]);
  }

  /// The most popular first.
  Texts Items() const {
    Texts items;
    for (const std::uint32_t item : model.popular()) items.push_back(ids[item]);
    return items;
  }
  /// The strongest first; equal ones: the more popular first.
  Texts Neighbours(Relation relation, const std::string& id) const {
    const std::uint32_t item = NumberOf(id);
    const NeighbourRow row = model.Neighbours(relation, item);
    std::vector<std::pair<float, std::uint32_t>> order;
    const auto add = [&](float weight, std::uint32_t other) {
      const auto popular = model.popular();
      order.emplace_back(
          -weight,
          std::find(popular.begin(), popular.end(), other) - popular.begin());
    };
    for (const Neighbour other : row.items) {
      add(row.WeightOf(other), other.item);
    }
    if (relation == Relation::kSimilar && model.SelfWeight(item) > 0) {
      add(model.SelfWeight(item), item);
    }
    std::sort(order.begin(), order.end());
    Texts names;
    for (const auto& [weight, rank] : order) {
      names.push_back(ids[model.popular()[rank]]);
    }
    return names;
  }
  Texts Similar(const std::string& id) const {
    return Neighbours(Relation::kSimilar, id);
  }
  Texts Together(const std::string& id) const {
    return Neighbours(Relation::kTogether, id);
  }
  std::uint32_t NumberOf(const std::string& id) const {
    return model.Find(IdentityOf(IdentityKind::kItem, std::string_view(id)))
        .item();
  }

  ModelFiles files;
  TrainingReport report;
  Model model;
  Texts ids;  ///< by number
};

TEST(Trainer, NumbersItemsByPopularityAndEquallyPopularOnesById) {
  Log log;
  log.Views("s1", {"tent", "mat", "boots", "tent"});
  log.Views("s2", {"boots", "tent", "axe"});
  const Trained trained(*log);
  EXPECT_EQ(trained.Items(), (Texts{"tent", "boots", "axe", "mat"}));
  // As indexes of the log's items: tent, mat, boots, axe.
  EXPECT_THAT(trained.files.items, ::testing::UnorderedElementsAre(0, 1, 2, 3));
}

TEST(Trainer, WhatFollowsIsSimilarAndTheNearestMost) {
  Log log;
  log.Views("s1", {"boots", "socks", "poles"});
  log.Views("s2", {"tent", "mat"});
  const Trained trained(*log);
  // The socks a little more than the poles, which a level does not tell.
  EXPECT_THAT(trained.Similar("boots"),
              ::testing::UnorderedElementsAre("socks", "poles"));
  Log longer;
  longer.Views("s1", {"boots", "socks", "rope", "lamp", "poles"});
  const Texts all = Trained(*longer).Similar("boots");
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all.front(), "socks");
  EXPECT_EQ(all.back(), "poles");
  // What follows counts more than what was before.
  EXPECT_EQ(trained.Similar("socks"), (Texts{"poles", "boots"}));
  // Of what was before, the nearest counts a little more.
  EXPECT_EQ(trained.Similar("poles"), (Texts{"socks", "boots"}));
  EXPECT_EQ(trained.Similar("mat"), (Texts{"tent"}));
  EXPECT_EQ(trained.report.similar_pairs, 8U);
}

TEST(Trainer, OnePersonsPathIsNotInTheModel) {
  Log log;
  for (const char* session : {"s1", "s2", "s3"}) {
    log.Views(session, {"boots", "socks"});
    log.Buys(session, {"boots", "socks"});
  }
  log.Views("s4", {"boots", "secret", "boots", "secret"});
  log.Buys("s4", {"boots", "secret"});
  const Trained trained(*log, kMinSupport);
  EXPECT_EQ(trained.Similar("boots"), (Texts{"socks", "boots"}));
  EXPECT_EQ(trained.Together("boots"), (Texts{"socks"}));
  // What came again tells of no other item.
  EXPECT_EQ(trained.Similar("secret"), (Texts{"secret"}));
  EXPECT_EQ(trained.Together("secret"), Texts{});
  // The boots lead on to the socks.
  EXPECT_EQ(Trained(*log, 1).Similar("secret"),
            (Texts{"boots", "socks", "secret"}));
  EXPECT_FALSE(trained.report.tuning);
  EXPECT_EQ(trained.report.parameters.statistics.min_support, 3U);
}

TEST(Trainer, NothingTellsWhatASingleVisitHeld) {
  const auto shop = [](const char* with_boots, const char* with_tent) {
    Log log;
    for (const char* session : {"s1", "s2", "s3", "s4"}) {
      log.Views(session, {"boots", "socks", "wax"});
      log.Views(std::string(session) + "b", {"tent", "mat", "lamp"});
    }
    // Items are numbered as they come; let that be the same.
    for (const char* session : {"s5", "s6"})
      log.Views(session, {"axe", "rope"});
    log.Views("s7", {"boots", with_boots});
    log.Views("s8", {"tent", with_tent});
    return log;
  };
  Log one = shop("axe", "rope");
  Log other = shop("rope", "axe");
  const Trained first(*one, kMinSupport);
  const Trained second(*other, kMinSupport);
  EXPECT_EQ(first.files.core, second.files.core);
  EXPECT_EQ(first.files.parts, second.files.parts);
  EXPECT_EQ(first.Similar("axe"), (Texts{}));
  EXPECT_NE(Trained(*one, 1).files.parts, Trained(*other, 1).files.parts);
}

TEST(Trainer, VisitsThatHoldMuchTheSameSupportAPair) {
  Log log;
  for (const char* session : {"s1", "s2", "s3"}) {
    log.Views(session, {"socks", "gaiters", "wax"});
  }
  // Nobody looked at the new boots with the same thing as another visitor, but
  // with things that go together.
  log.Views("s4", {"boots", "socks"});
  log.Views("s5", {"boots", "gaiters"});
  log.Views("s6", {"boots", "wax"});
  log.Views("s7", {"boots", "lamp"});
  const Trained trained(*log, kMinSupport);
  EXPECT_THAT(trained.Similar("boots"),
              ::testing::UnorderedElementsAre("socks", "gaiters", "wax"));
  EXPECT_THAT(trained.Similar("wax"), ::testing::Contains("boots"));
  EXPECT_EQ(trained.Similar("lamp"), Texts{});
}

TEST(Trainer, WhatIsViewedAgainIsSimilarToItself) {
  Log log;
  log.Views("s1", {"boots", "socks", "boots"});
  const Trained trained(*log);
  EXPECT_EQ(trained.Similar("boots"), (Texts{"socks", "boots"}));
}

TEST(Trainer, BuyingWhatWasViewedIsNoViewOfItAgain) {
  Log log;
  log.Views("s1", {"boots", "socks"});
  log.Add("s1", "boots", 10, Action::kCart);
  log.Add("s1", "boots", 11, Action::kPurchase);
  const Trained trained(*log);
  EXPECT_EQ(trained.Similar("boots"), (Texts{"socks"}));
  EXPECT_EQ(trained.Similar("socks"), (Texts{"boots"}));
  // It makes it more popular, though.
  EXPECT_EQ(trained.Items(), (Texts{"boots", "socks"}));
  EXPECT_EQ(trained.report.events, 4U);
}

TEST(Trainer, PurchasesOfASessionGoTogether) {
  Log log;
  log.Views("s1", {"boots", "tent", "socks"});
  log.Buys("s1", {"boots", "socks"});
  log.Views("s2", {"boots", "poles"});
  log.Buys("s2", {"poles"});
  log.Buys("s3", {"socks"});
  const Trained trained(*log);
  EXPECT_EQ(trained.Together("boots"), (Texts{"socks"}));
  EXPECT_EQ(trained.Together("socks"), (Texts{"boots"}));
  EXPECT_EQ(trained.Together("poles"), Texts{});
  EXPECT_EQ(trained.Together("tent"), Texts{});
  EXPECT_EQ(trained.report.purchases, 4U);
  EXPECT_EQ(trained.report.together_pairs, 2U);
}

TEST(Trainer, ABasketHasNoDirection) {
  Log log;
  log.Buys("s1", {"boots", "socks", "wax", "boots"});
  const Trained trained(*log);
  EXPECT_EQ(trained.Together("socks"), (Texts{"boots", "wax"}));
  EXPECT_EQ(trained.Together("boots"), (Texts{"socks", "wax"}));
}

TEST(Trainer, PurchasesAloneAreStepsToo) {
  Log log;
  log.Buys("s1", {"boots", "socks"});
  const Trained trained(*log);
  EXPECT_EQ(trained.Similar("boots"), (Texts{"socks"}));
}

TEST(Trainer, AFeedSaysWhatIsForSale) {
  Log log;
  log.Views("s1", {"boots", "gone", "socks"});
  log.Views("s2", {"gone"});
  log.Sells("socks", "Clothes");
  log.Sells("zelt", "Camping");
  log.Sells("boots", "Hiking");
  log.Sells("axe");
  const Trained trained(*log);
  // What nobody touched comes last, what is not for sale not at all.
  EXPECT_EQ(trained.Items(), (Texts{"boots", "socks", "axe", "zelt"}));
  // It is no step on the way, either.
  EXPECT_EQ(trained.Similar("boots"), (Texts{"socks"}));
  EXPECT_EQ(trained.report.items, 4U);
  EXPECT_EQ(trained.report.sessions, 1U);
  EXPECT_EQ(trained.report.events, 2U);
  EXPECT_EQ(trained.report.items_without_events, 2U);
  EXPECT_EQ(trained.report.items_not_in_feed, 1U);

  const auto named = [&](std::string_view category) {
    const auto found =
        trained.model.Find(IdentityOf(IdentityKind::kValue, category));
    return Texts(1, found.items.size() == 1 ? trained.ids[found.items[0]] : "");
  };
  EXPECT_EQ(named("Hiking"), (Texts{"boots"}));
  EXPECT_EQ(named("Camping"), (Texts{"zelt"}));
  EXPECT_EQ(named(""), (Texts{""}));
}

TEST(Trainer, WhatTheFeedSaysStandsInForWhatWasNotLearned) {
  Log log;
  for (const char* visit : {"s1", "s2", "s3"}) {
    log.Views(visit, {"boots", "socks"});
    log.Views(std::string(visit) + "b", {"tent", "mat"});
  }
  log.Views("s4", {"stove"});
  log.Sells("boots", "", {0, 1});
  log.Sells("socks", "", {1});
  log.Sells("tent", "", {2});
  log.Sells("mat", "", {3});
  log.Sells("stove", "", {3});
  log.Sells("sandals", "", {0});
  log.Sells("hammock", "", {2, 3});
  log.Sells("gift card", "", {4});
  const Trained trained(*log, 3);
  EXPECT_EQ(trained.report.items_without_events, 3U);
  // The stove, the sandals and the hammock, which has two neighbours with
  // events, and a third that weighs less; nothing is like the gift card.
  EXPECT_EQ(trained.report.items_by_content, 3U);
  EXPECT_EQ(trained.Similar("stove"), (Texts{"mat", "hammock"}));
  EXPECT_EQ(trained.Similar("sandals"), (Texts{"boots"}));
  EXPECT_THAT(trained.Similar("hammock"),
              ::testing::UnorderedElementsAre("tent", "mat", "stove"));
  EXPECT_THAT(trained.Similar("gift card"), IsEmpty());
  EXPECT_EQ(trained.Similar("boots"), (Texts{"socks"}));
  // Behind those with events, and the gift card, which has no place.
  EXPECT_THAT(
      (std::vector{trained.NumberOf("sandals"), trained.NumberOf("hammock")}),
      ::testing::UnorderedElementsAre(6, 7));
  // 1.25 to the power of 28 less than the heaviest.
  const NeighbourRow row =
      trained.model.Neighbours(Relation::kSimilar, trained.NumberOf("stove"));
  EXPECT_NEAR(row.WeightOf(row.items[0]) / row.weights[0], 1 / 517.0, 0.0001);
}

TEST(Trainer, ListsTellOfTheLatestPart) {
  constexpr double kDay = 86'400'000;
  Log log;
  for (int day = 0; day <= 16; ++day) {
    for (int i = 0; i < 9; ++i) {
      const std::string visit = std::to_string(day) + "/" + std::to_string(i);
      log.Add(visit, i % 3 == 0 || day < 14 ? "tent" : "kite", day * kDay);
    }
  }
  log.Add("x", "yo-yo", 15 * kDay);
  const Trained trained(*log);
  const auto names = [&](std::span<const std::uint32_t> items) {
    Texts texts;
    for (const std::uint32_t item : items) texts.push_back(trained.ids[item]);
    return texts;
  };
  EXPECT_EQ(names(trained.model.trending()), (Texts{"kite"}));
  EXPECT_EQ(names(trained.model.fresh()), (Texts{"kite", "yo-yo"}));
  EXPECT_EQ(trained.report.trending, 1U);
  EXPECT_EQ(trained.report.fresh, 2U);
  (*log).clocked = false;
  const Trained unclocked(*log);
  EXPECT_TRUE(unclocked.model.trending().empty());
  EXPECT_TRUE(unclocked.model.fresh().empty());
}

TEST(Trainer, LittleIsEnough) {
  {
    Log log;  // one item, seen once
    log.Views("s1", {"boots"});
    const Trained trained(*log);
    EXPECT_EQ(trained.Items(), (Texts{"boots"}));
    EXPECT_EQ(trained.Similar("boots"), Texts{});
  }
  {
    Log log;  // one item, seen again and again
    log.Views("s1", {"boots", "boots", "boots"});
    EXPECT_EQ(Trained(*log).Similar("boots"), (Texts{"boots"}));
  }
  {
    Log log;  // one session
    log.Views("s1", {"boots", "socks"});
    EXPECT_EQ(Trained(*log).Similar("boots"), (Texts{"socks"}));
  }
  {
    Log log;  // a feed without events
    log.Sells("socks");
    log.Sells("boots");
    const Trained trained(*log);
    EXPECT_EQ(trained.Items(), (Texts{"boots", "socks"}));
    EXPECT_EQ(trained.report.sessions, 0U);
  }
  {
    Log log;  // a feed that knows nothing of the log
    log.Views("s1", {"boots", "socks"});
    log.Sells("tent");
    EXPECT_EQ(Trained(*log).Items(), (Texts{"tent"}));
  }
}

TEST(Trainer, RepeatedRowsOfAClockedLogCountOnce) {
  Log log;
  log.Add("s1", "boots", 1);
  log.Add("s1", "socks", 2);
  log.Add("s2", "socks", 3);
  const Trained once(*log);
  log.Add("s1", "boots", 1);
  log.Add("s1", "boots", 1);
  const Trained thrice(*log);
  EXPECT_EQ(once.files.core, thrice.files.core);
  EXPECT_EQ(once.files.parts, thrice.files.parts);
  EXPECT_EQ(thrice.report.events, 3U);
  (*log).clocked = false;
  EXPECT_EQ(Trained(*log).report.events, 5U);
}

TEST(Trainer, LaterSessionsCountMore) {
  Log log;
  log.Views("s1", {"boots", "wax"});
  log.Views("s2", {"boots", "socks"});
  EXPECT_EQ(Trained(*log).Similar("boots"), (Texts{"socks", "wax"}));
}

/// Different shares that are told while it learns; each stage of a small log
/// takes one step.
std::size_t StepsOfLearning(Trainer& trainer) {
  std::set<double> shares;
  for (double done = 0; done < 1;) {
    const bool learning = trainer.Doing() == "learning";
    const double before = std::exchange(done, trainer.Step());
    EXPECT_GE(done, before);
    if (learning) shares.insert(done);
  }
  return shares.size();
}

TEST(Trainer, ProgressMovesThroughAllThatIsLearned) {
  Log log;
  for (const char* visit : {"s1", "s2", "s3", "s4"}) {
    log.Views(visit, {"boots", "wax", "socks"});
  }
  // Three rounds of a fit's three stages and a count, and then a fit.
  Trainer trainer(*log, {.min_support = 3, .shape = {}, .workers = 1});
  EXPECT_EQ(StepsOfLearning(trainer), 15U);
}

TEST(Trainer, StoppedItLearnsWithAsManyRoundsOfSupportAsItTuned) {
  Random random(23);
  Log log;
  for (std::uint32_t visit = 0; visit < 700; ++visit) {
    const std::uint32_t at = random.Below(60);
    Texts items;
    for (std::uint32_t i = 0; i < 4; ++i) {
      items.push_back("i" + std::to_string((at + i) % 60));
    }
    log.Views("s" + std::to_string(visit), items);
  }
  Trainer trainer(*log, {.min_support = 3, .shape = {}, .workers = 1});
  while (trainer.Doing() != "tuning: start") trainer.Step();
  trainer.StopTuning();
  EXPECT_EQ(StepsOfLearning(trainer), 7U);
  TrainingReport report;
  trainer.Finish(report);
  ASSERT_TRUE(report.tuning.has_value());
  EXPECT_TRUE(report.tuning->stopped);
  EXPECT_EQ(report.tuning->support_rounds, 1U);
}

/// The same events in another order, under other numbers.
TrainingLog Shuffled(const TrainingLog& log, Random& random) {
  const auto permutation = [&random](std::size_t size) {
    std::vector<std::uint32_t> order(size);
    for (std::uint32_t i = 0; i < size; ++i) order[i] = i;
    for (std::size_t i = size; i > 1; --i) {
      std::swap(order[i - 1],
                order[random.Below(static_cast<std::uint32_t>(i))]);
    }
    return order;
  };
  TrainingLog shuffled = log;
  const auto items = permutation(log.items.size());
  const auto sessions = permutation(log.sessions);
  const auto rows = permutation(log.rows.size());
  const auto feed = permutation(log.feed.size());
  for (std::size_t i = 0; i < log.items.size(); ++i) {
    shuffled.items[items[i]] = log.items[i];
  }
  for (std::size_t i = 0; i < log.rows.size(); ++i) {
    LogRow& row = shuffled.rows[rows[i]];
    row = log.rows[i];
    row.item = items[row.item];
    row.session = sessions[row.session];
  }
  for (std::size_t i = 0; i < log.feed.size(); ++i) {
    FeedRow& row = shuffled.feed[feed[i]];
    row = log.feed[i];
    row.item = items[row.item];
  }
  return shuffled;
}

TEST(Trainer, TheOrderOfTheInputDoesNotMatter) {
  Random random(11);
  for (std::uint32_t round = 0; round < 30; ++round) {
    Log log;
    const std::uint32_t items = 1 + random.Below(40);
    const auto any_item = [&] {
      return "i" + std::to_string(random.Below(items));
    };
    for (std::uint32_t row = 0; row < 200; ++row) {
      // Times differ within a session, not between sessions.
      log.Add("s" + std::to_string(random.Below(20)), any_item(),
              std::floor(row / 3.0) + row % 20 / 100.0,
              static_cast<Action>(random.Below(3)));
      if (random.OneIn(5)) (*log).rows.push_back((*log).rows.back());
    }
    if (random.OneIn(2)) {
      for (std::uint32_t i = 0; i < items; ++i) {
        if (random.OneIn(4)) continue;
        log.Sells("i" + std::to_string(i), i % 3 == 0 ? "a" : "b");
      }
    }
    if ((*log).items.empty()) continue;
    const Trained trained(*log);
    const Trained again(Shuffled(*log, random), 1, 3);
    EXPECT_EQ(trained.files.core, again.files.core);
    EXPECT_EQ(trained.files.parts, again.files.parts);
    EXPECT_EQ(trained.report.events, again.report.events);
  }
}

}  // namespace
}  // namespace vitrine
