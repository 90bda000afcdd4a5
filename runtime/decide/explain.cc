#include "runtime/decide/explain.h"

namespace vitrine {

StoppingLeaf FindStoppingLeaf(const Program& program, const Machine& machine,
                              std::uint32_t node) {
  const Network& network = program.conditions;
  const auto leaf_count = static_cast<std::uint32_t>(network.leaves.size());
  bool wanted = true;
  while (node >= leaf_count) {
    const Gate& gate = network.gates[node - leaf_count];
    if (gate.child_count == 0) return {.leaf = kNone, .wanted = wanted};
    // What every one of its children would have to be, or one of them.
    const bool child_wanted = (gate.kind != GateKind::kNone) == wanted;
    const Truth satisfied = child_wanted ? Truth::kTrue : Truth::kFalse;
    std::uint32_t stopping = network.children[gate.first_child];
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      const std::uint32_t child = network.children[gate.first_child + i];
      if (machine.truth(child) != satisfied) {
        stopping = child;
        break;
      }
    }
    node = stopping;
    wanted = child_wanted;
  }
  return {.leaf = node, .wanted = wanted};
}

}  // namespace vitrine
