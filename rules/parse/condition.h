#ifndef VITRINE_RULES_PARSE_CONDITION_H_
#define VITRINE_RULES_PARSE_CONDITION_H_

#include "rules/model/condition_model.h"
#include "rules/parse/test.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Reads a condition. Wrong parts are reported and left out, so that the rest
/// can still be checked; the result is for compiling only without errors.
Condition ParseCondition(Shape& shape, NodeId node, ConditionScope scope);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_CONDITION_H_
