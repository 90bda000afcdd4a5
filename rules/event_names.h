#ifndef VITRINE_RULES_EVENT_NAMES_H_
#define VITRINE_RULES_EVENT_NAMES_H_

#include <span>
#include <string_view>

#include "rules/shape.h"

namespace vitrine::rules {

/// GA4's recommended e-commerce events, which hosts and adapters send.
std::span<const std::string_view> StandardEventNames();

/// Shops send events of their own, so another name is no mistake, but one that
/// is nearly a standard name probably is. `node`: where the name stands.
void WarnOfEventName(Shape& shape, NodeId node, std::string_view name);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_EVENT_NAMES_H_
