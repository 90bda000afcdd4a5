#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "runtime/rank/model.h"
#include "runtime/training/model_files.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;

constexpr std::size_t kNoLimit = kMaxBundleBytes;
constexpr Ranking kRanking = {.decay = 0.25, .revisit = 7, .revisit_decay = 1};

/// Each item goes with the next two.
Part Chain(std::uint32_t items) {
  Part whole;
  const std::uint32_t red = whole.names.Add("red");
  const std::uint32_t blue = whole.names.Add("blue");
  for (std::uint32_t item = 0; item < items; ++item) {
    whole.ids.Add("item-" + std::to_string(item));
    whole.products.push_back({.category = item % 3 == 0 ? kNone : red,
                              .brand = item % 2 == 0 ? blue : kNone,
                              .price = item == 1 ? std::nan("") : item / 4.0,
                              .availability = item == 2
                                                  ? Availability::kOutOfStock
                                                  : Availability::kInStock});
    std::uint32_t count = 0;
    for (std::uint32_t next = item + 1; next < items && count < 2; ++next) {
      whole.similar.items.push_back(next);
      whole.similar.weights.push_back(static_cast<std::uint8_t>(next % 256));
      ++count;
    }
    whole.similar.counts.push_back(count);
  }
  return whole;
}

void ExpectLoads(const ModelFiles& files, const Part& whole) {
  Model model;
  ASSERT_EQ(model.LoadCore(files.core), ReadError::kNone);
  ASSERT_EQ(model.size(), whole.ids.size());
  ASSERT_EQ(model.shard_count(), files.shards.size());
  for (const Bytes& shard : files.shards) {
    ASSERT_EQ(model.AddShard(shard), ReadError::kNone);
  }
  ASSERT_TRUE(model.complete());
  EXPECT_EQ(model.ranking(), kRanking);
  const auto name_of = [&](std::uint32_t name) {
    return name == kNone ? kNoIdentity
                         : IdentityOf(IdentityKind::kValue, whole.names[name]);
  };
  std::size_t at = 0;
  for (std::uint32_t item = 0; item < model.size(); ++item) {
    const Product& product = whole.products[item];
    EXPECT_EQ(model.Id(item), whole.ids[item]);
    EXPECT_EQ(model[item].category, name_of(product.category));
    EXPECT_EQ(model[item].brand, name_of(product.brand));
    EXPECT_EQ(model[item].availability, product.availability);
    EXPECT_EQ(std::isnan(model[item].price), std::isnan(product.price));
    if (!std::isnan(product.price)) {
      EXPECT_EQ(model[item].price, product.price);
    }
    const NeighbourRow row = model.Neighbours(Relation::kSimilar, item);
    ASSERT_EQ(row.items.size(), whole.similar.counts[item]);
    for (std::size_t i = 0; i < row.items.size(); ++i, ++at) {
      EXPECT_EQ(row.items[i], whole.similar.items[at]);
      EXPECT_EQ(row.weights[i], whole.similar.weights[at]);
    }
    EXPECT_TRUE(model.Neighbours(Relation::kTogether, item).items.empty());
  }
}

ModelFiles FilesOf(const Part& whole, std::size_t most_bytes) {
  ModelFiles files;
  WriteModelFiles(whole, kRanking, most_bytes, files);
  return files;
}

TEST(ModelFiles, SmallModelsHaveOneShard) {
  for (const std::uint32_t items : {1U, 2U, 63U, 64U, 65U, 300U}) {
    const Part whole = Chain(items);
    const ModelFiles files = FilesOf(whole, kNoLimit);
    EXPECT_EQ(files.shards.size(), 1U);
    ExpectLoads(files, whole);
  }
}

TEST(ModelFiles, LargerOnesHaveAsManyAsNeeded) {
  const Part whole = Chain(300);
  const std::size_t size = FilesOf(whole, kNoLimit).shards[0].size();
  EXPECT_EQ(FilesOf(whole, size).shards.size(), 1U);
  EXPECT_EQ(FilesOf(whole, size - 1).shards.size(), 2U);
  for (const std::size_t most_bytes : {size / 2, size / 3, size / 10}) {
    const ModelFiles files = FilesOf(whole, most_bytes);
    EXPECT_GT(files.shards.size(), size / most_bytes);
    EXPECT_LT(files.shards.size(), 3 * size / most_bytes);
    for (const Bytes& shard : files.shards) {
      EXPECT_LE(shard.size(), most_bytes);
    }
    ExpectLoads(files, whole);
  }
}

TEST(ModelFiles, AShardHasAtLeastOneItem) {
  const Part whole = Chain(7);
  const ModelFiles files = FilesOf(whole, 1);
  EXPECT_EQ(files.shards.size(), 7U);
  ExpectLoads(files, whole);
}

TEST(ModelFiles, TheCoreKnowsTheMostPopularItems) {
  Model model;
  ASSERT_EQ(model.LoadCore(FilesOf(Chain(65), kNoLimit).core),
            ReadError::kNone);
  EXPECT_EQ(model.size(), 65U);
  EXPECT_TRUE(model[63].known());
  EXPECT_FALSE(model[64].known());
  EXPECT_EQ(model[63].brand, kNoIdentity);
  EXPECT_EQ(model[62].brand, IdentityOf(IdentityKind::kValue, u"blue"));
}

std::uint64_t IdentityOfModel(const Part& whole,
                              std::size_t most_bytes = kNoLimit) {
  Model model;
  EXPECT_EQ(model.LoadCore(FilesOf(whole, most_bytes).core), ReadError::kNone);
  return model.identity();
}

TEST(ModelFiles, EqualModelsHaveEqualIdentitiesAndOthersNot) {
  const std::uint64_t identity = IdentityOfModel(Chain(10));
  EXPECT_EQ(identity, IdentityOfModel(Chain(10)));
  EXPECT_NE(identity, IdentityOfModel(Chain(11)));
  EXPECT_NE(identity, IdentityOfModel(Chain(10), 1));
  Part changed = Chain(10);
  changed.similar.weights[3] ^= 1;
  EXPECT_NE(identity, IdentityOfModel(changed));
  changed = Chain(10);
  changed.products[9].price = 1.5;
  EXPECT_NE(identity, IdentityOfModel(changed));
}

TEST(ModelFiles, AShardOfAnotherModelIsRefused) {
  Part other = Chain(10);
  other.similar.weights[0] ^= 1;
  Model model;
  ASSERT_EQ(model.LoadCore(FilesOf(Chain(10), kNoLimit).core),
            ReadError::kNone);
  EXPECT_EQ(model.AddShard(FilesOf(other, kNoLimit).shards[0]),
            ReadError::kWrongModel);
}

}  // namespace
}  // namespace vitrine
