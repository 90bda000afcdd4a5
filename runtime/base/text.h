#ifndef VITRINE_RUNTIME_BASE_TEXT_H_
#define VITRINE_RUNTIME_BASE_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine {

/// True when the bytes are well-formed UTF-8 (no overlong forms, no
/// surrogates, nothing past U+10FFFF). Safe for untrusted input.
bool IsValidUtf8(std::string_view bytes);

/// Appends UTF-16 text as UTF-8; an unpaired surrogate becomes U+FFFD.
void AppendUtf8(std::u16string_view text, std::string& out);

/// Calls `emit(char16_t)` for every UTF-16 unit of the text.
/// Precondition: IsValidUtf8(utf8).
template <typename Emit>
void ForEachUtf16Unit(std::string_view utf8, Emit emit) {
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<std::uint8_t>(utf8[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                                             : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0xffU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
      code = (code << 6) | (static_cast<std::uint8_t>(utf8[i + k]) & 0x3fU);
    }
    i += length;
    if (code >= 0x10000) {
      code -= 0x10000;
      emit(static_cast<char16_t>(0xd800 + (code >> 10)));
      emit(static_cast<char16_t>(0xdc00 + (code & 0x3ff)));
    } else {
      emit(static_cast<char16_t>(code));
    }
  }
}

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BASE_TEXT_H_
