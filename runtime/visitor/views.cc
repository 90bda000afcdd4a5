#include "runtime/visitor/views.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

bool Views::Has(Identity id) const { return Find(items_, id) < items_.size(); }

void Views::Add(double now, const Item& item, const ItemInput& input) {
  if (item.id == kNoIdentity) return;
  View& view = Renew(items_, kMaxViews, item.id);
  view.at = now;
  view.item = Label(input.id);
  view.price = item.price;
  view.was_sold_out = input.sold_out;
}

void Views::Remove(Identity id) { vitrine::Remove(items_, id); }

[[gnu::noinline]] void Views::Walk(SnapshotCodec& codec, double began) {
  codec.Count(items_, kMaxViews);
  for (View& view : items_) {
    codec.UniqueLabel(IdentityKind::kItem, view.id, view.item);
    codec.Time(view.at, began);
    codec.Amount(view.price, kMaxMoney);
    view.was_sold_out = codec.Number(view.was_sold_out, 1) != 0;
  }
}

}  // namespace vitrine
