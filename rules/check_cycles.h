#ifndef VITRINE_RULES_CHECK_CYCLES_H_
#define VITRINE_RULES_CHECK_CYCLES_H_

#include <cstdint>
#include <vector>

#include "rules/model.h"
#include "rules/shape.h"

namespace vitrine::rules {

/// Reports segments that refer to each other in a circle; every such circle
/// leaves at least one diagnostic while there is room. Precondition: names are
/// resolved.
void CheckSegmentCycles(Shape& shape, const Model& model);

/// Segments in an order in which each comes after those that it refers to.
/// Precondition: there are no circles.
std::vector<std::uint32_t> SegmentOrder(const Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_CYCLES_H_
