#ifndef VITRINE_RULES_PARSE_CONDITION_H_
#define VITRINE_RULES_PARSE_CONDITION_H_

#include <optional>

#include "rules/model.h"
#include "rules/shape.h"

namespace vitrine::rules {

/// Reads a condition. Wrong parts are reported and left out, so that the rest
/// can still be checked; the result is for compiling only without errors.
Condition ParseCondition(Shape& shape, NodeId node, ConditionScope scope);

/// Text, number, truth value or null. `what` names it in messages.
std::optional<Constant> ParseConstant(Shape& shape, NodeId node,
                                      std::string_view what);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_CONDITION_H_
