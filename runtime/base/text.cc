#include "runtime/base/text.h"

namespace vitrine {

bool IsValidUtf8(std::string_view bytes) {
  const std::size_t size = bytes.size();
  const auto at = [&](std::size_t i) -> std::uint32_t {
    return static_cast<std::uint8_t>(bytes[i]);
  };
  for (std::size_t i = 0; i < size;) {
    const std::uint32_t lead = at(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    // C0 and C1 could only start overlong forms; F5 and above exceed U+10FFFF.
    if (lead < 0xc2 || lead > 0xf4) return false;
    const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (size - i < length) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((at(i + k) & 0xc0) != 0x80) return false;
    }
    const std::uint32_t second = at(i + 1);
    if (lead == 0xe0 && second < 0xa0) return false;
    if (lead == 0xed && second > 0x9f) return false;
    if (lead == 0xf0 && second < 0x90) return false;
    if (lead == 0xf4 && second > 0x8f) return false;
    i += length;
  }
  return true;
}

void AppendUtf8(std::u16string_view text, std::string& out) {
  const auto push = [&](std::uint32_t byte) {
    out.push_back(static_cast<char>(static_cast<std::uint8_t>(byte)));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint32_t code = text[i];
    if (code >= 0xd800 && code < 0xe000) {
      const bool paired = code < 0xdc00 && i + 1 < text.size() &&
                          (text[i + 1] & 0xfc00) == 0xdc00;
      code = paired ? 0x10000 + ((code & 0x3ff) << 10) + (text[++i] & 0x3ffU)
                    : 0xfffd;
    }
    if (code < 0x80) {
      push(code);
    } else if (code < 0x800) {
      push(0xc0 | (code >> 6));
      push(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      push(0xe0 | (code >> 12));
      push(0x80 | ((code >> 6) & 0x3f));
      push(0x80 | (code & 0x3f));
    } else {
      push(0xf0 | (code >> 18));
      push(0x80 | ((code >> 12) & 0x3f));
      push(0x80 | ((code >> 6) & 0x3f));
      push(0x80 | (code & 0x3f));
    }
  }
}

}  // namespace vitrine
