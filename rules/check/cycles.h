#ifndef VITRINE_RULES_CHECK_CYCLES_H_
#define VITRINE_RULES_CHECK_CYCLES_H_

#include <cstdint>
#include <vector>

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Reports segments and experiments that refer to each other in a circle;
/// every such circle leaves at least one diagnostic while there is room.
/// Precondition: names are resolved.
void CheckCycles(Shape& shape, const Model& model);

/// What conditions refer to by name.
struct Definition {
  bool is_experiment = false;
  std::uint32_t index = 0;  ///< in the model
};

/// All segments and experiments in an order in which each comes after those
/// that it refers to. Precondition: there are no circles.
std::vector<Definition> DefinitionOrder(const Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_CYCLES_H_
