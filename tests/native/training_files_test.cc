#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "runtime/rank/model.h"
#include "runtime/training/browse_order.h"
#include "runtime/training/model_files.h"
#include "tests/native/random.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using testing::Random;
using ::testing::UnorderedElementsAre;
using Items = std::vector<std::uint32_t>;

constexpr Ranking kRanking = {.decay = 0.25F,
                              .revisit = 7,
                              .revisit_decay = 1,
                              .near = 0.01F,
                              .near_slope = 0.1F};

std::string IdOf(std::uint32_t item) { return "item-" + std::to_string(item); }

/// Each item goes with the next two, half as much with the second.
SparseRows Chain(std::uint32_t items) {
  SparseRows rows(items);
  for (std::uint32_t i = 0; i < items; ++i) {
    if (i % 2 == 0) rows[i].push_back({i, 0.5F});
    if (i + 1 < items) rows[i].push_back({i + 1, 1});
    if (i + 2 < items) rows[i].push_back({i + 2, 0.5F});
  }
  return rows;
}

ModelFiles FilesOf(const SparseRows& rows, const ModelShape& shape = {},
                   Ranking ranking = kRanking,
                   const ContentRows& content = {}) {
  const auto items = static_cast<std::uint32_t>(rows.size());
  const StoredRows stored(rows, SparseRows(items), Items(items, 1), content);
  WholeModel model = {.rows = stored,
                      .ranking = ranking,
                      .names = {},
                      .categories = {},
                      .by_popularity = Items(items),
                      .trending = {items - 1},
                      .fresh = {0},
                      .aliases = {}};
  std::iota(model.by_popularity.rbegin(), model.by_popularity.rend(), 0U);
  for (std::uint32_t item = 0; item < items; ++item) {
    model.names.push_back(
        IdentityOf(IdentityKind::kItem, std::string_view(IdOf(item))));
    model.categories.push_back(
        item % 3 == 0 ? kNoIdentity : IdentityOf(IdentityKind::kValue, u"red"));
  }
  return WriteModelFiles(model, shape);
}

Model Loaded(const ModelFiles& files) {
  Model model;
  EXPECT_EQ(model.LoadCore(files.core), ReadError::kNone);
  for (const Bytes& part : files.parts) {
    EXPECT_EQ(model.AddPart(part), ReadError::kNone);
  }
  return model;
}

TEST(ModelFiles, TellOfAllItemsAndWhatGoesWithThem) {
  for (const std::uint32_t items : {1U, 2U, 63U, 64U, 65U, 1000U}) {
    for (const std::uint32_t bits : {0U, 6U, kMaxShardBits}) {
      const ModelFiles files = FilesOf(Chain(items), {.shard_bits = bits});
      const Model model = Loaded(files);
      EXPECT_EQ(model.identity(), files.identity);
      EXPECT_EQ(model.size(), items);
      EXPECT_EQ(model.ranking(), kRanking);
      EXPECT_EQ(model.first_shard(), files.first_shard);
      EXPECT_EQ(model.first_display(), files.parts.size());
      EXPECT_EQ(files.names_left_out, 0U);
      for (std::uint32_t i = 0; i < items; ++i) {
        EXPECT_EQ(model
                      .Find(IdentityOf(IdentityKind::kItem,
                                       std::string_view(IdOf(i))))
                      .item(),
                  i);
        EXPECT_EQ(model.SelfWeight(i) > 0, i % 2 == 0);
        const NeighbourRow row = model.Neighbours(Relation::kSimilar, i);
        ASSERT_EQ(row.items.size(), std::min(2U, items - 1 - i));
        for (std::uint32_t k = 0; k < row.items.size(); ++k) {
          EXPECT_EQ(row.items[k].item, i + 1 + k);
          EXPECT_NEAR(row.WeightOf(row.items[k]), k == 0 ? 1 : 0.512, 0.001);
        }
        EXPECT_TRUE(model.Neighbours(Relation::kTogether, i).items.empty());
      }
    }
  }
}

