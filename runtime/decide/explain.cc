#include "runtime/decide/explain.h"

namespace vitrine {
namespace {

Truth Negation(Truth truth) {
  return truth == Truth::kUnknown ? Truth::kUnknown
         : truth == Truth::kTrue  ? Truth::kFalse
                                  : Truth::kTrue;
}

}  // namespace

StoppingLeaf FindStoppingLeaf(const Program& program, const Machine& machine,
                              std::uint32_t node) {
  const Network& network = program.conditions;
  const auto leaf_count = static_cast<std::uint32_t>(network.leaves.size());
  bool wanted = true;
  while (node >= leaf_count) {
    const Gate& gate = network.gates[node - leaf_count];
    if (gate.child_count == 0) return {.leaf = kNone, .wanted = wanted};
    // The gate is as it is because of a child that is so too, or the opposite
    // under a negation; what is unknown is unknown because of something
    // unknown.
    Truth cause = machine.truth(node);
    if (gate.kind == GateKind::kNone) {
      wanted = !wanted;
      cause = Negation(cause);
    }
    const std::uint32_t* child = &network.children[gate.first_child];
    const std::uint32_t* last = child + gate.child_count - 1;
    while (child != last && machine.truth(*child) != cause) ++child;
    node = *child;
  }
  return {.leaf = node, .wanted = wanted};
}

}  // namespace vitrine
