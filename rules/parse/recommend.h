#ifndef VITRINE_RULES_PARSE_RECOMMEND_H_
#define VITRINE_RULES_PARSE_RECOMMEND_H_

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Reads the `recommend` of a rule. `popular` is added at the end when nobody
/// named it, so that something is found while anything can be sold.
RecommendModel ParseRecommend(Shape& shape, NodeId node);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_RECOMMEND_H_
