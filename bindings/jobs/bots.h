#ifndef VITRINE_BINDINGS_JOBS_BOTS_H_
#define VITRINE_BINDINGS_JOBS_BOTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/bundle/program.h"
#include "runtime/training/training_log.h"

namespace vitrine::jobs {

/// What no shopper does. A visit is set aside that
/// - has more events than both of these: a number, and so many times what 99 of
///   100 visits stay within. Where bots are many in a small log, so many more
///   times what 9 of 10 stay within;
inline constexpr std::uint32_t kManyEvents = 200;
inline constexpr std::uint32_t kTimesUsual = 20;
inline constexpr std::uint32_t kTimesMost = 200;
/// - views, by the clock, at more than so many different times within so long,
///   which is more than one in a second without a rest. Where half of all
///   visits take less than a while from event to event, times are made up, such
///   as a second for each row, and say nothing;
inline constexpr std::uint32_t kFastViews = 100;
inline constexpr double kFastMs = 100'000;
inline constexpr double kLeastUsualPauseMs = 5'000;
/// - is one of more visits of a visitor that begin within a day. A visitor with
///   more than this share of all visits is no visitor but a name for those that
///   have none.
inline constexpr std::uint32_t kVisitsADay = 40;
inline constexpr double kNobodysShare = 0.05;

/// What a rule found; a visit counts for the first rule that it breaks.
struct BotRule {
  std::string rule;  ///< "more than 200 events in a visit"
  std::uint64_t sessions = 0;
  std::uint64_t events = 0;
};

struct Bots {
  std::vector<bool> sessions;  ///< by number
  std::vector<BotRule> rules;  ///< that found some
};

/// `owners`: by session, the visitor as any number, kNone where he is not
/// known. Sessions without rows are none.
Bots FindBots(const std::vector<LogRow>& rows,
              const std::vector<std::uint32_t>& owners, bool clocked);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_BOTS_H_
