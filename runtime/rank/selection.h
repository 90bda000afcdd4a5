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
    std::size_t place;  ///< in the order of Add
    /// How many of those that were chosen are in the rest.
    std::uint32_t met;
    std::uint32_t alike;  ///< tenths, to the most alike one that was chosen
    double score;         ///< of the source
    /// That times boosts and rotation; 0 where nothing changes what entries are
    /// worth, so that they are chosen as they come.
    double worth;
    double value;  ///< times likeness, as of `met`; negative: it is capped
    /// By cap: its value of the field, 0: none; and how many with the same were
    /// chosen.
    std::uint64_t keys[kMaxItemCaps];
    std::uint32_t same_key[kMaxItemCaps];
  };

  /// A new slot, with a pool of `most` entries. All that is passed must live
  /// until the last call.
  void Begin(const Wish& wish, const ItemConditions& conditions,
             std::size_t most);

  /// The place of the next entry: what it was told is in the pool with Add.
  /// Precondition: there is room.
  Entry& New(std::uint32_t item, const Model::Item& known);
  /// There were as many of its kind as the wish's caps allow when the pool was
  /// empty.
  bool WasCapped(Entry& entry) const { return IsCapped(entry, settled_); }
  void Add();
  /// Chooses the one that is worth most and not capped, of equal ones the
  /// first. Null: that is worth less than `least`, or there is none. Valid
  /// until the pool changes.
  const Entry* Choose(double least);

  /// What was added since Clear, at first what was chosen.
  std::span<Entry* const> pool() const {
    return {order_.data() + settled_, pooled_};
  }
  std::size_t pooled() const { return pooled_; }
  /// How many of the pool were chosen.
  std::uint32_t chosen() const { return chosen_ - settled_; }
  bool IsCapped(Entry& entry) const { return IsCapped(entry, chosen_); }
  /// What an entry's worth is multiplied by for being alike.
  double LikenessOf(const Entry& entry) const {
    return 1 - loss_ * (entry.alike / 10.0);
  }
  /// Begins another pool. What was chosen still counts.
  void Clear();

 private:
  /// By the first `chosen` ones that were chosen, with which the entry is
  /// compared as far as it was not.
  bool IsCapped(Entry& entry, std::uint32_t chosen) const;

  const Wish* wish_ = nullptr;
  const ItemConditions* conditions_ = nullptr;
  double loss_ = 0;        ///< by being alike in everything
  bool compares_ = false;  ///< what was chosen says something about the rest
  Array<Entry> entries_;
  /// All of them: those that were chosen, the rest of the pool by value, of
  /// equal ones the first, and those that are free.
  Array<Entry*> order_;
  std::uint32_t settled_ = 0;  ///< chosen before this pool
  std::uint32_t chosen_ = 0;
  std::size_t pooled_ = 0;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_SELECTION_H_
