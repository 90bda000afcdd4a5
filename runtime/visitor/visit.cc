#include "runtime/visitor/visit.h"

#include <cmath>

namespace vitrine {
namespace {

constexpr std::uint32_t kMost = 0xffffffff;

}  // namespace

bool Visit::Touch(double now) {
  const bool begins = number_ == 0 || now - active_at_ >= kVisitIdleMs;
  if (begins) {
    if (number_ != 0) gap_ = now - active_at_;
    if (number_ != kMost) ++number_;
    pages_ = 0;
    active_ = 0;
    started_at_ = now;
  }
  active_at_ = now;
  return begins;
}

void Visit::AddPage() {
  if (pages_ != kMost) ++pages_;
}

void Visit::AddActive(double ms) {
  if (ms > 0 && ms <= kMaxTimeMs - active_) active_ += std::floor(ms);
}

void Visit::Write(SnapshotWriter& writer, double began) const {
  writer.Number(number_);
  if (number_ == 0) return;
  writer.Number(pages_);
  writer.Time(started_at_, began);
  writer.Time(active_at_, started_at_);
  writer.Amount(gap_);
  writer.Number(static_cast<std::uint64_t>(active_));
}

void Visit::Read(SnapshotReader& reader, double began) {
  const auto read = [&] {
    return static_cast<std::uint32_t>(
        reader.Number(kMost, RestoreError::kValue));
  };
  number_ = read();
  if (number_ == 0) return;
  pages_ = read();
  started_at_ = reader.Time(began);
  active_at_ = reader.Time(started_at_);
  gap_ = reader.Amount(kMaxTimeMs);
  active_ = static_cast<double>(reader.Number(
      static_cast<std::uint64_t>(kMaxTimeMs), RestoreError::kValue));
}

}  // namespace vitrine
