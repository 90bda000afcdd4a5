#ifndef VITRINE_RUNTIME_BASE_BYTES_H_
#define VITRINE_RUNTIME_BASE_BYTES_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "runtime/base/array.h"

namespace vitrine {

using Bytes = Array<std::uint8_t>;

/// Reads little-endian fields out of bytes that nobody has checked. After the
/// first read past the end, or the first malformed varint, `ok()` stays false
/// and every further read returns zero: check once, after a batch of reads.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  std::size_t remaining() const { return bytes_.size() - position_; }
  bool AtEnd() const { return ok_ && remaining() == 0; }

  std::uint8_t U8() { return Fixed<std::uint8_t>(); }
  std::uint16_t U16() { return Fixed<std::uint16_t>(); }
  std::uint32_t U32() { return Fixed<std::uint32_t>(); }
  std::uint64_t U64() { return Fixed<std::uint64_t>(); }
  double F64() { return Fixed<double>(); }

  /// LEB128, at most ten bytes; only the shortest form is accepted, so that
  /// every value has exactly one encoding.
  std::uint64_t Varint();
  /// A varint that must fit 32 bits.
  std::uint32_t Varint32();
  /// A varint in zigzag form (0, -1, 1, -2, ...).
  std::int64_t Zigzag();
  /// The next `size` bytes, or an empty span (and not ok) if there are fewer.
  std::span<const std::uint8_t> Take(std::size_t size);

 private:
  template <typename T>
  T Fixed() {
    T value{};
    const auto bytes = Take(sizeof(T));
    if (!bytes.empty()) std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

/// Appends fields in the encodings that ByteReader reads.
class ByteWriter {
 public:
  explicit ByteWriter(Bytes& out) : out_(out) {}

  void U8(std::uint8_t value) { out_.push_back(value); }
  void U16(std::uint16_t value) { Raw(&value, sizeof value); }
  void U32(std::uint32_t value) { Raw(&value, sizeof value); }
  void U64(std::uint64_t value) { Raw(&value, sizeof value); }
  void F64(double value) { Raw(&value, sizeof value); }
  void Varint(std::uint64_t value);
  void Zigzag(std::int64_t value);
  void Text(std::string_view text) { Raw(text.data(), text.size()); }
  std::size_t size() const { return out_.size(); }

 private:
  void Raw(const void* data, std::size_t size) {
    out_.append({static_cast<const std::uint8_t*>(data), size});
  }

  Bytes& out_;
};

/// FNV-1a over bytes: finds accidental damage in bundles and snapshots. It is
/// no protection against a forger, and nothing relies on it as one: readers
/// validate every field anyway.
std::uint64_t Checksum(std::span<const std::uint8_t> bytes);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BASE_BYTES_H_
