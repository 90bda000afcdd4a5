#ifndef VITRINE_RUNTIME_TRAINING_ITEM_FIT_H_
#define VITRINE_RUNTIME_TRAINING_ITEM_FIT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
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
  /// Pairs that may enter; empty: those that min_support sessions hold.
  PairLists pairs;

  FitInput(SessionLog session_log, std::uint32_t item_count);
};

/// Finds what goes with what by one set of parameters, stage by stage: sessions
/// are counted, columns solved, rows smoothed. Begins where another fit of the
/// same input differs: what both have in common is shared.
class ItemFit {
 public:
  /// `input` must outlive the fit, and so must `other`, a fit that is done, or
  /// null, unless its stages are taken over.
  ItemFit(const FitInput& input, const Parameters& parameters,
          std::uint32_t workers, const ItemFit* other);
  ~ItemFit();

  void Step();
  bool done() const { return rows_.get() != nullptr; }
  /// Precondition: nothing was borrowed, or all.
  double share_done() const;
  /// Of what was not borrowed.
  std::uint64_t cost() const;
  /// What goes with each item, to scale. Precondition: done().
  const SparseRows& rows() const { return *rows_.get(); }
  const Parameters& parameters() const { return parameters_; }

  /// Takes over what was borrowed. Precondition: `other` borrowed nothing.
  void TakeOver(ItemFit& other);
  /// Leaves nothing but the rows.
  void DropStages();

 private:
  /// A result, owned or borrowed.
  template <typename T>
  class Stage {
   public:
    const T* get() const { return result_; }
    void Own(T result) {
      owned_ = std::make_unique<const T>(std::move(result));
      result_ = owned_.get();
    }
    void Borrow(const Stage& other) { result_ = other.result_; }
    void TakeOver(Stage& other) {
      if (result_ == other.result_) owned_ = std::move(other.owned_);
    }
    void Drop() {
      owned_.reset();
      result_ = nullptr;
    }

   private:
    std::unique_ptr<const T> owned_;
    const T* result_ = nullptr;
  };

  const FitInput& input_;
  const Parameters parameters_;
  const std::uint32_t workers_;
  std::uint64_t cost_ = 0;  ///< of the stages that are done

  Stage<SessionStatistics> statistics_;
  Stage<SparseRows> columns_;
  Stage<SparseRows> rows_;
  // At most one of them is under way.
  std::optional<StatisticsWork> counting_;
  std::optional<ColumnWork> solving_;
  std::optional<SmoothingWork> smoothing_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_ITEM_FIT_H_
