// What is like what by the feed alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bindings/jobs/content.h"
#include "runtime/training/content_neighbours.h"
#include "runtime/training/stored_rows.h"
#include "tests/native/random.h"

namespace vitrine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Items = std::vector<std::uint32_t>;

/// Items by popularity, the first ones with events.
struct Products {
  std::vector<Items> features;
  std::vector<FeatureKind> kinds;
  std::size_t with_events = 0;

  ContentRows Rows(std::uint32_t workers = 1) const {
    ItemContent content;
    for (const Items& one : features) content.features.emplace_back(one);
    content.kinds = kinds;
    content.without_events.assign(features.size(), true);
    for (std::size_t i = 0; i < with_events; ++i) {
      content.without_events[i] = false;
    }
    content.wanted = content.without_events;
    ContentWork work(content, workers);
    while (!work.done()) work.Step();
    return work.Finish();
  }
};

TEST(ContentNeighbours, AreAlikeByWhatFewOthersHave) {
  // Of six items three have the category 0: log2(1 + 6/3) * 4 = 6.34; two the
  // brand 2 and the word 3: 2 * 2; two the price 4: 2; one the category 1:
  // 11.23. Item 3 weighs 16.34, and has of both
  //   with item 0: 10.34 of 26.68; with 1: 6.34 of 22.68; with 2: 4 of 31.57.
  // Item 4 shares nothing but the price, item 5 nothing at all.
  const Products products = {
      .features = {{0, 3}, {0}, {1, 2}, {0, 2, 3, 4}, {4}, {5}},
      .kinds = {FeatureKind::kCategory, FeatureKind::kCategory,
                FeatureKind::kBrand, FeatureKind::kWord, FeatureKind::kPrice,
                FeatureKind::kWord},
      .with_events = 3};
  EXPECT_THAT(products.Rows(),
              ElementsAre(IsEmpty(), IsEmpty(), IsEmpty(), ElementsAre(0, 1, 2),
                          IsEmpty(), IsEmpty()));
}

TEST(ContentNeighbours, WithoutEventsComeLast) {
  const Products products = {
      .features = {{0}, {0, 1}, {0, 1}, {0, 1}},
      .kinds = {FeatureKind::kCategory, FeatureKind::kWord},
      .with_events = 1};
  EXPECT_THAT(products.Rows(),
              ElementsAre(IsEmpty(), ElementsAre(0, 2, 3), ElementsAre(0, 1, 3),
                          ElementsAre(0, 1, 2)));
}

