#include "runtime/visitor/visit.h"

#include <cmath>

namespace vitrine {
namespace {

constexpr std::uint32_t kMost = 0xffffffff;

}  // namespace

[[gnu::noinline]] bool Visit::GoesOn(double now) const {
  return number_ != 0 && now - active_at_ < kVisitIdleMs;
}

bool Visit::Touch(double now) {
  const bool begins = !GoesOn(now);
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

[[gnu::noinline]] void Visit::Walk(SnapshotCodec& codec, double began) {
  codec.Number(number_);
  if (number_ == 0) return;
  codec.Number(pages_);
  codec.Time(started_at_, began);
  codec.Time(active_at_, started_at_);
  codec.Amount(gap_, kMaxTimeMs);
  codec.Whole(active_, kMaxTimeMs);
}

}  // namespace vitrine
