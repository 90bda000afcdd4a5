#include "runtime/training/part_writer.h"

#include <cstring>

#include "runtime/bundle/format.h"
#include "runtime/rank/row_models.h"
#include "runtime/training/range_encoder.h"

namespace vitrine {
namespace {

Bytes FileOf(FileKind kind, std::uint64_t model, const Bytes& body) {
  Bytes file;
  ByteWriter out(file);
  out.U32(kMagic);
  out.U16(kFormatVersion);
  out.U16(static_cast<std::uint16_t>(kind));
  out.U32(static_cast<std::uint32_t>(kPartHeaderBytes + body.size()));
  out.U32(0);  // sections
  out.U64(0);  // checksum, known at the end
  out.U64(model);
  file.append(body);
  const std::uint64_t checksum =
      Checksum(std::span<const std::uint8_t>(file).subspan(kHeaderBytes));
  std::memcpy(file.data() + kChecksumOffset, &checksum, sizeof checksum);
  return file;
}

void WriteFloat(RangeEncoder& out, float number) {
  std::uint32_t bits;
  std::memcpy(&bits, &number, sizeof bits);
  out.Raw(32, bits);
}

void WriteItems(RangeEncoder& out, std::uint32_t most, std::uint32_t item_count,
                const Array<std::uint32_t>& items) {
  out.Raw(BitsFor(most + 1), static_cast<std::uint32_t>(items.size()));
  for (const std::uint32_t item : items) out.Raw(BitsFor(item_count), item);
}

/// The neighbours of `item` in one direction, which begin at index `first`.
void WriteSide(RangeEncoder& out, RowModels& models, std::uint32_t item,
               std::uint32_t first, std::uint32_t count,
               const ModelShard& shard) {
  std::uint32_t before = item;
  std::uint32_t gap = 0;
  std::uint32_t level = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto [other, next_level] = shard.neighbours[first + i];
    const std::uint32_t next =
        (other > before ? other - before : before - other) - 1;
    out.Number(models.Gap(i == 0, gap), next);
    gap = next;
    out.Tree(models.Level(level), kLevelBits, next_level);
    level = next_level;
    before = other;
  }
}

}  // namespace

Bytes WriteModelCore(const ModelCore& core) {
  RangeEncoder out;
  out.Raw(32, core.item_count);
  out.Raw(5, core.shard_bits);
  out.Raw(5, core.page_bits);
  const Ranking& ranking = core.ranking;
  for (const float number :
       {ranking.decay, ranking.revisit, ranking.revisit_decay, ranking.near,
        ranking.near_slope, core.tops[0], core.tops[1], core.step}) {
    WriteFloat(out, number);
  }
  WriteItems(out, kMaxPopular, core.item_count, core.popular);
  WriteItems(out, kMaxTrending, core.item_count, core.trending);
  WriteItems(out, kMaxFresh, core.item_count, core.fresh);
  return FileOf(FileKind::kModelCore, core.model, out.Finish());
}

Bytes WriteLookupPage(const LookupPage& page, const ModelCore& core) {
  RangeEncoder out;
  out.Raw(kMaxPageBits, page.number);
  out.Raw(BitsFor(kMaxLookups + 1),
          static_cast<std::uint32_t>(page.lookups.size()));
  NumberModel gaps;
  NumberModel counts;
  std::uint32_t next = 0;
  for (const Lookup& lookup : page.lookups) {
    out.Number(gaps, lookup.key - next);
    next = lookup.key + 1;
    out.Number(counts, lookup.count - 1);
    for (std::uint32_t i = 0; i < lookup.count; ++i) {
      out.Raw(BitsFor(core.item_count), page.items[lookup.first + i]);
    }
  }
  return FileOf(FileKind::kLookupPage, page.model, out.Finish());
}

Bytes WriteModelShard(const ModelShard& shard, const ModelCore& core) {
  bool together = false;
  for (const ShardRow& row : shard.rows) together |= row.counts[1] != 0;
  const std::uint32_t relations = together ? 2 : 1;
  RangeEncoder out;
  out.Raw(kMaxShardBits, shard.number);
  out.Raw(1, relations - 1);
  RowModels models[kRelations];
  BitModel selves[1U << kSelfBits];
  std::uint32_t item = shard.number << core.shard_bits;
  for (const ShardRow& row : shard.rows) {
    out.Tree(selves, kSelfBits, row.self);
    std::uint32_t first = row.first;
    for (std::uint32_t r = 0; r < relations; ++r) {
      std::uint32_t above = 0;
      while (above < row.counts[r] &&
             shard.neighbours[first + above].item > item) {
        ++above;
      }
      const std::uint32_t below = row.counts[r] - above;
      out.Number(models[r].count_above, above);
      out.Number(models[r].CountBelow(above), below);
      WriteSide(out, models[r], item, first, above, shard);
      WriteSide(out, models[r], item, first + above, below, shard);
      first += row.counts[r];
    }
    ++item;
  }
  return FileOf(FileKind::kModelShard, shard.model, out.Finish());
}

}  // namespace vitrine
