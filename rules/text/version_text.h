#ifndef VITRINE_RULES_TEXT_VERSION_TEXT_H_
#define VITRINE_RULES_TEXT_VERSION_TEXT_H_

#include <string>
#include <string_view>

namespace vitrine::rules {

/// What GrowthBook's SDK compares versions by (its paddedVersionString): of
/// `v1.2.10+build` it is "    1-    2-   10-~". What is no text counts as "0".
std::string PaddedVersion(std::string_view version);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_VERSION_TEXT_H_
