#ifndef VITRINE_RUNTIME_TRAINING_BASKET_COUNTER_H_
#define VITRINE_RUNTIME_TRAINING_BASKET_COUNTER_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/training/ridge_columns.h"

namespace vitrine {

/// Neighbours that an item keeps.
inline constexpr std::uint32_t kKeptNeighbours = 40;
/// How many steps a basket is looked at around each item, so that one of
/// thousands of items costs no more than as many small ones.
inline constexpr std::uint32_t kBasketWindow = 20;

/// What sessions bought, as numbers of items, one session after the other; no
/// item twice in a session.
struct Baskets {
  std::vector<std::uint32_t> items;
  std::vector<std::uint32_t> ends;     ///< of each session in `items`
  std::vector<std::uint32_t> weights;  ///< of each session: above zero
};

/// Counts which items are bought together. Two items of a basket go with each
/// other by the session's weight, those k steps apart by a k-th of it. How
/// often i and j went together is divided by n(i)^1/2 * n(j)^1/4, n being how
/// often the item turned up: popular items go with everything, and the rows of
/// popular items are long sums. The counts are whole numbers, so that the order
/// of the sessions does not matter.
class BasketCounter {
 public:
  /// `baskets` must outlive the counter. Pairs that fewer than `min_support`
  /// sessions hold within kBasketWindow steps are left out.
  BasketCounter(const Baskets& baskets, std::uint32_t item_count,
                std::uint32_t min_support);

  /// Counts some rows, which takes about a tenth of a second.
  void Step();
  bool done() const { return row_ == item_count_; }
  /// A row for each item, by ascending item. Precondition: done().
  SparseRows Finish() { return std::move(rows_); }

 private:
  void CountRow();
  void Add(std::uint32_t item, std::uint64_t weight, std::uint32_t distance);

  const Baskets& baskets_;
  const std::uint32_t item_count_;
  const std::uint32_t min_support_;

  std::vector<std::uint32_t> session_of_;  ///< beside baskets_.items
  std::vector<std::uint32_t> row_begins_;  ///< into positions_; one more
  std::vector<std::uint32_t> positions_;   ///< of each item in the baskets
  std::vector<double> row_divisors_;       ///< n^1/2 of each item
  std::vector<double> column_divisors_;    ///< n^1/4 of each item

  std::uint32_t row_ = 0;  ///< the next to count
  struct Sum {
    std::uint64_t weight = 0;
    std::uint32_t support = 0;  ///< sessions
  };
  std::vector<Sum> sums_;  ///< by item; zero between rows
  std::vector<std::uint32_t> touched_;

  SparseRows rows_;  ///< that are counted
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_BASKET_COUNTER_H_
