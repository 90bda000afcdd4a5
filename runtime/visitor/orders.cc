#include "runtime/visitor/orders.h"

#include "runtime/visitor/input.h"
#include "runtime/visitor/recent.h"

namespace vitrine {
namespace {

constexpr std::uint32_t kMostCounted = 0xffffffff;
/// The value of that many orders of kMaxMoney.
constexpr double kMostValue = kMaxMoney * kMostCounted;

}  // namespace

bool Orders::Contains(Identity transaction) const {
  return Find(transactions_, transaction) < transactions_.size();
}

void Orders::Add(double now, Identity transaction, double value) {
  if (count_ == 0) first_at_ = now;
  last_at_ = now;
  if (count_ != kMostCounted) ++count_;
  value_ += value;
  if (value_ > kMostValue) value_ = kMostValue;
  if (transaction == kNoIdentity) return;
  if (transactions_.size() == kMaxOrders) {
    transactions_.erase(0);
  }
  transactions_.push_back(transaction);
}

[[gnu::noinline]] void Orders::Walk(SnapshotCodec& codec, double began) {
  codec.Number(count_);
  if (count_ == 0) return;
  codec.Time(first_at_, began);
  codec.Time(last_at_, first_at_);
  codec.Amount(value_, kMostValue);
  codec.Require(value_ == value_, RestoreError::kValue);
  codec.Count(transactions_, kMaxOrders);
  for (Identity& transaction : transactions_) {
    codec.UniqueName(transaction);
  }
  codec.Require(transactions_.size() <= count_, RestoreError::kValue);
}

}  // namespace vitrine
