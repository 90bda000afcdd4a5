// The files of a model: what is written is read, and nothing else is.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "runtime/bundle/format.h"
#include "runtime/bundle/writer.h"
#include "runtime/rank/part_reader.h"
#include "tests/native/repair_checksum.h"
#include "tests/native/sample_model.h"

namespace vitrine {
namespace {

using testing::ModelBuilder;
using testing::Random;
using testing::RepairChecksum;
using testing::SampleModel;

template <typename T>
void Patch(Bytes& file, std::size_t offset, T value) {
  std::memcpy(file.data() + offset, &value, sizeof value);
}

ReadError ErrorOfCore(std::span<const std::uint8_t> bytes) {
  ModelCore core;
  return ReadModelCore(bytes, core);
}
ReadError ErrorOfPage(std::span<const std::uint8_t> bytes,
                      const ModelCore& core) {
  LookupPage page;
  return ReadLookupPage(bytes, core, page);
}
ReadError ErrorOfShard(std::span<const std::uint8_t> bytes,
                       const ModelCore& core) {
  ModelShard shard;
  return ReadModelShard(bytes, core, shard);
}

/// What reading the sample's files says after a change to what they hold.
ReadError CoreWith(void (*change)(ModelCore&)) {
  ModelCore core = SampleModel().CoreData();
  change(core);
  return ErrorOfCore(WriteModelCore(core));
}
LookupPage SamplePage() {
  LookupPage page;
  page.model = SampleModel().identity;
  page.number = 1;
  page.lookups = {{3, 0, 1}, {4, 1, 2}, {0xffffff, 3, 1}};
  page.items = {4, 0, 2, 1};
  return page;
}
ReadError PageWith(void (*change)(LookupPage&)) {
  LookupPage page = SamplePage();
  change(page);
  const ModelCore core = SampleModel().CoreData();
  return ErrorOfPage(WriteLookupPage(page, core), core);
}
ModelShard SampleShard() {
  ModelShard shard;
  const ModelCore core = SampleModel().CoreData();
  EXPECT_EQ(ReadModelShard(SampleModel().Shard(1), core, shard),
            ReadError::kNone);
  return shard;
}
ReadError ShardWith(void (*change)(ModelShard&)) {
  ModelShard shard = SampleShard();
  change(shard);
  const ModelCore core = SampleModel().CoreData();
  return ErrorOfShard(WriteModelShard(shard, core), core);
}

void ExpectRoundTrips(const ModelBuilder& model) {
  const ModelCore core = model.CoreData();
  ModelCore read;
  ASSERT_EQ(ReadModelCore(WriteModelCore(core), read), ReadError::kNone);
  EXPECT_EQ(read.model, core.model);
  EXPECT_EQ(read.item_count, core.item_count);
  EXPECT_EQ(read.shard_bits, core.shard_bits);
  EXPECT_EQ(read.page_bits, core.page_bits);
  EXPECT_EQ(read.ranking, core.ranking);
  EXPECT_EQ(read.tops[0], core.tops[0]);
  EXPECT_EQ(read.tops[1], core.tops[1]);
  EXPECT_EQ(read.step, core.step);
  EXPECT_EQ(read.popular, core.popular);
  EXPECT_EQ(read.trending, core.trending);
  EXPECT_EQ(read.fresh, core.fresh);
  for (std::uint32_t i = 0; i < model.page_count(); ++i) {
    const Bytes file = model.LookUps(i);
    EXPECT_EQ(ClaimedKind(file), FileKind::kLookupPage);
    LookupPage page;
    ASSERT_EQ(ReadLookupPage(file, core, page), ReadError::kNone);
    EXPECT_EQ(page.number, i);
    EXPECT_EQ(WriteLookupPage(page, core), file);
  }
  for (std::uint32_t i = 0; i < model.shard_count(); ++i) {
    const Bytes file = model.Shard(i);
    EXPECT_EQ(ClaimedKind(file), FileKind::kModelShard);
    ModelShard shard;
    ASSERT_EQ(ReadModelShard(file, core, shard), ReadError::kNone);
    EXPECT_EQ(shard.number, i);
    EXPECT_EQ(WriteModelShard(shard, core), file);
  }
}

TEST(ModelFile, WhatIsWrittenIsRead) {
  ExpectRoundTrips(SampleModel());
  Random random(4);
  for (int round = 0; round < 300; ++round) {
    ExpectRoundTrips(testing::RandomModel(random));
  }
}

TEST(ModelFile, AnEmptyShardAndPageAreSmall) {
  ModelBuilder b;
  std::vector<std::string> ids;
  for (int i = 0; i < 64; ++i) ids.push_back(std::to_string(i));
  for (const std::string& id : ids) b.Item({id});
  b.shard_bits = 6;
  ExpectRoundTrips(b);
  EXPECT_LT(b.Shard(0).size(), kPartHeaderBytes + 16U);
  // 64 names, 18 bits of a gap and 6 of a number each.
  EXPECT_LT(b.LookUps(0).size(), kPartHeaderBytes + 64 * 26U / 8 + 16);
}

TEST(ModelFile, TruncationsAndFlippedBitsAreSafe) {
  const ModelBuilder model = SampleModel();
  const ModelCore core = model.CoreData();
  const std::uint32_t parts = model.page_count() + model.shard_count();
  for (std::uint32_t number = 0; number <= parts; ++number) {
    const bool is_core = number == parts;
    const Bytes good = is_core ? model.Core() : model.File(number);
    const auto error = [&](std::span<const std::uint8_t> bytes) {
      return is_core                       ? ErrorOfCore(bytes)
             : number < model.page_count() ? ErrorOfPage(bytes, core)
                                           : ErrorOfShard(bytes, core);
    };
    ASSERT_EQ(error(good), ReadError::kNone);
    const std::span<const std::uint8_t> all = good;
    for (std::size_t size = 0; size < good.size(); ++size) {
      EXPECT_NE(error(all.first(size)), ReadError::kNone);
      if (size < kPartHeaderBytes) continue;
      // Whatever these and the flipped ones say that look whole: nothing worse
      // than an error.
      Bytes cut(good.begin(), good.begin() + size);
      Patch(cut, 8, static_cast<std::uint32_t>(size));
      RepairChecksum(cut);
      static_cast<void>(error(cut));
    }
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      Bytes flipped = good;
      flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
      EXPECT_NE(error(flipped), ReadError::kNone);
      RepairChecksum(flipped);
      static_cast<void>(error(flipped));
    }
  }
}

TEST(ModelFile, EachKindAndVersionIsItsOwn) {
  const ModelBuilder model = SampleModel();
  const ModelCore core = model.CoreData();
  EXPECT_EQ(ErrorOfCore(model.LookUps(0)), ReadError::kWrongKind);
  EXPECT_EQ(ErrorOfPage(model.Shard(0), core), ReadError::kWrongKind);
  EXPECT_EQ(ErrorOfShard(model.Core(), core), ReadError::kWrongKind);
  EXPECT_EQ(ErrorOfCore(WriteProgram({})), ReadError::kWrongKind);
  const auto of_version = [&](std::uint16_t version) {
    Bytes file = model.Core();
    Patch(file, 4, version);
    return ErrorOfCore(file);
  };
  EXPECT_EQ(of_version(2), ReadError::kTooOld);
  EXPECT_EQ(of_version(4), ReadError::kTooNew);
  Bytes file = model.Core();
  file.push_back(0);
  EXPECT_EQ(ErrorOfCore(file), ReadError::kWrongSize);
  // The encoder leaves out zeros at the end, four at most.
  for (int i = 0; i < 4; ++i) file.push_back(0);
  Patch(file, 8, static_cast<std::uint32_t>(file.size()));
  RepairChecksum(file);
  EXPECT_EQ(ErrorOfCore(file), ReadError::kEncoding);
  Bytes sections = model.Core();
  Patch(sections, 12, std::uint32_t{1});
  EXPECT_EQ(ErrorOfCore(sections), ReadError::kSections);
  Bytes header = model.Core();
  header.resize(24);
  Patch(header, 8, std::uint32_t{24});
  RepairChecksum(header);
  EXPECT_EQ(ErrorOfCore(header), ReadError::kTooShort);
}

TEST(ModelFile, PartsBelongToACore) {
  ModelBuilder other = SampleModel();
  other.identity ^= 1;
  const ModelCore core = SampleModel().CoreData();
  EXPECT_EQ(ErrorOfPage(other.LookUps(0), core), ReadError::kWrongModel);
  EXPECT_EQ(ErrorOfShard(other.Shard(0), core), ReadError::kWrongModel);
  ModelCore fewer = core;
  fewer.page_bits = 0;
  EXPECT_EQ(ErrorOfPage(SampleModel().LookUps(1), fewer),
            ReadError::kReference);
}

TEST(ModelFile, ACoreHasItemsAndLimits) {
  const auto count = [](std::uint32_t items) {
    ModelCore core;
    core.item_count = items;
    return ErrorOfCore(WriteModelCore(core));
  };
  EXPECT_EQ(count(0), ReadError::kValue);
  EXPECT_EQ(count(1), ReadError::kNone);
  EXPECT_EQ(count(kMaxItems), ReadError::kNone);
  EXPECT_EQ(count(kMaxItems + 1), ReadError::kLimit);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.shard_bits = kMaxShardBits; }),
            ReadError::kNone);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.shard_bits = kMaxShardBits + 1; }),
            ReadError::kLimit);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.page_bits = kMaxPageBits; }),
            ReadError::kNone);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.page_bits = kMaxPageBits + 1; }),
            ReadError::kLimit);
}

