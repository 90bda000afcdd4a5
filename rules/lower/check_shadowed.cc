#include "rules/lower/check_shadowed.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "rules/model/rule_order.h"

namespace vitrine::rules {
namespace {

constexpr std::size_t kMaxParts = 256;  ///< of a condition, looked at
/// Comparisons for one rule, and for all of a file: what takes more is not
/// known to be shadowed.
constexpr std::size_t kMaxSteps = 2'000;
constexpr std::size_t kMaxStepsTotal = 5'000'000;

bool IsGate(const FormulaPool::Node& node, GateKind kind) {
  return !node.is_leaf && node.kind == kind;
}

class Implication {
 public:
  Implication(const FormulaPool& pool, std::size_t& steps)
      : pool_(pool), steps_(steps) {}

  /// Whether `b` holds whenever `a` does. False: not known. Uses up `steps`.
  bool Holds(Formula a, Formula b) {
    if (a == b || a == pool_.False() || b == pool_.True()) return true;
    if (steps_ == 0) return false;
    --steps_;
    const std::vector<Formula>& from = pool_[a].children;
    const std::vector<Formula>& to = pool_[b].children;
    if (IsGate(pool_[b], GateKind::kAll)) {
      return std::all_of(to.begin(), to.end(),
                         [&](Formula part) { return Holds(a, part); });
    }
    if (IsGate(pool_[a], GateKind::kAny)) {
      return std::all_of(from.begin(), from.end(),
                         [&](Formula part) { return Holds(part, b); });
    }
    return (IsGate(pool_[a], GateKind::kAll) &&
            std::any_of(from.begin(), from.end(),
                        [&](Formula part) { return Holds(part, b); })) ||
           (IsGate(pool_[b], GateKind::kAny) &&
            std::any_of(to.begin(), to.end(),
                        [&](Formula part) { return Holds(a, part); }));
  }

 private:
  const FormulaPool& pool_;
  std::size_t& steps_;
};

/// The better rules of a slot, found by what their conditions consist of.
class BetterRules {
 public:
  explicit BetterRules(const FormulaPool& pool) : pool_(pool) {}

  void Add(std::uint32_t rule, Formula condition) {
    if (condition == pool_.True()) always_ = rule;
    const FormulaPool::Node& node = pool_[condition];
    by_part_[condition].push_back({rule, condition});
    if (node.is_leaf || node.children.empty()) return;
    if (node.kind == GateKind::kAll) {
      by_part_[node.children[0]].push_back({rule, condition});
    } else if (node.kind == GateKind::kAny) {
      for (const Formula child : node.children) {
        by_part_[child].push_back({rule, condition});
      }
    }
  }

  /// kNone: none is known to hold whenever `condition` does.
  std::uint32_t FindImplied(Formula condition, std::size_t& steps) const {
    if (always_ != kNone) return always_;
    Implication implication(pool_, steps);
    for (const Formula part : PartsOf(condition)) {
      const auto found = by_part_.find(part);
      if (found == by_part_.end()) continue;
      for (const Entry& entry : found->second) {
        if (steps == 0) return kNone;
        if (implication.Holds(condition, entry.condition)) return entry.rule;
      }
    }
    return kNone;
  }

 private:
  struct Entry {
    std::uint32_t rule;
    Formula condition;
  };

  /// What holds when the condition does; of alternatives, what holds when the
  /// first of them does.
  std::vector<Formula> PartsOf(Formula condition) const {
    std::vector<Formula> parts{condition};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const FormulaPool::Node& node = pool_[parts[i]];
      std::size_t count = 0;
      if (IsGate(node, GateKind::kAll)) count = node.children.size();
      if (IsGate(node, GateKind::kAny)) {
        count = std::min<std::size_t>(node.children.size(), 1);
      }
      count = std::min(count, kMaxParts - parts.size());
      parts.insert(parts.end(), node.children.begin(),
                   node.children.begin() + static_cast<std::ptrdiff_t>(count));
    }
    return parts;
  }

  const FormulaPool& pool_;
  std::uint32_t always_ = kNone;
  std::map<Formula, std::vector<Entry>> by_part_;
};

}  // namespace

void WarnOfShadowed(Shape& shape, const Model& model, LoweredModel& lowered) {
  std::vector<Formula> conditions;
  for (const std::vector<LoweredRow>& rows : lowered.rules) {
    std::vector<FormulaPool::Part> parts;
    for (const LoweredRow& row : rows) parts.push_back({row.node, true});
    conditions.push_back(lowered.conditions.Any(parts));
  }
  std::size_t steps_left = kMaxStepsTotal;
  for (const std::vector<std::uint32_t>& rules : RulesOfSlots(model)) {
    BetterRules better(lowered.conditions);
    for (const std::uint32_t i : rules) {
      if (shape.diagnostics.warnings_full() || steps_left == 0) return;
      const RuleModel& rule = model.rules[i];
      const Formula condition = conditions[i];
      // That it never holds is another warning.
      if (condition == lowered.conditions.False()) continue;
      const std::size_t allowed = std::min(kMaxSteps, steps_left);
      std::size_t steps = allowed;
      const std::uint32_t winner = better.FindImplied(condition, steps);
      steps_left -= allowed - steps;
      if (winner != kNone) {
        const std::string name = Quoted(model.rules[winner].id);
        shape.diagnostics.Warning(
            shape.tree.ValuePlace(rule.id_node), "shadowed",
            "the rule " + Quoted(rule.id) + " can never win: " + name +
                ", which comes before it, holds whenever it does",
            {.found = rule.id});
      } else if (rule.group == 0) {
        // One of a group is passed over when another slot has the group.
        better.Add(i, condition);
      }
    }
  }
}

}  // namespace vitrine::rules
