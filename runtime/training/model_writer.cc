#include "runtime/training/model_writer.h"

#include <cmath>

#include "runtime/bundle/format.h"
#include "runtime/bundle/writer_sections.h"

namespace vitrine {
namespace {

/// The reader's counterpart: prices of whole hundredths are short.
void WritePrice(double price, SectionWriter& out) {
  if (std::isnan(price)) return out.Varint(0);
  const double hundredths = std::floor(price * 100 + 0.5);
  if (hundredths / 100 == price) {
    return out.Varint(static_cast<std::uint64_t>(hundredths) + 2);
  }
  out.Varint(1);
  out.F64(price);
}

void WriteNeighbours(const Neighbours& rows, SectionWriter& out) {
  out.Count(rows.counts);
  out.Varints(rows.counts);
  const std::uint32_t* next = rows.items.begin();
  for (const std::uint32_t count : rows.counts) {
    std::uint32_t item = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      out.Varint(*next - item);
      item = *next++;
    }
  }
  out.Enumerators(rows.weights);
}

/// Everything but the first section, which was written and not yet ended.
Bytes WritePart(const Part& part, FileKind kind, SectionWriter& out) {
  out.EndSection();
  out.Texts(part.ids);
  out.EndSection();
  out.Texts(part.names);
  out.EndSection();
  out.IndexesOrNone(part.products, &Product::category);
  out.IndexesOrNone(part.products, &Product::brand);
  for (const Product& product : part.products) WritePrice(product.price, out);
  out.Enumerators(part.products, &Product::availability);
  out.EndSection();
  WriteNeighbours(part.similar, out);
  out.EndSection();
  WriteNeighbours(part.together, out);
  out.EndSection();
  return out.Finish(kind);
}

}  // namespace

Bytes WriteModelCore(const ModelCore& core) {
  SectionWriter out;
  out.U64(core.head.model);
  out.Count(core.shard_sizes);
  out.Varints(core.shard_sizes);
  out.F64(core.ranking.decay);
  out.F64(core.ranking.revisit);
  out.F64(core.ranking.revisit_decay);
  return WritePart(core.head, FileKind::kModelCore, out);
}

Bytes WriteModelShard(const ModelShard& shard) {
  SectionWriter out;
  out.U64(shard.part.model);
  out.Varint(shard.number);
  return WritePart(shard.part, FileKind::kModelShard, out);
}

}  // namespace vitrine
