#ifndef VITRINE_RULES_CHECK_H_
#define VITRINE_RULES_CHECK_H_

#include "rules/model.h"
#include "rules/shape.h"

namespace vitrine::rules {

/// Resolves the names in the model and reports what does not fit together:
/// unknown names, constants of the wrong type, equal ids, segments that refer
/// to each other in a circle. Warns of what is declared and never used.
void CheckModel(Shape& shape, Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_H_
