#ifndef VITRINE_RULES_LOWER_COUNTER_IDENTITY_H_
#define VITRINE_RULES_LOWER_COUNTER_IDENTITY_H_

#include <string>
#include <string_view>

#include "rules/lower/lower.h"

namespace vitrine::rules {

/// The normal form of a counter as text: steps with their `where`, tally,
/// window and kept times, whatever the order in which the file states them.
/// `kept` is part of it because a count that stopped at a lower number cannot
/// go on under a higher one. Changing this form makes devices count anew.
std::string CounterNormalForm(const CounterKey& counter, std::uint32_t kept,
                              const LoweredModel& lowered);

/// Checksum of the normal form; never kNoIdentity.
Identity CounterIdentity(std::string_view normal_form);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_LOWER_COUNTER_IDENTITY_H_
