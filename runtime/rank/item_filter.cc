#include "runtime/rank/item_filter.h"

#include "runtime/base/value.h"
#include "runtime/rank/part.h"

namespace vitrine {
namespace {

/// Identities of what AvailabilityName gives, as values.
constexpr Identity kAvailabilityIds[kAvailabilities] = {
    0x637eabe088cc493c, 0xcfa0e37adf165eb3, 0xef303cfe53d78be9,
    0x7c78a284d941e62f};

Value FieldOf(const Model::Item& item, ItemField field) {
  if (field == ItemField::kPrice && item.price == item.price) {
    return Value::Number(item.price);
  }
  const Identity name =
      field == ItemField::kId         ? item.id
      : field == ItemField::kBrand    ? item.brand
      : field == ItemField::kCategory ? item.category
      : field == ItemField::kAvailability
          ? kAvailabilityIds[static_cast<std::uint32_t>(item.availability)]
          : kNoIdentity;
  return name == kNoIdentity ? Value::Null() : Value::Name(name);
}

}  // namespace

void ItemTest::Begin(const ItemFilter& filter) {
  filter_ = filter;
  nodes_.clear();
  if (filter.program == nullptr || filter.node == kNone) return;
  const Network& network = filter.program->item_conditions;
  const std::size_t leaf_count = network.leaves.size();
  // For now, true means: the filter hangs on this node.
  truths_.clear();
  truths_.resize(std::size_t{filter.node} + 1);
  truths_[filter.node] = Truth::kTrue;
  for (std::size_t node = truths_.size(); node-- > leaf_count;) {
    if (truths_[node] != Truth::kTrue) continue;
    const Gate& gate = network.gates[node - leaf_count];
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      truths_[network.children[gate.first_child + i]] = Truth::kTrue;
    }
  }
  for (std::uint32_t node = 0; node <= filter.node; ++node) {
    if (truths_[node] == Truth::kTrue) nodes_.push_back(node);
  }
}

bool ItemTest::Passes(const Model::Item& item) {
  if (nodes_.empty()) return true;
  const Network& network = filter_.program->item_conditions;
  const std::size_t leaf_count = network.leaves.size();
  for (std::uint32_t node : nodes_) {
    if (node < leaf_count) {
      const Leaf& leaf = network.leaves[node];
      truths_[node] =
          EvaluateLeaf(*filter_.program, filter_.identities, leaf,
                       FieldOf(item, static_cast<ItemField>(leaf.input)));
      continue;
    }
    // Of a catalogue nothing is unknown, so one decisive child is enough.
    const Gate& gate = network.gates[node - leaf_count];
    const Truth decisive =
        gate.kind == GateKind::kAll ? Truth::kFalse : Truth::kTrue;
    bool decided = false;
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      decided |= truths_[network.children[gate.first_child + i]] == decisive;
    }
    truths_[node] =
        decided == (gate.kind == GateKind::kAny) ? Truth::kTrue : Truth::kFalse;
  }
  return truths_[nodes_.back()] == Truth::kTrue;
}

}  // namespace vitrine
