#include "rules/operators.h"

#include <array>

namespace vitrine::rules {
namespace {

constexpr OperatorInfo kOperators[] = {
    {"$eq", Operator::kEq, OperandShape::kConstant, true},
    {"$ne", Operator::kNe, OperandShape::kConstant, true},
    {"$lt", Operator::kLt, OperandShape::kOrdered, true},
    {"$lte", Operator::kLte, OperandShape::kOrdered, true},
    {"$gt", Operator::kGt, OperandShape::kOrdered, true},
    {"$gte", Operator::kGte, OperandShape::kOrdered, true},
    {"$in", Operator::kIn, OperandShape::kList, true},
    {"$nin", Operator::kNin, OperandShape::kList, true},
    {"$not", Operator::kNot, OperandShape::kTests, true},
    {"$exists", Operator::kExists, OperandShape::kTruth, false},
    {"$top", Operator::kTop, OperandShape::kText, false},
};

constexpr auto kNames = [] {
  std::array<std::string_view, std::size(kOperators)> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kOperators[i].name;
  return names;
}();

constexpr std::size_t kOnCounts = [] {
  std::size_t count = 0;
  while (count < std::size(kOperators) && kOperators[count].on_counts) ++count;
  return count;
}();

// Those on items come first.
constexpr std::string_view kConditionNames[] = {
    "$and", "$or", "$nor", "$not", "$segment", "$event",
};
constexpr std::size_t kItemConditionNames = 4;

}  // namespace

std::span<const OperatorInfo> Operators() { return kOperators; }
std::span<const std::string_view> OperatorNames() { return kNames; }
std::span<const std::string_view> CountOperatorNames() {
  return std::span(kNames).first(kOnCounts);
}

const OperatorInfo* FindOperator(std::string_view name) {
  for (const OperatorInfo& info : kOperators) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

std::string_view OperatorName(Operator op) {
  for (const OperatorInfo& info : kOperators) {
    if (info.op == op) return info.name;
  }
  return {};
}

std::span<const std::string_view> ConditionOperatorNames() {
  return kConditionNames;
}
std::span<const std::string_view> ItemConditionOperatorNames() {
  return std::span(kConditionNames).first(kItemConditionNames);
}

}  // namespace vitrine::rules
