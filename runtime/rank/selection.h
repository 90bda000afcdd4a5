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
    std::uint32_t item = 0;
    std::uint32_t because = kNone;  ///< as of Recommended
    bool was_chosen = false;        ///< stays in the pool, where it is nothing
    const Model::Item* known = nullptr;
    double score = 0;  ///< of the source
    /// That times boosts and rotation; 0 where nothing changes what entries are
    /// worth, so that they are chosen as they come.
    double worth = 0;
    double likeness =
        1;  ///< times this, for the most alike one that was chosen
    std::size_t met =
        0;  ///< how many of those that were chosen are in the rest
    /// By cap: its value of the field, 0: none; and how many with the same were
    /// chosen.
    std::uint64_t keys[kMaxItemCaps] = {};
    std::uint32_t same_key[kMaxItemCaps] = {};
  };

  /// A new slot. All that is passed must live until the last call.
  void Begin(const Wish& wish, const ItemConditions& conditions);

  /// There are as many of its kind as the wish's caps allow. Compares the entry
  /// with what was chosen since it was asked of last.
  bool IsCapped(Entry& entry) const;

  /// Entries from which the best one is chosen.
  Array<Entry>& pool() { return pool_; }
  const Array<Entry>& pool() const { return pool_; }
  /// Chooses the one that is worth most and not capped, of equal ones the
  /// first. Null: there is none. Valid until the pool changes.
  const Entry* Choose();

 private:
  void Meet(const Entry& chosen, Entry& entry) const;

  const Wish* wish_ = nullptr;
  const ItemConditions* conditions_ = nullptr;
  Array<Entry> pool_;
  Array<Entry> chosen_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_SELECTION_H_
