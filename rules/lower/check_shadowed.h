#ifndef VITRINE_RULES_LOWER_CHECK_SHADOWED_H_
#define VITRINE_RULES_LOWER_CHECK_SHADOWED_H_

#include "rules/lower/lower.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Warns of rules that never win because a better one of their slot holds
/// whenever they do, as far as the gates of their conditions show it.
void WarnOfShadowed(Shape& shape, const Model& model, LoweredModel& lowered);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_LOWER_CHECK_SHADOWED_H_
