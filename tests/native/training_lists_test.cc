// What a log tells of items beside what goes together: trends, new arrivals,
// how long until something is bought again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "runtime/training/item_lists.h"
#include "runtime/training/replenishment.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Items = std::vector<std::uint32_t>;

constexpr double kDay = 86'400'000;

/// Sessions of one view each.
class Log {
 public:
  explicit Log(std::uint32_t items) { log_.items.resize(items); }

  /// So many sessions at the beginning of each day from `from` to `to`.
  Log& Views(std::uint32_t item, int from, int to, int sessions) {
    for (int day = from; day <= to; ++day) {
      for (int i = 0; i < sessions; ++i) {
        log_.rows.push_back({log_.sessions++, item, day * kDay, {}});
      }
    }
    return *this;
  }
  Log& Sells(std::uint32_t item, double available_day) {
    FeedRow& row = log_.feed.emplace_back();
    row.item = item;
    row.available = available_day * kDay;
    return *this;
  }
  TrainingLog& operator*() { return log_; }

 private:
  TrainingLog log_;
};

ItemLists ListsOf(const TrainingLog& log, std::uint32_t min_support = 1) {
  const auto items = static_cast<std::uint32_t>(log.items.size());
  Items numbers(items);
  std::iota(numbers.begin(), numbers.end(), 0U);
  return FindItemLists(log, OrderLog(log, std::vector<bool>(items, true)),
                       numbers, items, min_support);
}

/// 16 days, of which the latest part is the last three: from day 14 on.
///   item           0: as often as before, 1: more, 2, 3, 4: not before
///   before       280  28  0  0  0   of 308
///   latest part   60  30  8  3  7   of 108
///   expected      98  10  0  0  0
///   growth       0.5 1.7 1.3 0.2 1.1
Log Sixteen() {
  Log log(5);
  log.Views(0, 0, 16, 20).Views(1, 0, 13, 2).Views(1, 14, 16, 10);
  log.Views(2, 15, 16, 4).Views(3, 14, 16, 1).Views(4, 14, 14, 7);
  return log;
}

TEST(ItemLists, WhatIsLookedAtMoreThanBeforeTrends) {
  EXPECT_THAT(ListsOf(*Sixteen()).trending, ElementsAre(1, 2));
}

TEST(ItemLists, ATrendNeedsItsSessions) {
  EXPECT_THAT(ListsOf(*Sixteen(), 8).trending, ElementsAre(1, 2));
  EXPECT_THAT(ListsOf(*Sixteen(), 9).trending, ElementsAre(1));
  EXPECT_THAT(ListsOf(*Sixteen(), 31).trending, IsEmpty());
}

TEST(ItemLists, ASessionCountsOnce) {
  Log log = Sixteen();
  TrainingLog& rows = *log;
  for (int i = 0; i < 20; ++i) {
    rows.rows.push_back({rows.rows.back().session, 4, 14 * kDay + i, {}});
  }
  EXPECT_THAT(ListsOf(rows).trending, ElementsAre(1, 2));
}

TEST(ItemLists, WhatNobodyLookedAtBeforeIsNew) {
  EXPECT_THAT(ListsOf(*Sixteen()).fresh, ElementsAre(2, 4, 3));
}

TEST(ItemLists, TheFeedKnowsBetterWhatIsNew) {
  Log log = Sixteen();
  log.Sells(0, 13.5).Sells(1, 14).Sells(2, 2).Sells(4, 20);
  EXPECT_THAT(ListsOf(*log).fresh, ElementsAre(0, 1, 3));
}

TEST(ItemLists, ProductsWithoutSessionsAreNewLast) {
  Log log = Sixteen();
  (*log).items.resize(7);
  EXPECT_THAT(ListsOf(*log).fresh, ElementsAre(2, 4, 3, 5, 6));
  // Of 183 others some at even distances: three in one.
  (*log).items.resize(5 + 183);
  const Items fresh = ListsOf(*log).fresh;
  ASSERT_EQ(fresh.size(), 64U);
  EXPECT_THAT(Items(fresh.begin(), fresh.begin() + 6),
              ElementsAre(2, 4, 3, 5, 8, 11));
  EXPECT_EQ(fresh.back(), 5 + 180U);
}

