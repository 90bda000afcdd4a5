#ifndef VITRINE_RULES_DURATION_H_
#define VITRINE_RULES_DURATION_H_

#include <optional>
#include <string_view>

namespace vitrine::rules {

/// What a duration looks like, for messages.
inline constexpr char kDurationForm[] =
    "a whole number above 0 with a unit (ms, s, m, h, d or w), such as \"30m\"";

/// Milliseconds of a duration such as `30m`. No value: not a duration. The
/// result may exceed kMaxDurationMs.
std::optional<double> ParseDuration(std::string_view text);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_DURATION_H_
