#include <gtest/gtest.h>

#include "runtime/training/budget_work.h"
#include "tests/native/training_log_builder.h"

namespace vitrine {
namespace {

using testing::Random;

/// Items in a ring, each of which goes with the next ones.
SparseRows Ring(std::uint32_t items) {
  Random random(5);
  SparseRows rows(items);
  for (std::uint32_t item = 0; item < items; ++item) {
    for (std::uint32_t step = 1; step <= 30; ++step) {
      rows[item].push_back(
          {(item + step) % items, static_cast<float>(1 + random.Below(900)) /
                                      900 / static_cast<float>(step)});
    }
    std::sort(rows[item].begin(), rows[item].end(),
              [](const auto& a, const auto& b) { return a.item < b.item; });
  }
  return rows;
}

std::vector<BudgetFigures> FiguresOf(const HeldOutRows& held_out,
                                     const ModelShape& shape,
                                     std::uint32_t workers = 1) {
  const std::size_t items = held_out.rows.size();
  BudgetWork work(held_out, SparseRows(items),
                  std::vector<std::uint32_t>(items, 1), {}, shape, workers);
  while (!work.done()) work.Step();
  return work.Finish();
}

HeldOutRows Shop(std::uint32_t items) {
  HeldOutRows held_out;
  held_out.rows = Ring(items);
  for (std::uint32_t i = 0; i < items; ++i) {
    held_out.order.push_back(items - 1 - i);
    held_out.cases.items.push_back(i);
    held_out.cases.items.push_back((i + 1 + i % 30) % items);
    held_out.cases.ends.push_back(2 * (i + 1));
    ++held_out.cases.count;
  }
  return held_out;
}

TEST(BudgetWork, SmallerModelsFitAndHitLessOften) {
  const std::vector<BudgetFigures> all = FiguresOf(Shop(10000), {});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_LE(all[0].bytes, 50'000U);
  EXPECT_GT(all[0].bytes, 49'000U);
  EXPECT_LE(all[1].bytes, 100'000U);
  EXPECT_GT(all[1].bytes, 99'000U);
  EXPECT_GT(all[2].bytes, 100'000U);
  EXPECT_LE(all[2].bytes, 200'000U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(all[i].result.all.cases, 10000U);
    if (i == 0) continue;
    EXPECT_GT(all[i].result.all.hit_rate, all[i - 1].result.all.hit_rate);
  }
}

TEST(BudgetWork, ABudgetThatWasAskedForIsTheLargest) {
  const std::vector<BudgetFigures> asked =
      FiguresOf(Shop(12000), {.budget = 80'000});
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_LE(asked[0].bytes, 50'000U);
  EXPECT_LE(asked[1].bytes, 80'000U);
  EXPECT_GT(asked[1].bytes, 79'000U);
}

TEST(BudgetWork, ASmallModelStandsAlone) {
  EXPECT_EQ(FiguresOf(Shop(100), {}).size(), 1U);
}

TEST(BudgetWork, IsTheSameWhateverTheNumberOfWorkers) {
  const std::vector<BudgetFigures> one = FiguresOf(Shop(3000), {}, 1);
  const std::vector<BudgetFigures> three = FiguresOf(Shop(3000), {}, 3);
  ASSERT_EQ(one.size(), three.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].bytes, three[i].bytes);
    EXPECT_EQ(one[i].result.Worth(), three[i].result.Worth());
  }
}

}  // namespace
}  // namespace vitrine
