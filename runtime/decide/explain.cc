#include "runtime/decide/explain.h"

#include "runtime/decide/bit_set.h"

namespace vitrine {
namespace {

Truth Negation(Truth truth) {
  return truth == Truth::kUnknown ? Truth::kUnknown
         : truth == Truth::kTrue  ? Truth::kFalse
                                  : Truth::kTrue;
}

}  // namespace

Array<Reason> ReasonsFor(const Program& program, const Machine& machine,
                         std::uint32_t node) {
  const Network& network = program.conditions;
  const auto leaf_count = static_cast<std::uint32_t>(network.leaves.size());
  const bool holds = machine.truth(node) == Truth::kTrue;
  Array<Reason> reasons;
  bool wanted = true;
  // Downwards from the node, counted from it: children come after their gate,
  // however often they are shared.
  BitSet causes(node + 1);
  causes.Set(0, true);
  for (std::uint32_t at = 0; (at = causes.Next(at)) != kNone; ++at) {
    const std::uint32_t cause = node - at;
    Truth truth = machine.truth(cause);
    if (cause < leaf_count) {
      // What a true node hangs on is known, and right as it is.
      reasons.push_back({cause, holds ? truth == Truth::kTrue : wanted});
      continue;
    }
    // The gate is as it is because of a child that is so too, or the opposite
    // under a negation: one of them, or all. What is unknown is unknown
    // because of something unknown.
    const Gate& gate = network.gates[cause - leaf_count];
    const bool one =
        !holds ||
        truth == (gate.kind == GateKind::kAny ? Truth::kTrue : Truth::kFalse);
    if (gate.kind == GateKind::kNone) {
      wanted = !wanted;
      truth = Negation(truth);
    }
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      const std::uint32_t child = network.children[gate.first_child + i];
      if (machine.truth(child) != truth) continue;
      causes.Set(node - child, true);
      if (one) break;
    }
  }
  return reasons;
}

}  // namespace vitrine
