#ifndef VITRINE_RULES_CHECK_TEST_H_
#define VITRINE_RULES_CHECK_TEST_H_

#include <limits>
#include <span>
#include <string_view>

#include "rules/model.h"
#include "rules/shape.h"

namespace vitrine::rules {

/// What the tests of one condition compare.
struct TestedPath {
  std::string_view name;  ///< for messages
  PathTarget target;
  std::span<const Constant> values;  ///< all that it may have; empty: any
  /// A count cannot be compared with more than this.
  double largest_count = std::numeric_limits<double>::infinity();
};

/// Reports operators and constants that make no sense for the path. What
/// passes can be compiled with the semantics of the GrowthBook SDK.
void CheckTests(Shape& shape, const TestedPath& path,
                std::span<const Test> tests);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_TEST_H_
