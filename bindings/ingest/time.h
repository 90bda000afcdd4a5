#ifndef VITRINE_BINDINGS_INGEST_TIME_H_
#define VITRINE_BINDINGS_INGEST_TIME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/ingest/problem.h"

namespace vitrine::ingest {

/// How a log writes times.
enum class TimeForm : std::uint8_t {
  kAuto,  ///< each says by itself which of the others but kRank it is
  kSeconds,
  kMilliseconds,
  kMicroseconds,  ///< only found by kAuto: GA4's export to BigQuery
  kIso,
  kRank,  ///< any number: it only tells an order
};

/// Milliseconds since 1970 of `2026-03-01`, `2026-03-01T12:30` or
/// `2026-03-01 12:30:05.25`, the time followed by `Z`, ` UTC`, an offset such
/// as `+01:00`, or nothing: UTC.
std::optional<double> ParseIsoTime(std::string_view text);

/// `2026-03-01T12:30Z`, of milliseconds since 1970.
std::string IsoMinute(double time);

/// `time`: ms since 1970, or the rank.
Problem ReadTime(TimeForm form, std::string_view text, double& time);

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_TIME_H_
