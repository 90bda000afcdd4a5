#include "runtime/rank/part_reader.h"

#include <cstring>

#include "runtime/base/bytes.h"
#include "runtime/base/range_decoder.h"
#include "runtime/bundle/container.h"
#include "runtime/rank/row_models.h"

namespace vitrine {
namespace {

/// Opens a file and reads its numbers. The first error sticks.
class PartReader {
 public:
  /// `core`: of the model that the file must be of; null: of any.
  PartReader(std::span<const std::uint8_t> bytes, FileKind kind,
             const ModelCore* core)
      : error_(OpenContainer(bytes, kind, 0)), in_(BodyOf(bytes, error_)) {
    if (error_ == ReadError::kNone && bytes.size() < kPartHeaderBytes) {
      error_ = ReadError::kTooShort;
    }
    if (Failed()) return;
    ByteReader rest(bytes.subspan(kHeaderBytes));
    model_ = rest.U64();
    Require(core == nullptr || model_ == core->model, ReadError::kWrongModel);
  }

  std::uint64_t model() const { return model_; }
  RangeDecoder& in() { return in_; }

  void Require(bool condition, ReadError error) {
    if (!condition && error_ == ReadError::kNone) error_ = error;
  }
  bool Failed() {
    Require(in_.ok(), ReadError::kEncoding);
    return error_ != ReadError::kNone;
  }
  ReadError Finish() {
    Require(in_.AtEnd(), ReadError::kEncoding);
    return error_;
  }

  /// 0 to `most`; not a number otherwise.
  float UpTo(float most) {
    const std::uint32_t bits = in_.Raw(32);
    float number;
    std::memcpy(&number, &bits, sizeof number);
    Require(number >= 0 && number <= most, ReadError::kValue);
    return number;
  }

  /// An item of the model.
  std::uint32_t Item(std::uint32_t item_count) {
    const std::uint32_t item = in_.Raw(BitsFor(item_count));
    Require(item < item_count, ReadError::kReference);
    return item;
  }

  /// At most so many items of the model, once each.
  void ReadItems(std::uint32_t most, std::uint32_t item_count,
                 Array<std::uint32_t>& items) {
    const std::uint32_t count = in_.Raw(BitsFor(most + 1));
    Require(count <= most, ReadError::kLimit);
    for (std::uint32_t i = 0; i < count && !Failed(); ++i) {
      const std::uint32_t item = Item(item_count);
      for (const std::uint32_t other : items) {
        Require(item != other, ReadError::kOrder);
      }
      items.push_back(item);
    }
  }

  /// The neighbours of `item` in one direction.
  void ReadSide(RowModels& models, std::uint32_t item, bool below,
                std::uint32_t count, std::uint32_t item_count,
                ModelShard& shard) {
    std::uint32_t gap = 0;
    std::uint32_t level = 0;
    // What is left of the numbers in this direction.
    std::uint32_t room = below ? item : item_count - 1 - item;
    for (std::uint32_t i = 0; i < count; ++i) {
      gap = in_.Number(models.Gap(i == 0, gap));
      level = in_.Tree(models.Level(level), kLevelBits);
      if (gap >= room) return Require(false, ReadError::kReference);
      room -= gap + 1;
      shard.neighbours.push_back({below ? room : item_count - 1 - room, level});
    }
  }

 private:
  static std::span<const std::uint8_t> BodyOf(
      std::span<const std::uint8_t> bytes, ReadError error) {
    if (error != ReadError::kNone || bytes.size() < kPartHeaderBytes) return {};
    return bytes.subspan(kPartHeaderBytes);
  }

