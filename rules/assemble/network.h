#ifndef VITRINE_RULES_ASSEMBLE_NETWORK_H_
#define VITRINE_RULES_ASSEMBLE_NETWORK_H_

#include <functional>
#include <vector>

#include "rules/lower/formula.h"

namespace vitrine::rules {

/// Numbers the needed formulas as program.h wants it. The result depends on
/// what the formulas mean, not on the order in which they were made.
struct NumberedNetwork {
  Network network;
  std::vector<std::uint32_t> nodes;  ///< by Formula; kNone: not needed
};

/// Gates stand in the order in which the roots need them, and first the ones
/// that the first root needs; what no root needs is last. `leaf_of` gives a
/// leaf in the program's own indexes.
NumberedNetwork NumberNetwork(
    const FormulaPool& pool, const std::vector<bool>& needed,
    const std::vector<Formula>& roots,
    const std::function<Leaf(const LeafKey&)>& leaf_of);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_ASSEMBLE_NETWORK_H_
