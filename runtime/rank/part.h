#ifndef VITRINE_RUNTIME_RANK_PART_H_
#define VITRINE_RUNTIME_RANK_PART_H_

#include <cstdint>

#include "runtime/base/array.h"
#include "runtime/bundle/program.h"

/// The files of a model as the trainer makes them, the writer stores them and
/// the reader gives them back (FORMAT.md). Items are numbered over the whole
/// model, most popular first; the numbers mean nothing outside of it.
namespace vitrine {

/// Limits of one model.
inline constexpr std::uint32_t kMaxItems = 200'000;
inline constexpr std::uint32_t kMaxShards = 4'096;
inline constexpr std::uint32_t kMaxNeighbours = 255;  ///< of one item
inline constexpr std::uint32_t kMaxItemIdBytes = 1'024;
/// Categories and brands: each item may have its own.
inline constexpr std::uint32_t kMaxNames = 2 * kMaxItems;
/// Store currency; as much as an event may tell of.
inline constexpr double kMaxPrice = 1e12;
/// The most popular items are also in the core, so that there is something to
/// recommend before the first shard arrives.
inline constexpr std::uint32_t kHeadItems = 64;

/// The numbers cross the ABI. Google Merchant's names, in the same order:
/// `in_stock out_of_stock preorder backorder`.
enum class Availability : std::uint8_t {
  kInStock = 0,
  kOutOfStock = 1,
  kPreorder = 2,
  kBackorder = 3,
};
inline constexpr std::uint32_t kAvailabilities = 4;
const char* AvailabilityName(Availability availability);

/// What filters need to know of an item.
struct Product {
  std::uint32_t category = kNone;  ///< index into Part::names
  std::uint32_t brand = kNone;     ///< index into Part::names
  double price = 0;  ///< 0 to kMaxPrice, store currency; NaN: not known
  Availability availability = Availability::kInStock;
};

/// Rows of a sparse matrix: for each item of a part the items that go with it,
/// by ascending number, and how much.
struct Neighbours {
  Array<std::uint32_t> counts;  ///< by item of the part; empty: no rows at all
  Array<std::uint32_t> items;   ///< of all rows, one after the other
  Array<std::uint8_t> weights;  ///< beside `items`; see WeightOf
  bool operator==(const Neighbours&) const = default;
};

/// What a weight stands for: 4 bits of exponent over 4 bits of mantissa, from
/// 16 to 31 * 2^15. Weights are ordered as the numbers they stand for.
constexpr float WeightOf(std::uint8_t code) {
  return static_cast<float>((16U + (code & 15U)) << (code >> 4));
}

/// A range of items.
struct Part {
  std::uint64_t model = 0;  ///< the same in all files of one model
  TextTable ids;            ///< item ids, not empty; as many as items
  TextTable names;          ///< categories and brands
  Array<Product> products;
  Neighbours similar;   ///< from everything shoppers did
  Neighbours together;  ///< from purchases; without rows where none are known
};

/// How the items that go with what a visitor looked at are added up.
struct Ranking {
  /// How much the item k before the latest counts: decay^k. 0 to 1.
  double decay = 0.5;
  /// Where viewed items may be shown again, what the item k before the latest
  /// has by itself: revisit * revisit_decay^k, beside weights as WeightOf gives
  /// them. 0 to kMaxRevisit; 0 to 1.
  double revisit = 0;
  double revisit_decay = 0.5;
  bool operator==(const Ranking&) const = default;
};
inline constexpr double kMaxRevisit = 1e9;

/// The file that a page loads first: the head's items are numbers 0 to
/// head.ids.size(), and its neighbours are empty.
struct ModelCore {
  Part head;
  Array<std::uint32_t> shard_sizes;  ///< items of each shard, in their order
  Ranking ranking;
};

struct ModelShard {
  std::uint32_t number = 0;
  Part part;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_PART_H_
