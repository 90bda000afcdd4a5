#ifndef VITRINE_BINDINGS_INGEST_TEXT_H_
#define VITRINE_BINDINGS_INGEST_TEXT_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vitrine::ingest {

/// Longest item id, category or brand of a model.
inline constexpr std::size_t kMaxTextBytes = 1'024;

/// True: no byte is above 127. Far faster than looking for UTF-8.
bool IsAscii(std::string_view text);

/// Without spaces, tabs and line ends around it.
std::string_view Trimmed(std::string_view text);

/// The name as it is compared with others: ASCII letters in lower case, without
/// spaces, `_` and `-`. `Session ID`, `session_id` and `SessionId` are equal.
std::string Plain(std::string_view name);

/// The text in backticks for a message; cut when long, and bytes that are not
/// printable ASCII or UTF-8 replaced.
std::string Quoted(std::string_view text);

/// "`a`, `b`, `c`", the first 30 of them.
std::string Listed(std::span<const std::string_view> names);

/// The candidate that `name` was probably meant to be; empty: none is near.
std::string_view Nearest(std::string_view name,
                         std::span<const std::string_view> candidates);

/// "; did you mean `name`?" when one of the candidates is near.
std::string DidYouMean(std::string_view name,
                       std::span<const std::string_view> candidates);

/// A decimal number such as `-12.50` or `1.3e9`, all of the text. The same
/// double on every machine: digits past the sixteenth count as zeros.
std::optional<double> ParseNumber(std::string_view text);

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_TEXT_H_
