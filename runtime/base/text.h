#ifndef VITRINE_RUNTIME_BASE_TEXT_H_
#define VITRINE_RUNTIME_BASE_TEXT_H_

#include <cstdint>
#include <string_view>

namespace vitrine {

/// True when the bytes are well-formed UTF-8 (no overlong forms, no
/// surrogates, nothing past U+10FFFF). Safe for untrusted input.
bool IsValidUtf8(std::string_view bytes);

/// The code point that starts at `i`, which moves behind it.
/// Precondition: IsValidUtf8(utf8) and i < utf8.size().
char32_t NextCodePoint(std::string_view utf8, std::size_t& i);

/// Calls `emit(char16_t)` for every UTF-16 unit of the text.
/// Precondition: IsValidUtf8(utf8).
template <typename Emit>
void ForEachUtf16Unit(std::string_view utf8, Emit emit) {
  for (std::size_t i = 0; i < utf8.size();) {
    const char32_t code = NextCodePoint(utf8, i);
    if (code < 0x10000) {
      emit(static_cast<char16_t>(code));
    } else {
      emit(static_cast<char16_t>(0xd7c0 + (code >> 10)));
      emit(static_cast<char16_t>(0xdc00 + (code & 0x3ff)));
    }
  }
}

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BASE_TEXT_H_
