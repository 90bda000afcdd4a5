#include "runtime/base/bytes.h"

namespace vitrine {

std::span<const std::uint8_t> ByteReader::Take(std::size_t size) {
  if (!ok_ || size > remaining()) {
    ok_ = false;
    return {};
  }
  const auto taken = bytes_.subspan(position_, size);
  position_ += size;
  return taken;
}

std::uint64_t ByteReader::Varint() {
  // Nearly all varints of a bundle are one byte long.
  if (ok_ && position_ < bytes_.size() && bytes_[position_] < 0x80) {
    return bytes_[position_++];
  }
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    const std::uint8_t byte = U8();
    // The tenth byte has room for one bit; a zero last byte is not shortest.
    if ((shift == 63 && byte > 1) || (shift != 0 && byte == 0)) break;
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return ok_ ? value : 0;
  }
  ok_ = false;
  return 0;
}

std::uint32_t ByteReader::Varint32() {
  const std::uint64_t value = Varint();
  if (value > 0xffffffffULL) {
    ok_ = false;
    return 0;
  }
  return static_cast<std::uint32_t>(value);
}

std::int64_t ByteReader::Zigzag() {
  const std::uint64_t value = Varint();
  return static_cast<std::int64_t>((value >> 1) ^ (0 - (value & 1)));
}

void ByteWriter::Varint(std::uint64_t value) {
  while (value >= 0x80) {
    U8(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  U8(static_cast<std::uint8_t>(value));
}

void ByteWriter::Zigzag(std::int64_t value) {
  Varint((static_cast<std::uint64_t>(value) << 1) ^
         static_cast<std::uint64_t>(value >> 63));
}

std::uint64_t Checksum(std::span<const std::uint8_t> bytes) {
  std::uint64_t state = 0xcbf29ce484222325ULL;
  for (std::uint8_t byte : bytes) state = (state ^ byte) * 0x100000001b3ULL;
  return state;
}

}  // namespace vitrine
