#include "bindings/authoring_abi.h"

#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "rules/compile.h"
#include "rules/inspect.h"
#include "runtime/bundle/writer.h"

namespace {

constexpr std::int32_t kBadSize = -1;

/// Never destroyed: the module has no end.
vitrine::Bytes& Arena() {
  static auto& arena = *new vitrine::Bytes;
  return arena;
}

std::span<const std::uint8_t> Input(std::uint32_t size) {
  return std::span<const std::uint8_t>(Arena()).first(size);
}

void MakeRoom(std::size_t size) {
  if (Arena().size() < size) Arena().resize(size);
}

/// The parts one after the other, at the start of the arena.
std::int32_t PutResult(
    std::initializer_list<std::span<const std::uint8_t>> parts) {
  std::size_t size = 0;
  for (const auto part : parts) {
    MakeRoom(size + part.size());
    if (part.empty()) continue;
    std::memcpy(Arena().data() + size, part.data(), part.size());
    size += part.size();
  }
  return static_cast<std::int32_t>(size);
}

std::span<const std::uint8_t> BytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

std::uint32_t vitrine_authoring_abi_version() {
  return VITRINE_AUTHORING_ABI_VERSION;
}

std::uint8_t* vitrine_authoring_arena(std::uint32_t size) {
  if (size > VITRINE_AUTHORING_MAX_ARENA_BYTES) return nullptr;
  MakeRoom(size > 0 ? size : 1);
  return Arena().data();
}

std::int32_t vitrine_authoring_compile(std::uint32_t size) {
  if (size > Arena().size()) return kBadSize;
  const auto input = Input(size);
  const vitrine::rules::CompileResult compiled = vitrine::rules::Compile(
      {reinterpret_cast<const char*>(input.data()), input.size()});
  const std::string diagnostics =
      vitrine::rules::DiagnosticsJson(compiled.diagnostics);
  vitrine::Bytes bundle;
  if (compiled.program) bundle = vitrine::WriteProgram(*compiled.program);
  vitrine::Bytes lengths;
  vitrine::ByteWriter writer(lengths);
  writer.U32(static_cast<std::uint32_t>(diagnostics.size()));
  writer.U32(static_cast<std::uint32_t>(bundle.size()));
  return PutResult({lengths, BytesOf(diagnostics), bundle});
}

std::int32_t vitrine_authoring_inspect(std::uint32_t size) {
  if (size > Arena().size()) return kBadSize;
  const std::string json = vitrine::rules::InspectJson(Input(size));
  return PutResult({BytesOf(json)});
}
