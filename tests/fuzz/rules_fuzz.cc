// Bytes as a rule file: diagnostics or a bundle, never both; a bundle reads
// back as it was compiled, and can be inspected.
#include <cstdlib>
#include <string_view>

#include "rules/compile.h"
#include "rules/inspect.h"
#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto compiled =
      vitrine::rules::Compile({reinterpret_cast<const char*>(data), size});
  vitrine::rules::DiagnosticsJson(compiled.diagnostics);
  bool failed = false;
  for (const auto& diagnostic : compiled.diagnostics) {
    failed |= diagnostic.severity == vitrine::rules::Severity::kError;
  }
  Require(failed != compiled.program.has_value());
  if (compiled.program) {
    const vitrine::Bytes bundle = vitrine::WriteProgram(*compiled.program);
    vitrine::Program program;
    Require(vitrine::ReadProgram(bundle, program) == vitrine::ReadError::kNone);
    Require(program == *compiled.program);
    vitrine::rules::InspectJson(bundle);
  }
  return 0;
}
