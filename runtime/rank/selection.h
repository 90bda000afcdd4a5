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
    double worth = 0;  ///< that times boosts and rotation
    double likeness =
        1;  ///< times this, for the most alike one that was chosen
    /// By cap: its value of the field, 0: none; and how many with the same were
    /// chosen.
    std::uint64_t keys[kMaxItemCaps] = {};
    std::uint32_t same_key[kMaxItemCaps] = {};
  };

  /// A new slot. All that is passed must live until the last call.
  void Begin(const Wish& wish, const ItemConditions& conditions);

  /// Compares with what was chosen before.
  void Enter(Entry& entry) const;
  /// There are as many of its kind as the wish's caps allow.
  bool IsCapped(const Entry& entry) const;
  void Choose(const Entry& entry);

  /// Entries from which the best one is chosen.
  Array<Entry>& pool() { return pool_; }
  const Array<Entry>& pool() const { return pool_; }
  /// Index of the one that is worth most and not capped, of equal ones the
  /// first; or, as they come, of the first one that is not capped. kNone: there
  /// is none.
  std::uint32_t Best(bool as_they_come) const;

 private:
  void Meet(const Entry& chosen, Entry& entry) const;

  const Wish* wish_ = nullptr;
  const ItemConditions* conditions_ = nullptr;
  Array<Entry> pool_;
  Array<Entry> chosen_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_SELECTION_H_
