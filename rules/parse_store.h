#ifndef VITRINE_RULES_PARSE_STORE_H_
#define VITRINE_RULES_PARSE_STORE_H_

#include "rules/shape.h"

namespace vitrine::rules {

/// Checks `store`, which nothing in this version reads.
void CheckStore(Shape& shape, NodeId node);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_STORE_H_
