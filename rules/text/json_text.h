#ifndef VITRINE_RULES_TEXT_JSON_TEXT_H_
#define VITRINE_RULES_TEXT_JSON_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

namespace vitrine::rules {

/// Appends a JSON string with only the escapes that JSON demands. Bytes that
/// are not UTF-8 are replaced.
void AppendJsonString(std::string_view text, std::string& out);

/// The shortest text that reads as this finite number: `3`, not `3.0`.
std::string NumberText(double number);

/// The number whose JavaScript `String(number)` is exactly this text. Numbers
/// of more than 15 digits, and those that JavaScript writes with an exponent,
/// are left out.
std::optional<double> NumberWrittenAs(std::string_view text);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_JSON_TEXT_H_
