#ifndef VITRINE_RULES_TEXT_DURATION_H_
#define VITRINE_RULES_TEXT_DURATION_H_

#include <optional>
#include <string>
#include <string_view>

namespace vitrine::rules {

/// What a duration looks like, for messages.
inline constexpr char kDurationForm[] =
    "a whole number above 0 with a unit (ms, s, m, h, d or w), such as \"30m\"";

/// Milliseconds of a duration such as `30m`. No value: not a duration. The
/// result may exceed kMaxDurationMs.
std::optional<double> ParseDuration(std::string_view text);

/// The same the other way round, in the largest unit that fits: `60m` is `1h`.
std::string DurationText(double milliseconds);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_DURATION_H_
