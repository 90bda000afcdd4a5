#ifndef VITRINE_RUNTIME_VISITOR_SNAPSHOT_CODEC_H_
#define VITRINE_RUNTIME_VISITOR_SNAPSHOT_CODEC_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/bytes.h"
#include "runtime/base/identity.h"
#include "runtime/visitor/label.h"
#include "runtime/visitor/snapshot.h"

namespace vitrine {

/// Times are whole milliseconds since 1970, from 0 to the end of JavaScript's
/// calendar.
inline constexpr double kMaxTimeMs = 8.64e15;
/// In place of the time of what has not happened.
inline constexpr double kNever = __builtin_nan("");

/// Most bytes that one field takes.
inline constexpr std::size_t kMaxTimeBytes = 8;
inline constexpr std::size_t kMaxOptionalTimeBytes = 1 + kMaxTimeBytes;
inline constexpr std::size_t kMaxNumberBytes = 5;  ///< of 32 bits
inline constexpr std::size_t kMaxAmountBytes = 9;
inline constexpr std::size_t kMaxLabelBytes = 1 + 2 * Label::kMaxUnits;

/// Writes the fields that SnapshotReader reads. What would not fit is counted
/// but not written.
class SnapshotWriter {
 public:
  /// `out` must live as long as the writer.
  explicit SnapshotWriter(std::span<std::uint8_t> out) : out_(out) {}

  std::size_t size() const { return size_; }
  /// Takes back what was written after the first `size` bytes.
  void Truncate(std::size_t size) { size_ = size; }

  void Byte(std::uint32_t byte);
  void Number(std::uint64_t number);
  void Name(Identity id);
  void Real(double real);
  /// Precondition: `time` is not before `after`.
  void Time(double time, double after);
  /// The same, or kNever.
  void OptionalTime(double time, double after);
  /// NaN or not negative. Whole hundredths take few bytes.
  void Amount(double amount);
  /// One byte for each unit if all are Latin-1, else two.
  void Text(std::u16string_view text);
  /// The identity is that of the text and only written where that is missing.
  void NamedLabel(Identity id, const Label& label);

 private:
  std::span<std::uint8_t> out_;
  std::size_t size_ = 0;
};

/// Reads fields out of bytes that nobody has checked. After the first fault
/// every field is zero and `error()` says what it was: check once, at the end.
class SnapshotReader {
 public:
  /// `bytes` must live as long as the reader.
  explicit SnapshotReader(std::span<const std::uint8_t> bytes) : in_(bytes) {}

  /// kEncoding when bytes are left over.
  RestoreError error() const;
  /// Notes the fault unless there was one before.
  void Require(bool holds, RestoreError otherwise);
  /// From now on no Time may be later.
  void SetNow(double now) { now_ = now; }
  /// From now on every Time is told as so much earlier, but not before 0.
  void MoveBack(double shift) {
    shift_ = shift;
    now_ -= shift;
  }

  std::uint64_t Number(std::uint64_t max, RestoreError otherwise);
  std::uint32_t Count(std::size_t quota) {
    return static_cast<std::uint32_t>(Number(quota, RestoreError::kLimit));
  }
  Identity Name();
  double Real();
  double Time(double after);
  double OptionalTime(double after);
  double Amount(double max);

  /// Into `units`, at most `most`; returns how many.
  std::size_t Text(char16_t* units, std::size_t most);

  /// Starts a list in which every identity may stand once.
  void BeginUnique() { seen_.clear(); }
  Identity UniqueName();
  Identity UniqueLabel(IdentityKind kind, Label& label);

 private:
  Identity Unique(Identity id);

  ByteReader in_;
  double now_ = kMaxTimeMs;
  double shift_ = 0;
  RestoreError fault_ = RestoreError::kNone;
  Array<Identity> seen_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_SNAPSHOT_CODEC_H_
