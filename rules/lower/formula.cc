#include "rules/lower/formula.h"

#include <algorithm>
#include <tuple>

namespace vitrine::rules {

bool operator<(const SymbolText& a, const SymbolText& b) {
  return std::tie(a.kind, a.text) < std::tie(b.kind, b.text);
}

bool operator<(const LeafKey& a, const LeafKey& b) {
  return std::tie(a.input.source, a.input.argument, a.op, a.operand) <
         std::tie(b.input.source, b.input.argument, b.op, b.operand);
}

FormulaPool::FormulaPool() {
  Gate(GateKind::kAll, {});
  Gate(GateKind::kAny, {});
}

Formula FormulaPool::Leaf(LeafKey key) {
  const auto [entry, is_new] = leaves_.emplace(std::move(key), size());
  if (is_new) nodes_.push_back({.is_leaf = true, .leaf = entry->first});
  return entry->second;
}

Formula FormulaPool::Gate(GateKind kind, std::vector<Formula> children) {
  const auto [entry, is_new] =
      gates_.emplace(std::pair(kind, std::move(children)), size());
  if (is_new) {
    nodes_.push_back({.kind = kind, .children = entry->first.second});
  }
  return entry->second;
}

Formula FormulaPool::AllOrAny(GateKind kind, const std::vector<Part>& parts) {
  const Formula neutral = kind == GateKind::kAll ? kTrue : kFalse;
  const Formula decisive = kind == GateKind::kAll ? kFalse : kTrue;
  std::vector<Formula> children;
  for (const Part& part : parts) {
    const Node& node = nodes_[part.formula];
    if (part.formula == neutral) continue;
    if (part.formula == decisive) return decisive;
    if (!node.is_leaf && node.kind == kind && !part.is_shared) {
      children.insert(children.end(), node.children.begin(),
                      node.children.end());
    } else {
      children.push_back(part.formula);
    }
  }
  std::sort(children.begin(), children.end());
  children.erase(std::unique(children.begin(), children.end()), children.end());
  if (children.empty()) return neutral;
  if (children.size() == 1) return children[0];
  return Gate(kind, std::move(children));
}

Formula FormulaPool::None(const std::vector<Part>& parts) {
  const Formula any = Any(parts);
  if (any == kTrue) return kFalse;
  if (any == kFalse) return kTrue;
  const Node& node = nodes_[any];
  const bool is_own_any = !node.is_leaf && node.kind == GateKind::kAny &&
                          !(parts.size() == 1 && parts[0].is_shared);
  if (is_own_any) {
    std::vector<Formula> children = node.children;
    return Gate(GateKind::kNone, std::move(children));
  }
  return Not(any);
}

Formula FormulaPool::OfList(GateKind kind, Formula leaf, Formula node) {
  return Gate(kind, {leaf, node});
}

Formula FormulaPool::Not(Formula formula) {
  const Node& node = nodes_[formula];
  if (node.is_leaf && node.leaf.op == LeafOp::kExists) {
    return Leaf({.input = node.leaf.input, .op = LeafOp::kIsNull});
  }
  if (node.is_leaf && node.leaf.op == LeafOp::kIsNull) {
    return Leaf({.input = node.leaf.input, .op = LeafOp::kExists});
  }
  if (!node.is_leaf && node.kind == GateKind::kNone) {
    if (node.children.size() == 1) return node.children[0];
    std::vector<Formula> children = node.children;
    return Gate(GateKind::kAny, std::move(children));
  }
  return Gate(GateKind::kNone, {formula});
}

}  // namespace vitrine::rules
