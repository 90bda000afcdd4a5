// The files of a model: what is written is read, and nothing else is.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>

#include "runtime/bundle/format.h"
#include "runtime/bundle/writer.h"
#include "runtime/rank/model_reader.h"
#include "runtime/training/model_writer.h"
#include "tests/native/repair_checksum.h"
#include "tests/native/sample_model.h"

namespace vitrine {
namespace {

using testing::ModelParts;
using testing::Random;
using testing::RepairChecksum;
using testing::SameCore;
using testing::SameShard;
using testing::SampleModel;

Bytes Write(const ModelCore& core) { return WriteModelCore(core); }
Bytes Write(const ModelShard& shard) { return WriteModelShard(shard); }
ReadError Read(std::span<const std::uint8_t> bytes, ModelCore& core) {
  return ReadModelCore(bytes, core);
}
ReadError Read(std::span<const std::uint8_t> bytes, ModelShard& shard) {
  return ReadModelShard(bytes, shard);
}
bool Same(const ModelCore& a, const ModelCore& b) { return SameCore(a, b); }
bool Same(const ModelShard& a, const ModelShard& b) { return SameShard(a, b); }

template <typename T>
void Patch(Bytes& file, std::size_t offset, T value) {
  std::memcpy(file.data() + offset, &value, sizeof value);
}

template <typename File>
ReadError ErrorOf(std::span<const std::uint8_t> bytes) {
  File file;
  return Read(bytes, file);
}

template <typename File>
void ExpectRoundTrip(const File& file) {
  File read;
  ASSERT_EQ(Read(Write(file), read), ReadError::kNone);
  EXPECT_TRUE(Same(read, file));
  EXPECT_EQ(Write(read), Write(file));
}

/// What reading the file says after a change to it.
template <typename Change>
ReadError CoreWith(Change change) {
  ModelCore core = SampleModel().core;
  change(core);
  return ErrorOf<ModelCore>(Write(core));
}
ReadError ShardWith(void (*change)(ModelShard&)) {
  ModelShard shard = SampleModel().shards[0];
  change(shard);
  return ErrorOf<ModelShard>(Write(shard));
}

template <typename File>
void ExpectTruncationsAndFlipsAreSafe(const Bytes& file) {
  for (std::size_t size = 0; size < file.size(); ++size) {
    // A copy of its own, so that a sanitizer sees a read past the end.
    Bytes shorter(file.begin(), file.begin() + size);
    EXPECT_EQ(ErrorOf<File>(shorter), size < kHeaderBytes
                                          ? ReadError::kTooShort
                                          : ReadError::kWrongSize);
    if (size < kHeaderBytes) continue;
    Patch(shorter, 8, static_cast<std::uint32_t>(size));
    RepairChecksum(shorter);
    EXPECT_NE(ErrorOf<File>(shorter), ReadError::kNone) << size;
  }
  std::size_t accepted = 0;
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    Bytes flipped = file;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_NE(ErrorOf<File>(flipped), ReadError::kNone) << bit;
    RepairChecksum(flipped);
    File read;
    if (Read(flipped, read) != ReadError::kNone) continue;
    ++accepted;
    File again;
    EXPECT_EQ(Read(Write(read), again), ReadError::kNone) << bit;
    EXPECT_TRUE(Same(again, read)) << bit;
  }
  EXPECT_GT(accepted, 0U);
}

TEST(ModelFile, ReadsBackWhatWasWritten) {
  const ModelParts model = SampleModel();
  ExpectRoundTrip(model.core);
  for (const ModelShard& shard : model.shards) ExpectRoundTrip(shard);
}

TEST(ModelFile, RandomModelsReadBack) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    const ModelParts model = testing::RandomModel(random);
    ExpectRoundTrip(model.core);
    for (const ModelShard& shard : model.shards) ExpectRoundTrip(shard);
  }
}

TEST(ModelFile, PricesKeepEveryBit) {
  for (const double price : {0.0, 0.01, 0.1, 0.29, 19.99, 89.5, 1.005, 1 / 3.0,
                             5e-324, 1e12 - 0.01, kMaxPrice}) {
    ModelCore core = SampleModel().core;
    core.head.products[0].price = price;
    ModelCore read;
    ASSERT_EQ(Read(Write(core), read), ReadError::kNone);
    EXPECT_EQ(std::memcmp(&read.head.products[0].price, &price, 8), 0) << price;
  }
  EXPECT_EQ(
      CoreWith([](ModelCore& c) { c.head.products[0].price = kMaxPrice + 1; }),
      ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.head.products[0].price = 1e13 / 3; }),
            ReadError::kValue);
}

