#include "runtime/decide/machine.h"

namespace vitrine {
namespace {

constexpr std::uint32_t kWordBits = 64;

std::uint32_t WordsFor(std::size_t bits) {
  return static_cast<std::uint32_t>((bits + kWordBits - 1) / kWordBits);
}

bool SameValue(const Value& a, const Value& b) {
  const bool same_number =
      a.number == b.number || (a.number != a.number && b.number != b.number);
  return a.tag == b.tag && a.truthy == b.truthy && a.text == b.text &&
         same_number;
}

/// Turns counts at [key + 1] into the start of each key's group.
void CountsToStarts(Array<std::uint32_t>& counts) {
  for (std::size_t i = 1; i < counts.size(); ++i) counts[i] += counts[i - 1];
}

}  // namespace

Machine::Machine(const Program& program)
    : program_(program),
      identities_(SymbolIdentities(program)),
      inputs_(program.inputs.size()),
      first_leaf_(program.inputs.size() + 1, 0),
      truths_(program.conditions.size(), Truth::kFalse),
      gate_states_(program.conditions.gates.size()),
      stale_gates_(WordsFor(program.conditions.gates.size()), 0),
      first_stale_word_(static_cast<std::uint32_t>(stale_gates_.size())),
      holding_rules_(WordsFor(program.rules.size()), 0) {
  const Network& network = program.conditions;
  for (const Leaf& leaf : network.leaves) ++first_leaf_[leaf.input + 1];
  CountsToStarts(first_leaf_);
  Array<Entry> entries;
  entries.reserve(network.children.size());
  for (std::uint32_t g = 0; g < network.gates.size(); ++g) {
    const Gate& gate = network.gates[g];
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      entries.push_back({network.children[gate.first_child + i], g});
    }
  }
  Fill(parents_, entries);
  entries.clear();
  entries.reserve(program.rules.size());
  for (std::uint32_t r = 0; r < program.rules.size(); ++r) {
    entries.push_back({program.rules[r].node, r});
  }
  Fill(rules_, entries);
  // Everything starts as false; gates are made to look at their children once
  // and leaves to look at the null inputs.
  for (std::uint32_t node = 0; node < network.leaves.size(); ++node) {
    const Leaf& leaf = network.leaves[node];
    SetTruth(node,
             EvaluateLeaf(program_, identities_, leaf, inputs_[leaf.input]));
  }
  for (std::uint32_t gate = 0; gate < network.gates.size(); ++gate) {
    stale_gates_[gate / kWordBits] |= std::uint64_t{1} << (gate % kWordBits);
  }
  first_stale_word_ = 0;
  Settle();
}

void Machine::Fill(Index& index, std::span<const Entry> entries) const {
  index.first.resize(std::size_t{program_.conditions.size()} + 1);
  for (const Entry& entry : entries) ++index.first[entry.node + 1];
  CountsToStarts(index.first);
  Array<std::uint32_t> next = index.first;
  index.things.resize(entries.size());
  for (const Entry& entry : entries) {
    index.things[next[entry.node]++] = entry.thing;
  }
}

Truth Machine::GateTruth(std::uint32_t gate) const {
  const GateState& state = gate_states_[gate];
  const std::uint32_t false_count =
      program_.conditions.gates[gate].child_count - state.true_count -
      state.unknown_count;
  return CombineGate(program_.conditions.gates[gate].kind, state.true_count,
                     false_count, state.unknown_count);
}

void Machine::SetTruth(std::uint32_t node, Truth truth) {
  const Truth old = truths_[node];
  if (truth == old) return;
  truths_[node] = truth;
  for (std::uint32_t i = parents_.first[node]; i < parents_.first[node + 1];
       ++i) {
    const std::uint32_t gate = parents_.things[i];
    GateState& state = gate_states_[gate];
    state.true_count += (truth == Truth::kTrue) - (old == Truth::kTrue);
    state.unknown_count +=
        (truth == Truth::kUnknown) - (old == Truth::kUnknown);
    const std::uint32_t word = gate / kWordBits;
    stale_gates_[word] |= std::uint64_t{1} << (gate % kWordBits);
    if (word < first_stale_word_) first_stale_word_ = word;
  }
  for (std::uint32_t i = rules_.first[node]; i < rules_.first[node + 1]; ++i) {
    const std::uint32_t rule = rules_.things[i];
    const std::uint64_t bit = std::uint64_t{1} << (rule % kWordBits);
    std::uint64_t& word = holding_rules_[rule / kWordBits];
    word = truth == Truth::kTrue ? word | bit : word & ~bit;
  }
}

void Machine::SetInput(std::uint32_t input, const Value& value) {
  if (SameValue(inputs_[input], value)) return;
  inputs_[input] = value;
  for (std::uint32_t node = first_leaf_[input]; node < first_leaf_[input + 1];
       ++node) {
    SetTruth(node, EvaluateLeaf(program_, identities_,
                                program_.conditions.leaves[node], value));
  }
}

void Machine::Settle() {
  const auto leaf_count =
      static_cast<std::uint32_t>(program_.conditions.leaves.size());
  // A gate's parents come after it, so one pass upwards settles everything.
  for (std::uint32_t word = first_stale_word_; word < stale_gates_.size();
       ++word) {
    while (stale_gates_[word] != 0) {
      const auto bit =
          static_cast<std::uint32_t>(__builtin_ctzll(stale_gates_[word]));
      stale_gates_[word] &= stale_gates_[word] - 1;
      const std::uint32_t gate = word * kWordBits + bit;
      SetTruth(leaf_count + gate, GateTruth(gate));
    }
  }
  first_stale_word_ = static_cast<std::uint32_t>(stale_gates_.size());
}

std::uint32_t Machine::BestRule(const Slot& slot) const {
  const std::uint32_t end = slot.first_rule + slot.rule_count;
  for (std::uint32_t rule = slot.first_rule; rule < end;) {
    const std::uint64_t word =
        holding_rules_[rule / kWordBits] >> (rule % kWordBits);
    if (word != 0) {
      rule += static_cast<std::uint32_t>(__builtin_ctzll(word));
      return rule < end ? rule : kNone;
    }
    rule += kWordBits - rule % kWordBits;
  }
  return kNone;
}

}  // namespace vitrine
