#ifndef VITRINE_RULES_COMPILE_H_
#define VITRINE_RULES_COMPILE_H_

#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "rules/text/diagnostic.h"
#include "runtime/bundle/program.h"

namespace vitrine::rules {

struct CompileResult {
  std::vector<Diagnostic> diagnostics;  ///< in the order of the text
  std::optional<Program> program;       ///< none when a diagnostic is an error
};

struct CompileOptions {
  /// The time zones that the host knows, see zones.h.
  std::string_view zones_json;
  /// What the GrowthBook SDK evaluates to false, or otherwise all the same, is
  /// a warning instead of an error.
  bool lenient = false;
  /// ms since 1970: what is over by then gives a warning. NaN: nothing is. The
  /// program does not depend on it.
  double now = std::numeric_limits<double>::quiet_NaN();
};

/// Turns a rule file into a program that ReadProgram would accept. Input of
/// any content is safe. Equal meaning gives equal programs, whatever the order
/// of keys and rules, except that `show` keeps its key order.
CompileResult Compile(std::string_view json,
                      const CompileOptions& options = {});

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_COMPILE_H_
