#ifndef VITRINE_RULES_PARSE_ATTRIBUTE_H_
#define VITRINE_RULES_PARSE_ATTRIBUTE_H_

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Reads one member of `attributes`.
AttributeModel ParseAttribute(Shape& shape, NodeId member);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_ATTRIBUTE_H_