  ReadError error_;
  std::uint64_t model_ = 0;
  RangeDecoder in_;
};

}  // namespace

FileKind ClaimedKind(std::span<const std::uint8_t> bytes) {
  ByteReader header(bytes);
  header.Take(kKindOffset);
  return static_cast<FileKind>(header.U16());
}

ReadError ReadModelCore(std::span<const std::uint8_t> bytes, ModelCore& core) {
  PartReader file(bytes, FileKind::kModelCore, nullptr);
  RangeDecoder& in = file.in();
  core.model = file.model();
  core.item_count = in.Raw(32);
  core.shard_bits = in.Raw(5);
  core.page_bits = in.Raw(5);
  file.Require(core.item_count > 0, ReadError::kValue);
  file.Require(core.item_count <= kMaxItems &&
                   core.shard_bits <= kMaxShardBits &&
                   core.page_bits <= kMaxPageBits,
               ReadError::kLimit);
  core.ranking.decay = file.UpTo(1);
  core.ranking.revisit = file.UpTo(kMaxWeight);
  core.ranking.revisit_decay = file.UpTo(1);
  core.ranking.near = file.UpTo(kMaxWeight);
  core.ranking.near_slope = file.UpTo(kMaxWeight);
  for (float& top : core.tops) top = file.UpTo(kMaxWeight);
  core.step = file.UpTo(16);
  file.Require(core.step >= 1, ReadError::kValue);
  file.ReadItems(kMaxPopular, core.item_count, core.popular);
  file.ReadItems(kMaxTrending, core.item_count, core.trending);
  file.ReadItems(kMaxFresh, core.item_count, core.fresh);
  return file.Finish();
}

ReadError ReadLookupPage(std::span<const std::uint8_t> bytes,
                         const ModelCore& core, LookupPage& page) {
  PartReader file(bytes, FileKind::kLookupPage, &core);
  RangeDecoder& in = file.in();
  page.model = file.model();
  page.number = in.Raw(kMaxPageBits);
  file.Require(page.number < 1U << core.page_bits, ReadError::kReference);
  NumberModel gaps;
  NumberModel counts;
  std::uint32_t left = in.Raw(BitsFor(kMaxLookups + 1));
  file.Require(left <= kMaxLookups, ReadError::kLimit);
  std::uint32_t next = 0;
  for (; left > 0 && !file.Failed(); --left) {
    const std::uint32_t gap = in.Number(gaps);
    const std::uint32_t count = in.Number(counts) + 1;
    file.Require(gap < (1U << kLookupKeyBits) - next, ReadError::kOrder);
    file.Require(count <= kMaxCategoryItems, ReadError::kLimit);
    if (file.Failed()) break;
    const auto first = static_cast<std::uint32_t>(page.items.size());
    page.lookups.push_back({next + gap, first, count});
    next += gap + 1;
    for (std::uint32_t i = 0; i < count; ++i) {
      page.items.push_back(file.Item(core.item_count));
    }
  }
  return file.Finish();
}

ReadError ReadModelShard(std::span<const std::uint8_t> bytes,
                         const ModelCore& core, ModelShard& shard) {
  PartReader file(bytes, FileKind::kModelShard, &core);
  RangeDecoder& in = file.in();
  shard.model = file.model();
  shard.number = in.Raw(kMaxShardBits);
  const std::uint32_t last = (core.item_count - 1) >> core.shard_bits;
  file.Require(shard.number <= last, ReadError::kReference);
  const std::uint32_t relations = 1 + in.Raw(1);
  RowModels models[kRelations];
  BitModel selves[1U << kSelfBits];
  const std::uint32_t first = shard.number << core.shard_bits;
  const std::uint32_t room = core.item_count - first;
  const std::uint32_t size = 1U << core.shard_bits;
  const std::uint32_t end = first + (room < size ? room : size);
  for (std::uint32_t item = first; item < end && !file.Failed(); ++item) {
    ShardRow row;
    row.first = static_cast<std::uint32_t>(shard.neighbours.size());
    const std::uint32_t self = in.Tree(selves, kSelfBits);
    file.Require(self <= kLevels, ReadError::kValue);
    row.self = static_cast<std::uint8_t>(self);
    for (std::uint32_t r = 0; r < relations; ++r) {
      const std::uint32_t above = in.Number(models[r].count_above);
      const std::uint32_t below = in.Number(models[r].CountBelow(above));
      file.Require(above <= kMaxNeighbours && below <= kMaxNeighbours - above,
                   ReadError::kLimit);
      if (file.Failed()) break;
      file.ReadSide(models[r], item, false, above, core.item_count, shard);
      file.ReadSide(models[r], item, true, below, core.item_count, shard);
      row.counts[r] = static_cast<std::uint8_t>(above + below);
    }
    shard.rows.push_back(row);
  }
  return file.Finish();
}

}  // namespace vitrine