TEST(ModelFile, NumbersOfTheRankingHaveTheirRanges) {
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.ranking = {1, 1e9F, 1, 1e9F, 1e9F};
            }),
            ReadError::kNone);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.ranking = {0, 0, 0, 0, 0};
            }),
            ReadError::kNone);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.ranking.decay = 1.01F; }),
            ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.ranking.decay = -0.01F; }),
            ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.ranking.revisit = NAN; }),
            ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.ranking.revisit_decay = INFINITY; }),
            ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.ranking.near = 2e9F; }),
            ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.ranking.near_slope = -1; }),
            ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.tops[1] = NAN; }), ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.step = 0.5F; }), ReadError::kValue);
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.step = 17; }), ReadError::kValue);
}

template <Array<std::uint32_t> ModelCore::*list>
void ExpectItemsThatExistOnce() {
  using Items = Array<std::uint32_t>;
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.*list = Items(); }),
            ReadError::kNone);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.*list = Items({4, 0});
            }),
            ReadError::kNone);
  EXPECT_EQ(CoreWith([](ModelCore& c) {
              c.*list = Items({4, 0, 4});
            }),
            ReadError::kOrder);
  // Three bits tell of five items.
  EXPECT_EQ(CoreWith([](ModelCore& c) { c.*list = Items({5}); }),
            ReadError::kReference);
}

