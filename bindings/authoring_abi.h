#ifndef VITRINE_BINDINGS_AUTHORING_ABI_H_
#define VITRINE_BINDINGS_AUTHORING_ABI_H_

#include <cstdint>

/// The C ABI of the authoring module, version 1: rule text in, diagnostics and
/// bundles out. Input goes to the start of one arena, results come back at the
/// start of the same arena. Input of any content is safe.

extern "C" {

enum : std::uint32_t {
  VITRINE_AUTHORING_ABI_VERSION = 1,
  VITRINE_AUTHORING_MAX_ARENA_BYTES = 64U << 20,
};

std::uint32_t vitrine_authoring_abi_version(void);

/// Makes room for `size` bytes and returns the arena's start; null past
/// VITRINE_AUTHORING_MAX_ARENA_BYTES. Ask again before reading a result.
std::uint8_t* vitrine_authoring_arena(std::uint32_t size);

/// In: rule JSON (UTF-8, `size` bytes). Out, at the start of the arena: u32
/// length of the diagnostics, u32 length of the bundle, the diagnostics (JSON
/// array, see rules/README.md), the bundle (empty when a diagnostic is an
/// error). Returns the total length, or -1 when `size` exceeds what
/// vitrine_authoring_arena made room for.
std::int32_t vitrine_authoring_compile(std::uint32_t size);

/// In: a rules file. Out: a JSON object describing sections, sizes, symbols
/// and the disassembled program, or `{"error": code, "message": text}`.
/// Returns its length, or -1 as above.
std::int32_t vitrine_authoring_inspect(std::uint32_t size);

}  // extern "C"

#endif  // VITRINE_BINDINGS_AUTHORING_ABI_H_
