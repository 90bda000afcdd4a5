#ifndef VITRINE_RUNTIME_TRAINING_RENUMBERED_H_
#define VITRINE_RUNTIME_TRAINING_RENUMBERED_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "runtime/training/ridge_columns.h"

namespace vitrine {

/// By item, its index in `order`, which has each item once.
inline std::vector<std::uint32_t> NumbersIn(
    const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> numbers(order.size());
  for (std::uint32_t number = 0; number < order.size(); ++number) {
    numbers[order[number]] = number;
  }
  return numbers;
}

/// The same rows with other numbers: `numbers` gives each item's new one, and
/// `items` is the reverse.
inline SparseRows Renumbered(const SparseRows& rows,
                             const std::vector<std::uint32_t>& numbers,
                             const std::vector<std::uint32_t>& items) {
  SparseRows result;
  for (const std::uint32_t item : items) {
    std::vector<ItemWeight>& row = result.emplace_back(rows[item]);
    for (ItemWeight& entry : row) entry.item = numbers[entry.item];
    std::sort(row.begin(), row.end(),
              [](const ItemWeight& a, const ItemWeight& b) {
                return a.item < b.item;
              });
  }
  return result;
}

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_RENUMBERED_H_
