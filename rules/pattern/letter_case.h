#ifndef VITRINE_RULES_PATTERN_LETTER_CASE_H_
#define VITRINE_RULES_PATTERN_LETTER_CASE_H_

#include <string>
#include <string_view>

namespace vitrine::rules {

/// JavaScript's `text.toLowerCase()`, from UTF-8 to UTF-8 (Unicode 17.0).
/// Precondition: IsValidUtf8(utf8).
std::string ToLowerCase(std::string_view utf8);

/// What stands for a UTF-16 unit when a pattern ignores case: its upper case,
/// unless that is no single unit or turns a letter into an ASCII one
/// (ECMA-262, Canonicalize without the flag `u`).
char16_t CanonicalUnit(char16_t unit);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PATTERN_LETTER_CASE_H_
