#ifndef VITRINE_RULES_TEXT_JAVASCRIPT_H_
#define VITRINE_RULES_TEXT_JAVASCRIPT_H_

#include <string>
#include <string_view>

#include "rules/text/json_tree.h"

/// Conversions as JavaScript does them (ECMA-262), for constants: the page
/// converts the values that they are compared with.
namespace vitrine::rules {

/// String(number).
std::string NumberToText(double number);

/// Number(text); NaN when it is none. Infinite for texts such as `1e999`.
double TextToNumber(std::string_view text);

/// String(value): elements of lists joined, `[object Object]`.
std::string ValueToText(const JsonTree& tree, NodeId node);

/// JSON.stringify(value).
std::string ValueToJson(const JsonTree& tree, NodeId node);

/// JSON for people: members in the order of their names.
std::string SortedJson(const JsonTree& tree, NodeId node);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_JAVASCRIPT_H_
