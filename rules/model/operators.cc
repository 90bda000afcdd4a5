#include "rules/model/operators.h"

#include <array>
#include <vector>

#include "rules/text/names.h"

namespace vitrine::rules {
namespace {

constexpr OperatorInfo kOperators[] = {
    {"$eq", Operator::kEq, OperandShape::kConstant},
    {"$ne", Operator::kNe, OperandShape::kConstant},
    {"$lt", Operator::kLt, OperandShape::kOrdered},
    {"$lte", Operator::kLte, OperandShape::kOrdered},
    {"$gt", Operator::kGt, OperandShape::kOrdered},
    {"$gte", Operator::kGte, OperandShape::kOrdered},
    {"$in", Operator::kIn, OperandShape::kList},
    {"$nin", Operator::kNin, OperandShape::kList},
    {"$not", Operator::kNot, OperandShape::kTests},
    {"$exists", Operator::kExists, OperandShape::kTruth},
    {"$ini", Operator::kIni, OperandShape::kList},
    {"$nini", Operator::kNini, OperandShape::kList},
    {"$inGroup", Operator::kInGroup, OperandShape::kText},
    {"$notInGroup", Operator::kNotInGroup, OperandShape::kText},
    {"$type", Operator::kType, OperandShape::kText},
    {"$regex", Operator::kRegex, OperandShape::kText},
    {"$regexi", Operator::kRegexi, OperandShape::kText},
    {"$veq", Operator::kVeq, OperandShape::kVersion},
    {"$vne", Operator::kVne, OperandShape::kVersion},
    {"$vlt", Operator::kVlt, OperandShape::kVersion},
    {"$vlte", Operator::kVlte, OperandShape::kVersion},
    {"$vgt", Operator::kVgt, OperandShape::kVersion},
    {"$vgte", Operator::kVgte, OperandShape::kVersion},
    {"$all", Operator::kAll, OperandShape::kListOfTests},
    {"$alli", Operator::kAlli, OperandShape::kListOfTests},
    {"$elemMatch", Operator::kElemMatch, OperandShape::kElement},
    {"$size", Operator::kSize, OperandShape::kTests},
    {"$before", Operator::kBefore, OperandShape::kText},
    {"$after", Operator::kAfter, OperandShape::kText},
    {"$top", Operator::kTop, OperandShape::kText},
    {"$share", Operator::kShare, OperandShape::kTestsByName},
    {"$affinity", Operator::kAffinity, OperandShape::kInterest},
};

constexpr auto kNames = [] {
  std::array<std::string_view, std::size(kOperators)> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kOperators[i].name;
  return names;
}();

// Those on items come first.
constexpr std::string_view kConditionNames[] = {
    "$and",   "$or",    "$nor",      "$not",        "$segment",
    "$event", "$since", "$sequence", "$experiment",
};
constexpr std::size_t kItemConditionNames = 4;

}  // namespace

std::span<const OperatorInfo> Operators() { return kOperators; }
std::span<const std::string_view> OperatorNames() { return kNames; }

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

std::string OneOf(OperatorSet set) {
  std::vector<std::string_view> names;
  for (const OperatorInfo& info : kOperators) {
    if (Has(set, info.op)) names.push_back(info.name);
  }
  return OneOf(Names(names));
}

std::span<const std::string_view> ConditionOperatorNames() {
  return kConditionNames;
}
std::span<const std::string_view> ItemConditionOperatorNames() {
  return std::span(kConditionNames).first(kItemConditionNames);
}

}  // namespace vitrine::rules
