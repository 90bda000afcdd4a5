#ifndef VITRINE_RULES_EVENT_NAMES_H_
#define VITRINE_RULES_EVENT_NAMES_H_

#include <span>
#include <string_view>

namespace vitrine::rules {

/// GA4's recommended e-commerce events, which hosts and adapters send.
std::span<const std::string_view> StandardEventNames();

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_EVENT_NAMES_H_
