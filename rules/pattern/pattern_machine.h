#ifndef VITRINE_RULES_PATTERN_PATTERN_MACHINE_H_
#define VITRINE_RULES_PATTERN_PATTERN_MACHINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "rules/pattern/pattern_syntax.h"

namespace vitrine::rules {

/// UTF-16 units that no set of a pattern tells apart are one class.
struct UnitClasses {
  std::vector<std::uint16_t> of_unit;  ///< 65,536 entries
  std::uint32_t count = 0;
};

/// A complete deterministic machine, state 0 first: it says after each unit
/// whether the text would match if it ended here.
struct PatternMachine {
  UnitClasses classes;
  std::vector<bool> accepts;         ///< by state
  std::vector<std::uint32_t> moves;  ///< state * classes.count + class

  std::uint32_t move(std::size_t state, std::size_t of_class) const {
    return moves[state * classes.count + of_class];
  }
};

/// Finds out whether the pattern matches somewhere in a text. No value: that
/// needs more work or memory than one pattern is allowed.
std::optional<PatternMachine> BuildMachine(const PatternTree& tree);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PATTERN_PATTERN_MACHINE_H_
