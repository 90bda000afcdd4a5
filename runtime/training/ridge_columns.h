#ifndef VITRINE_RUNTIME_TRAINING_RIDGE_COLUMNS_H_
#define VITRINE_RUNTIME_TRAINING_RIDGE_COLUMNS_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "runtime/training/parameters.h"
#include "runtime/training/row_pool.h"
#include "runtime/training/session_statistics.h"

namespace vitrine {

/// Items that may speak for another one: those most likely to.
inline constexpr std::uint32_t kMaxFeatures = 100;

/// An entry of a row or column of a sparse matrix.
struct ItemWeight {
  std::uint32_t item = 0;
  float weight = 0;
  bool operator==(const ItemWeight&) const = default;
};
using SparseRows = std::vector<std::vector<ItemWeight>>;

/// Solves, for each item j, which items speak for it. With a = co_occurrence,
/// X = `together`, S = `contexts` and T = `leads` of SessionStatistics, column
/// j minimises
///   b' (a X' + (1 - a) S + ridge I) b / 2 - b' (a X'[j] + (1 - a) T[j])
/// where X' is X without row and column j, for nothing is learned from an item
/// being where it is; how likely it is to come again is left to T. Only the
/// kMaxFeatures items with the largest right side, by its part of the diagonal,
/// are asked, so that each column is small; of the solution what is positive is
/// kept.
class ColumnWork {
 public:
  /// `statistics` must outlive the work.
  ColumnWork(const SessionStatistics& statistics,
             const ColumnParameters& parameters, std::uint32_t workers);
  ~ColumnWork();

  void Step();
  bool done() const { return pool_.done(); }
  double share_done() const { return pool_.share_done(); }
  std::uint64_t cost() const { return pool_.cost(); }
  /// Columns, each by ascending item. Precondition: done().
  SparseRows Finish() { return std::move(columns_); }

 private:
  struct System;

  std::uint64_t Solve(System& system, std::uint32_t item);
  void ChooseFeatures(System& system, std::uint32_t item) const;
  std::uint64_t FillMatrix(System& system, std::uint32_t item) const;

  const SessionStatistics& statistics_;
  const float together_share_;
  const float contexts_share_;
  const float ridge_;
  std::vector<std::unique_ptr<System>> systems_;
  RowPool pool_;
  SparseRows columns_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_RIDGE_COLUMNS_H_
