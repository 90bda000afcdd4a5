#ifndef VITRINE_RULES_PARSE_TRIGGER_H_
#define VITRINE_RULES_PARSE_TRIGGER_H_

#include <span>
#include <string>

#include "rules/text/shape.h"

namespace vitrine::rules {

/// The trigger of a popup as minified JSON for the page, with times in ms.
/// kNone: as soon as the page is there. `events`: those that the file declares;
/// `is_click`: whether it is a click of the shopper.
std::string ParseTrigger(Shape& shape, NodeId node,
                         std::span<const std::string> events, bool& is_click);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_TRIGGER_H_
