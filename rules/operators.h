#ifndef VITRINE_RULES_OPERATORS_H_
#define VITRINE_RULES_OPERATORS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "rules/model.h"

namespace vitrine::rules {

/// What may stand behind an operator.
enum class OperandShape : std::uint8_t {
  kConstant,  ///< text, number, truth value or null
  kOrdered,   ///< number
  kList,      ///< list of constants
  kTruth,     ///< true or false
  kText,
  kTests  ///< a constant, or an object of operators
};

/// An operator on a path, such as `{"path": {"$gt": 5}}`.
struct OperatorInfo {
  std::string_view name;
  Operator op;
  OperandShape operand;
  bool on_counts;  ///< may stand in the `count` of a `$event`
};

/// All of them, in the order in which messages list them.
std::span<const OperatorInfo> Operators();
std::span<const std::string_view> OperatorNames();
std::span<const std::string_view> CountOperatorNames();
/// Null when there is no such operator.
const OperatorInfo* FindOperator(std::string_view name);
std::string_view OperatorName(Operator op);

/// Operators that stand where a path could stand.
std::span<const std::string_view> ConditionOperatorNames();
/// The same inside a `where` or a `filter`.
std::span<const std::string_view> ItemConditionOperatorNames();

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_OPERATORS_H_
