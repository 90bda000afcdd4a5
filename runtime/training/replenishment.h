#ifndef VITRINE_RUNTIME_TRAINING_REPLENISHMENT_H_
#define VITRINE_RUNTIME_TRAINING_REPLENISHMENT_H_

#include <cstdint>
#include <vector>

namespace vitrine {

/// A visitor bought an item.
struct VisitorPurchase {
  std::uint32_t visitor = 0;
  std::uint32_t item = 0;
  double time = 0;  ///< ms since 1970
};

/// How many whole days pass until an item is bought again.
struct RebuyDays {
  std::uint32_t item = 0;
  std::uint32_t days = 0;  ///< at least 1
  bool operator==(const RebuyDays&) const = default;
};

/// Each visitor's median of the whole days between his purchases of an item,
/// and of these the median, so that each visitor counts the same. A purchase
/// less than a day after the one before belongs to that. Only of items that
/// min_support different visitors bought again; by ascending item.
std::vector<RebuyDays> FindRebuyDays(std::vector<VisitorPurchase> purchases,
                                     std::uint32_t min_support);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_REPLENISHMENT_H_
