#ifndef VITRINE_RUNTIME_TRAINING_TRAINER_H_
#define VITRINE_RUNTIME_TRAINING_TRAINER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/training/budget_work.h"
#include "runtime/training/model_files.h"
#include "runtime/training/parameters.h"
#include "runtime/training/training_log.h"
#include "runtime/training/tuner.h"

namespace vitrine {

/// Different sessions that must hold two items for a model to tell of them
/// together, so that no single shopper's way through the shop can be read from
/// it.
inline constexpr std::uint32_t kMinSupport = 3;

struct TrainingOptions {
  std::uint32_t min_support = kMinSupport;  ///< at least 1
  ModelShape shape;
  /// Threads to work with; 0: one for each processor. As wasm there is one.
  std::uint32_t workers = 0;
};

/// What a training says of itself.
struct TrainingReport {
  std::uint32_t items = 0;     ///< in the model
  std::uint32_t sessions = 0;  ///< with at least one item of the model
  std::uint64_t events = 0;    ///< of items of the model
  std::uint64_t purchases = 0;
  std::uint64_t similar_pairs = 0;   ///< neighbours that were learned
  std::uint64_t together_pairs = 0;  ///< 0: no session bought two items
  std::uint64_t kept_pairs = 0;      ///< of both, and by content, in the model
  /// Items that have no learned neighbours, but some that the feed says are
  /// like them.
  std::uint32_t items_by_content = 0;
  std::uint32_t trending = 0;  ///< ItemLists
  std::uint32_t fresh = 0;
  std::uint64_t ranking_bytes = 0;  ///< of all files but those of display
  std::uint64_t lookup_bytes = 0;   ///< of these, of look-up pages
  /// Names of items that look-ups cannot tell from those of others.
  std::uint32_t names_left_out = 0;
  std::uint32_t items_without_events = 0;  ///< in the feed, not in the log
  std::uint32_t items_not_in_feed = 0;     ///< in the log, not in the feed
  Parameters parameters;
  /// Absent: too few sessions to tell better from worse.
  std::optional<TuningReport> tuning;
  /// What smaller models would give, by the sessions that tuning held out; the
  /// last one is of this model's shape. Empty: not tuned.
  std::vector<BudgetFigures> budgets;
};

/// Learns a model from a log: popularity, and which items go together, with
/// parameters that suit this shop. Equal logs and options give equal bytes,
/// natively and as wasm, with any number of workers, unless tuning was stopped.
/// Rows of one session are put in the order of their times, those of equal time
/// in the order of the log. In a clocked log, rows that are equal in everything
/// count once.
///
/// Of two different items a model tells that one goes with the other only if
/// min_support different sessions support them (SupportWork), or if there is a
/// third item that goes with the one, and with which the other goes, for that
/// reason. Of two items bought together: if min_support sessions bought both.
/// The browse order is made from the same pairs: one that fewer sessions
/// support has no weight in a model, and moves neither of its items. Items of
/// which it would tell nothing go with those that the feed says are like them:
/// that is no shopper's doing.
class Trainer {
 public:
  /// `log` must outlive the trainer. Preconditions: rows refer to items and
  /// sessions that exist; there is at least one item, at most kMaxItems; item
  /// ids are valid UTF-8 of 1 to kMaxItemIdBytes bytes, and no two have the
  /// same identity.
  explicit Trainer(const TrainingLog& log, const TrainingOptions& options = {});
  ~Trainer();

  /// Does a piece of the work; returns the share of it that is done. 1: Finish
  /// may be called. A piece takes some tenths of a second; the first one, which
  /// sorts the whole log, about a fifth of a second for a million rows.
  double Step();
  /// What is being done, for people: "counting", "tuning: trial 3, ...".
  std::string Doing() const;
  /// Tunes no further than what is under way, and goes on to the model. It is
  /// learned as what was tuned: with as many rounds of SupportWork.
  void StopTuning();
  ModelFiles Finish(TrainingReport& report);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_TRAINER_H_
