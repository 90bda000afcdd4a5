#ifndef VITRINE_RULES_LOWER_CHECK_PROGRAM_H_
#define VITRINE_RULES_LOWER_CHECK_PROGRAM_H_

#include "rules/lower/lower.h"
#include "rules/text/diagnostic.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Warns of rules, segments and filters whose conditions simplified to "never".
void WarnOfNeverTrue(Shape& shape, const Model& model,
                     const LoweredModel& lowered);

/// Reports two names of one program that have the same 64-bit identity, and
/// would be one name on the device.
void CheckIdentities(const Program& program, Diagnostics& diagnostics);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_LOWER_CHECK_PROGRAM_H_