TEST(ModelFile, ItemsOfAListExistAndAreThereOnce) {
  ExpectItemsThatExistOnce<&ModelCore::popular>();
  ExpectItemsThatExistOnce<&ModelCore::trending>();
  ExpectItemsThatExistOnce<&ModelCore::fresh>();
}

template <Array<std::uint32_t> ModelCore::*list>
ReadError CoreWithListOf(std::uint32_t count) {
  ModelCore core = SampleModel().CoreData();
  core.item_count = 500;
  (core.*list).resize(0);
  for (std::uint32_t i = 0; i < count; ++i) (core.*list).push_back(i);
  ModelCore read;
  return ReadModelCore(WriteModelCore(core), read);
}

TEST(ModelFile, ListsAreLimited) {
  EXPECT_EQ(CoreWithListOf<&ModelCore::popular>(256), ReadError::kNone);
  EXPECT_EQ(CoreWithListOf<&ModelCore::popular>(257), ReadError::kLimit);
  EXPECT_EQ(CoreWithListOf<&ModelCore::trending>(64), ReadError::kNone);
  EXPECT_EQ(CoreWithListOf<&ModelCore::trending>(65), ReadError::kLimit);
  EXPECT_EQ(CoreWithListOf<&ModelCore::fresh>(64), ReadError::kNone);
  EXPECT_EQ(CoreWithListOf<&ModelCore::fresh>(65), ReadError::kLimit);
}

TEST(ModelFile, LookUpsAscendAndTellOfItemsThatExist) {
  EXPECT_EQ(PageWith([](LookupPage&) {}), ReadError::kNone);
  EXPECT_EQ(PageWith([](LookupPage& p) { p.items[1] = 5; }),
            ReadError::kReference);
  EXPECT_EQ(PageWith([](LookupPage& p) { p.lookups[2].key = 1U << 24; }),
            ReadError::kOrder);
  EXPECT_EQ(PageWith([](LookupPage& p) {
              p.items = Array<std::uint32_t>(30, 1);
              p.lookups[1] = {4, 0, kMaxCategoryItems};
            }),
            ReadError::kNone);
  EXPECT_EQ(PageWith([](LookupPage& p) {
              p.items = Array<std::uint32_t>(30, 1);
              p.lookups[1] = {4, 0, kMaxCategoryItems + 1};
            }),
            ReadError::kLimit);
}

TEST(ModelFile, NeighboursExistAndRowsHaveALimit) {
  EXPECT_EQ(ShardWith([](ModelShard&) {}), ReadError::kNone);
  // The first row is that of the sock, 2: above it comes the stove, 3.
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.neighbours[0].item = 5; }),
            ReadError::kReference);
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.rows[0].self = 32; }),
            ReadError::kNone);
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.rows[0].self = 33; }),
            ReadError::kValue);
  EXPECT_EQ(ShardWith([](ModelShard& s) { s.number = 3; }),
            ReadError::kReference);
  ModelCore core;
  core.item_count = 300;
  const auto with_row = [&](std::uint32_t count) {
    ModelShard shard;
    shard.rows.resize(64);
    shard.rows[0].counts[0] = static_cast<std::uint8_t>(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      shard.neighbours.push_back({i + 1, 0});
    }
    return ErrorOfShard(WriteModelShard(shard, core), core);
  };
  EXPECT_EQ(with_row(kMaxNeighbours), ReadError::kNone);
}

}  // namespace
}  // namespace vitrine
