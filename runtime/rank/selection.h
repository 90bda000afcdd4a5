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
    Recommended recommended;
    double score = 0;  ///< of the source
    double boost = 1;
    double rotation = 1;
    double alike = 0;  ///< to the most alike one that was chosen: 0 to 1
    std::uint64_t keys[kMaxItemCaps] = {};     ///< by cap; 0: none
    std::uint8_t same_key[kMaxItemCaps] = {};  ///< how many were chosen
  };

  /// A new slot. All that is passed must live until the last call.
  void Begin(const Model& model, const Wish& wish,
             const ItemConditions& conditions);

  /// Compares with what was chosen before.
  Entry Enter(const Recommended& recommended, double score) const;
  /// There are as many of its kind as the wish's caps allow.
  bool IsCapped(const Entry& entry) const;
  /// What the most alike one leaves of its worth.
  double LikenessOf(const Entry& entry) const {
    return 1 - wish_->diversity / 100.0 * entry.alike;
  }
  void Choose(const Entry& entry);

  /// Entries from which the best one is chosen.
  Array<Entry>& pool() { return pool_; }
  const Array<Entry>& pool() const { return pool_; }
  /// Index of the one that is worth most and not capped, of equal ones the
  /// first; kNone: there is none.
  std::uint32_t Best() const;

 private:
  void Meet(const Entry& chosen, Entry& entry) const;

  const Model* model_ = nullptr;
  const Wish* wish_ = nullptr;
  const ItemConditions* conditions_ = nullptr;
  Array<Entry> pool_;
  Array<Entry> chosen_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_SELECTION_H_
