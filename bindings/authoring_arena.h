#ifndef VITRINE_BINDINGS_AUTHORING_ARENA_H_
#define VITRINE_BINDINGS_AUTHORING_ARENA_H_

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace vitrine::authoring {

/// What calls return when their input is larger than the arena.
inline constexpr std::int32_t kBadSize = -1;

/// The module's one arena, at least `size` bytes of it.
std::uint8_t* MakeRoom(std::size_t size);

bool Holds(std::uint32_t size);
/// What the host put there. Precondition: Holds(size).
std::string_view Input(std::uint32_t size);

/// The parts one after the other, at the start of the arena. Returns their
/// length.
std::int32_t PutResult(
    std::initializer_list<std::span<const std::uint8_t>> parts);

std::span<const std::uint8_t> BytesOf(std::string_view text);

}  // namespace vitrine::authoring

#endif  // VITRINE_BINDINGS_AUTHORING_ARENA_H_
