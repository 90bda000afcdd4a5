#ifndef VITRINE_RULES_MODEL_DATES_H_
#define VITRINE_RULES_MODEL_DATES_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/model/model.h"
#include "rules/text/names.h"

namespace vitrine::rules {

/// What a date looks like, for messages.
inline constexpr char kDateForm[] =
    "an ISO date or date-time, such as \"2026-11-01\" or "
    "\"2026-11-01T09:30:00+01:00\"";

/// A point in time, in ms since 1970: of UTC, or of the wall clock of a zone
/// that is not stated.
struct IsoDate {
  double ms = 0;
  bool is_local = false;
};

/// `2026-11-01` (midnight), `2026-11-01T09:30`, with seconds and up to three
/// digits of them, with `Z` or an offset. Years 1970 to 9999. No value: no
/// such date.
std::optional<IsoDate> ParseIsoDate(std::string_view text);

/// When the zone's clocks show `local_ms`. Of two such moments the first; for
/// one that clocks skip, as many ms after the change as it is after the gap's
/// beginning.
double FromLocal(const ZoneModel& zone, double local_ms);

/// UTC ms of a date as rules state them; local ones are of `zone`.
std::optional<double> ParseDate(std::string_view text, const ZoneModel& zone);

/// `-180d` or `+2h`: ms from now. Within kMaxDurationMs is the caller's check.
std::optional<double> ParseRelativeTime(std::string_view text);

/// 1 for `monday` to 7 for `sunday`; 0: no name of a day.
std::uint32_t WeekdayNumber(std::string_view name);
/// Their names, Monday first.
Names WeekdayNames();

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_DATES_H_