TEST(ModelFiles, ThePopularOnesComeFirst) {
  const Model model = Loaded(FilesOf(Chain(1000)));
  EXPECT_EQ(model.popular().size(), 256U);
  EXPECT_EQ(model.popular().front(), 999U);
  EXPECT_EQ(model.popular().back(), 744U);
  EXPECT_THAT(Items(model.trending().begin(), model.trending().end()),
              ElementsAre(999));
  EXPECT_THAT(Items(model.fresh().begin(), model.fresh().end()),
              ElementsAre(0));
  const auto red = model.Find(IdentityOf(IdentityKind::kValue, u"red")).items;
  EXPECT_EQ(red.size(), 24U);
  EXPECT_THAT(Items(red.begin(), red.begin() + 3), ElementsAre(998, 997, 995));
}

TEST(ModelFiles, ABudgetKeepsWhatIsWorthMost) {
  const SparseRows rows = Chain(1000);
  const auto size = [](const ModelFiles& files) {
    std::size_t bytes = files.core.size();
    for (std::size_t i = files.first_shard; i < files.parts.size(); ++i) {
      bytes += files.parts[i].size();
    }
    return bytes;
  };
  const ModelFiles all = FilesOf(rows);
  EXPECT_EQ(all.neighbours, 999U + 998U);
  const std::size_t least = size(FilesOf(rows, {.budget = 1}));
  EXPECT_LT(least, size(all));
  const std::size_t budget = least + (size(all) - least) * 3 / 4;
  const ModelFiles files = FilesOf(rows, {.budget = budget});
  EXPECT_LE(size(files), budget);
  const Model model = Loaded(files);
  for (std::uint32_t i = 0; i < 999; ++i) {
    const NeighbourRow row = model.Neighbours(Relation::kSimilar, i);
    ASSERT_EQ(row.items.size(), 1U);
    EXPECT_EQ(row.items[0].item, i + 1);
  }
  EXPECT_EQ(FilesOf(rows, {.budget = size(all)}).neighbours, 999U + 998U);
}

TEST(ModelFiles, ABudgetIsForWhatWasLearnedFirst) {
  const SparseRows rows = Chain(1000);
  ContentRows content(1000);
  content[999] = {1, 500, 3};
  const auto with = [&](std::size_t budget) {
    return FilesOf(rows, {.budget = budget}, kRanking, content);
  };
  EXPECT_EQ(FilesOf(rows, {}, kRanking, content).by_content, 3U);
  EXPECT_EQ(with(1'000'000).by_content, 3U);
  EXPECT_EQ(with(1'000'000).neighbours, 999U + 998U);
  const ModelFiles without = FilesOf(rows);
  EXPECT_EQ(without.by_content, 0U);
  std::size_t bytes = without.core.size();
  for (std::size_t i = without.first_shard; i < without.parts.size(); ++i) {
    bytes += without.parts[i].size();
  }
  EXPECT_EQ(with(bytes).by_content, 0U);
  EXPECT_EQ(with(bytes).neighbours, 999U + 998U);
  EXPECT_EQ(with(bytes - 100).by_content, 0U);
  EXPECT_LT(with(bytes - 100).neighbours, 999U + 998U);
}

TEST(ModelFiles, WhatGoesWithPopularItemsIsWorthMore) {
  // 16 times as popular: worth twice as much.
  const SparseRows rows = {{{1, 1}}, {{0, 0.6F}}, {{0, 0.4F}}};
  const StoredRows stored(rows, SparseRows(3), Items{1, 16, 16});
  const auto counts = [&](std::size_t most) {
    ModelShard shard;
    stored.AddTo(shard, 0, 3, {.learned = most});
    return Items{shard.rows[0].counts[0], shard.rows[1].counts[0],
                 shard.rows[2].counts[0]};
  };
  EXPECT_THAT(counts(0), ElementsAre(0, 0, 0));
  EXPECT_THAT(counts(1), ElementsAre(0, 1, 0));
  EXPECT_THAT(counts(2), ElementsAre(1, 1, 0));
  EXPECT_THAT(counts(3), ElementsAre(1, 1, 1));
}

TEST(ModelFiles, WeightsAreToldByTheNearestLevel) {
  SparseRows rows(3);
  rows[0] = {{1, 1}, {2, 0.9F}};
  rows[1] = {{0, 0.89F}, {2, 0.0001F}};
  const StoredRows stored(rows, SparseRows(3), Items{1, 1, 1});
  ModelShard shard;
  stored.AddTo(shard, 0, 3, {.learned = stored.size()});
  EXPECT_EQ(stored.top(Relation::kSimilar), 1.0F);
  // Steps of 1.25: below 0.894 it is the second one. Above comes first.
  EXPECT_THAT(shard.neighbours, ElementsAre(Neighbour{1, 0}, Neighbour{2, 0},
                                            Neighbour{2, 31}, Neighbour{0, 1}));
  EXPECT_EQ(shard.rows[2].counts[0], 0);
}

