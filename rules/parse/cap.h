#ifndef VITRINE_RULES_PARSE_CAP_H_
#define VITRINE_RULES_PARSE_CAP_H_

#include <string_view>
#include <vector>

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// In place of a rule's id: the rules of all popups together.
inline constexpr std::string_view kAllPopups = "*";

/// Reads the `cap` of the rule with this id. All of the conditions have to
/// hold.
std::vector<Condition> ParseCap(Shape& shape, NodeId node, std::string_view id);

/// Reads `budget`: what rules of popups demand beside their own.
void ParseBudget(Shape& shape, NodeId node, Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_CAP_H_
