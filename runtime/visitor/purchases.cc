#include "runtime/visitor/purchases.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

void Purchases::Add(double now, Identity id) {
  if (id == kNoIdentity) return;
  std::size_t at = Find(items_, id);
  double gap = kNever;
  if (at < items_.size()) {
    const double passed = now - items_[at].at;
    gap = passed < kLeastGapMs ? items_[at].gap : passed;
  } else if (at == kMaxPurchases) {
    --at;
  }
  if (at < items_.size()) items_.erase(at);
  items_.insert(0, {id, now, gap});
}

[[gnu::noinline]] void Purchases::Walk(SnapshotCodec& codec, double began) {
  codec.Count(items_, kMaxPurchases);
  for (Purchase& purchase : items_) {
    codec.UniqueName(purchase.id);
    codec.Time(purchase.at, began);
    codec.Amount(purchase.gap, kMaxTimeMs);
    codec.Require(!(purchase.gap < kLeastGapMs), RestoreError::kValue);
  }
}

}  // namespace vitrine
