#include "runtime/visitor/orders.h"

#include "runtime/visitor/input.h"

namespace vitrine {
namespace {

constexpr std::uint32_t kMostCounted = 0xffffffff;
/// The value of that many orders of kMaxMoney.
constexpr double kMostValue = kMaxMoney * kMostCounted;

}  // namespace

bool Orders::Contains(Identity transaction) const {
  for (Identity known : transactions_) {
    if (known == transaction) return true;
  }
  return false;
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

void Orders::Write(SnapshotWriter& writer, double began) const {
  writer.Number(count_);
  if (count_ == 0) return;
  writer.Time(first_at_, began);
  writer.Time(last_at_, first_at_);
  writer.Amount(value_);
  writer.Number(transactions_.size());
  for (Identity transaction : transactions_) writer.Name(transaction);
}

void Orders::Read(SnapshotReader& reader, double began) {
  count_ = static_cast<std::uint32_t>(
      reader.Number(kMostCounted, RestoreError::kValue));
  if (count_ == 0) return;
  first_at_ = reader.Time(began);
  last_at_ = reader.Time(first_at_);
  value_ = reader.Amount(kMostValue);
  reader.Require(value_ == value_, RestoreError::kValue);
  reader.BeginUnique();
  for (std::uint32_t left = reader.Count(kMaxOrders); left > 0; --left) {
    transactions_.push_back(reader.UniqueName());
  }
  reader.Require(transactions_.size() <= count_, RestoreError::kValue);
}

}  // namespace vitrine
