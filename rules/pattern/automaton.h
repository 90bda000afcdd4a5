#ifndef VITRINE_RULES_PATTERN_AUTOMATON_H_
#define VITRINE_RULES_PATTERN_AUTOMATON_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/bundle/program.h"

namespace vitrine::rules {

/// UTF-16 units of a pattern.
inline constexpr std::size_t kMaxPatternUnits = 1'024;

/// One automaton before the program's tables exist: the `first_*` of its
/// header are 0. Equal languages give equal automata.
struct CompiledPattern {
  Automaton header;
  std::vector<Bound> bounds;
  std::vector<StateKind> states;
  std::vector<std::uint16_t> transitions;
  bool operator==(const CompiledPattern&) const = default;
};

/// Why a pattern was not compiled.
struct PatternError {
  enum class Kind {
    kInvalid,      ///< JavaScript does not take it either
    kUnsupported,  ///< valid, but no automaton can do it
    kTooLarge,     ///< exceeds kMaxStates, kMaxClasses, or the work allowed
  };
  Kind kind = Kind::kInvalid;
  std::size_t offset = 0;  ///< UTF-16 units of the pattern before the mistake
  std::string message;     ///< a phrase: "a group is never closed"
};

/// Compiles a pattern as JavaScript's `new RegExp(pattern)` reads it (with the
/// flag `i` if `ignore_case`), to find out what `.test()` would say. Work and
/// memory are bounded for every pattern. Precondition: IsValidUtf8(pattern).
std::variant<CompiledPattern, PatternError> CompilePattern(
    std::string_view pattern, bool ignore_case);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PATTERN_AUTOMATON_H_
