#include "rules/network.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace vitrine::rules {
namespace {

struct NumberedLeaf {
  Leaf leaf;
  Formula formula;
};

struct NumberedGate {
  GateKind kind;
  std::vector<std::uint32_t> children;
  Formula formula;
};

}  // namespace

NumberedNetwork NumberNetwork(
    const FormulaPool& pool, const std::vector<bool>& needed,
    const std::function<Leaf(const LeafKey&)>& leaf_of) {
  NumberedNetwork result;
  result.nodes.assign(pool.size(), kNone);
  std::vector<NumberedLeaf> leaves;
  std::vector<std::vector<Formula>> levels;
  std::vector<std::uint32_t> level_of(pool.size(), 0);
  // Children come before their gates.
  for (Formula formula = 0; formula < pool.size(); ++formula) {
    if (!needed[formula]) continue;
    const FormulaPool::Node& node = pool[formula];
    if (node.is_leaf) {
      leaves.push_back({leaf_of(node.leaf), formula});
      continue;
    }
    std::uint32_t level = 0;
    for (const Formula child : node.children) {
      if (!pool[child].is_leaf) level = std::max(level, level_of[child] + 1);
    }
    level_of[formula] = level;
    if (levels.size() <= level) levels.resize(level + 1);
    levels[level].push_back(formula);
  }

  Network& network = result.network;
  std::sort(leaves.begin(), leaves.end(),
            [](const NumberedLeaf& a, const NumberedLeaf& b) {
              return std::tie(a.leaf.input, a.leaf.op, a.leaf.operand) <
                     std::tie(b.leaf.input, b.leaf.op, b.leaf.operand);
            });
  for (const NumberedLeaf& numbered : leaves) {
    result.nodes[numbered.formula] = network.size();
    network.leaves.push_back(numbered.leaf);
  }
  for (const std::vector<Formula>& level : levels) {
    std::vector<NumberedGate> gates;
    for (const Formula formula : level) {
      NumberedGate gate{pool[formula].kind, {}, formula};
      for (const Formula child : pool[formula].children) {
        gate.children.push_back(result.nodes[child]);
      }
      if (gate.kind < GateKind::kSome) {
        std::sort(gate.children.begin(), gate.children.end());
      }
      gates.push_back(std::move(gate));
    }
    std::sort(gates.begin(), gates.end(),
              [](const NumberedGate& a, const NumberedGate& b) {
                return std::tie(a.kind, a.children) <
                       std::tie(b.kind, b.children);
              });
    for (const NumberedGate& gate : gates) {
      result.nodes[gate.formula] = network.size();
      network.gates.push_back(
          {.kind = gate.kind,
           .first_child = static_cast<std::uint32_t>(network.children.size()),
           .child_count = static_cast<std::uint32_t>(gate.children.size())});
      network.children.append(gate.children);
    }
  }
  return result;
}

}  // namespace vitrine::rules
