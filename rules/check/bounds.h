#ifndef VITRINE_RULES_CHECK_BOUNDS_H_
#define VITRINE_RULES_CHECK_BOUNDS_H_

#include <vector>

#include "rules/model/condition_model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Warns of tests of one path that no value passes together: bounds that
/// exclude each other (`{"$gt": 5, "$lt": 3}`), where `$eq`, `$in` and a plain
/// number are bounds as well, and `$eq` beside a `$ne` or `$nin` of the same
/// constant.
void WarnOfBounds(Shape& shape, const std::vector<Test>& tests);

/// The same for tests of one path in different children of a gate that demands
/// all of them. Within one child it was asked before.
void WarnOfBounds(Shape& shape, const Condition& all);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_BOUNDS_H_
