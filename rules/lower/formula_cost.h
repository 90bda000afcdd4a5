#ifndef VITRINE_RULES_LOWER_FORMULA_COST_H_
#define VITRINE_RULES_LOWER_FORMULA_COST_H_

#include <cstdint>
#include <vector>

#include "rules/lower/formula.h"

namespace vitrine::rules {

/// What evaluating a formula by recursion takes at most.
struct FormulaCost {
  std::uint32_t depth = 0;   ///< gates inside each other
  std::uint32_t visits = 1;  ///< nodes, as often as gates refer to them
};

/// By Formula. Counts stop above kMaxNodes.
std::vector<FormulaCost> CostsOf(const FormulaPool& pool);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_LOWER_FORMULA_COST_H_
