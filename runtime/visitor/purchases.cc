#include "runtime/visitor/purchases.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

void Purchases::Add(double now, Identity id) {
  if (id == kNoIdentity) return;
  Purchase& purchase = Renew(items_, kMaxPurchases, id);
  const double passed = now - purchase.at;
  if (purchase.at == 0) {
    purchase.gap = kNever;  // a new one
  } else if (passed >= kLeastGapMs) {
    purchase.gap = passed;
  }
  purchase.at = now;
}

void Purchases::Remove(Identity id) { vitrine::Remove(items_, id); }

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
