#include "runtime/rank/model_reader.h"

#include <cstddef>

#include "runtime/bundle/section_reader.h"

namespace vitrine {
namespace {

class PartReader : private SectionReader {
 public:
  PartReader(std::span<const std::uint8_t> bytes, FileKind kind, Part& part)
      : SectionReader(bytes, kind, kModelSections), part_(part) {}

  /// `core`: null for a shard, which has a number instead.
  ReadError ReadAll(ModelCore* core, std::uint32_t& number) {
    const bool is_core = core != nullptr;
    std::uint32_t model_size = 0;
    if (Next()) {
      part_.model = section().U64();
      number = section().Varint32();
      Require(number < kMaxShards + is_core, ReadError::kLimit);
      if (is_core) {
        Rows(core->shard_sizes, Present(number, kMaxShards));
        Read(Op::kSome, 0, kMaxItems + 1);
        Require(number > 0, ReadError::kValue);
        for (const std::uint32_t size : core->shard_sizes) model_size += size;
        Require(model_size <= kMaxItems, ReadError::kLimit);
        core->ranking.decay = UpTo(1);
        core->ranking.revisit = UpTo(kMaxRevisit);
        core->ranking.revisit_decay = UpTo(1);
      }
    }
    ReadItems();
    const std::uint32_t count = part_.ids.size();
    if (is_core) {
      Require(count <= model_size, ReadError::kReference);
    } else {
      Require(count > 0, ReadError::kValue);
    }
    const std::uint32_t row_count = is_core ? 0 : count;
    ReadNeighbours(part_.similar, row_count);
    ReadNeighbours(part_.together, row_count);
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
      Read(Op::kIndexOrNone, offsetof(Product, category), part_.names.size());
      Read(Op::kIndexOrNone, offsetof(Product, brand), part_.names.size());
      for (Product& product : products) product.price = Price();
      Read(Op::kByte, offsetof(Product, availability), kAvailabilities);
    }
  }

  double UpTo(double most) {
    const double number = section().F64();
    Require(number >= 0 && number <= most, ReadError::kValue);
    return number;
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

  void ReadNeighbours(Neighbours& rows, std::uint32_t most_rows) {
    if (!Next()) return;
    const std::uint32_t row_count = Present(section().Varint32(), kMaxItems);
    Require(row_count == 0 || row_count == most_rows, ReadError::kReference);
    Rows(rows.counts, row_count);
    Read(Op::kCount, 0, kMaxNeighbours + 1);
    std::uint32_t total = 0;
    for (const std::uint32_t count : rows.counts) total += count;
    // Each takes a byte as an item and one as a weight.
    Require(total <= section().remaining() / 2, ReadError::kEncoding);
    if (Failed()) return;
    Rows(rows.items, total);
    Read(Op::kIndex, 0, kMaxItems);
    std::uint32_t* next = rows.items.data();
    for (const std::uint32_t count : rows.counts) {
      std::uint32_t item = 0;
      for (std::uint32_t i = 0; i < count; ++i) {
        Require(i == 0 || *next > 0, ReadError::kOrder);
        item += *next;
        Require(item < kMaxItems, ReadError::kReference);
        *next++ = item;
      }
    }
    rows.weights.append(section().Take(total));
  }

  Part& part_;
};

}  // namespace

ReadError ReadModelCore(std::span<const std::uint8_t> bytes, ModelCore& core) {
  std::uint32_t shard_count;
  return PartReader(bytes, FileKind::kModelCore, core.head)
      .ReadAll(&core, shard_count);
}

ReadError ReadModelShard(std::span<const std::uint8_t> bytes,
                         ModelShard& shard) {
  return PartReader(bytes, FileKind::kModelShard, shard.part)
      .ReadAll(nullptr, shard.number);
}

}  // namespace vitrine
