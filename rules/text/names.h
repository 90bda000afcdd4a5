#ifndef VITRINE_RULES_TEXT_NAMES_H_
#define VITRINE_RULES_TEXT_NAMES_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace vitrine::rules {

using Names = std::span<const std::string_view>;

/// The candidate that `name` was probably meant to be, or an empty text when
/// none is near. The first of equally near ones.
std::string_view NearestName(std::string_view name, Names candidates);

/// The text, cut to about `size` bytes (never inside a character) when longer.
std::string Shortened(std::string_view text, std::size_t size);

/// The text in backticks for a message, shortened when long.
std::string Quoted(std::string_view text);

/// "`a`, `b` or `c`"; many names are counted instead of listed.
std::string OneOf(Names names);

/// "; did you mean `name`?", or nothing when there is no name.
std::string DidYouMean(std::string_view nearest);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_NAMES_H_
