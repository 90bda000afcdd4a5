#ifndef VITRINE_RULES_CHECK_CHECK_H_
#define VITRINE_RULES_CHECK_CHECK_H_

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Resolves the names in the model and reports what does not fit together:
/// unknown names, constants of the wrong type, equal ids, segments and
/// experiments that refer to each other in a circle. Reads the contents of the
/// rules, which depend on names. Warns of what is declared and never used, and
/// of sensitive attributes that decide what is shown.
void CheckModel(Shape& shape, Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_CHECK_H_
