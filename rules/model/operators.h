#ifndef VITRINE_RULES_MODEL_OPERATORS_H_
#define VITRINE_RULES_MODEL_OPERATORS_H_

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "rules/model/condition_model.h"

namespace vitrine::rules {

/// What may stand behind an operator.
enum class OperandShape : std::uint8_t {
  kConstant,     ///< any value
  kOrdered,      ///< any value; lists and objects are compared as texts
  kList,         ///< list of any values
  kTruth,        ///< true or false
  kText,         ///< text
  kVersion,      ///< text or number
  kTests,        ///< a value, or an object of operators
  kListOfTests,  ///< list of such
  kElement,      ///< an object of operators, or a condition
  kTestsByName,  ///< an object of names, each with kTests
  kInterest      ///< true, or an object of operators
};

/// An operator on a path, such as `{"path": {"$gt": 5}}`.
struct OperatorInfo {
  std::string_view name;
  Operator op;
  OperandShape operand;
};

/// All of them, in the order in which messages list them.
std::span<const OperatorInfo> Operators();
std::span<const std::string_view> OperatorNames();
/// Null when there is no such operator.
const OperatorInfo* FindOperator(std::string_view name);
/// Empty: it has none.
std::string_view OperatorName(Operator op);

/// A set of operators, by their numbers.
using OperatorSet = std::uint64_t;
constexpr bool Has(OperatorSet set, Operator op) {
  return (set >> static_cast<unsigned>(op) & 1U) != 0;
}
constexpr OperatorSet SetOf(std::initializer_list<Operator> ops) {
  OperatorSet set = 0;
  for (const Operator op : ops) set |= 1ULL << static_cast<unsigned>(op);
  return set;
}
/// "`$eq`, `$ne` or `$not`".
std::string OneOf(OperatorSet set);

/// Operators that stand where a path could stand.
std::span<const std::string_view> ConditionOperatorNames();
/// The same where there is no visitor: inside a `where`, a `filter` or an
/// `$elemMatch`.
std::span<const std::string_view> ItemConditionOperatorNames();

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_OPERATORS_H_
