#ifndef VITRINE_RULES_CHECK_RECOMMEND_H_
#define VITRINE_RULES_CHECK_RECOMMEND_H_

#include "rules/check/condition.h"
#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Checks what a rule recommends, and puts its sources into their order.
/// `slot`: null where it is not known. The store's `never_recommend` must have
/// been checked.
void CheckRecommend(Shape& shape, const Model& model, const SlotModel* slot,
                    ConditionChecker& conditions, RecommendModel& recommend);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_RECOMMEND_H_