TEST(ItemLists, TheLatestPartIsAnEighthButThreeDaysAtLeastAndFourteenAtMost) {
  const auto first_new = [](int days) {
    Log log(static_cast<std::uint32_t>(days) + 1);
    for (int day = 0; day <= days; ++day) {
      log.Views(static_cast<std::uint32_t>(day), day, day, 1);
    }
    return ListsOf(*log).fresh.front();
  };
  EXPECT_EQ(first_new(14), 12U);
  EXPECT_EQ(first_new(24), 22U);
  EXPECT_EQ(first_new(80), 71U);
  EXPECT_EQ(first_new(200), 187U);
}

TEST(ItemLists, ShortLogsAndThoseWithoutAClockTellNothing) {
  Log log(2);
  log.Views(0, 0, 14, 9).Views(1, 13, 14, 9);
  EXPECT_THAT(ListsOf(*log).trending, ElementsAre(1));
  EXPECT_THAT(ListsOf(*log).fresh, ElementsAre(1));
  (*log).clocked = false;
  EXPECT_THAT(ListsOf(*log).trending, IsEmpty());
  EXPECT_THAT(ListsOf(*log).fresh, IsEmpty());
  Log brief(2);
  brief.Views(0, 0, 13, 9).Views(1, 12, 13, 9);
  EXPECT_THAT(ListsOf(*brief).trending, IsEmpty());
  EXPECT_THAT(ListsOf(*brief).fresh, IsEmpty());
  EXPECT_THAT(ListsOf(TrainingLog{}).fresh, IsEmpty());
}

using Purchases = std::vector<VisitorPurchase>;

/// The visitor's purchases of item 5, by day.
void Buys(Purchases& purchases, std::uint32_t visitor,
          const std::vector<double>& days) {
  for (const double day : days) {
    purchases.push_back({visitor, 5, (20'000 + day) * kDay});
  }
}

TEST(Replenishment, EachVisitorCountsOnceWithTheMedianOfHisDays) {
  Purchases purchases;
  Buys(purchases, 2, {14, 0, 7.9});
  Buys(purchases, 0, {0, 10, 20, 30, 40, 50});
  Buys(purchases, 1, {3, 33});
  Buys(purchases, 9, {3});
  EXPECT_THAT(FindRebuyDays(purchases, 3), ElementsAre(RebuyDays{5, 10}));
  EXPECT_THAT(FindRebuyDays(purchases, 4), IsEmpty());
  Buys(purchases, 7, {0, 12});
  EXPECT_THAT(FindRebuyDays(purchases, 3), ElementsAre(RebuyDays{5, 10}));
}

TEST(Replenishment, WhatFollowsWithinADayIsTheSamePurchase) {
  Purchases purchases;
  Buys(purchases, 0, {0, 0, 0.5, 0.9});
  EXPECT_THAT(FindRebuyDays(purchases, 1), IsEmpty());
  Buys(purchases, 0, {1.4});
  EXPECT_THAT(FindRebuyDays(purchases, 1), ElementsAre(RebuyDays{5, 1}));
}

TEST(Replenishment, ItemsAndVisitorsAreApart) {
  const Purchases purchases = {{0, 8, 9 * kDay}, {0, 3, 0},
                               {1, 3, 4 * kDay}, {0, 8, 0},
                               {0, 3, 2 * kDay}, {0, 9, 30 * kDay}};
  EXPECT_THAT(FindRebuyDays(purchases, 1),
              ElementsAre(RebuyDays{3, 2}, RebuyDays{8, 9}));
  EXPECT_THAT(FindRebuyDays({}, 1), IsEmpty());
}

}  // namespace
}  // namespace vitrine
