#ifndef VITRINE_RUNTIME_RANK_SELECTION_H_
#define VITRINE_RUNTIME_RANK_SELECTION_H_

#include <cstdint>

#include "runtime/base/array.h"
#include "runtime/rank/item_conditions.h"
#include "runtime/rank/model.h"
#include "runtime/rank/wish.h"

namespace vitrine {

/// The items of one slot while they are chosen: what those that were say about
/// those that may be. Keeps its scratch memory.
class Selection {
 public:
  struct Entry {
    std::uint32_t item;
    std::uint32_t because;  ///< as of Recommended
    const Model::Item* known;
    bool was_chosen;  ///< stays in the pool, where it is nothing
    /// How many of those that were chosen are in the rest.
    std::uint32_t met;
    double score;  ///< of the source
    /// That times boosts and rotation; 0 where nothing changes what entries are
    /// worth, so that they are chosen as they come.
    double worth;
    double likeness;  ///< times this, for the most alike one that was chosen
    /// By cap: its value of the field, 0: none; and how many with the same were
    /// chosen.
    std::uint64_t keys[kMaxItemCaps];
    std::uint32_t same_key[kMaxItemCaps];
  };

  /// A new slot, with a pool of `most` entries. All that is passed must live
  /// until the last call.
  void Begin(const Wish& wish, const ItemConditions& conditions,
             std::size_t most);

  /// There are as many of its kind as the wish's caps allow. Compares the entry
  /// with what was chosen since it was asked of last.
  bool IsCapped(Entry& entry) const;

  /// Entries from which the best one is chosen, in the order of Add.
  std::span<Entry> pool() { return {pool_.data(), pooled_}; }
  std::size_t pooled() const { return pooled_; }
  void Clear() { pooled_ = 0; }
  /// The place of the next entry: what it was told is in the pool with Add.
  /// Precondition: there is room.
  Entry& New(std::uint32_t item, const Model::Item& known);
  void Add();
  /// Chooses the one that is worth most and not capped, of equal ones the
  /// first. Null: there is none. Valid until the pool changes.
  const Entry* Choose();

 private:
  void Meet(const Entry& chosen, Entry& entry) const;

  const Wish* wish_ = nullptr;
  const ItemConditions* conditions_ = nullptr;
  double loss_ = 0;  ///< by being alike in everything
  Array<Entry> pool_;
  /// Those in the pool, by what they are worth; of equal ones the first.
  Array<Entry*> order_;
  std::size_t pooled_ = 0;
  Array<Entry> chosen_;
  std::uint32_t chosen_count_ = 0;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_SELECTION_H_
