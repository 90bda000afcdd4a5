#include "runtime/decide/machine.h"

#include <cmath>

namespace vitrine {
namespace {

/// What stands on a node: a gate, by its kind, or a rule.
constexpr std::uint32_t kOnAll = 0;
constexpr std::uint32_t kOnAny = 1;
constexpr std::uint32_t kOnNone = 2;
constexpr std::uint32_t kOnRule = 3;
static_assert(kOnAll == static_cast<std::uint32_t>(GateKind::kAll));
static_assert(kOnAny == static_cast<std::uint32_t>(GateKind::kAny));
static_assert(kOnNone == static_cast<std::uint32_t>(GateKind::kNone));

/// Whether any machine ever held a node. In a module that holds none, which is
/// what shoppers download, the linker finds that out and leaves out all of it.
bool holding = false;

/// What a child counts in a gate of which `deciding` children decide.
std::uint64_t Weight(Truth child, Truth deciding) {
  if (child == Truth::kUnknown) return std::uint64_t{1} << 32;
  return child == deciding ? 1 : 0;
}

Truth TruthOf(std::uint32_t kind, std::uint64_t counts) {
  const bool decided = static_cast<std::uint32_t>(counts) != 0;
  if (!decided && counts != 0) return Truth::kUnknown;
  return decided == (kind == kOnAny) ? Truth::kTrue : Truth::kFalse;
}

/// Same values give all conditions the same truth. Of lists and objects too
/// little is known to tell.
bool IsSame(const Machine::Found& found, const Value& value) {
  return found.tag == value.tag && found.text == value.text &&
         __builtin_bit_cast(std::uint64_t, found.number) ==
             __builtin_bit_cast(std::uint64_t, value.number) &&
         value.tag != ValueTag::kList && value.tag != ValueTag::kObject;
}

}  // namespace

std::span<const double> NumberOperands(const Program& program,
                                       const Leaf& leaf) {
  switch (OperandKindOf(leaf.op)) {
    case OperandKind::kNumber:
      return {&program.numbers[leaf.operand], 1};
    case OperandKind::kNumberList: {
      const List& list = program.number_lists[leaf.operand];
      return std::span(program.number_elements).subspan(list.first, list.count);
    }
    default:
      return {};
  }
}

Machine::Machine(const Program& program)
    : program_(program),
      identities_(SymbolIdentities(program)),
      inputs_(program.inputs.size()),
      first_leaf_(program.inputs.size() + 1),
      truths_(program.conditions.size()),
      gates_(program.conditions.gates.size()),
      first_user_(program.conditions.size() + std::size_t{1}),
      users_(program.conditions.children.size() + program.rules.size()),
      stale_gates_(gates_.size()),
      holding_rules_(program.rules.size()) {
  const Network& network = program.conditions;
  const auto accumulate = [](Array<std::uint32_t>& counts) {
    for (std::size_t i = 1; i < counts.size(); ++i) counts[i] += counts[i - 1];
  };
  for (const Leaf& leaf : network.leaves) ++first_leaf_[leaf.input + 1];
  accumulate(first_leaf_);

  for (const std::uint32_t child : network.children) ++first_user_[child];
  for (const Rule& rule : program.rules) ++first_user_[rule.node];
  accumulate(first_user_);
  // Each takes the last free place of its node, so that in the end the places
  // begin where they have to.
  const auto add = [&](std::uint32_t node, std::uint32_t user) {
    users_[--first_user_[node]] = user;
  };
  for (std::uint32_t g = 0; g < gates_.size(); ++g) {
    const Gate& gate = network.gates[g];
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      add(network.children[gate.first_child + i],
          g << 2 | static_cast<std::uint32_t>(gate.kind));
    }
  }
  for (std::uint32_t r = 0; r < program.rules.size(); ++r) {
    add(program.rules[r].node, r << 2 | kOnRule);
  }

