#ifndef VITRINE_RULES_LOWER_CONDITION_H_
#define VITRINE_RULES_LOWER_CONDITION_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "rules/lower/lower.h"

namespace vitrine::rules {

/// Turns checked conditions into formulas, and adds what they read to the
/// lowered model. Segments and experiments that a condition names must stand
/// in the lowered model already.
class ConditionLowering {
 public:
  ConditionLowering(const Model& model, LoweredModel& out)
      : model_(model), out_(out) {}

  /// `pool` is `conditions`, or `items` for a `filter`.
  FormulaPool::Part Lower(const Condition& condition, FormulaPool& pool);

  /// A condition on items; kNone: it holds for every item.
  Formula LowerItems(const Condition& condition);

  /// As CounterKey::what.
  std::uint32_t Field(const PathTarget& target);

  /// Index into LoweredModel::reads; also for paths that no condition reads.
  std::uint32_t Read(std::string_view path, std::uint32_t attribute);

  /// Whoever is in this arm, or in any; whether they take part is another
  /// condition.
  Formula InArm(std::uint32_t experiment, std::uint32_t arm);
  Formula InAnyArm(std::uint32_t experiment);

 private:
  friend class TestLowering;

  FormulaPool::Part LowerGate(const Condition& condition, FormulaPool& pool);
  Formula LowerPath(const Condition& condition, FormulaPool& pool);
  Formula LowerTally(const Condition& condition);
  FormulaPool::Part LowerExperiment(const Condition& condition);
  std::uint32_t Counter(const Condition& condition);
  std::uint32_t Property(LoweredProperty property);
  /// What `test` compares instead of the item's value.
  Input Compared(const PathTarget& item, const Test& test);
  Input InputOf(const Condition& condition);
  std::uint32_t Symbol(IdentityKind kind, std::string_view text);
  std::uint32_t ElementPath(std::string_view path);
  std::uint32_t Pattern(std::string_view pattern, bool ignore_case);
  Input Experiment(std::uint32_t index);
  /// `zoned`: what people call a local time of another zone than the store's.
  Input DeviceInput(const PathTarget& target, std::string_view zoned);
  /// Of several names the input keeps the first in the order of texts.
  Input Named(InputSource source, std::uint32_t argument, std::string name);

  const Model& model_;
  LoweredModel& out_;
  std::map<CounterKey, std::uint32_t> counters_;
  std::map<std::string, std::uint32_t> reads_;
  std::map<LoweredProperty, std::uint32_t> properties_;
  std::map<SymbolText, std::uint32_t> symbols_;
  std::map<std::string, std::uint32_t> element_paths_;
  std::map<std::pair<std::string, bool>, std::uint32_t> patterns_;
  /// What the path that is being lowered needs from the host.
  std::uint8_t needs_ = 0;
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_LOWER_CONDITION_H_
