#ifndef VITRINE_RULES_LOWER_FORMULA_H_
#define VITRINE_RULES_LOWER_FORMULA_H_

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/base/value.h"
#include "runtime/bundle/program.h"

namespace vitrine::rules {

/// A symbol before the program's tables exist.
struct SymbolText {
  IdentityKind kind = IdentityKind::kValue;
  std::string text;
  bool operator==(const SymbolText&) const = default;
};

bool operator<(const SymbolText& a, const SymbolText& b);

/// Index into LoweredModel::automata.
struct AutomatonIndex {
  std::uint32_t index = 0;
  auto operator<=>(const AutomatonIndex&) const = default;
};

/// Index into LoweredModel::elements.
struct ElementFormula {
  std::uint32_t formula = 0;
  auto operator<=>(const ElementFormula&) const = default;
};

/// Holds the alternative that OperandKindOf(op) names, in the order of
/// OperandKind.
using Operand = std::variant<std::monostate, double, SymbolText, bool,
                             std::vector<double>, std::vector<SymbolText>,
                             ValueTag, AutomatonIndex, ElementFormula>;

/// A leaf by its meaning, with `input` in the numbering of whoever made it.
struct LeafKey {
  Input input;
  LeafOp op = LeafOp::kExists;
  Operand operand;
};
bool operator<(const LeafKey& a, const LeafKey& b);

/// Index into a FormulaPool.
using Formula = std::uint32_t;

/// Conditions in simplified form, each stored once. Simplification happens as
/// formulas are made, and keeps the truth under every assignment of true,
/// false and unknown: nested gates are joined, equal children dropped,
/// constants folded, double negation removed. (`x or not x` stays: with
/// unknown x it is unknown.)
class FormulaPool {
 public:
  struct Node {
    bool is_leaf = false;
    LeafKey leaf;
    GateKind kind = GateKind::kAll;
    /// All smaller than the gate. Ascending, but for kSome and kSize, whose
    /// order counts.
    std::vector<Formula> children;
  };

  /// A child of a gate to be made.
  struct Part {
    Formula formula = 0;
    /// A named condition, kept as one node so that it is evaluated and stored
    /// once however many gates refer to it.
    bool is_shared = false;
  };

  FormulaPool();

  Formula True() const { return kTrue; }
  Formula False() const { return kFalse; }
  Formula Leaf(LeafKey key);
  Formula All(const std::vector<Part>& parts) {
    return AllOrAny(GateKind::kAll, parts);
  }
  Formula Any(const std::vector<Part>& parts) {
    return AllOrAny(GateKind::kAny, parts);
  }
  /// None of the parts holds.
  Formula None(const std::vector<Part>& parts);
  /// kSome or kSize: of the list that is the leaf's input.
  Formula OfList(GateKind kind, Formula leaf, Formula node);

  const Node& operator[](Formula formula) const { return nodes_[formula]; }
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(nodes_.size());
  }

 private:
  static constexpr Formula kTrue = 0;
  static constexpr Formula kFalse = 1;

  Formula AllOrAny(GateKind kind, const std::vector<Part>& parts);
  Formula Not(Formula formula);
  Formula Gate(GateKind kind, std::vector<Formula> children);

  std::vector<Node> nodes_;
  std::map<LeafKey, Formula> leaves_;
  std::map<std::pair<GateKind, std::vector<Formula>>, Formula> gates_;
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_LOWER_FORMULA_H_
