#ifndef VITRINE_RUNTIME_VISITOR_SNAPSHOT_CODEC_H_
#define VITRINE_RUNTIME_VISITOR_SNAPSHOT_CODEC_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
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

/// Takes a visitor's parts through the fields of a snapshot. A writer puts
/// their values there and leaves them as they are; a reader replaces them, in
/// parts that are fresh, by what it finds in bytes that nobody has checked. So
/// one walk serves both, and what it requires, a writer's parts fulfil.
///
/// A writer counts what does not fit, but does not write it. To a reader every
/// field is zero after the first fault, and `error()` says what it was: check
/// once, at the end.
class SnapshotCodec {
 public:
  /// The bytes must live as long as the codec.
  static SnapshotCodec Writer(std::span<std::uint8_t> out) {
    return {nullptr, out.data(), out.size()};
  }
  static SnapshotCodec Reader(std::span<const std::uint8_t> in) {
    return {in.data(), nullptr, in.size()};
  }

  /// Bytes written or read.
  std::size_t size() const { return at_; }
  /// Of a reader. kEncoding when bytes are left over.
  RestoreError error() const;
  /// Notes the fault unless there was one before.
  void Require(bool holds, RestoreError otherwise);
  /// From now on no Time may be later than `now`; every Time is read as
  /// `shift` earlier than it was written, but not before 0.
  void SetNow(double now, double shift) {
    now_ = now;
    shift_ = shift;
  }

  void Number(std::uint32_t& number, std::uint64_t max = 0xffffffff,
              RestoreError otherwise = RestoreError::kValue);
  std::uint64_t Number(std::uint64_t number, std::uint64_t max,
                       RestoreError otherwise = RestoreError::kValue);
  /// A number that is kept as a real one.
  void Whole(double& number, double max);
  void Name(Identity& id);
  void Real(double& real);
  /// One that is not before `after`.
  void Time(double& time, double after);
  /// The same, or kNever.
  void OptionalTime(double& time, double after);
  /// NaN or not negative. Whole hundredths take few bytes.
  void Amount(double& amount, double max);
  /// Returns how many units there are, at most `most`: one byte for each if all
  /// are Latin-1, else two. Precondition: there is room for them.
  std::size_t Text(char16_t* units, std::size_t size, std::size_t most);
  /// The identity is that of the text and only written where that is missing.
  void NamedLabel(IdentityKind kind, Identity& id, Label& label);

  /// How many elements there are. Starts a list in which every identity may
  /// stand once.
  template <typename T>
  void Count(Array<T>& elements, std::size_t quota) {
    Count(elements.raw(), sizeof(T), quota);
  }
  void UniqueName(Identity& id);
  void UniqueLabel(IdentityKind kind, Identity& id, Label& label);

 private:
  SnapshotCodec(const std::uint8_t* in, std::uint8_t* out, std::size_t end)
      : in_(in), out_(out), end_(end) {}

  std::uint32_t Byte(std::uint32_t byte);
  void Unique(Identity id);
  void Count(RawArray& elements, std::size_t element, std::size_t quota);

  const std::uint8_t* in_;  ///< null: writes
  std::uint8_t* out_;       ///< null: reads
  std::size_t end_;
  std::size_t at_ = 0;
  double now_ = kMaxTimeMs;
  double shift_ = 0;
  RestoreError fault_ = RestoreError::kNone;
  Array<Identity> seen_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_SNAPSHOT_CODEC_H_
