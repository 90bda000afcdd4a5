#ifndef VITRINE_RUNTIME_RANK_MODEL_H_
#define VITRINE_RUNTIME_RANK_MODEL_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"
#include "runtime/base/value.h"
#include "runtime/bundle/reader.h"
#include "runtime/rank/part.h"

namespace vitrine {

/// The items that go with one item, and by how much. Valid until the model
/// changes.
struct NeighbourRow {
  std::span<const Neighbour> items;
  const float* weights = nullptr;  ///< by level

  float WeightOf(Neighbour neighbour) const { return weights[neighbour.level]; }
};

/// A trained model on the device, known in part: which items there are and
/// what they are called, file by file, and what goes with what. Precondition
/// of everything but LoadCore: that has succeeded. Memory: 4 bytes for each
/// item of the model, some 60 for each that is known, 4 for each neighbour.
class Model {
 public:
  /// An item as conditions see it.
  struct Item {
    Identity id = kNoIdentity;        ///< kNoIdentity: nobody told of it yet
    Identity category = kNoIdentity;  ///< of kind kValue; kNoIdentity: none
    Identity brand = kNoIdentity;
    double price = __builtin_nan("");  ///< NaN: not known
    /// After so many ms people buy it again; NaN: not known.
    double rebuy_ms = __builtin_nan("");
    Availability availability = Availability::kInStock;
    bool has_live_price = false;  ///< the shop says so now
    bool has_live_availability = false;

    bool known() const { return id != kNoIdentity; }
    bool sellable() const {
      return known() && availability != Availability::kOutOfStock;
    }
  };

  /// Which items a name stands for; valid until the model changes.
  struct Found {
    std::span<const std::uint32_t> items;  ///< best first
    /// The file that may have some; kNone: there are no more than these.
    std::uint32_t wanted = kNone;

    /// Of an item's name: its number, or kNone.
    std::uint32_t item() const { return items.empty() ? kNone : items[0]; }
  };

  /// Begins a model. Precondition: it is empty. On an error it is unspecified.
  /// Safe for untrusted bytes.
  [[nodiscard]] ReadError LoadCore(std::span<const std::uint8_t> bytes);
  /// Adds what a look-up page or a shard knows; one that is there already
  /// changes nothing. On an error the model stays as it was. Safe for untrusted
  /// bytes.
  [[nodiscard]] ReadError AddPart(std::span<const std::uint8_t> bytes);

  std::uint64_t identity() const { return core_.model; }
  const Ranking& ranking() const { return core_.ranking; }
  std::uint32_t size() const { return core_.item_count; }
  // Best first. On shops whose log has no clock only the first has items.
  std::span<const std::uint32_t> popular() const { return core_.popular; }
  std::span<const std::uint32_t> trending() const { return core_.trending; }
  std::span<const std::uint32_t> fresh() const { return core_.fresh; }

  // Files have numbers: the look-up pages, then the shards, then the display
  // files, each from the first item to the last.
  std::uint32_t first_shard() const { return 1U << core_.page_bits; }
  std::uint32_t first_display() const {
    return first_shard() + ((size() - 1) >> core_.shard_bits) + 1;
  }
  std::uint32_t LookupsOf(Identity name) const {
    return LookupPageOf(name, core_.page_bits);
  }
  /// Precondition of this and the following: item < size().
  std::uint32_t ShardOf(std::uint32_t item) const {
    return first_shard() + (item >> core_.shard_bits);
  }
  std::uint32_t DisplayOf(std::uint32_t item) const {
    return first_display() + item / kDisplayItems;
  }

  const Item& operator[](std::uint32_t item) const {
    return items_[places_[item]];
  }
  /// Whether what goes with the item is there.
  bool HasRow(std::uint32_t item) const {
    return rows_of_shards_[item >> core_.shard_bits] != 0;
  }
  /// Empty without a row.
  NeighbourRow Neighbours(Relation relation, std::uint32_t item) const;
  /// How much the item goes with itself; 0 without a row.
  float SelfWeight(std::uint32_t item) const;

  /// Of an item's or a category's name.
  Found Find(Identity name) const;
  /// The item of this id if it is known already, else kNone.
  std::uint32_t Known(Identity id) const { return numbers_[table_[Slot(id)]]; }
  /// Of a known item, as many as SetProperties said; else none.
  std::span<const KeptValue> properties(std::uint32_t item) const {
    const std::uint32_t place = places_[item];
    if (place == 0) return {};
    return {properties_.data() + std::size_t{place} * property_count_,
            property_count_};
  }

  /// What the model was built with: makes the item known. What the shop told
  /// of it stays. What is no price is not known. Preconditions: item < size(),
  /// `told` is known.
  void Tell(std::uint32_t item, const Item& told,
            std::span<const KeptValue> properties = {});
  /// How many properties items have beside their fields; those that were told
  /// are forgotten.
  void SetProperties(std::uint32_t count);
  /// What the shop says of an item now; passed over if the item is not known.
  /// What is no price from 0 to kMaxPrice, such as NaN, leaves the price as it
  /// is.
  void Update(Identity id, double price);
  void Update(Identity id, Availability availability);
  /// Null leaves a property as it is.
  void Update(Identity id, std::span<const KeptValue> properties);

 private:
  struct Page {
    std::uint32_t first = 0;  ///< index into lookups_
    std::uint32_t count = 0;
    bool loaded = false;
  };

  ReadError AddLookups(std::span<const std::uint8_t> bytes);
  ReadError AddShard(std::span<const std::uint8_t> bytes);
  /// Null: the item has none.
  const ShardRow* RowOf(std::uint32_t item) const;
  /// Index of the entry that holds the name, or else of the one for it.
  std::size_t Slot(Identity name) const;
  void MakeRoom();
  Item* KnownItem(Identity id);
  /// Those that are null are left out, and others where `keep` says so and
  /// there is a value.
  void Put(std::uint32_t place, std::span<const KeptValue> properties,
           bool keep);

  ModelCore core_;
  float weights_[kRelations][kLevels];

  Array<Item> items_;            ///< that are known; the first one is not
  Array<KeptValue> properties_;  ///< of each of items_, property_count_
  std::uint32_t property_count_ = 0;
  Array<std::uint32_t> numbers_;  ///< beside items_
  Array<std::uint32_t> places_;   ///< by item: index into items_
  Array<std::uint32_t> table_;    ///< of names: index into items_; 0: free

  Array<Page> pages_;
  Array<Lookup> lookups_;
  Array<std::uint32_t> looked_up_;

  Array<std::uint32_t> rows_of_shards_;  ///< index into rows_ and 1; 0: none
  Array<ShardRow> rows_;
  Array<Neighbour> neighbours_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_MODEL_H_
