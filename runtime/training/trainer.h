#ifndef VITRINE_RUNTIME_TRAINING_TRAINER_H_
#define VITRINE_RUNTIME_TRAINING_TRAINER_H_

#include <cstdint>
#include <memory>

#include "runtime/training/model_files.h"
#include "runtime/training/training_log.h"

namespace vitrine {

/// What a training says of itself.
struct TrainingReport {
  std::uint32_t items = 0;     ///< in the model
  std::uint32_t sessions = 0;  ///< with at least one item of the model
  std::uint64_t events = 0;    ///< of items of the model
  std::uint64_t purchases = 0;
  std::uint64_t similar_pairs = 0;         ///< neighbours in the model
  std::uint64_t together_pairs = 0;        ///< 0: no session bought two items
  std::uint32_t items_without_events = 0;  ///< in the feed, not in the log
  std::uint32_t items_not_in_feed = 0;     ///< in the log, not in the feed
};

/// Learns a model from a log: popularity, and which items go together. Equal
/// logs give equal bytes, natively and as wasm. Rows of one session are put in
/// the order of their times, those of equal time in the order of the log. In a
/// clocked log, rows that are equal in everything count once.
class Trainer {
 public:
  /// `log` must outlive the trainer. Preconditions: rows refer to items and
  /// sessions that exist; there is at least one item, at most kMaxItems; item
  /// ids are valid UTF-8 of 1 to kMaxItemIdBytes bytes, and no two have the
  /// same identity; prices are 0 to kMaxPrice or NaN.
  explicit Trainer(const TrainingLog& log);
  ~Trainer();

  /// Does a piece of the work; returns the share of it that is done. 1: Finish
  /// may be called. A piece takes some tenths of a second; the first one, which
  /// sorts the whole log, about a fifth of a second for a million rows.
  double Step();
  ModelFiles Finish(TrainingReport& report);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_TRAINER_H_
