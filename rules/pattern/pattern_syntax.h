#ifndef VITRINE_RULES_PATTERN_PATTERN_SYNTAX_H_
#define VITRINE_RULES_PATTERN_PATTERN_SYNTAX_H_

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/pattern/automaton.h"
#include "rules/pattern/unit_set.h"

namespace vitrine::rules {

/// Part of a regular expression. Captures and greediness are gone: they do not
/// change whether a text matches.
struct PatternNode {
  enum class Kind {
    kSet,       ///< one unit of `set`
    kSequence,  ///< the children, one after the other
    kChoice,    ///< one of the children
    kRepeat,    ///< its only child, `min` to `max` times
    kStart,     ///< `^`
    kEnd,       ///< `$`
    kBoundary,  ///< `\b`
    kNoBoundary
  };
  static constexpr std::uint32_t kUnlimited = 0xffffffff;

  Kind kind = Kind::kSequence;
  std::uint32_t set = 0;
  std::uint32_t min = 0;
  std::uint32_t max = 0;  ///< kUnlimited: any number
  std::vector<std::uint32_t> children;
};

struct PatternTree {
  std::vector<PatternNode> nodes;
  std::uint32_t root = 0;
  std::vector<UnitSet> sets;  ///< no two equal; with case variants already
};

/// `\w`, which also decides where `\b` holds.
const UnitSet& WordUnits();

/// Reads a pattern by ECMA-262's grammar without the flag `u`, with its
/// Annex B for web browsers.
std::variant<PatternTree, PatternError> ParsePattern(
    std::u16string_view pattern, bool ignore_case);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PATTERN_PATTERN_SYNTAX_H_
