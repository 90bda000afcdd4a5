#ifndef VITRINE_RUNTIME_TRAINING_ORDERED_LOG_H_
#define VITRINE_RUNTIME_TRAINING_ORDERED_LOG_H_

#include <cstdint>
#include <vector>

#include "runtime/training/training_log.h"

namespace vitrine {

/// The rows that count, session by session, each in the order of time.
/// Sessions without such rows are left out.
struct OrderedLog {
  std::vector<std::uint32_t> rows;  ///< indexes of TrainingLog::rows
  std::vector<std::uint32_t> ends;  ///< of each session in `rows`
  std::vector<double> starts;       ///< of each session: its first time
};

/// Leaves out rows of items for which `counts` is false and, in a clocked log,
/// repeated rows.
OrderedLog OrderLog(const TrainingLog& log, const std::vector<bool>& counts);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_ORDERED_LOG_H_
