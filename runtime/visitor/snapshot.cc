#include "runtime/visitor/snapshot.h"

#include <cstring>

#include "runtime/base/bytes.h"

namespace vitrine {

void SealSnapshot(std::span<std::uint8_t> out) {
  const std::uint64_t checksum = Checksum(out.subspan(kSnapshotHeaderBytes));
  const std::uint32_t header[] = {kSnapshotMagic, kSnapshotVersion,
                                  static_cast<std::uint32_t>(out.size()),
                                  static_cast<std::uint32_t>(checksum),
                                  static_cast<std::uint32_t>(checksum >> 32)};
  static_assert(sizeof header == kSnapshotHeaderBytes);
  std::memcpy(out.data(), header, sizeof header);
}

RestoreError CheckSnapshot(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kSnapshotHeaderBytes) return RestoreError::kTooShort;
  ByteReader reader(bytes);
  if (reader.U32() != kSnapshotMagic) return RestoreError::kNotASnapshot;
  const std::uint32_t version = reader.U32();
  if (version > kSnapshotVersion) return RestoreError::kTooNew;
  if (version < kOldestSnapshotVersion) return RestoreError::kTooOld;
  if (reader.U32() != bytes.size() || bytes.size() > kMaxSnapshotBytes) {
    return RestoreError::kWrongSize;
  }
  if (reader.U64() != Checksum(bytes.subspan(kSnapshotHeaderBytes))) {
    return RestoreError::kChecksum;
  }
  return RestoreError::kNone;
}

}  // namespace vitrine
