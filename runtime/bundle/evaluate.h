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
/// SymbolIdentities.
Truth EvaluateLeaf(const Program& program, std::span<const Identity> identities,
                   const Leaf& leaf, const Value& value);

/// The gate's truth from the number of its children that are true, false and
/// unknown.
Truth CombineGate(GateKind kind, std::uint32_t true_count,
                  std::uint32_t false_count, std::uint32_t unknown_count);

/// Evaluates all nodes of Program::item_conditions for one item, whose fields
/// are given in the order of ItemField: `truths` becomes the nodes' truths.
void EvaluateItem(const Program& program, std::span<const Identity> identities,
                  std::span<const Value, kItemFields> item,
                  Array<Truth>& truths);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_EVALUATE_H_
