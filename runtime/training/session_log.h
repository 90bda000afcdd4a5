#ifndef VITRINE_RUNTIME_TRAINING_SESSION_LOG_H_
#define VITRINE_RUNTIME_TRAINING_SESSION_LOG_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/training/training_log.h"

namespace vitrine {

/// What shoppers looked at, session after session, those that began earlier
/// first. Items by their number in the model.
struct SessionLog {
  std::vector<std::uint32_t> items;
  /// Beside `items`: the most that the session did with this item.
  std::vector<Action> actions;
  std::vector<std::uint32_t> ends;  ///< of each session in `items`
  /// For each session how many began after it.
  std::vector<std::uint32_t> later;

  std::uint32_t size() const { return static_cast<std::uint32_t>(ends.size()); }
  std::uint32_t begin(std::uint32_t session) const {
    return session == 0 ? 0 : ends[session - 1];
  }
};

/// The sessions from `first` to before `last`. Their `later` counts them alone.
SessionLog SliceOf(const SessionLog& log, std::uint32_t first,
                   std::uint32_t last);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_SESSION_LOG_H_
