#include "runtime/training/popularity_order.h"

#include <gtest/gtest.h>

#include "tests/native/model_builder.h"

namespace vitrine {
namespace {

TEST(PopularityOrder, ThoseThatTheCoreNamesThenByWhatTheyGoWith) {
  testing::ModelBuilder builder;
  std::vector<std::string> names;
  for (int i = 0; i < 260; ++i) names.push_back("i" + std::to_string(i));
  for (const std::string& name : names) builder.Item({name});
  // 258 in two rows, 257 in one; being beside many does not lift 0 or 1.
  builder.Similar(0, 258, 1024);
  builder.Similar(1, 258, 1024);
  builder.Similar(1, 257, 1024);
  for (std::uint32_t item = 2; item < 9; ++item) builder.Similar(item, 1, 256);
  Model model;
  ASSERT_EQ(builder.Load(model), ReadError::kNone);
  const std::vector<std::uint32_t> items = ItemsByPopularity(model);
  ASSERT_EQ(items.size(), 260U);
  for (std::uint32_t rank = 0; rank < 256; ++rank) EXPECT_EQ(items[rank], rank);
  const std::vector<std::uint32_t> others(items.begin() + 256, items.end());
  EXPECT_EQ(others, (std::vector<std::uint32_t>{258, 257, 256, 259}));
}

}  // namespace
}  // namespace vitrine
