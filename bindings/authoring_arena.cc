#include "bindings/authoring_arena.h"

#include <cstring>

#include "runtime/base/bytes.h"

namespace vitrine::authoring {
namespace {

/// Never destroyed: the module has no end.
Bytes& Arena() {
  static auto& arena = *new Bytes;
  return arena;
}

}  // namespace

std::uint8_t* MakeRoom(std::size_t size) {
  if (Arena().size() < size) Arena().resize(size);
  return Arena().data();
}

bool Holds(std::uint32_t size) { return size <= Arena().size(); }

std::string_view Input(std::uint32_t size) {
  return {reinterpret_cast<const char*>(Arena().data()), size};
}

std::int32_t PutResult(
    std::initializer_list<std::span<const std::uint8_t>> parts) {
  std::size_t size = 0;
  for (const auto part : parts) size += part.size();
  std::uint8_t* at = MakeRoom(size);
  for (const auto part : parts) {
    if (part.empty()) continue;
    std::memcpy(at, part.data(), part.size());
    at += part.size();
  }
  return static_cast<std::int32_t>(size);
}

std::span<const std::uint8_t> BytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace vitrine::authoring
