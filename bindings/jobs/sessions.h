#ifndef VITRINE_BINDINGS_JOBS_SESSIONS_H_
#define VITRINE_BINDINGS_JOBS_SESSIONS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/jobs/options.h"
#include "runtime/training/evaluator.h"
#include "runtime/training/training_log.h"

namespace vitrine::jobs {

/// A visitor who does nothing for longer has left.
inline constexpr double kVisitPauseMs = 30.0 * 60'000;

/// Cuts the sessions that are visitors (by number; short: no) into visits.
/// Returns how many sessions there are then; the new ones have the numbers
/// from `sessions` on. `visitor_of`: the session that each of them was cut
/// from.
std::uint32_t SplitVisits(std::vector<LogRow>& rows,
                          const std::vector<bool>& is_visitor,
                          std::uint32_t sessions,
                          std::vector<std::uint32_t>& visitor_of);

/// Drops the rows of these sessions, and the numbers of sessions that have no
/// rows. Returns how many there are then.
std::uint32_t DropSessions(std::vector<LogRow>& rows,
                           const std::vector<bool>& dropped);

/// For each session whether it is held out. With a share, at least one is and
/// one is not, unless there is only one. Sessions that end at the same time
/// count in the order of their numbers. Precondition: each session has a row.
std::vector<bool> HeldOut(const std::vector<LogRow>& rows,
                          std::uint32_t sessions, const Holdout& holdout);

/// What shoppers looked at, session by session in the order of time, rows of
/// the same time in theirs: a log's views, or in a log without any all its
/// rows. `clocked`: rows that are equal in everything count once.
/// `items`: texts of the rows' numbers.
std::vector<HeldOutSession> SessionsToJudge(
    std::vector<LogRow> rows, const std::vector<std::string>& items,
    bool clocked);

/// What NumberAnew did to the items of a log.
struct Renumbered {
  std::vector<std::uint32_t> old;  ///< what each item was before
  std::uint32_t left_out = 0;      ///< beyond the limit
};

/// Drops the items that neither a row nor a product names, and, beyond `most`,
/// those with the fewest rows, with their rows and products.
Renumbered NumberAnew(TrainingLog& log, std::uint32_t most = kMaxItems);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_SESSIONS_H_
