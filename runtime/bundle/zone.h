#ifndef VITRINE_RUNTIME_BUNDLE_ZONE_H_
#define VITRINE_RUNTIME_BUNDLE_ZONE_H_

#include <cstdint>

#include "runtime/bundle/program.h"

/// Local time by the zone tables of a program. Without zones all is UTC; the
/// last change of a zone holds for ever. Times are ms since 1970.
namespace vitrine {

/// What the clock on the wall shows at `now`, as if it were UTC.
double LocalTime(const Program& program, std::uint32_t zone, double now);

/// When the day begins that is `days_ahead` days after the one of `now`: the
/// local midnight, or the first moment after it where the clock skips it. Not
/// after `now` for 0, after `now` for more.
double StartOfDay(const Program& program, std::uint32_t zone, double now,
                  std::int32_t days_ahead);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_ZONE_H_
