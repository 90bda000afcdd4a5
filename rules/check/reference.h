#ifndef VITRINE_RULES_CHECK_REFERENCE_H_
#define VITRINE_RULES_CHECK_REFERENCE_H_

#include "rules/model/condition_model.h"
#include "rules/text/shape.h"

/// What the value of a recommended item's path (`owner`) is compared with by a
/// `$ref` (`source`).
namespace vitrine::rules {

/// Whether it is the same of another item: `viewed.price`, `cart.brand`. Then
/// the test knows how to compare, or it was reported why that is not possible.
/// `paths` are what `$ref` can name otherwise.
bool CheckAnotherItem(Shape& shape, const Condition& owner,
                      const Condition& source, Names paths, Test& test);

/// Of a path of the visitor or the page, whose target is known.
void CheckReference(Shape& shape, const Condition& owner,
                    const Condition& source, Test& test);

/// Says that a path leads nowhere.
void ReportReference(Shape& shape, const Condition& owner,
                     const Condition& source, Names paths);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_REFERENCE_H_
