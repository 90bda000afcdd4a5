#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/training/ordered_log.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TrainingLog LogOf(std::vector<LogRow> rows, std::uint32_t sessions) {
  TrainingLog log;
  log.items = {"a", "b", "c"};
  log.sessions = sessions;
  log.rows = std::move(rows);
  return log;
}

TEST(OrderedLog, SessionsComeApartAndInTheOrderOfTime) {
  const TrainingLog log = LogOf({{.session = 1, .item = 0, .time = 20},
                                 {.session = 0, .item = 1, .time = 30},
                                 {.session = 1, .item = 2, .time = 10},
                                 {.session = 0, .item = 0, .time = -5}},
                                2);
  const OrderedLog ordered = OrderLog(log, {true, true, true});
  EXPECT_THAT(ordered.rows, ElementsAre(3, 1, 2, 0));
  EXPECT_THAT(ordered.ends, ElementsAre(2, 4));
}

TEST(OrderedLog, RowsOfEqualTimeStayInTheirOrder) {
  for (const bool clocked : {true, false}) {
    TrainingLog log = LogOf({{.item = 2, .time = 7},
                             {.item = 0, .time = 7},
                             {.item = 1, .time = 7},
                             {.item = 0, .time = 3}},
                            1);
    log.clocked = clocked;
    EXPECT_THAT(OrderLog(log, {true, true, true}).rows,
                ElementsAre(3, 0, 1, 2));
  }
}

TEST(OrderedLog, AClockedRowCountsOnce) {
  TrainingLog log =
      LogOf({{.session = 0, .item = 0, .time = 7},
             {.session = 0, .item = 1, .time = 7},
             {.session = 0, .item = 0, .time = 7},  // again
             {.session = 0, .item = 0, .time = 7, .action = Action::kPurchase},
             {.session = 0, .item = 0, .time = 8},
             {.session = 1, .item = 0, .time = 7}},
            2);
  EXPECT_THAT(OrderLog(log, {true, true, true}).rows,
              ElementsAre(0, 1, 3, 4, 5));
  // A rank says nothing about when: the shopper may have come back.
  log.clocked = false;
  EXPECT_THAT(OrderLog(log, {true, true, true}).rows,
              ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(OrderedLog, SessionsWithoutRowsThatCountAreLeftOut) {
  const TrainingLog log = LogOf({{.session = 0, .item = 1, .time = 1},
                                 {.session = 1, .item = 0, .time = 2},
                                 {.session = 1, .item = 1, .time = 3},
                                 {.session = 3, .item = 2, .time = 4}},
                                4);
  const OrderedLog ordered = OrderLog(log, {true, false, true});
  EXPECT_THAT(ordered.rows, ElementsAre(1, 3));
  EXPECT_THAT(ordered.ends, ElementsAre(1, 2));
  EXPECT_THAT(OrderLog(log, {false, false, false}).ends, IsEmpty());
}

TEST(OrderedLog, ASessionStartsWithItsFirstRowThatCounts) {
  const TrainingLog log = LogOf({{.session = 0, .item = 0, .time = 1000},
                                 {.session = 1, .item = 1, .time = 9999},
                                 {.session = 1, .item = 0, .time = 10},
                                 {.session = 2, .item = 2, .time = 5},
                                 {.session = 2, .item = 0, .time = 11}},
                                3);
  EXPECT_THAT(OrderLog(log, {true, true, false}).starts,
              ElementsAre(1000, 10, 11));
}

}  // namespace
}  // namespace vitrine
