#include "runtime/visitor/snapshot_codec.h"

#include <cmath>
#include <cstring>

namespace vitrine {
namespace {

/// An amount is one number: 0 for NaN, 1 before a plain f64, else whole
/// hundredths plus 2.
constexpr std::uint64_t kNoAmount = 0;
constexpr std::uint64_t kRealAmount = 1;
constexpr std::uint64_t kFirstHundredth = 2;
/// Seven bytes as a varint.
constexpr double kMaxHundredths = 5e14;

}  // namespace

// Out of line, all of them: they are called from everywhere.

[[gnu::noinline]] void SnapshotWriter::Byte(std::uint32_t byte) {
  if (size_ < out_.size()) out_[size_] = static_cast<std::uint8_t>(byte);
  ++size_;
}

[[gnu::noinline]] void SnapshotWriter::Number(std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) {
    Byte(static_cast<std::uint32_t>(number & 0x7f) | 0x80);
  }
  Byte(static_cast<std::uint32_t>(number));
}

[[gnu::noinline]] void SnapshotWriter::Name(Identity id) {
  for (std::uint32_t shift = 0; shift < 64; shift += 8) {
    Byte(static_cast<std::uint32_t>(id >> shift & 0xff));
  }
}

void SnapshotWriter::Real(double real) {
  std::uint64_t bits;
  std::memcpy(&bits, &real, sizeof bits);
  Name(bits);
}

[[gnu::noinline]] void SnapshotWriter::Time(double time, double after) {
  Number(static_cast<std::uint64_t>(time - after));
}

[[gnu::noinline]] void SnapshotWriter::OptionalTime(double time, double after) {
  Byte(time >= 0);
  if (time >= 0) Time(time, after);
}

[[gnu::noinline]] void SnapshotWriter::Amount(double amount) {
  if (amount != amount) return Number(kNoAmount);
  const double hundredths = std::floor(amount * 100 + 0.5);
  if (hundredths <= kMaxHundredths && hundredths / 100 == amount) {
    return Number(static_cast<std::uint64_t>(hundredths) + kFirstHundredth);
  }
  Number(kRealAmount);
  Real(amount);
}

[[gnu::noinline]] void SnapshotWriter::Text(std::u16string_view text) {
  std::uint32_t wide = 0;
  for (char16_t unit : text) wide |= unit > 0xff;
  Number(text.size() << 1 | wide);
  for (char16_t unit : text) {
    Byte(unit & 0xff);
    if (wide) Byte(unit >> 8);
  }
}

void SnapshotWriter::NamedLabel(Identity id, const Label& label) {
  Text(label.text());
  if (label.text().empty()) Name(id);
}

RestoreError SnapshotReader::error() const {
  if (fault_ != RestoreError::kNone) return fault_;
  return in_.AtEnd() ? RestoreError::kNone : RestoreError::kEncoding;
}

[[gnu::noinline]] void SnapshotReader::Require(bool holds,
                                               RestoreError otherwise) {
  if (fault_ != RestoreError::kNone || (holds && in_.ok())) return;
  fault_ = in_.ok() ? otherwise : RestoreError::kEncoding;
  // The end of input: whatever is read from here on is zero.
  (void)in_.Take(in_.remaining() + 1);
}

[[gnu::noinline]] std::uint64_t SnapshotReader::Number(std::uint64_t max,
                                                       RestoreError otherwise) {
  const std::uint64_t number = in_.Varint();
  Require(number <= max, otherwise);
  return number <= max ? number : 0;
}

[[gnu::noinline]] double SnapshotReader::Time(double after) {
  // A time that follows another one moves with that one.
  const double shift = after == 0 ? shift_ : 0;
  const double left = now_ + shift - after;
  const bool some = left >= 0 && left <= kMaxTimeMs;
  Require(some, RestoreError::kValue);
  const auto most = some ? static_cast<std::uint64_t>(left) : 0;
  const double time =
      after + static_cast<double>(Number(most, RestoreError::kValue));
  return time > shift ? time - shift : 0;
}

[[gnu::noinline]] double SnapshotReader::OptionalTime(double after) {
  return Number(1, RestoreError::kValue) ? Time(after) : kNever;
}

[[gnu::noinline]] Identity SnapshotReader::Name() { return in_.U64(); }

double SnapshotReader::Real() {
  const std::uint64_t bits = Name();
  double real;
  std::memcpy(&real, &bits, sizeof real);
  return real;
}

[[gnu::noinline]] double SnapshotReader::Amount(double max) {
  const std::uint64_t number = in_.Varint();
  if (number == kNoAmount) return __builtin_nan("");
  const double amount =
      number == kRealAmount
          ? Real()
          : static_cast<double>(number - kFirstHundredth) / 100;
  const bool fits = amount >= 0 && amount <= max;
  Require(fits, RestoreError::kValue);
  return fits ? amount : 0;
}

Identity SnapshotReader::UniqueName() { return Unique(Name()); }

[[gnu::noinline]] std::size_t SnapshotReader::Text(char16_t* units,
                                                   std::size_t most) {
  const std::uint64_t head = Number(most << 1 | 1, RestoreError::kValue);
  Require(head != 1, RestoreError::kValue);
  const auto size = static_cast<std::size_t>(head >> 1);
  for (std::size_t i = 0; i < size; ++i) {
    std::uint32_t unit = in_.U8();
    if (head & 1) unit |= static_cast<std::uint32_t>(in_.U8()) << 8;
    units[i] = static_cast<char16_t>(unit);
  }
  return size;
}

[[gnu::noinline]] Identity SnapshotReader::UniqueLabel(IdentityKind kind,
                                                       Label& label) {
  char16_t units[Label::kMaxUnits];
  const std::size_t size = Text(units, Label::kMaxUnits);
  if (size == 0) return UniqueName();
  label = Label({units, size});
  return Unique(IdentityOf(kind, label.text()));
}

[[gnu::noinline]] Identity SnapshotReader::Unique(Identity id) {
  bool fresh = id != kNoIdentity;
  for (Identity seen : seen_) fresh &= seen != id;
  Require(fresh, RestoreError::kOrder);
  seen_.push_back(id);
  return id;
}

}  // namespace vitrine
