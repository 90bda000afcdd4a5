// Bytes as a rule file: diagnostics or a bundle, never both; a bundle reads
// back as it was compiled, and can be inspected.
#include <cstdlib>
#include <string_view>

#include "rules/compile.h"
#include "rules/inspect.h"
#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"

namespace {

constexpr std::string_view kZones =
    R"({"Europe/Oslo": [[1774746000000, 120], [1792890000000, 60]]})";

void Require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Both ways of compiling, told apart by something that inputs vary.
  const bool is_lenient = size % 2 == 1;
  const auto compiled = vitrine::rules::Compile(
      text, {.zones_json = is_lenient ? text : kZones, .lenient = is_lenient});
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
