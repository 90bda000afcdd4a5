#include "runtime/visitor/snapshot_codec.h"

#include <cmath>
#include <cstring>

#include "runtime/visitor/recent.h"

namespace vitrine {
namespace {

/// An amount is one number: 0 for NaN, 1 before a plain f64, else whole
/// hundredths plus 2.
constexpr std::uint64_t kNoAmount = 0;
constexpr std::uint64_t kRealAmount = 1;
constexpr std::uint64_t kFirstHundredth = 2;
/// Seven bytes as a number.
constexpr double kMaxHundredths = 5e14;
/// No field is a larger number.
constexpr std::uint64_t kMostNumber = ~0ULL >> 1;

/// What a reader has not read yet may be anything: 0.
[[gnu::noinline]] std::uint64_t WholeOf(double number) {
  return number > 0 ? static_cast<std::uint64_t>(number) : 0;
}

}  // namespace

// Out of line, all of them: they are called from everywhere.

RestoreError SnapshotCodec::error() const {
  if (fault_ != RestoreError::kNone) return fault_;
  return at_ == end_ ? RestoreError::kNone : RestoreError::kEncoding;
}

[[gnu::noinline]] void SnapshotCodec::Require(bool holds,
                                              RestoreError otherwise) {
  if (holds || fault_ != RestoreError::kNone) return;
  fault_ = otherwise;
  end_ = 0;
}

[[gnu::noinline]] std::uint32_t SnapshotCodec::Byte(std::uint32_t byte) {
  const bool fits = at_ < end_;
  if (in_ != nullptr) {
    Require(fits, RestoreError::kEncoding);
    byte = fits ? in_[at_] : 0;
  } else if (fits) {
    out_[at_] = static_cast<std::uint8_t>(byte);
  }
  ++at_;
  return byte;
}

/// LEB128, in its shortest form only, so that every value has one encoding.
[[gnu::noinline]] std::uint64_t SnapshotCodec::Number(std::uint64_t number,
                                                      std::uint64_t max,
                                                      RestoreError otherwise) {
  std::uint64_t told = 0;
  std::uint32_t shift = 0;
  std::uint32_t byte;
  do {
    const std::uint64_t rest = number >> 7;
    byte = Byte(static_cast<std::uint32_t>(number & 0x7f) |
                static_cast<std::uint32_t>(rest != 0) << 7);
    told |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    number = rest;
    shift += 7;
  } while (byte > 0x7f && shift < 63);
  Require(byte <= 0x7f && (byte != 0 || shift == 7), RestoreError::kEncoding);
  Require(told <= max, otherwise);
  return told <= max ? told : 0;
}

[[gnu::noinline]] void SnapshotCodec::Number(std::uint32_t& number,
                                             std::uint64_t max,
                                             RestoreError otherwise) {
  number =
      static_cast<std::uint32_t>(Number(std::uint64_t{number}, max, otherwise));
}

[[gnu::noinline]] void SnapshotCodec::Whole(double& number, double max) {
  number = static_cast<double>(Number(WholeOf(number), WholeOf(max)));
}

[[gnu::noinline]] void SnapshotCodec::Name(Identity& id) {
  Identity told = 0;
  for (std::uint32_t shift = 0; shift < 64; shift += 8) {
    told |= static_cast<Identity>(
                Byte(static_cast<std::uint32_t>(id >> shift & 0xff)))
            << shift;
  }
  id = told;
}

[[gnu::noinline]] void SnapshotCodec::Real(double& real) {
  std::uint64_t bits;
  std::memcpy(&bits, &real, sizeof bits);
  Name(bits);
  std::memcpy(&real, &bits, sizeof real);
}

[[gnu::noinline]] void SnapshotCodec::Time(double& time, double after) {
  // A time that follows another one moves with that one.
  const double shift = after == 0 ? shift_ : 0;
  double passed = time - after;
  const double most = now_ + shift - after;
  Require(most >= 0, RestoreError::kValue);
  Whole(passed, most);
  time = after + passed - shift;
  if (time < 0) time = 0;
}

[[gnu::noinline]] void SnapshotCodec::OptionalTime(double& time, double after) {
  if (Number(time >= 0, 1)) {
    Time(time, after);
  } else {
    time = kNever;
  }
}

[[gnu::noinline]] void SnapshotCodec::Amount(double& amount, double max) {
  std::uint64_t head = kRealAmount;
  const double hundredths = std::floor(amount * 100 + 0.5);
  if (amount != amount) {
    head = kNoAmount;
  } else if (hundredths <= kMaxHundredths && hundredths / 100 == amount) {
    head = WholeOf(hundredths) + kFirstHundredth;
  }
  head = Number(head, kMostNumber);
  if (head == kNoAmount) {
    amount = __builtin_nan("");
    return;
  }
  if (head == kRealAmount) {
    Real(amount);
  } else {
    amount = static_cast<double>(head - kFirstHundredth) / 100;
  }
  Require(amount >= 0 && amount <= max, RestoreError::kValue);
}

[[gnu::noinline]] std::size_t SnapshotCodec::Text(char16_t* units,
                                                  std::size_t size,
                                                  std::size_t most) {
  std::size_t wide = 0;
  for (std::size_t i = 0; i < size; ++i) wide |= units[i] > 0xff;
  const std::uint64_t head = Number(size << 1 | wide, most << 1 | 1);
  Require(head != 1, RestoreError::kValue);
  size = static_cast<std::size_t>(head >> 1);
  for (std::size_t i = 0; i < size; ++i) {
    std::uint32_t unit = Byte(units[i] & 0xff);
    if (head & 1) unit |= Byte(units[i] >> 8) << 8;
    units[i] = static_cast<char16_t>(unit);
  }
  return size;
}

[[gnu::noinline]] void SnapshotCodec::NamedLabel(IdentityKind kind,
                                                 Identity& id, Label& label) {
  label.size_ = static_cast<std::uint8_t>(
      Text(label.units_, label.size_, Label::kMaxUnits));
  if (label.size_ == 0) return Name(id);
  id = IdentityOf(kind, label.text());
}

[[gnu::noinline]] void SnapshotCodec::Count(RawArray& elements,
                                            std::size_t element,
                                            std::size_t quota) {
  seen_.clear();
  elements.Resize(static_cast<std::size_t>(
                      Number(elements.size(), quota, RestoreError::kLimit)),
                  element);
}

[[gnu::noinline]] void SnapshotCodec::Unique(Identity id) {
  Require(id != kNoIdentity && Find(seen_, id) == seen_.size(),
          RestoreError::kOrder);
  seen_.push_back(id);
}

[[gnu::noinline]] void SnapshotCodec::UniqueName(Identity& id) {
  Name(id);
  Unique(id);
}

[[gnu::noinline]] void SnapshotCodec::UniqueLabel(IdentityKind kind,
                                                  Identity& id, Label& label) {
  NamedLabel(kind, id, label);
  Unique(id);
}

}  // namespace vitrine