TEST(ModelFiles, ARowKeepsAHundred) {
  SparseRows rows(150);
  for (std::uint32_t i = 1; i < 150; ++i) {
    rows[0].push_back({i, static_cast<float>(i)});
  }
  const StoredRows stored(rows, SparseRows(150), Items(150, 1));
  EXPECT_EQ(stored.size(), 100U);
  ModelShard shard;
  stored.AddTo(shard, 0, 1, {.learned = stored.size()});
  EXPECT_EQ(shard.neighbours[0].item, 50U);
  EXPECT_EQ(shard.neighbours[99].item, 149U);
}

TEST(ModelFiles, EqualModelsHaveEqualIdentitiesAndOthersNot) {
  const std::uint64_t identity = FilesOf(Chain(10)).identity;
  EXPECT_EQ(identity, FilesOf(Chain(10)).identity);
  EXPECT_NE(identity, FilesOf(Chain(11)).identity);
  EXPECT_NE(identity, FilesOf(Chain(10), {.shard_bits = 1}).identity);
  EXPECT_NE(identity, FilesOf(Chain(10), {}, {.decay = 0.5F}).identity);
  SparseRows changed = Chain(10);
  changed[3][0].weight = 0.25F;
  EXPECT_NE(identity, FilesOf(changed).identity);
}

TEST(ModelFiles, AnotherIdentityStandsInAllFiles) {
  ModelFiles files = FilesOf(Chain(100));
  const Bytes old = files.parts[0];
  SetIdentity(files, 99);
  EXPECT_EQ(files.identity, 99U);
  Model model = Loaded(files);
  EXPECT_EQ(model.identity(), 99U);
  EXPECT_EQ(model.AddPart(old), ReadError::kWrongModel);
}

Items OrderOf(const SparseRows& rows) {
  BrowseOrderWork work(rows);
  while (!work.done()) work.Step();
  EXPECT_EQ(work.share_done(), 1);
  return work.Finish();
}

TEST(BrowseOrder, AnItemStandsBesideThoseThatItGoesWithMost) {
  // A star: the hub goes with everything, most with the last items.
  constexpr std::uint32_t kItems = 64;
  SparseRows rows(kItems);
  for (std::uint32_t i = 1; i < kItems; ++i) {
    rows[0].push_back({i, static_cast<float>(i)});
    rows[i].push_back({0, static_cast<float>(i)});
  }
  const Items order = OrderOf(rows);
  const auto hub = std::find(order.begin(), order.end(), 0U);
  ASSERT_NE(hub, order.begin());
  ASSERT_NE(hub + 1, order.end());
  EXPECT_THAT((Items{*(hub - 1), *(hub + 1)}),
              ::testing::UnorderedElementsAre(kItems - 1, kItems - 2));
}

TEST(BrowseOrder, HoldsEachItemOnce) {
  for (const std::uint32_t items : {1U, 2U, 9U, 100U}) {
    Items order = OrderOf(Chain(items));
    std::sort(order.begin(), order.end());
    Items all(items);
    std::iota(all.begin(), all.end(), 0U);
    EXPECT_EQ(order, all);
  }
  EXPECT_TRUE(OrderOf({}).empty());
}

TEST(BrowseOrder, WhatGoesTogetherStandsTogether) {
  // 32 groups of 16 items, scattered over the numbers; each item goes with some
  // of its group, and a little with one of another.
  Random random(5);
  constexpr std::uint32_t kItems = 512;
  SparseRows rows(kItems);
  for (std::uint32_t i = 0; i < kItems; ++i) {
    for (std::uint32_t j = i % 32; j < kItems; j += 32) {
      if (j != i && random.OneIn(2)) rows[i].push_back({j, 1});
    }
    rows[i].push_back({(i * 7 + 3) % kItems, 0.1F});
  }
  const Items order = OrderOf(rows);
  std::size_t same = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    same += order[i] % 32 == order[i - 1] % 32;
  }
  EXPECT_GT(same, 470U) << "of 480 at best";
  EXPECT_EQ(order, OrderOf(rows));
}

}  // namespace
}  // namespace vitrine
