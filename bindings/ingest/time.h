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
  kAuto,  ///< the first line that can be read decides
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

/// Reads the times of one file; all have the same form.
class TimeReader {
 public:
  explicit TimeReader(TimeForm form) : form_(form) {}

  /// `time`: ms since 1970, or the rank.
  Problem Read(std::string_view text, double& time);

 private:
  TimeForm form_;
  double least_ =
      0;  // ms since 1970; more where numbers were guessed to be times
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_TIME_H_
