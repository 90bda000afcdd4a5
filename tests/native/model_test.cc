#include "runtime/rank/model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "runtime/bundle/format.h"
#include "runtime/training/model_writer.h"
#include "tests/native/sample_model.h"

namespace vitrine {
namespace {

using testing::ModelParts;
using testing::NoPrice;
using testing::Random;
using testing::SampleModel;

Identity ItemId(std::string_view id) {
  return IdentityOf(IdentityKind::kItem, id);
}
Identity Name(std::string_view name) {
  return IdentityOf(IdentityKind::kValue, name);
}

std::vector<std::uint32_t> Items(const NeighbourRow& row) {
  return {row.items.begin(), row.items.end()};
}
std::vector<int> Weights(const NeighbourRow& row) {
  return {row.weights.begin(), row.weights.end()};
}

/// A model with its core and the shards of these numbers.
Model Loaded(const ModelParts& parts, std::initializer_list<int> shards) {
  Model model;
  EXPECT_EQ(model.LoadCore(WriteModelCore(parts.core)), ReadError::kNone);
  for (const int shard : shards) {
    const Bytes file =
        WriteModelShard(parts.shards[static_cast<std::size_t>(shard)]);
    EXPECT_EQ(model.AddShard(file), ReadError::kNone);
  }
  return model;
}

/// What adding this shard to the sample's core says.
ReadError AddTo(Model& model, const ModelShard& shard) {
  return model.AddShard(WriteModelShard(shard));
}

TEST(Weights, AreOrderedFromSixteenToAMillion) {
  EXPECT_EQ(WeightOf(0), 16);
  EXPECT_EQ(WeightOf(15), 31);
  EXPECT_EQ(WeightOf(16), 32);
  EXPECT_EQ(WeightOf(255), 31 * 32768);
  for (int code = 1; code < 256; ++code) {
    EXPECT_LT(WeightOf(static_cast<std::uint8_t>(code - 1)),
              WeightOf(static_cast<std::uint8_t>(code)));
  }
}

TEST(Availability, HasGoogleMerchantsNames) {
  EXPECT_STREQ(AvailabilityName(Availability::kInStock), "in_stock");
  EXPECT_STREQ(AvailabilityName(Availability::kOutOfStock), "out_of_stock");
  EXPECT_STREQ(AvailabilityName(Availability::kPreorder), "preorder");
  EXPECT_STREQ(AvailabilityName(Availability::kBackorder), "backorder");
}

TEST(Model, TheCoreAloneKnowsTheHead) {
  const Model model = Loaded(SampleModel(), {});
  EXPECT_EQ(model.identity(), 0x1122334455667788U);
  EXPECT_EQ(model.size(), 5U);
  EXPECT_EQ(model.shard_count(), 2U);
  EXPECT_FALSE(model.IsLoaded(0));
  EXPECT_FALSE(model.complete());

  EXPECT_EQ(model.Find(ItemId("boot")), 0U);
  EXPECT_EQ(model.Id(0), "boot");
  EXPECT_EQ(model[0].id, ItemId("boot"));
  EXPECT_EQ(model[0].category, Name("Hiking"));
  EXPECT_EQ(model[0].brand, Name("Fjell"));
  EXPECT_EQ(model[0].price, 89.5);
  EXPECT_TRUE(model[0].sellable());
  EXPECT_EQ(model[1].brand, kNoIdentity);
  EXPECT_EQ(model[1].availability, Availability::kPreorder);
  EXPECT_TRUE(model[1].sellable());

  EXPECT_EQ(model.Find(ItemId("sock")), kNone);
  EXPECT_FALSE(model[2].known());
  EXPECT_FALSE(model[2].sellable());
  EXPECT_EQ(model.Id(2), "");
  for (std::uint32_t item = 0; item < model.size(); ++item) {
    EXPECT_TRUE(model.Neighbours(Relation::kSimilar, item).items.empty());
    EXPECT_TRUE(model.Neighbours(Relation::kTogether, item).items.empty());
  }
}

TEST(Model, AShardAddsItsItemsAndTheirNeighbours) {
  const Model model = Loaded(SampleModel(), {0});
  EXPECT_TRUE(model.IsLoaded(0));
  EXPECT_FALSE(model.IsLoaded(1));
  EXPECT_FALSE(model.complete());
  EXPECT_EQ(model.Find(ItemId("sock")), 2U);
  EXPECT_EQ(model.Id(2), "sock");
  EXPECT_EQ(model[2].price, 9.99);
  EXPECT_TRUE(model[2].known());
  EXPECT_FALSE(model[2].sellable());
  EXPECT_EQ(model.Find(ItemId("stove")), kNone);

  const NeighbourRow similar = model.Neighbours(Relation::kSimilar, 2);
  EXPECT_EQ(Items(similar), (std::vector<std::uint32_t>{0, 1, 3}));
  EXPECT_EQ(Weights(similar), (std::vector<int>{1, 2, 3}));
  EXPECT_TRUE(model.Neighbours(Relation::kSimilar, 1).items.empty());
  EXPECT_EQ(Items(model.Neighbours(Relation::kTogether, 0)),
            (std::vector<std::uint32_t>{3}));
  EXPECT_TRUE(model.Neighbours(Relation::kSimilar, 3).items.empty());
}

TEST(Model, ShardsArriveInAnyOrder) {
  for (const auto& order : {std::initializer_list<int>{0, 1}, {1, 0}}) {
    const Model model = Loaded(SampleModel(), order);
    EXPECT_TRUE(model.complete());
    EXPECT_EQ(model.Find(ItemId("\xc3\xb8-\xf0\x9f\xa5\xbe")), 4U);
    EXPECT_EQ(model.Id(4), "\xc3\xb8-\xf0\x9f\xa5\xbe");
    EXPECT_EQ(model.Id(3), "stove");
    EXPECT_TRUE(std::isnan(model[3].price));
    EXPECT_EQ(model[3].category, Name("Camping"));
    EXPECT_EQ(model[4].category, kNoIdentity);
    EXPECT_EQ(Items(model.Neighbours(Relation::kSimilar, 0)),
              (std::vector<std::uint32_t>{2, 4}));
    EXPECT_EQ(Items(model.Neighbours(Relation::kSimilar, 3)),
              (std::vector<std::uint32_t>{4}));
    EXPECT_EQ(Items(model.Neighbours(Relation::kSimilar, 4)),
              (std::vector<std::uint32_t>{0}));
    EXPECT_TRUE(model.Neighbours(Relation::kTogether, 4).items.empty());
  }
}

TEST(Model, AShardThatIsThereAlreadyChangesNothing) {
  Model model = Loaded(SampleModel(), {0});
  EXPECT_EQ(AddTo(model, SampleModel().shards[0]), ReadError::kNone);
  EXPECT_FALSE(model.complete());
  EXPECT_EQ(Items(model.Neighbours(Relation::kSimilar, 0)),
            (std::vector<std::uint32_t>{2, 4}));
}

TEST(Model, WhatTheShopSaysOutranksTheModelBeforeAndAfterAShard) {
  Model model = Loaded(SampleModel(), {});
  model.Update(0, 79.0);
  model.Update(1, Availability::kOutOfStock);
  ASSERT_EQ(AddTo(model, SampleModel().shards[0]), ReadError::kNone);
  EXPECT_EQ(model[0].price, 79.0);
  EXPECT_EQ(model[1].availability, Availability::kOutOfStock);
  model.Update(2, Availability::kInStock);
  EXPECT_TRUE(model[2].sellable());
  for (const double odd : {NoPrice(), -1.0, kMaxPrice * 2, HUGE_VAL}) {
    model.Update(0, odd);
    EXPECT_EQ(model[0].price, 79.0);
  }
  model.Update(0, 0.0);
  EXPECT_EQ(model[0].price, 0.0);
}

TEST(Model, AShardThatDoesNotFitLeavesTheModelAsItWas) {
  Model model = Loaded(SampleModel(), {});
  const auto refused = [&](auto change) {
    ModelShard shard = SampleModel().shards[0];
    change(shard);
    return AddTo(model, shard);
  };
  EXPECT_EQ(refused([](ModelShard& s) { ++s.part.model; }),
            ReadError::kWrongModel);
  EXPECT_EQ(refused([](ModelShard& s) { s.number = 1; }),
            ReadError::kReference);
  EXPECT_EQ(refused([](ModelShard& s) { s.number = 2; }),
            ReadError::kReference);
  // One item more than the core says.
  EXPECT_EQ(refused([](ModelShard& s) {
              s.part.ids.Add("more");
              s.part.products.push_back({});
              s.part.similar = {};
              s.part.together = {};
            }),
            ReadError::kReference);
  // A neighbour that the model does not have.
  EXPECT_EQ(refused([](ModelShard& s) { s.part.similar.items[1] = 5; }),
            ReadError::kReference);
  EXPECT_EQ(refused([](ModelShard& s) { s.part.together.items[0] = 5; }),
            ReadError::kReference);
  // Other items than those of the head.
  EXPECT_EQ(refused([](ModelShard& s) {
              s.part.ids = {};
              for (const char* id : {"boot", "other", "sock"}) {
                s.part.ids.Add(id);
              }
            }),
            ReadError::kReference);
  // An item twice in the part, once after a new one.
  EXPECT_EQ(refused([](ModelShard& s) {
              s.part.ids = {};
              for (const char* id : {"boot", "tent", "boot"}) {
                s.part.ids.Add(id);
              }
            }),
            ReadError::kOrder);

  EXPECT_FALSE(model.IsLoaded(0));
  EXPECT_EQ(model.Find(ItemId("boot")), 0U);
  EXPECT_EQ(model.Find(ItemId("sock")), kNone);
  EXPECT_EQ(model.Find(ItemId("other")), kNone);
  ASSERT_EQ(AddTo(model, SampleModel().shards[0]), ReadError::kNone);
  EXPECT_EQ(Items(model.Neighbours(Relation::kSimilar, 0)),
            (std::vector<std::uint32_t>{2, 4}));
}

TEST(Model, NoItemIsTwiceInAModel) {
  ModelParts parts = SampleModel();
  const auto with_ids = [](ModelShard shard, const char* a, const char* b) {
    shard.part.ids = {};
    shard.part.ids.Add(a);
    shard.part.ids.Add(b);
    return shard;
  };
  Model model = Loaded(parts, {0});
  // Across parts, after a new one; within a part.
  EXPECT_EQ(AddTo(model, with_ids(parts.shards[1], "new", "sock")),
            ReadError::kOrder);
  EXPECT_EQ(AddTo(model, with_ids(parts.shards[1], "new", "new")),
            ReadError::kOrder);
  EXPECT_EQ(model.Find(ItemId("new")), kNone);
  EXPECT_FALSE(model[3].known());
  EXPECT_EQ(model.Find(ItemId("sock")), 2U);
  EXPECT_EQ(AddTo(model, parts.shards[1]), ReadError::kNone);
  EXPECT_TRUE(model.complete());

  parts.core.head.ids = {};
  parts.core.head.ids.Add("boot");
  parts.core.head.ids.Add("boot");
  Model other;
  EXPECT_EQ(other.LoadCore(WriteModelCore(parts.core)), ReadError::kOrder);
}

TEST(Model, AHeadMayReachIntoLaterShards) {
  ModelParts parts = SampleModel();
  Part& head = parts.core.head;
  for (const char* id : {"sock", "stove"}) {
    head.ids.Add(id);
    head.products.push_back({.price = 1});
  }
  Model model = Loaded(parts, {1, 0});
  EXPECT_TRUE(model.complete());
  EXPECT_EQ(model.Id(3), "stove");
  EXPECT_EQ(model.Find(ItemId("stove")), 3U);
  EXPECT_EQ(model.Id(4), "\xc3\xb8-\xf0\x9f\xa5\xbe");
}

TEST(Model, RandomOnesAreFoundAgainItemByItem) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    const ModelParts parts = testing::RandomModel(random);
    Model model;
    ASSERT_EQ(model.LoadCore(WriteModelCore(parts.core)), ReadError::kNone);
    std::vector<std::uint32_t> order;
    for (const ModelShard& shard : parts.shards) {
      order.push_back(shard.number);
      const auto last = static_cast<std::uint32_t>(order.size() - 1);
      std::swap(order[last], order[random.Below(last + 1)]);
    }
    for (const std::uint32_t number : order) {
      // Of a shard that ends with an item it had before, nothing stays.
      ModelShard broken = parts.shards[number];
      const TextTable& ids = parts.shards[number].part.ids;
      broken.part.ids = {};
      for (std::uint32_t row = 0; row + 1 < ids.size(); ++row) {
        broken.part.ids.Add(ids[row]);
      }
      broken.part.ids.Add(ids[0]);
      if (ids.size() > 1) {
        ASSERT_NE(AddTo(model, broken), ReadError::kNone);
      }
      ASSERT_EQ(AddTo(model, parts.shards[number]), ReadError::kNone);
    }
    ASSERT_TRUE(model.complete());
    std::uint32_t item = 0;
    for (const ModelShard& shard : parts.shards) {
      std::size_t similar = 0;
      for (std::uint32_t row = 0; row < shard.part.ids.size(); ++row, ++item) {
        const Product& product = shard.part.products[row];
        EXPECT_EQ(model.Id(item), shard.part.ids[row]);
        EXPECT_EQ(model.Find(ItemId(shard.part.ids[row])), item);
        EXPECT_EQ(model[item].category,
                  product.category == kNone
                      ? kNoIdentity
                      : Name(shard.part.names[product.category]));
        const auto neighbours = model.Neighbours(Relation::kSimilar, item);
        ASSERT_EQ(neighbours.items.size(), shard.part.similar.counts[row]);
        for (std::size_t i = 0; i < neighbours.items.size(); ++i, ++similar) {
          EXPECT_EQ(neighbours.items[i], shard.part.similar.items[similar]);
          EXPECT_EQ(neighbours.weights[i], shard.part.similar.weights[similar]);
        }
      }
    }
    EXPECT_EQ(item, model.size());
    EXPECT_EQ(model.Find(ItemId("item-1")), kNone);
  }
}

}  // namespace
}  // namespace vitrine
