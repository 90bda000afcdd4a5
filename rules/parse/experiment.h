#ifndef VITRINE_RULES_PARSE_EXPERIMENT_H_
#define VITRINE_RULES_PARSE_EXPERIMENT_H_

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Reads `experiments` and `holdouts` (kNone: none) into the model's
/// experiments: first those of the file in its order, then holdouts, then
/// what namespaces and filters hash. Equal ones of the last are one.
void ParseExperiments(Shape& shape, NodeId experiments, NodeId holdouts,
                      Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_EXPERIMENT_H_
