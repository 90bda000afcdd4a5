#ifndef VITRINE_BINDINGS_JOBS_JUDGE_H_
#define VITRINE_BINDINGS_JOBS_JUDGE_H_

#include <cstdint>
#include <vector>

#include "runtime/training/evaluator.h"

namespace vitrine::jobs {

/// Judges a model and takes the time of each recommendation.
class Judge {
 public:
  /// `model` must outlive the judge, and is complete.
  Judge(const Model& model, std::vector<HeldOutSession> sessions);

  /// Does a piece of the work, about a tenth of a second. Returns the share
  /// that is done; 1: all.
  double Step();

  const Evaluator& evaluator() const { return evaluator_; }
  std::size_t sessions() const { return sessions_.size(); }
  /// The time of one recommendation that this share of them stays below, in
  /// microseconds: 0.5 is the median.
  double MicrosecondsAt(double share);

 private:
  std::vector<HeldOutSession> sessions_;
  Evaluator evaluator_;
  std::vector<std::uint32_t> nanoseconds_;  // of each case
};

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_JUDGE_H_
