#include "rules/compile.h"

#include <string>

#include "rules/assemble/assemble.h"
#include "rules/assemble/collect.h"
#include "rules/check/check.h"
#include "rules/lower/check_program.h"
#include "rules/lower/check_shadowed.h"
#include "rules/lower/lower.h"
#include "rules/model/zones.h"
#include "rules/parse/parse.h"
#include "rules/text/json_tree.h"
#include "rules/text/shape.h"

namespace vitrine::rules {
namespace {

std::optional<Program> CompileInto(std::string_view json,
                                   const CompileOptions& options,
                                   Diagnostics& diagnostics) {
  const std::optional<JsonTree> tree = ParseJson(json, diagnostics);
  if (!tree) return std::nullopt;
  Shape shape(*tree, diagnostics, options.lenient, options.now);
  Model model = ParseModel(shape, Zones(options.zones_json));
  CheckModel(shape, model);
  if (diagnostics.has_errors()) return std::nullopt;
  LoweredModel lowered = Lower(model);
  WarnOfNeverTrue(shape, model, lowered);
  WarnOfShadowed(shape, model, lowered);
  const Needed needed = Collect(shape, model, lowered);
  if (diagnostics.has_errors()) return std::nullopt;
  Program program = Assemble(model, lowered, needed);
  CheckIdentities(program, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return program;
}

}  // namespace

CompileResult Compile(std::string_view json, const CompileOptions& options) {
  Diagnostics diagnostics;
  CompileResult result;
  result.program = CompileInto(json, options, diagnostics);
  result.diagnostics = diagnostics.Resolve(json);
  return result;
}

}  // namespace vitrine::rules
