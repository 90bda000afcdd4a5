#ifndef VITRINE_RULES_PARSE_TEST_H_
#define VITRINE_RULES_PARSE_TEST_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/model/condition_model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Reads what stands behind a path: a value, or an object of operators. As in
/// GrowthBook's SDK, an object with other keys than operators is a value. Items
/// of the catalogue can also be compared with what a `$ref` names.
std::vector<Test> ParseTests(Shape& shape, NodeId node, ConditionScope scope);

/// Text, number, truth value or null. `what` names it in messages.
std::optional<Constant> ParseConstant(Shape& shape, NodeId node,
                                      std::string_view what);

/// All keys begin with `$`, and there is at least one.
bool IsOperatorObject(const JsonTree& tree, NodeId node);

/// An error; where the SDK evaluates to false and the file is to be read as it
/// does, a warning.
void ReportNever(Shape& shape, Place place, std::string_view code,
                 std::string message, Detail detail);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_TEST_H_
