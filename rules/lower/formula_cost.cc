#include "rules/lower/formula_cost.h"

#include <algorithm>

namespace vitrine::rules {

std::vector<FormulaCost> CostsOf(const FormulaPool& pool) {
  constexpr std::uint32_t kEnough = kMaxNodes + 1;
  std::vector<FormulaCost> costs(pool.size());
  for (Formula formula = 0; formula < pool.size(); ++formula) {
    const FormulaPool::Node& node = pool[formula];
    FormulaCost& cost = costs[formula];
    if (!node.is_leaf) cost.depth = 1;
    for (const Formula child : node.children) {
      cost.depth = std::max(cost.depth, costs[child].depth + 1);
      cost.visits = std::min(cost.visits + costs[child].visits, kEnough);
    }
  }
  return costs;
}

}  // namespace vitrine::rules
