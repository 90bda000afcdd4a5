#ifndef VITRINE_RUNTIME_TRAINING_BUDGET_WORK_H_
#define VITRINE_RUNTIME_TRAINING_BUDGET_WORK_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/training/model_files.h"
#include "runtime/training/parameters.h"
#include "runtime/training/replay.h"
#include "runtime/training/stored_rows.h"

namespace vitrine {

/// A model of a size, and how good it is.
struct BudgetFigures {
  std::size_t bytes = 0;  ///< of core and shards
  ReplayResult result;
};

/// What was learned without the sessions that the cases are from. Items by
/// popularity.
struct HeldOutRows {
  SparseRows rows;
  std::vector<std::uint32_t> order;  ///< browse order
  ReplayCases cases;
};

/// Writes a model for several budgets, and judges what is left of its rows by
/// sessions that it did not learn from: with levels for weights, as a device
/// has them.
class BudgetWork {
 public:
  /// `together`: of the model, which only count by their bytes. `popularity`:
  /// how often each item turned up. `shape`: of the largest model.
  BudgetWork(HeldOutRows held_out, const SparseRows& together,
             const std::vector<std::uint32_t>& popularity,
             const RankingParameters& ranking, const ModelShape& shape,
             std::uint32_t workers);

  /// Writes a model, which may take a second, or judges for some tenths.
  void Step();
  bool done() const { return done_; }
  /// The smallest one first. Precondition: done().
  std::vector<BudgetFigures> Finish();

 private:
  void Write();

  ReplayCases cases_;
  RankingParameters ranking_;
  ModelShape shape_;
  const std::uint32_t workers_;
  std::vector<std::uint32_t> order_;  ///< 0, 1, 2: as the rows are numbered
  std::vector<std::uint32_t> by_popularity_;
  std::optional<StoredRows> stored_;
  std::size_t next_;  ///< one more than the index of the next budget to try
  SparseRows rows_;   ///< that fitted
  std::optional<ReplayWork> replay_;
  std::vector<BudgetFigures> figures_;  ///< the largest one first
  bool done_ = false;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_BUDGET_WORK_H_