TEST(ModelFile, AUsualPriceTakesTwoBytes) {
  ModelCore core = SampleModel().core;
  core.head.products[0].price = testing::NoPrice();
  const std::size_t without = Write(core).size();
  core.head.products[0].price = 99.99;
  EXPECT_EQ(Write(core).size(), without + 1);
}

TEST(ModelFile, TruncationsAndFlippedBitsAreSafe) {
  const ModelParts model = SampleModel();
  ExpectTruncationsAndFlipsAreSafe<ModelCore>(Write(model.core));
  for (const ModelShard& shard : model.shards) {
    ExpectTruncationsAndFlipsAreSafe<ModelShard>(Write(shard));
  }
}

TEST(ModelFile, EachKindAndVersionIsItsOwn) {
  const Bytes core = Write(SampleModel().core);
  const Bytes shard = Write(SampleModel().shards[0]);
  EXPECT_EQ(ErrorOf<ModelShard>(core), ReadError::kWrongKind);
  EXPECT_EQ(ErrorOf<ModelCore>(shard), ReadError::kWrongKind);
  EXPECT_EQ(ErrorOf<ModelCore>(WriteProgram({})), ReadError::kWrongKind);
  const auto of_version = [&](std::uint16_t version) {
    Bytes file = core;
    Patch(file, 4, version);
    return ErrorOf<ModelCore>(file);
  };
  EXPECT_EQ(of_version(2), ReadError::kTooOld);
  EXPECT_EQ(of_version(4), ReadError::kTooNew);
  Bytes longer = core;
  longer.push_back(0);
  EXPECT_EQ(ErrorOf<ModelCore>(longer), ReadError::kWrongSize);
  Patch(longer, 8, static_cast<std::uint32_t>(longer.size()));
  RepairChecksum(longer);
  EXPECT_EQ(ErrorOf<ModelCore>(longer), ReadError::kSections);
}

TEST(ModelFile, ACoreHasShardsOfSomeSize) {
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.shard_sizes = {}; }),
            ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.shard_sizes = {5, 0};
            }),
            ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.shard_sizes = {2}; }),
            ReadError::kNone);
  // A head that is larger than the model.
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.shard_sizes = {1}; }),
            ReadError::kReference);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.head = {};
              c.shard_sizes = {1};
            }),
            ReadError::kNone);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.shard_sizes = {kMaxItems - 1, 1};
            }),
            ReadError::kNone);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.shard_sizes = {kMaxItems, 1};
            }),
            ReadError::kLimit);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.shard_sizes = {5, 0xffffffff};
            }),
            ReadError::kLimit);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.shard_sizes = Array<std::uint32_t>(kMaxShards, 1);
            }),
            ReadError::kNone);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.shard_sizes = Array<std::uint32_t>(kMaxShards + 1, 1);
            }),
            ReadError::kLimit);
}

TEST(ModelFile, RankingNumbersHaveTheirRanges) {
  const auto with = [](const Ranking& ranking) {
    return CoreWith([&](ModelCore& c) { c.ranking = ranking; });
  };
  EXPECT_EQ(with({.decay = 0, .revisit = 0, .revisit_decay = 0}),
            ReadError::kNone);
  EXPECT_EQ(with({.decay = 1, .revisit = 1e9, .revisit_decay = 1}),
            ReadError::kNone);
  const double nan = std::nan("");
  for (const double share : {-0.001, 1.001, nan}) {
    EXPECT_EQ(with({.decay = share}), ReadError::kValue);
    EXPECT_EQ(with({.revisit_decay = share}), ReadError::kValue);
  }
  for (const double revisit : {-1.0, 1.1e9, nan}) {
    EXPECT_EQ(with({.revisit = revisit}), ReadError::kValue);
  }
}

TEST(ModelFile, ACoreHasNoNeighbours) {
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.head.similar.counts = {0, 0};
            }),
            ReadError::kReference);
  EXPECT_EQ(
      CoreWith([](ModelCore& c) {
        c.head.together = {.counts = {1, 0}, .items = {1}, .weights = {1}};
      }),
      ReadError::kReference);
}

