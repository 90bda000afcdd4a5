#include "runtime/bundle/container.h"

#include <cstring>

#include "runtime/base/bytes.h"

namespace vitrine {

ReadError OpenContainer(std::span<const std::uint8_t> bytes, FileKind kind,
                        std::uint32_t section_count) {
  struct {
    std::uint32_t magic;
    std::uint16_t version;
    std::uint16_t kind;
    std::uint32_t size;
    std::uint32_t section_count;
    std::uint64_t checksum;
  } header;
  static_assert(sizeof header == kHeaderBytes);
  if (bytes.size() < sizeof header) return ReadError::kTooShort;
  std::memcpy(&header, bytes.data(), sizeof header);
  // A file of another version may differ in everything after this point, so
  // the version is judged first.
  if (header.magic != kMagic) return ReadError::kNotABundle;
  if (header.version > kFormatVersion) return ReadError::kTooNew;
  if (header.version < kOldestFormatVersion) return ReadError::kTooOld;
  if (header.size != bytes.size()) return ReadError::kWrongSize;
  if (header.size > kMaxBundleBytes) return ReadError::kLimit;
  if (Checksum(bytes.subspan(kHeaderBytes)) != header.checksum) {
    return ReadError::kChecksum;
  }
  if (header.kind != static_cast<std::uint16_t>(kind)) {
    return ReadError::kWrongKind;
  }
  if (header.section_count != section_count) return ReadError::kSections;
  if (bytes.size() - kHeaderBytes < section_count * kSectionEntryBytes) {
    return ReadError::kTooShort;
  }
  return ReadError::kNone;
}

}  // namespace vitrine
