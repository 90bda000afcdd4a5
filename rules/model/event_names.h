#ifndef VITRINE_RULES_MODEL_EVENT_NAMES_H_
#define VITRINE_RULES_MODEL_EVENT_NAMES_H_

#include <span>
#include <string>
#include <string_view>

#include "rules/text/shape.h"

namespace vitrine::rules {

/// GA4's recommended e-commerce events, which hosts and adapters send.
std::span<const std::string_view> StandardEventNames();

/// A name that is neither standard nor declared is a mistake where the file
/// declares any. Where it declares none, shops may send events of their own,
/// and only a name that is nearly a standard one gives a warning. `node`: where
/// the name stands.
void CheckEventName(Shape& shape, NodeId node, std::string_view name,
                    std::span<const std::string> declared);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_EVENT_NAMES_H_
