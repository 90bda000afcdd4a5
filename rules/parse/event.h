#ifndef VITRINE_RULES_PARSE_EVENT_H_
#define VITRINE_RULES_PARSE_EVENT_H_

#include <string_view>
#include <vector>

#include "rules/model/condition_model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// What reads the keys beside it: `$event`, `$since`, `$sequence` or
/// `$experiment`.
bool HasCompanions(std::string_view key);

/// The key belongs to something of that sort that stands in the same object.
bool IsCompanion(const JsonTree& tree, NodeId member);

/// The first of the names to which the key could belong; empty: it would be no
/// companion, but a path.
std::string_view CompanionOf(std::string_view key);

/// Reads such a member together with its companions, and adds what can be
/// checked.
void ParseHappening(Shape& shape, NodeId member,
                    std::vector<Condition>& conditions);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_EVENT_H_
