#ifndef VITRINE_RULES_CHECK_TEST_H_
#define VITRINE_RULES_CHECK_TEST_H_

#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// What the tests of one condition compare.
struct TestedPath {
  std::string_view name;  ///< for messages
  PathTarget target;
  std::span<const Constant> values;  ///< all that it may have; empty: any
  /// A tally cannot be compared with more than this.
  double largest_count = std::numeric_limits<double>::infinity();
  bool of_catalogue = false;        ///< of an item that may be recommended
  const ZoneModel* zone = nullptr;  ///< that of local dates; null: UTC
};

/// Reports operators and constants that make no sense for the path, and
/// resolves dates. What passes can be compiled with the semantics of the
/// GrowthBook SDK. Groups must have been resolved.
void CheckTests(Shape& shape, const TestedPath& path, std::vector<Test>& tests);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_TEST_H_
