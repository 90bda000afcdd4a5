#ifndef VITRINE_RULES_CHECK_ITEM_H_
#define VITRINE_RULES_CHECK_ITEM_H_

#include <optional>
#include <string_view>

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// What a path in a condition on items leads to. The scope tells whose items:
/// a `where` names fields and properties as events do, a `filter` fields and
/// attributes as catalogues do.
std::optional<PathTarget> FindItemPath(ConditionScope scope,
                                       std::string_view path);
/// Says that the key of `node` leads nowhere.
void ReportItemPath(Shape& shape, ConditionScope scope, NodeId node,
                    std::string_view path);

/// Resolves the paths in a condition on items, and reports what does not fit
/// them.
void CheckItemCondition(Shape& shape, ConditionScope scope,
                        Condition& condition);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_ITEM_H_