  // Everything starts as false; gates are made to look at their children once
  // and leaves to look at the null inputs.
  for (std::uint32_t g = 0; g < gates_.size(); ++g) {
    const Gate& gate = network.gates[g];
    if (gate.kind == GateKind::kAll) gates_[g] = gate.child_count;
    stale_gates_.Set(g, true);
  }
  for (std::uint32_t node = 0; node < network.leaves.size(); ++node) {
    SetTruth(node, EvaluateLeaf(program_, identities_, network.leaves[node],
                                Value::Null()));
  }
  Settle();
}

void Machine::SetTruth(std::uint32_t node, Truth truth) {
  const Truth old = truths_[node];
  if (truth == old || (holding && !held_.empty() && held_[node])) return;
  truths_[node] = truth;
  const std::uint64_t in_all =
      Weight(truth, Truth::kFalse) - Weight(old, Truth::kFalse);
  const std::uint64_t in_others =
      Weight(truth, Truth::kTrue) - Weight(old, Truth::kTrue);
  const Truth* gate_truths = &truths_[0] + program_.conditions.leaves.size();
  const std::uint32_t* user = users_.data() + first_user_[node];
  const std::uint32_t* end = users_.data() + first_user_[node + 1];
  for (; user != end; ++user) {
    const std::uint32_t kind = *user % 4;
    const std::uint32_t index = *user / 4;
    if (kind == kOnRule) {
      holding_rules_.Set(index, truth == Truth::kTrue);
      continue;
    }
    std::uint64_t& counts = gates_[index];
    counts += kind == kOnAll ? in_all : in_others;
    if (TruthOf(kind, counts) != gate_truths[index]) {
      stale_gates_.Set(index, true);
    }
  }
}

void Machine::SetInput(std::uint32_t input, const Value& value) {
  Found& found = inputs_[input];
  if (IsSame(found, value)) return;
  found = {.tag = value.tag, .number = value.number, .text = value.text};
  const std::uint32_t end = first_leaf_[input + 1];
  for (std::uint32_t node = first_leaf_[input]; node < end; ++node) {
    SetTruth(node, EvaluateLeaf(program_, identities_,
                                program_.conditions.leaves[node], value));
  }
}

void Machine::Hold(std::uint32_t node, Truth truth) {
  holding = true;
  held_.resize(truths_.size());
  held_[node] = false;
  SetTruth(node, truth);
  held_[node] = true;
}

void Machine::Settle() {
  const auto leaf_count =
      static_cast<std::uint32_t>(program_.conditions.leaves.size());
  // A gate's users come after it, so one pass upwards settles everything.
  for (std::uint32_t gate = 0; (gate = stale_gates_.Next(gate)) != kNone;) {
    stale_gates_.Set(gate, false);
    const GateKind kind = program_.conditions.gates[gate].kind;
    SetTruth(leaf_count + gate,
             TruthOf(static_cast<std::uint32_t>(kind), gates_[gate]));
  }
}

std::uint32_t Machine::NextRule(const Slot& slot, std::uint32_t rule) const {
  rule = holding_rules_.Next(rule);
  return rule < slot.first_rule + slot.rule_count ? rule : kNone;
}

double Machine::NextThreshold(std::uint32_t input) const {
  double next = __builtin_inf();
  const Found& found = inputs_[input];
  if (found.tag != ValueTag::kNumber) return next;
  const std::uint32_t end = first_leaf_[input + 1];
  for (std::uint32_t node = first_leaf_[input]; node < end; ++node) {
    const Leaf& leaf = program_.conditions.leaves[node];
    const LeafOp op = leaf.op;
    const bool past = op == LeafOp::kLessEqual || op == LeafOp::kGreater;
    const bool ordered = op >= LeafOp::kLess && op <= LeafOp::kGreaterEqual;
    for (double operand : NumberOperands(program_, leaf)) {
      double at = past ? std::floor(operand) + 1 : std::ceil(operand);
      // What holds at one number alone ends with it.
      if (at == found.number && !ordered) ++at;
      if (at > found.number && at < next) next = at;
    }
  }
  return next;
}

}  // namespace vitrine