TEST(ModelFile, ItemsHaveIdsOfSomeLength) {
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.part = {}; }), ReadError::kValue);
  const auto with_id = [](const std::string& id) {
    ModelShard shard = SampleModel().shards[1];
    shard.part.ids = {};
    shard.part.ids.Add("first");
    shard.part.ids.Add(id);
    return ErrorOf<ModelShard>(Write(shard));
  };
  EXPECT_EQ(with_id(""), ReadError::kOrder);
  EXPECT_EQ(with_id("x"), ReadError::kNone);
  EXPECT_EQ(with_id(std::string(kMaxItemIdBytes, 'x')), ReadError::kNone);
  EXPECT_EQ(with_id(std::string(kMaxItemIdBytes + 1, 'x')), ReadError::kLimit);
  EXPECT_EQ(with_id("\xff"), ReadError::kText);
}

TEST(ModelFile, ReferencesAndValuesOutOfRangeAreRefused) {
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.number = kMaxShards - 1; }),
            ReadError::kNone);
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.number = kMaxShards; }),
            ReadError::kLimit);
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.part.products[0].category = 3; }),
            ReadError::kReference);
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.part.products[2].brand = 3; }),
            ReadError::kReference);
  EXPECT_EQ(ShardWith([](ModelShard& s) {
              s.part.products[0].availability = static_cast<Availability>(4);
            }),
            ReadError::kValue);
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.part.names.Add("\xff"); }),
            ReadError::kText);
}

TEST(ModelFile, NeighboursAreRowsOfAscendingItems) {
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.part.similar = {}; }),
            ReadError::kNone);
  // As many rows as items, or none at all.
  EXPECT_EQ(ShardWith([](ModelShard& s) {
              s.part.similar.counts = {2, 3};
            }),
            ReadError::kReference);
  EXPECT_EQ(ShardWith([](ModelShard& s) {
              s.part.similar.counts = {2, 0, 3, 0};
            }),
            ReadError::kReference);
  // The same item twice in a row; an item again in the next row is fine.
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.part.similar.items[1] = 2; }),
            ReadError::kOrder);
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.part.together.items[1] = 3; }),
            ReadError::kNone);
  // Descending: a step of almost 2^32.
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.part.similar.items[0] = 5; }),
            ReadError::kReference);
  EXPECT_EQ(
      ShardWith([](ModelShard& s) { s.part.similar.items[1] = kMaxItems - 1; }),
      ReadError::kNone);
  EXPECT_EQ(
      ShardWith([](ModelShard& s) { s.part.similar.items[1] = kMaxItems; }),
      ReadError::kReference);
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.part.similar.weights.clear(); }),
            ReadError::kEncoding);
  EXPECT_EQ(
      ShardWith([](ModelShard& s) { s.part.similar.weights.push_back(1); }),
      ReadError::kEncoding);
}

TEST(ModelFile, RowsHaveALimit) {
  const auto with_row = [](std::uint32_t count) {
    ModelShard shard;
    shard.part.ids.Add("one");
    shard.part.products.push_back({});
    shard.part.similar.counts = {count};
    for (std::uint32_t i = 0; i < count; ++i) {
      shard.part.similar.items.push_back(i);
      shard.part.similar.weights.push_back(0);
    }
    return ErrorOf<ModelShard>(Write(shard));
  };
  EXPECT_EQ(with_row(kMaxNeighbours), ReadError::kNone);
  EXPECT_EQ(with_row(kMaxNeighbours + 1), ReadError::kLimit);
}

TEST(ModelFile, ItemsHaveALimit) {
  const auto with_items = [](std::uint32_t count) {
    ModelShard shard;
    for (std::uint32_t i = 0; i < count; ++i) {
      shard.part.ids.Add("x");
      shard.part.products.push_back({});
    }
    return ErrorOf<ModelShard>(Write(shard));
  };
  EXPECT_EQ(with_items(kMaxItems), ReadError::kNone);
  EXPECT_EQ(with_items(kMaxItems + 1), ReadError::kLimit);
}

TEST(ModelFile, ACountIsNotTrustedWithMemory) {
  ModelShard shard;
  shard.part.ids.Add("one");
  shard.part.products.push_back({});
  shard.part.similar = {.counts = {1}, .items = {0}, .weights = {0}};
  Bytes file = Write(shard);
  // The row claims 127 neighbours in two bytes.
  const std::size_t row = file.size() - 4;
  ASSERT_EQ(file[row], 1);
  file[row] = 127;
  RepairChecksum(file);
  EXPECT_EQ(ErrorOf<ModelShard>(file), ReadError::kEncoding);
}

}  // namespace
}  // namespace vitrine
