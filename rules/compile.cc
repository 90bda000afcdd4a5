#include "rules/compile.h"

#include <string>

#include "rules/assemble.h"
#include "rules/check.h"
#include "rules/check_program.h"
#include "rules/collect.h"
#include "rules/json_tree.h"
#include "rules/lower.h"
#include "rules/parse.h"
#include "rules/shape.h"

namespace vitrine::rules {
namespace {

std::optional<Program> CompileInto(std::string_view json,
                                   Diagnostics& diagnostics) {
  const std::optional<JsonTree> tree = ParseJson(json, diagnostics);
  if (!tree) return std::nullopt;
  Shape shape(*tree, diagnostics);
  Model model = ParseModel(shape);
  CheckModel(shape, model);
  if (diagnostics.has_errors()) return std::nullopt;
  const LoweredModel lowered = Lower(model);
  WarnOfNeverTrue(shape, model, lowered);
  const Needed needed = Collect(shape, model, lowered);
  if (diagnostics.has_errors()) return std::nullopt;
  Program program = Assemble(model, lowered, needed);
  CheckIdentities(program, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return program;
}

}  // namespace

CompileResult Compile(std::string_view json) {
  Diagnostics diagnostics;
  CompileResult result;
  result.program = CompileInto(json, diagnostics);
  result.diagnostics = diagnostics.Resolve(json);
  return result;
}

}  // namespace vitrine::rules
