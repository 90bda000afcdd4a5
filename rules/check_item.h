#ifndef VITRINE_RULES_CHECK_ITEM_H_
#define VITRINE_RULES_CHECK_ITEM_H_

#include "rules/model.h"
#include "rules/shape.h"

namespace vitrine::rules {

/// Resolves the paths in a condition on items, and reports what does not fit
/// them. The scope tells whose items: a `where` names fields as events do, a
/// `filter` as catalogues do.
void CheckItemCondition(Shape& shape, ConditionScope scope,
                        Condition& condition);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_ITEM_H_
