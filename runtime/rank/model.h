#ifndef VITRINE_RUNTIME_RANK_MODEL_H_
#define VITRINE_RUNTIME_RANK_MODEL_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"
#include "runtime/bundle/reader.h"
#include "runtime/rank/part.h"

namespace vitrine {

/// The items that go with one item. Valid until the model changes.
struct NeighbourRow {
  std::span<const std::uint32_t> items;
  std::span<const std::uint8_t> weights;
};

enum class Relation : std::uint8_t { kSimilar = 0, kTogether = 1 };

/// A trained model on the device: a catalogue that is known in part, shard by
/// shard, and what goes with what. Precondition of everything but LoadCore:
/// that has succeeded. Memory: some 70 bytes for each item, known or not, and
/// 5 for each neighbour.
class Model {
 public:
  /// An item as conditions see it.
  struct Item {
    Identity id = kNoIdentity;  ///< kNoIdentity: in a shard not loaded yet
    Identity category = kNoIdentity;  ///< of kind kValue; kNoIdentity: none
    Identity brand = kNoIdentity;
    double price = 0;  ///< NaN: not known
    Availability availability = Availability::kInStock;

    bool known() const { return id != kNoIdentity; }
    bool sellable() const {
      return known() && availability != Availability::kOutOfStock;
    }
  };

  /// Begins with the head of a model. Precondition: the model is empty. On an
  /// error it is unspecified. Safe for untrusted bytes.
  [[nodiscard]] ReadError LoadCore(std::span<const std::uint8_t> bytes);
  /// Adds what a shard knows; one that is there already changes nothing. Items
  /// of the head must be the same in the shard, which adds their neighbours:
  /// what the head, or the shop, said of them stays. On an error the model
  /// stays as it was. Safe for untrusted bytes.
  [[nodiscard]] ReadError AddShard(std::span<const std::uint8_t> bytes);

  std::uint64_t identity() const { return identity_; }
  const Ranking& ranking() const { return ranking_; }
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(items_.size());
  }
  std::uint32_t shard_count() const {
    return static_cast<std::uint32_t>(shards_.size());
  }
  /// Precondition: shard < shard_count().
  bool IsLoaded(std::uint32_t shard) const { return shards_[shard].loaded; }
  bool complete() const { return missing_shards_ == 0; }

  /// Preconditions of the following: item < size().
  const Item& operator[](std::uint32_t item) const { return items_[item]; }
  /// Empty for an item that is not known. Valid until the model changes.
  std::string_view Id(std::uint32_t item) const;
  /// Empty where nothing is known (yet).
  NeighbourRow Neighbours(Relation relation, std::uint32_t item) const;

  /// The item's number; kNone when it is not known.
  std::uint32_t Find(Identity id) const;

  /// What the shop says now outranks what the model was built from. What is no
  /// price from 0 to kMaxPrice, such as NaN, leaves the price as it is.
  void Update(std::uint32_t item, double price);
  void Update(std::uint32_t item, Availability availability);

 private:
  static constexpr std::uint32_t kRelations = 2;

  /// Where what has no fixed size stands in the arrays of all items.
  struct Place {
    std::uint32_t id = 0;
    std::uint32_t neighbours[kRelations] = {};
    std::uint16_t id_size = 0;
    std::uint8_t neighbour_counts[kRelations] = {};
  };
  static_assert(kMaxItemIdBytes <= 0xffff && kMaxNeighbours <= 0xff);

  struct Shard {
    std::uint32_t first = 0;
    std::uint32_t size = 0;
    bool loaded = false;
  };

  /// Adds the items of a part, whose numbers begin with `first`, without their
  /// neighbours. All or nothing.
  ReadError Add(const Part& part, std::uint32_t first);
  ReadError AddIdentities(const TextTable& ids, std::uint32_t first);
  void AddNeighbours(Relation relation, struct Neighbours& rows,
                     std::uint32_t first);
  /// How many rows of a part that begins with `first` the head told already.
  std::uint32_t HeadRows(std::uint32_t first) const;
  /// Index of the entry that holds the item, or else of the one for it.
  std::size_t Lookup(Identity id) const;

  std::uint64_t identity_ = 0;
  Ranking ranking_;
  std::uint32_t head_size_ = 0;
  std::uint32_t missing_shards_ = 0;
  Array<Shard> shards_;
  Array<Item> items_;
  Array<Place> places_;         ///< beside items_
  Array<std::uint32_t> table_;  ///< open addressing: item + 1; 0: free
  Array<char> ids_;
  Array<std::uint32_t> neighbours_[kRelations];
  Array<std::uint8_t> weights_[kRelations];
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_MODEL_H_
