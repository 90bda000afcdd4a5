#ifndef VITRINE_TESTS_NATIVE_TRAINING_LOG_BUILDER_H_
#define VITRINE_TESTS_NATIVE_TRAINING_LOG_BUILDER_H_

#include <cstdint>
#include <vector>

#include "runtime/training/session_log.h"
#include "tests/native/random.h"

namespace vitrine::testing {

using Sessions = std::vector<std::vector<std::uint32_t>>;

/// Views, one session after the other, each later than the one before.
inline SessionLog SessionLogOf(const Sessions& sessions) {
  SessionLog log;
  for (const auto& session : sessions) {
    log.items.insert(log.items.end(), session.begin(), session.end());
    log.ends.push_back(static_cast<std::uint32_t>(log.items.size()));
    log.later.push_back(
        static_cast<std::uint32_t>(sessions.size() - log.ends.size()));
  }
  log.actions.resize(log.items.size());
  return log;
}

/// Some sessions are long, some items in many of them.
inline Sessions RandomSessions(Random& random, std::uint32_t count,
                               std::uint32_t items) {
  Sessions sessions(count);
  for (auto& session : sessions) {
    session.resize(1 + random.Below(random.OneIn(8) ? 130 : 9));
    for (std::uint32_t& item : session) {
      item = random.Below(1 + random.Below(items));
    }
  }
  return sessions;
}

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_TRAINING_LOG_BUILDER_H_
