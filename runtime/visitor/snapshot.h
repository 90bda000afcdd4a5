#ifndef VITRINE_RUNTIME_VISITOR_SNAPSHOT_H_
#define VITRINE_RUNTIME_VISITOR_SNAPSHOT_H_

#include <cstdint>
#include <span>

/// The envelope of a visitor's snapshot: magic u32, version u32, size u32 of
/// everything, checksum u64 over what follows the header; little-endian.
/// The body is the parts of visitor.h one after the other, each as its Walk
/// goes through it. Nothing in it depends on a bundle.
namespace vitrine {

inline constexpr std::uint32_t kSnapshotMagic = 0x53525456;  // "VTRS"
inline constexpr std::uint32_t kSnapshotVersion = 3;
/// The oldest version that Visitor::Restore still understands.
inline constexpr std::uint32_t kOldestSnapshotVersion = 3;
inline constexpr std::size_t kSnapshotHeaderBytes = 20;
/// A clock may be set back by so much, and time just stands still meanwhile.
inline constexpr double kMaxClockLeadMs = 3'600'000;
/// No snapshot is larger.
inline constexpr std::size_t kMaxSnapshotBytes = 65'536;

/// Why a snapshot was refused. The numbers cross the ABI.
enum class RestoreError : std::uint8_t {
  kNone = 0,
  kTooShort = 1,      ///< shorter than a header
  kNotASnapshot = 2,  ///< other magic
  kTooNew = 3,        ///< version above kSnapshotVersion
  kTooOld = 4,        ///< version below kOldestSnapshotVersion
  kWrongSize = 5,     ///< truncated, bytes after the end, or too large
  kChecksum = 6,      ///< damaged
  kEncoding = 7,      ///< the body does not decode, or goes on after its end
  kLimit = 8,         ///< more of something than its quota
  kValue = 9,         ///< a number, time or index outside its range
  kOrder = 10,        ///< a list that must be sorted or unique is not
};

/// Fills in the header of a snapshot of which the body stands behind it.
void SealSnapshot(std::span<std::uint8_t> out);

/// Checks the envelope. Safe for untrusted input.
[[nodiscard]] RestoreError CheckSnapshot(std::span<const std::uint8_t> bytes);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_SNAPSHOT_H_