TEST(ContentNeighbours, AreTwelveAndOfEqualOnesTheMostPopular) {
  Products products = {.features = std::vector<Items>(30, Items{0}),
                       .kinds = {FeatureKind::kBrand},
                       .with_events = 29};
  EXPECT_THAT(products.Rows()[29],
              ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
  // The price tells them apart.
  products.kinds.push_back(FeatureKind::kPrice);
  for (const std::uint32_t item : {20U, 29U}) products.features[item] = {0, 1};
  EXPECT_THAT(products.Rows()[29],
              ElementsAre(20, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST(ContentNeighbours, ManyWorkersFindTheSame) {
  testing::Random random(11);
  Products products = {.features = {}, .kinds = {}, .with_events = 1'500};
  for (int i = 0; i < 300; ++i) {
    products.kinds.push_back(static_cast<FeatureKind>(random.Below(4)));
  }
  for (int i = 0; i < 3'000; ++i) {
    Items& features = products.features.emplace_back();
    for (std::uint32_t feature = 0; feature < 300; ++feature) {
      if (random.OneIn(feature + 5)) features.push_back(feature);
    }
  }
  const ContentRows rows = products.Rows();
  EXPECT_EQ(rows, products.Rows(3));
  EXPECT_EQ(rows[2'000].size(), 12U);
}

TEST(ContentNeighbours, StandBehindTheRunOfTheBestThatStays) {
  const ContentRows rows = {{}, {}, {}, {0, 1}, {3, 1}, {0}, {3}};
  EXPECT_THAT(BesideNeighbours({2, 3, 0, 4, 6, 1, 5}, rows,
                               {false, false, false, true, true, true, true}),
              ElementsAre(2, 0, 6, 1, 3, 5, 4));
  ContentRows ten(12);
  ten[10] = {0};
  ten[11] = {9, 0};
  std::vector<bool> moves(12);
  moves[10] = moves[11] = true;
  EXPECT_THAT(
      BesideNeighbours({11, 10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, ten, moves),
      ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 10, 8, 9, 11));
  EXPECT_THAT(BesideNeighbours({2, 0, 1}, ContentRows(3), {true, true, true}),
              ElementsAre(2, 0, 1));
}

TEST(ContentNeighbours, AreStoredWithTheLowestLevels) {
  SparseRows similar(16);
  similar[0] = {{1, 1}};
  ContentRows content(16);
  content[0] = {5};  // not of use: its own neighbour was learned
  content[2] = {9, 1, 3, 4, 15, 0, 6, 7, 8, 10, 11, 12};
  const StoredRows stored(similar, SparseRows(16), Items(16, 1), content);
  EXPECT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored.by_content(), 12U);
  ModelShard shard;
  stored.AddTo(shard, 0, 16, {.learned = 1});
  EXPECT_EQ(shard.rows[0].counts[0], 1);
  EXPECT_EQ(shard.rows[2].counts[0], 12);
  Items items;
  Items levels;
  for (const Neighbour other : shard.neighbours) {
    items.push_back(other.item);
    levels.push_back(other.level);
  }
  EXPECT_THAT(items, ElementsAre(1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 15, 1, 0));
  EXPECT_THAT(levels,
              ElementsAre(0, 28, 29, 30, 30, 30, 28, 31, 31, 31, 29, 28, 29));
  ModelShard learned;
  stored.AddTo(learned, 0, 16, {.learned = 1, .content = false});
  EXPECT_THAT(learned.neighbours, ElementsAre(Neighbour{1, 0}));
}

/// The features of products, as texts such as "c0 b1 w2", numbered in the order
/// in which they come.
std::vector<std::string> FeaturesOf(
    const std::vector<ingest::FeedProduct>& products) {
  ingest::Feed feed;
  feed.products = products;
  TrainingLog log;
  Items numbers;
  for (std::uint32_t i = 0; i < products.size(); ++i) {
    feed.products[i].item = i;
    log.feed.emplace_back().item = i;
    numbers.push_back(i);
  }
  feed.has_item.assign(products.size(), true);
  jobs::AddContent(feed, numbers, log);
  std::vector<std::string> texts;
  for (const FeedRow& row : log.feed) {
    std::string& text = texts.emplace_back();
    for (const std::uint32_t feature : row.features) {
      if (!text.empty()) text += ' ';
      text += "cbpw"[static_cast<int>(log.features[feature])];
      text += std::to_string(feature);
    }
  }
  return texts;
}

ingest::FeedProduct Product(const std::string& title, const std::string& path,
                            const std::string& brand = "",
                            double price = ingest::FeedProduct::kUnknown) {
  ingest::FeedProduct product;
  product.title = title;
  product.category_path = path;
  product.brand = brand;
  product.price = price;
  return product;
}

TEST(Content, EachLevelOfTheCategoryAndEachWordIsAFeature) {
  EXPECT_THAT(
      FeaturesOf({Product("Hiking boots, HIKING (43)", "Shoes > Boots"),
                  Product("boots", " shoes>Sandals > "),
                  Product("a b\xc3\xb8 shoes", "Boots"), Product("", "")}),
      ElementsAre("c0 c1 w2 w3 w4", "c0 w3 c5", "c6 w7 w8", ""));
}

TEST(Content, PricesAreInTwoBandsBothTwiceAsWide) {
  // Hundredths: 2 to the power of 10, 10.45, 10.55 and 11.04.
  EXPECT_THAT(FeaturesOf({Product("", "", "Fjell", 10.24),
                          Product("", "", "fjell", 14), Product("", "", "", 15),
                          Product("", "", "", 21), Product("", "", "", 0)}),
              ElementsAre("b0 p1 p2", "b0 p1 p2", "p1 p3", "p3 p4", ""));
}

}  // namespace
}  // namespace vitrine
