#ifndef VITRINE_RUNTIME_RANK_PART_H_
#define VITRINE_RUNTIME_RANK_PART_H_

#include <cstdint>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"

/// The files of a model as the trainer makes them, the writer stores them and
/// the reader gives them back (FORMAT.md). Items are numbered over the whole
/// model in *browse order*: what is looked at together has near numbers. They
/// mean nothing outside of the model.
namespace vitrine {

/// Limits of one model.
inline constexpr std::uint32_t kMaxItems = 200'000;
inline constexpr std::uint32_t kMaxShardBits = 18;
inline constexpr std::uint32_t kMaxPageBits = 12;
/// Of one look-up page.
inline constexpr std::uint32_t kMaxLookups = 65'536;
inline constexpr std::uint32_t kMaxNeighbours = 255;  ///< of one item
inline constexpr std::uint32_t kMaxPopular = 256;
inline constexpr std::uint32_t kMaxTrending = 64;
inline constexpr std::uint32_t kMaxFresh = 64;
/// Of a category: as many as a slot shows at most.
inline constexpr std::uint32_t kMaxCategoryItems = 24;
inline constexpr std::uint32_t kMaxItemIdBytes = 1'024;
/// Store currency; as much as an event may tell of.
inline constexpr double kMaxPrice = 1e12;

/// Weights are told by level: each is a ModelCore::step times less than before.
inline constexpr unsigned kLevelBits = 5;
inline constexpr std::uint32_t kLevels = 1U << kLevelBits;
/// Items that one display file tells of.
inline constexpr std::uint32_t kDisplayItems = 32;
/// The most popular items, which the first display file tells of.
inline constexpr std::uint32_t kHeadItems = 64;
/// Items of a shard, unless the trainer is told otherwise: 2^6.
inline constexpr std::uint32_t kShardBits = 6;

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

enum class Relation : std::uint8_t { kSimilar = 0, kTogether = 1 };
inline constexpr std::uint32_t kRelations = 2;

/// How the items that go with what a visitor looked at are added up.
struct Ranking {
  /// How much the item k before the latest counts: decay^k. 0 to 1.
  float decay = 0.5F;
  /// Where viewed items may be shown again, what the item k before the latest
  /// has by itself: revisit * revisit_decay^k. 0 to kMaxWeight; 0 to 1.
  float revisit = 0;
  float revisit_decay = 0.5F;
  /// What an item has whose number is d away from that of a viewed one, within
  /// the same kNearItems: near / (1 + near_slope * d). 0 to kMaxWeight each.
  float near = 0;
  float near_slope = 0;
  bool operator==(const Ranking&) const = default;
};
inline constexpr float kMaxWeight = 1e9F;
/// Numbers from a multiple of it to the next are near each other.
inline constexpr std::uint32_t kNearItems = 64;

/// The file that a page loads first.
struct ModelCore {
  std::uint64_t model = 0;  ///< the same in all files of one model
  std::uint32_t item_count = 0;
  std::uint32_t shard_bits = kShardBits;  ///< 2^shard_bits items in each
  std::uint32_t page_bits = 0;            ///< 2^page_bits look-up pages
  Ranking ranking;
  /// Weights of level 0, by relation. 0 to kMaxWeight.
  float tops[kRelations] = {1, 1};
  float step = 1;  ///< from a level to the one before: 1 to 16
  // Items, best first, once each within a list.
  Array<std::uint32_t> popular;
  Array<std::uint32_t> trending;  ///< asked for more than before
  Array<std::uint32_t> fresh;     ///< new arrivals
};

/// Which items a name stands for.
struct Lookup {
  std::uint32_t key = 0;    ///< see LookupKey
  std::uint32_t first = 0;  ///< index into LookupPage::items
  std::uint32_t count = 0;
  bool operator==(const Lookup&) const = default;
};

struct LookupPage {
  std::uint64_t model = 0;
  std::uint32_t number = 0;
  Array<Lookup> lookups;       ///< ascending keys
  Array<std::uint32_t> items;  ///< of all of them, one after the other
};

/// An item's row in a shard.
struct ShardRow {
  std::uint32_t first = 0;  ///< index into ModelShard::neighbours
  std::uint8_t self = 0;    ///< the item's own level and 1; 0: it has no weight
  std::uint8_t counts[kRelations] = {};  ///< of one relation after the other
  bool operator==(const ShardRow&) const = default;
};

/// An item that goes with another one, and how much: its weight's level.
struct Neighbour {
  std::uint32_t item : 32 - kLevelBits;
  std::uint32_t level : kLevelBits;
  bool operator==(const Neighbour&) const = default;
};
static_assert(kMaxItems <= 1U << (32 - kLevelBits));

struct ModelShard {
  std::uint64_t model = 0;
  std::uint32_t number = 0;
  Array<ShardRow> rows;
  Array<Neighbour> neighbours;  ///< above the item by ascending number, then
                                ///< below it by descending
};

/// Spreads identities, whose high bits alone say little, over pages and keys.
constexpr std::uint64_t Spread(Identity identity) {
  return (identity ^ identity >> 32) * 0x9e3779b97f4a7c15ULL;
}
constexpr std::uint32_t LookupPageOf(Identity identity, std::uint32_t bits) {
  return static_cast<std::uint32_t>(Spread(identity) >> 32) >> 1 >> (31 - bits);
}
inline constexpr unsigned kLookupKeyBits = 24;
/// Names the identity within its page: of a hundred thousand others that are
/// no item's, one is taken for an item.
constexpr std::uint32_t LookupKey(Identity identity, std::uint32_t bits) {
  return static_cast<std::uint32_t>(Spread(identity) << bits >>
                                    (64 - kLookupKeyBits));
}

/// Bits of a number below `count`, at least 1.
constexpr unsigned BitsFor(std::uint32_t count) {
  unsigned bits = 1;
  while (count > 1U << bits) ++bits;
  return bits;
}

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_PART_H_
