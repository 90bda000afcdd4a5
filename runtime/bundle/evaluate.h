#ifndef VITRINE_RUNTIME_BUNDLE_EVALUATE_H_
#define VITRINE_RUNTIME_BUNDLE_EVALUATE_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"
#include "runtime/base/value.h"
#include "runtime/bundle/program.h"

namespace vitrine {

enum class Truth : std::uint8_t { kFalse = 0, kTrue = 1, kUnknown = 2 };

/// Identity of every symbol of a program, by symbol index.
Array<Identity> SymbolIdentities(const Program& program);

/// Tests one value against a leaf's operand. `identities` are the program's
/// SymbolIdentities. Nothing is known of the text, version or JSON of null.
Truth EvaluateLeaf(const Program& program, std::span<const Identity> identities,
                   const Leaf& leaf, const Value& value);

/// The gate's truth from the number of its children that are true, false and
/// unknown. Not for kSome and kSize.
Truth CombineGate(GateKind kind, std::uint32_t true_count,
                  std::uint32_t false_count, std::uint32_t unknown_count);

/// One node of Program::item_conditions for one item. `values` has the fields
/// of ItemField, then the program's properties. Asks no further children of a
/// gate than its truth needs.
Truth EvaluateItem(const Program& program, std::span<const Identity> identities,
                   std::uint32_t node, std::span<const Value> values);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_EVALUATE_H_
