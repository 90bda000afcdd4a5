#ifndef VITRINE_BINDINGS_JOBS_HEALTH_H_
#define VITRINE_BINDINGS_JOBS_HEALTH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bindings/jobs/bots.h"
#include "runtime/training/training_log.h"

namespace vitrine::jobs {

inline constexpr std::size_t kMaxGaps = 5;

/// What a log is like, before anything is learned from it: mistakes of an
/// export show here first.
struct LogHealth {
  std::uint64_t sessions = 0;
  std::uint64_t sessions_of_one_event = 0;
  std::uint64_t items = 0;
  std::uint64_t events = 0;
  std::uint64_t views = 0;
  std::uint64_t carts = 0;
  std::uint64_t purchases = 0;
  /// Equal in everything to another one of a clocked log.
  std::uint64_t duplicates = 0;
  /// Whose item is in the feed, or is a variant or group of it. Nothing: there
  /// is no feed.
  std::optional<std::uint64_t> events_in_feed;
  std::vector<BotRule> bots;  ///< set aside, all counted above

  /// Days without an event between the first and the last one, in UTC.
  struct Gap {
    std::string from;  ///< `2026-03-01`
    std::uint32_t days = 0;
  };
  /// Of a clocked log.
  struct Span {
    double first = 0;  ///< ms since 1970, of an event
    double last = 0;
    std::uint32_t days = 0;
    std::uint32_t days_without_events = 0;
    std::vector<Gap> gaps;  ///< the first ones
  };
  std::optional<Span> span;
};

/// All but `bots`. `in_feed`: by item, empty where there is no feed. Rows are
/// not empty.
LogHealth HealthOf(const std::vector<LogRow>& rows, std::uint32_t sessions,
                   const std::vector<bool>& in_feed, bool clocked);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_HEALTH_H_
