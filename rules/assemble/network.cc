#include "rules/assemble/network.h"

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

/// Numbers gates from `node` on, each level after those below it, in an order
/// that follows from what they mean.
std::vector<NumberedGate> SortedGates(
    const FormulaPool& pool, const std::vector<std::vector<Formula>>& levels,
    std::uint32_t node, std::vector<std::uint32_t>& nodes) {
  std::vector<NumberedGate> sorted;
  for (const std::vector<Formula>& level : levels) {
    std::vector<NumberedGate> gates;
    for (const Formula formula : level) {
      NumberedGate gate{pool[formula].kind, {}, formula};
      for (const Formula child : pool[formula].children) {
        gate.children.push_back(nodes[child]);
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
    for (NumberedGate& gate : gates) {
      nodes[gate.formula] = node++;
      sorted.push_back(std::move(gate));
    }
  }
  return sorted;
}

/// Indexes of the sorted gates, by the first of the roots that needs each. A
/// gate comes after what it needs itself: no root needs it earlier, and the
/// sorting by levels stays among those of one root.
std::vector<std::uint32_t> OrderOfUse(const std::vector<NumberedGate>& gates,
                                      std::uint32_t leaf_count,
                                      const std::vector<std::uint32_t>& roots) {
  std::vector<std::uint32_t> users(gates.size(), kNone);
  for (std::uint32_t i = 0; i < roots.size(); ++i) {
    if (roots[i] < leaf_count) continue;
    std::uint32_t& user = users[roots[i] - leaf_count];
    user = std::min(user, i);
  }
  for (std::size_t i = gates.size(); i-- > 0;) {
    for (const std::uint32_t child : gates[i].children) {
      if (child < leaf_count) continue;
      std::uint32_t& user = users[child - leaf_count];
      user = std::min(user, users[i]);
    }
  }
  std::vector<std::uint32_t> order(gates.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&users](std::uint32_t a, std::uint32_t b) {
                     return users[a] < users[b];
                   });
  return order;
}

}  // namespace

NumberedNetwork NumberNetwork(
    const FormulaPool& pool, const std::vector<bool>& needed,
    const std::vector<Formula>& roots,
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
  const std::uint32_t leaf_count = network.size();
  const std::vector<NumberedGate> gates =
      SortedGates(pool, levels, leaf_count, result.nodes);
  std::vector<std::uint32_t> root_nodes;
  for (const Formula root : roots) root_nodes.push_back(result.nodes[root]);
  for (const std::uint32_t i : OrderOfUse(gates, leaf_count, root_nodes)) {
    std::vector<std::uint32_t> children;
    for (const Formula child : pool[gates[i].formula].children) {
      children.push_back(result.nodes[child]);
    }
    if (gates[i].kind < GateKind::kSome) {
      std::sort(children.begin(), children.end());
    }
    result.nodes[gates[i].formula] = network.size();
    network.gates.push_back(
        {.kind = gates[i].kind,
         .first_child = static_cast<std::uint32_t>(network.children.size()),
         .child_count = static_cast<std::uint32_t>(children.size())});
    network.children.append(children);
  }
  return result;
}

}  // namespace vitrine::rules
