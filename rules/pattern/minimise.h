#ifndef VITRINE_RULES_PATTERN_MINIMISE_H_
#define VITRINE_RULES_PATTERN_MINIMISE_H_

#include "rules/pattern/automaton.h"
#include "rules/pattern/pattern_machine.h"

namespace vitrine::rules {

/// The smallest automaton that accepts the same texts, numbered in one way:
/// states as a walk from the first one finds them, classes by their first unit.
/// Its tables may exceed the limits of a bundle.
CompiledPattern Minimise(const PatternMachine& machine);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PATTERN_MINIMISE_H_
