#ifndef VITRINE_RULES_PARSE_PARSE_H_
#define VITRINE_RULES_PARSE_PARSE_H_

#include "rules/model/model.h"
#include "rules/model/zones.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// The version of the rule language, the file's `vitrine`.
inline constexpr int kLanguageVersion = 1;

/// Reads the whole file. What is wrong is reported and left out or guessed, so
/// that the rest can still be checked; the result is for compiling only
/// without errors.
Model ParseModel(Shape& shape, const Zones& zones);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PARSE_PARSE_H_
