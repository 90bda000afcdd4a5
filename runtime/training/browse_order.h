#ifndef VITRINE_RUNTIME_TRAINING_BROWSE_ORDER_H_
#define VITRINE_RUNTIME_TRAINING_BROWSE_ORDER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/training/item_chains.h"
#include "runtime/training/ridge_columns.h"

namespace vitrine {

/// Puts items in an order in which those that go together stand together, by
/// recursive graph bisection (Dhulipala et al., "Compressing graphs and indexes
/// with recursive graph bisection", KDD 2016): each range of the order is cut
/// in halves, and items change places between them as long as that makes the
/// gaps between an item and its strongest neighbours cheaper to write down.
/// Whole numbers only: the same on every machine. At the end each item is put
/// beside the one or two that it goes with most (ItemChains), for a device
/// takes what stands side by side for alike.
class BrowseOrderWork {
 public:
  /// `rows`: what goes with each item. Needed during the call only.
  explicit BrowseOrderWork(const SparseRows& rows);

  /// Some tenths of a second for a hundred thousand items, at most.
  void Step();
  bool done() const { return ranges_.empty(); }
  double share_done() const;
  /// The items in their order. Precondition: done().
  std::vector<std::uint32_t> Finish() { return chains_->Along(order_); }

 private:
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t rounds = 0;
  };
  struct Move {
    std::int64_t gain = 0;
    std::uint32_t place = 0;  ///< index into order_
  };
  /// How many items of a query stand in each half of a range.
  struct Degree {
    std::uint32_t left = 0;
    std::uint32_t right = 0;
  };

  void BeginAlongNeighbours();
  /// Swaps once; false: nothing was worth it.
  bool Improve(const Range& range);
  void CountDegrees(const Range& range);
  std::int64_t Cost(Degree degree) const;
  std::int64_t Gain(std::uint32_t item, bool left) const;

  /// By query, which is an item and its strongest neighbours: its items.
  std::vector<std::vector<std::uint32_t>> queries_;
  std::vector<std::vector<std::uint32_t>> queries_of_;  ///< by item
  std::vector<std::int32_t> logarithms_;                ///< of base 2, in 2^-16
  std::optional<ItemChains> chains_;
  std::vector<std::uint32_t> order_;
  std::vector<Range> ranges_;  ///< to cut, the next one last
  std::uint64_t placed_ = 0;   ///< items in ranges too small to cut

  // Of the range that is being cut.
  std::vector<Degree> degrees_;  ///< by query; zero unless touched_
  std::vector<std::uint32_t> touched_;
  std::int64_t log_left_ = 0;
  std::int64_t log_right_ = 0;
  std::vector<Move> leaving_left_;
  std::vector<Move> leaving_right_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_BROWSE_ORDER_H_
