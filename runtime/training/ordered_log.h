#ifndef VITRINE_RUNTIME_TRAINING_ORDERED_LOG_H_
#define VITRINE_RUNTIME_TRAINING_ORDERED_LOG_H_

#include <cstdint>
#include <vector>

#include "runtime/training/training_log.h"

namespace vitrine {

/// What a session of the latest start weighs; the earliest ones weigh half.
inline constexpr std::uint32_t kFullSessionWeight = 1U << 16;

/// The rows that count, session by session, each in the order of time.
/// Sessions without such rows are left out.
struct OrderedLog {
  std::vector<std::uint32_t> rows;     ///< indexes of TrainingLog::rows
  std::vector<std::uint32_t> ends;     ///< of each session in `rows`
  std::vector<std::uint32_t> weights;  ///< of each session
};

/// Leaves out rows of items for which `counts` is false and, in a clocked log,
/// repeated rows. What comes later weighs more, but not by the clock: a
/// session's age is the share of sessions that began after it, so that a quiet
/// shop forgets no faster than a busy one. It weighs 1 / (1 + age).
OrderedLog OrderLog(const TrainingLog& log, const std::vector<bool>& counts);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_ORDERED_LOG_H_
