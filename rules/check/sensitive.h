#ifndef VITRINE_RULES_CHECK_SENSITIVE_H_
#define VITRINE_RULES_CHECK_SENSITIVE_H_

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Warns of rules that a sensitive attribute decides, by themselves or through
/// segments and experiments: by conditions, or by being hashed. Precondition:
/// the model was checked without errors.
void WarnOfSensitive(Shape& shape, const Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_SENSITIVE_H_
