#include "bindings/authoring_abi.h"

#include <string>
#include <string_view>

#include "bindings/authoring_arena.h"
#include "rules/compile.h"
#include "rules/inspect.h"
#include "runtime/bundle/writer.h"

namespace authoring = vitrine::authoring;

std::uint32_t vitrine_authoring_abi_version() {
  return VITRINE_AUTHORING_ABI_VERSION;
}

std::uint8_t* vitrine_authoring_arena(std::uint32_t size) {
  if (size > VITRINE_AUTHORING_MAX_ARENA_BYTES) return nullptr;
  return authoring::MakeRoom(size > 0 ? size : 1);
}

std::int32_t vitrine_authoring_compile(std::uint32_t size,
                                       std::uint32_t zones_size,
                                       std::uint32_t lenient, double now) {
  // Two sizes near the end of the numbers would add up to a small one.
  if (!authoring::Holds(size) || !authoring::Holds(zones_size) ||
      !authoring::Holds(size + zones_size)) {
    return authoring::kBadSize;
  }
  const std::string_view input = authoring::Input(size + zones_size);
  const vitrine::rules::CompileResult compiled = vitrine::rules::Compile(
      input.substr(0, size),
      {.zones_json = input.substr(size), .lenient = lenient != 0, .now = now});
  const std::string diagnostics =
      vitrine::rules::DiagnosticsJson(compiled.diagnostics);
  vitrine::Bytes bundle;
  if (compiled.program) bundle = vitrine::WriteProgram(*compiled.program);
  vitrine::Bytes lengths;
  vitrine::ByteWriter writer(lengths);
  writer.U32(static_cast<std::uint32_t>(diagnostics.size()));
  writer.U32(static_cast<std::uint32_t>(bundle.size()));
  return authoring::PutResult(
      {lengths, authoring::BytesOf(diagnostics), bundle});
}

std::int32_t vitrine_authoring_inspect(std::uint32_t size) {
  if (!authoring::Holds(size)) return authoring::kBadSize;
  const std::string json =
      vitrine::rules::InspectJson(authoring::BytesOf(authoring::Input(size)));
  return authoring::PutResult({authoring::BytesOf(json)});
}
