#include "rules/pattern/automaton.h"

#include <optional>
#include <utility>

#include "rules/pattern/minimise.h"
#include "rules/pattern/pattern_machine.h"
#include "rules/pattern/pattern_syntax.h"
#include "runtime/base/text.h"

namespace vitrine::rules {
namespace {

PatternError TooLarge(std::string message) {
  return {PatternError::Kind::kTooLarge, 0, std::move(message)};
}

}  // namespace

std::variant<CompiledPattern, PatternError> CompilePattern(
    std::string_view pattern, bool ignore_case) {
  std::u16string units;
  ForEachUtf16Unit(pattern, [&units](char16_t unit) { units += unit; });
  if (units.size() > kMaxPatternUnits) {
    return TooLarge("the pattern is longer than " +
                    std::to_string(kMaxPatternUnits) + " characters");
  }
  const auto tree = ParsePattern(units, ignore_case);
  if (const auto* error = std::get_if<PatternError>(&tree)) return *error;
  const std::optional<PatternMachine> machine =
      BuildMachine(std::get<PatternTree>(tree));
  if (!machine) return TooLarge("the pattern needs too large an automaton");
  CompiledPattern compiled = Minimise(*machine);
  const Automaton& header = compiled.header;
  if (header.state_count > kMaxStates) {
    return TooLarge("the pattern needs an automaton of " +
                    std::to_string(header.state_count) + " states; at most " +
                    std::to_string(kMaxStates) + " are possible");
  }
  if (header.class_count > kMaxClasses) {
    return TooLarge("the pattern tells " + std::to_string(header.class_count) +
                    " kinds of characters apart; at most " +
                    std::to_string(kMaxClasses) + " are possible");
  }
  if (compiled.transitions.size() > kMaxTransitions) {
    return TooLarge("the pattern needs an automaton of " +
                    std::to_string(compiled.transitions.size()) +
                    " transitions; at most " + std::to_string(kMaxTransitions) +
                    " are possible");
  }
  return compiled;
}

}  // namespace vitrine::rules
