#ifndef VITRINE_RUNTIME_TRAINING_ITEM_FIT_H_
#define VITRINE_RUNTIME_TRAINING_ITEM_FIT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/training/parameters.h"
#include "runtime/training/ridge_columns.h"
#include "runtime/training/session_log.h"
#include "runtime/training/session_statistics.h"
#include "runtime/training/smoothing.h"

namespace vitrine {

/// What a fit is made from.
struct FitInput {
  SessionLog log;
  std::uint32_t items = 0;
  std::vector<std::uint32_t> popularity;  ///< by item: events in the log

  FitInput(SessionLog sessions, std::uint32_t item_count);
};

/// Finds what goes with what by one set of parameters, stage by stage: sessions
/// are counted, columns solved, rows smoothed. Begins where another fit of the
/// same input differs: what both have in common is shared.
class ItemFit {
 public:
  /// `input` must outlive the fit. `other`: a fit that is done, or null.
  ItemFit(const FitInput& input, const Parameters& parameters,
          std::uint32_t workers, const ItemFit* other);
  ~ItemFit();

  void Step();
  bool done() const { return rows_ != nullptr; }
  /// Of what was not shared.
  std::uint64_t cost() const;
  /// What goes with each item, to scale. Precondition: done().
  const SparseRows& rows() const { return *rows_; }
  const Parameters& parameters() const { return parameters_; }

  /// Leaves nothing but the rows.
  void DropStages();

 private:
  const FitInput& input_;
  const Parameters parameters_;
  const std::uint32_t workers_;
  std::uint64_t cost_ = 0;  ///< of the stages that are done

  std::shared_ptr<const SessionStatistics> statistics_;
  std::shared_ptr<const SparseRows> columns_;
  std::shared_ptr<const SparseRows> rows_;
  // At most one of them is under way.
  std::optional<StatisticsWork> counting_;
  std::optional<ColumnWork> solving_;
  std::optional<SmoothingWork> smoothing_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_ITEM_FIT_H_
