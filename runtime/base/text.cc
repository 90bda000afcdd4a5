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

[[gnu::noinline]] char32_t NextCodePoint(std::string_view utf8,
                                         std::size_t& i) {
  const auto next = [&] { return static_cast<std::uint8_t>(utf8[i++]); };
  const std::uint32_t lead = next();
  if (lead < 0x80) return lead;
  const std::uint32_t following = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  char32_t code = lead & (0x3fU >> following);
  for (std::uint32_t k = 0; k < following; ++k)
    code = code << 6 | (next() & 0x3f);
  return code;
}

}  // namespace vitrine
