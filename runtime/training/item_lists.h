#ifndef VITRINE_RUNTIME_TRAINING_ITEM_LISTS_H_
#define VITRINE_RUNTIME_TRAINING_ITEM_LISTS_H_

#include <cstdint>
#include <vector>

#include "runtime/training/ordered_log.h"
#include "runtime/training/training_log.h"

namespace vitrine {

/// What the latest part of a log tells of items by their number, best first.
/// Empty unless the log has a clock and is two weeks long: the part is the
/// latest eighth of it, but at least 3 days and at most 14.
struct ItemLists {
  /// Items by how much more they are asked for than before:
  ///   growth = low / (expected + 3)
  ///   low = (sqrt(recent + 3/8) - 0.8225)^2 - 3/8
  /// where `recent` sessions of the latest part had the item, `expected` would
  /// have if their share were what it was before, and low is what in 95 of 100
  /// cases is less than the number that chance varied into `recent`. Only those
  /// that have min_support sessions there and a growth of at least 1.25: an
  /// item that nobody looked at before needs 8, one expected in 10 needs 24.
  std::vector<std::uint32_t> trending;
  /// New arrivals. Where the feed has an availability_date it decides: an item
  /// is new if it became available in the latest part. Else it is if no
  /// session before had it. Those with most sessions come first; of items that
  /// no session had, if they are too many, some at even distances.
  std::vector<std::uint32_t> fresh;
};

/// `numbers`: by index of log.items; kNone: not in the model. More popular
/// items have lower numbers; `items`: how many there are.
ItemLists FindItemLists(const TrainingLog& log, const OrderedLog& ordered,
                        const std::vector<std::uint32_t>& numbers,
                        std::uint32_t items, std::uint32_t min_support);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_ITEM_LISTS_H_
