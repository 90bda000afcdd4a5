#include "runtime/rank/model_reader.h"

#include "runtime/bundle/section_reader.h"

namespace vitrine {
namespace {

class PartReader : private SectionReader {
 public:
  PartReader(std::span<const std::uint8_t> bytes, FileKind kind, Part& part)
      : SectionReader(bytes, kind, kModelSections), part_(part) {}

  ReadError ReadCore(Array<std::uint32_t>& shard_sizes) {
    std::uint32_t model_size = 0;
    if (Next()) {
      part_.model = section().U64();
      Rows(shard_sizes, Count(kMaxShards));
      Varints(0);
      Require(!shard_sizes.empty(), ReadError::kValue);
      for (const std::uint32_t size : shard_sizes) {
        Require(size > 0, ReadError::kValue);
        Require(size <= kMaxItems - model_size, ReadError::kLimit);
        if (Failed()) break;
        model_size += size;
      }
    }
    ReadItems();
    Require(part_.ids.size() <= model_size, ReadError::kReference);
    ReadNeighbours(part_.similar, 0);
    ReadNeighbours(part_.together, 0);
    return Finish();
  }

  ReadError ReadShard(std::uint32_t& number) {
    if (Next()) {
      part_.model = section().U64();
      number = section().Varint32();
      Require(number < kMaxShards, ReadError::kLimit);
    }
    ReadItems();
    Require(part_.ids.size() > 0, ReadError::kValue);
    ReadNeighbours(part_.similar, part_.ids.size());
    ReadNeighbours(part_.together, part_.ids.size());
    return Finish();
  }

 private:
  void ReadItems() {
    if (Next()) {
      Texts(part_.ids, kMaxItems);
      for (std::uint32_t i = 0; i < part_.ids.size(); ++i) {
        const std::size_t size = part_.ids[i].size();
        Require(size > 0, ReadError::kOrder);
        Require(size <= kMaxItemIdBytes, ReadError::kLimit);
      }
    }
    if (Next()) Texts(part_.names, kMaxNames);
    if (Next()) {
      Array<Product>& products = part_.products;
      Rows(products, part_.ids.size());
      IndexesOrNone(At(&Product::category), part_.names.size());
      IndexesOrNone(At(&Product::brand), part_.names.size());
      for (Product& product : products) product.price = Price();
      Enumerators(At(&Product::availability), kAvailabilities);
    }
  }

  /// 0: not known; 1: eight bytes follow; otherwise hundredths plus two.
  double Price() {
    const std::uint64_t head = section().Varint();
    if (head == 0) return __builtin_nan("");
    const double price =
        head == 1 ? section().F64() : static_cast<double>(head - 2) / 100;
    Require(price >= 0 && price <= kMaxPrice, ReadError::kValue);
    return price;
  }

  void ReadNeighbours(Neighbours& rows, std::size_t most_rows) {
    if (!Next()) return;
    Rows(rows.counts, Count(kMaxItems));
    Varints(0);
    Require(rows.counts.empty() || rows.counts.size() == most_rows,
            ReadError::kReference);
    std::uint32_t total = 0;
    for (const std::uint32_t count : rows.counts) {
      Require(count <= kMaxNeighbours, ReadError::kLimit);
      total += count;
    }
    // Each takes a byte as an item and one as a weight.
    Require(total <= section().remaining() / 2, ReadError::kEncoding);
    if (Failed()) return;
    rows.items.resize(total);
    std::uint32_t* next = rows.items.data();
    for (const std::uint32_t count : rows.counts) {
      std::uint32_t item = 0;
      for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t step = section().Varint32();
        if (i > 0 && step == 0) return Require(false, ReadError::kOrder);
        if (step >= kMaxItems - item) {
          return Require(false, ReadError::kReference);
        }
        *next++ = item += step;
      }
    }
    rows.weights.append(section().Take(total));
  }

  Part& part_;
};

}  // namespace

ReadError ReadModelCore(std::span<const std::uint8_t> bytes, ModelCore& core) {
  return PartReader(bytes, FileKind::kModelCore, core.head)
      .ReadCore(core.shard_sizes);
}

ReadError ReadModelShard(std::span<const std::uint8_t> bytes,
                         ModelShard& shard) {
  return PartReader(bytes, FileKind::kModelShard, shard.part)
      .ReadShard(shard.number);
}

}  // namespace vitrine
