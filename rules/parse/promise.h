#ifndef VITRINE_RULES_PARSE_PROMISE_H_
#define VITRINE_RULES_PARSE_PROMISE_H_

#include <string_view>

#include "rules/text/shape.h"

namespace vitrine::rules {

/// Urgency and scarcity are shown only where they are true. The field
/// `countdown` of a `show` is a moment that is the same for everybody, and
/// `stock` and `scarcity` say a number that is read, not written: a text with
/// a placeholder that has no fallback.
void CheckPromise(Shape& shape, std::string_view key, NodeId value);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_PROMISE_H_
