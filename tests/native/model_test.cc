#include "runtime/rank/model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/native/sample_model.h"

namespace vitrine {
namespace {

using testing::ModelBuilder;
using testing::NoPrice;
using testing::SampleModel;
using Items = std::vector<std::uint32_t>;

Identity ItemId(std::string_view id) {
  return IdentityOf(IdentityKind::kItem, id);
}
Identity Name(std::string_view name) {
  return IdentityOf(IdentityKind::kValue, name);
}

Items ItemsOf(const NeighbourRow& row) {
  Items items;
  for (const Neighbour other : row.items) items.push_back(other.item);
  return items;
}
std::vector<float> WeightsOf(const NeighbourRow& row) {
  std::vector<float> weights;
  for (const Neighbour other : row.items) {
    weights.push_back(row.WeightOf(other));
  }
  return weights;
}
Items Found(const Model& model, Identity name) {
  const auto items = model.Find(name).items;
  return {items.begin(), items.end()};
}

/// The sample's core, and its files of these numbers: two look-up pages, then
/// three shards.
Model Loaded(std::initializer_list<std::uint32_t> files) {
  Model model;
  EXPECT_EQ(model.LoadCore(SampleModel().Core()), ReadError::kNone);
  for (const std::uint32_t file : files) {
    EXPECT_EQ(model.AddPart(SampleModel().File(file)), ReadError::kNone);
  }
  return model;
}

TEST(Availability, HasGoogleMerchantsNames) {
  EXPECT_STREQ(AvailabilityName(Availability::kInStock), "in_stock");
  EXPECT_STREQ(AvailabilityName(Availability::kOutOfStock), "out_of_stock");
  EXPECT_STREQ(AvailabilityName(Availability::kPreorder), "preorder");
  EXPECT_STREQ(AvailabilityName(Availability::kBackorder), "backorder");
}

TEST(Model, TheCoreAloneKnowsHowManyItemsThereAre) {
  const Model model = Loaded({});
  EXPECT_EQ(model.identity(), 0x1122334455667788U);
  EXPECT_EQ(model.size(), 5U);
  EXPECT_EQ(model.first_shard(), 2U);
  EXPECT_EQ(model.first_display(), 5U);
  EXPECT_EQ(model.ShardOf(3), 3U);
  EXPECT_EQ(model.DisplayOf(4), 5U);
  EXPECT_EQ(model.ranking(), SampleModel().ranking);
  EXPECT_EQ(Items(model.popular().begin(), model.popular().end()),
            (Items{0, 1, 2, 3, 4}));
  EXPECT_EQ(Items(model.trending().begin(), model.trending().end()),
            (Items{2, 0}));
  EXPECT_EQ(Items(model.fresh().begin(), model.fresh().end()),
            (Items{4, 3, 2}));
  for (std::uint32_t item = 0; item < model.size(); ++item) {
    EXPECT_FALSE(model[item].known());
    EXPECT_FALSE(model[item].sellable());
    EXPECT_FALSE(model.HasRow(item));
    EXPECT_TRUE(model.Neighbours(Relation::kSimilar, item).items.empty());
    EXPECT_TRUE(model.Neighbours(Relation::kTogether, item).items.empty());
    EXPECT_EQ(model.SelfWeight(item), 0.0F);
  }
}

TEST(Model, AShardTellsWhatGoesWithItsItems) {
  const Model model = Loaded({2});
  EXPECT_TRUE(model.HasRow(0));
  EXPECT_TRUE(model.HasRow(1));
  EXPECT_FALSE(model.HasRow(2));
  const NeighbourRow similar = model.Neighbours(Relation::kSimilar, 0);
  EXPECT_EQ(ItemsOf(similar), (Items{2, 4}));
  EXPECT_EQ(WeightsOf(similar), (std::vector<float>{512, 256}));
  EXPECT_EQ(model.SelfWeight(0), 64.0F);
  EXPECT_EQ(model.SelfWeight(1), 0.0F);
  const NeighbourRow together = model.Neighbours(Relation::kTogether, 1);
  EXPECT_EQ(ItemsOf(together), (Items{0}));
  EXPECT_EQ(WeightsOf(together), (std::vector<float>{0.5F}));
  EXPECT_TRUE(model.Neighbours(Relation::kSimilar, 1).items.empty());
}

TEST(Model, NeighboursAboveComeFirstThenThoseBelow) {
  const Model model = Loaded({3});
  const NeighbourRow row = model.Neighbours(Relation::kSimilar, 2);
  EXPECT_EQ(ItemsOf(row), (Items{3, 1, 0}));
  EXPECT_EQ(WeightsOf(row), (std::vector<float>{4, 2, 1}));
}

TEST(Model, FilesArriveInAnyOrderAndMoreThanOnce) {
  for (const auto& order : {std::initializer_list<std::uint32_t>{0, 1, 2, 3, 4},
                            {4, 3, 2, 1, 0},
                            {2, 2, 0, 4, 0, 1, 3, 3}}) {
    const Model model = Loaded(order);
    for (std::uint32_t item = 0; item < 5; ++item) {
      EXPECT_EQ(Found(model, SampleModel().Told(item).id), (Items{item}));
      EXPECT_TRUE(model.HasRow(item));
    }
    EXPECT_EQ(ItemsOf(model.Neighbours(Relation::kSimilar, 0)), (Items{2, 4}));
    EXPECT_EQ(ItemsOf(model.Neighbours(Relation::kTogether, 0)), (Items{3}));
    EXPECT_EQ(ItemsOf(model.Neighbours(Relation::kSimilar, 4)), (Items{0}));
    EXPECT_EQ(Found(model, Name("Hiking")), (Items{0, 2}));
    EXPECT_EQ(Found(model, Name("Camping")), (Items{1, 3}));
  }
}

TEST(Model, ANameSaysWhichPageKnowsIt) {
  Model model = Loaded({});
  const Identity names[] = {ItemId("boot"), ItemId("nobody"), Name("Hiking")};
  for (const Identity name : names) {
    const Model::Found found = model.Find(name);
    EXPECT_TRUE(found.items.empty());
    EXPECT_EQ(found.item(), kNone);
    EXPECT_EQ(found.wanted, model.LookupsOf(name));
  }
  for (const std::uint32_t page : {0U, 1U}) {
    ASSERT_EQ(model.AddPart(SampleModel().File(page)), ReadError::kNone);
  }
  EXPECT_EQ(model.Find(ItemId("boot")).item(), 0U);
  EXPECT_EQ(model.Find(ItemId("nobody")).item(), kNone);
  for (const Identity name : names) {
    EXPECT_EQ(model.Find(name).wanted, kNone);
  }
}

TEST(Model, WhatIsToldIsKnownByNameWithoutALookUp) {
  Model model = Loaded({});
  SampleModel().TellFrom(2, 2, model);
  EXPECT_TRUE(model[2].known());
  EXPECT_FALSE(model[2].sellable());
  EXPECT_EQ(model[2].price, 9.99);
  EXPECT_TRUE(model[3].sellable());
  EXPECT_EQ(model[3].category, Name("Camping"));
  EXPECT_EQ(model[3].brand, Name("Fjell"));
  EXPECT_TRUE(std::isnan(model[3].price));
  EXPECT_FALSE(model[1].known());
  EXPECT_EQ(model.Find(ItemId("sock")).item(), 2U);
  EXPECT_EQ(model.Find(ItemId("sock")).wanted, kNone);
  EXPECT_NE(model.Find(ItemId("boot")).wanted, kNone);
}

TEST(Model, ManyItemsCanBeTold) {
  ModelBuilder b;
  std::vector<std::string> ids;
  for (int i = 0; i < 3000; ++i) ids.push_back("item-" + std::to_string(i));
  for (const std::string& id : ids) b.Item({id});
  Model model;
  ASSERT_EQ(b.Load(model), ReadError::kNone);
  for (std::uint32_t item = 0; item < 3000; ++item) {
    ASSERT_EQ(model.Find(ItemId(ids[item])).item(), item);
    ASSERT_EQ(model[item].id, ItemId(ids[item]));
  }
}

TEST(Model, WhatTheShopSaysOutranksDisplayFilesBeforeAndAfter) {
  Model model = Loaded({});
  SampleModel().TellFrom(0, 2, model);
  model.Update(ItemId("boot"), 79.0);
  model.Update(ItemId("tent"), Availability::kOutOfStock);
  SampleModel().TellFrom(0, 5, model);
  EXPECT_EQ(model[0].price, 79.0);
  EXPECT_EQ(model[0].availability, Availability::kInStock);
  EXPECT_EQ(model[1].price, 1999);
  EXPECT_EQ(model[1].availability, Availability::kOutOfStock);
}

TEST(Model, WhatTheShopSaysOfItemsThatNobodyToldIsPassedOver) {
  Model model = Loaded({0, 1});
  model.Update(ItemId("boot"), 79.0);
  model.Update(ItemId("nobody"), 79.0);
  model.Update(ItemId("boot"), Availability::kOutOfStock);
  SampleModel().TellFrom(0, 1, model);
  EXPECT_EQ(model[0].price, 89.5);
  EXPECT_TRUE(model[0].sellable());
}

TEST(Model, PricesThatAreNoneChangeNothing) {
  Model model = Loaded({});
  SampleModel().TellFrom(0, 1, model);
  for (const double price : {NoPrice(), -0.01, 1e12 + 1.0, -1e300, 1e300,
                             double{INFINITY}, -double{INFINITY}}) {
    model.Update(ItemId("boot"), price);
    EXPECT_EQ(model[0].price, 89.5);
  }
  model.Update(ItemId("boot"), 0.0);
  EXPECT_EQ(model[0].price, 0.0);
  Model::Item told = SampleModel().Told(1);
  told.price = -1;
  model.Tell(1, told);
  EXPECT_TRUE(std::isnan(model[1].price));
}

TEST(Model, AFileOfAnotherModelLeavesTheModelAsItWas) {
  Model model = Loaded({});
  ModelBuilder other = SampleModel();
  other.identity = 7;
  EXPECT_EQ(model.AddPart(other.File(0)), ReadError::kWrongModel);
  EXPECT_EQ(model.AddPart(other.File(2)), ReadError::kWrongModel);
  EXPECT_EQ(model.AddPart(SampleModel().Core()), ReadError::kWrongKind);
  EXPECT_FALSE(model.HasRow(0));
  EXPECT_EQ(model.Find(ItemId("boot")).wanted, model.LookupsOf(ItemId("boot")));
}

TEST(Model, ACategoryHasItsTwentyFourBestItems) {
  ModelBuilder b;
  std::vector<std::string> ids;
  for (int i = 0; i < 60; ++i) ids.push_back("item-" + std::to_string(i));
  for (int i = 0; i < 60; ++i) {
    b.Item({ids[static_cast<std::size_t>(i)], i % 2 == 0 ? "even" : "odd"});
  }
  Model model;
  ASSERT_EQ(b.Load(model), ReadError::kNone);
  const Items odd = Found(model, Name("odd"));
  ASSERT_EQ(odd.size(), 24U);
  EXPECT_EQ(odd.front(), 1U);
  EXPECT_EQ(odd.back(), 47U);
}

}  // namespace
}  // namespace vitrine
