#ifndef VITRINE_RULES_TEXT_LIMITS_H_
#define VITRINE_RULES_TEXT_LIMITS_H_

#include <cstddef>
#include <cstdint>

/// Limits of a rule file's text. Those of the compiled result stand in
/// runtime/bundle/program.h; the two together keep every bundle well below
/// kMaxBundleBytes.
namespace vitrine::rules {

inline constexpr std::size_t kMaxTextBytes = 8U << 20;
/// Objects and arrays inside each other; the top-level object is the first.
inline constexpr std::uint32_t kMaxJsonDepth = 64;
inline constexpr std::uint32_t kMaxJsonValues = 1'000'000;
/// UTF-16 units of a key, a name or a text that a condition compares with.
/// The host cuts longer texts before the runtime sees them, so a longer
/// constant could never be equal.
inline constexpr std::size_t kMaxNameUnits = 1'024;
/// What all rules show, in all variations, as minified JSON.
inline constexpr std::size_t kMaxContentBytes = 6U << 20;
inline constexpr std::uint32_t kMaxLocales = 256;
/// Saved lists of one file.
inline constexpr std::uint32_t kMaxGroups = 4'096;
/// Errors of one file that are reported, and likewise warnings.
inline constexpr std::size_t kMaxDiagnostics = 100;

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_LIMITS_H_
