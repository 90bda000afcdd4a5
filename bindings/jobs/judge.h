#ifndef VITRINE_BINDINGS_JOBS_JUDGE_H_
#define VITRINE_BINDINGS_JOBS_JUDGE_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "runtime/training/baselines/item_rules.h"
#include "runtime/training/baselines/nearest_sessions.h"
#include "runtime/training/baselines/session_table.h"
#include "runtime/training/evaluator.h"

namespace vitrine::jobs {

/// Judges a model and takes the time of each recommendation.
class Judge {
 public:
  /// `model` must outlive the judge, and is complete. `by_popularity`: all of
  /// its items, the most popular first.
  Judge(const Model& model, std::vector<HeldOutSession> sessions,
        const std::vector<std::uint32_t>& by_popularity);
  /// Judges what is used elsewhere, too, after learning it from these sessions.
  /// Before Step.
  void Compare(SessionTable table);

  /// Does a piece of the work, about a tenth of a second. Returns the share
  /// that is done; 1: all.
  double Step();

  const Evaluator& evaluator() const { return evaluator_; }
  /// Of the evaluator's baselines.
  const std::vector<const char*>& baselines() const { return names_; }
  std::size_t sessions() const { return sessions_.size(); }
  /// The time of one recommendation that this share of them stays below, in
  /// microseconds: 0.5 is the median.
  double MicrosecondsAt(double share);

 private:
  struct Baselines {
    explicit Baselines(SessionTable sessions) : table(std::move(sessions)) {}

    SessionTable table;
    ItemRules associations{table, RuleKind::kAssociation};
    ItemRules sequences{table, RuleKind::kSequence};
    NearestSessions nearest{table};
  };

  std::vector<HeldOutSession> sessions_;
  std::unique_ptr<Baselines> baselines_;
  std::vector<const char*> names_;
  Evaluator evaluator_;
  std::vector<std::uint32_t> nanoseconds_;  // of each case
};

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_JUDGE_H_
