#include "runtime/visitor/views.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

bool Views::Has(Identity id) const { return Find(items_, id) < items_.size(); }

void Views::Add(double now, const Item& item, const ItemInput& input) {
  if (item.id == kNoIdentity) return;
  std::size_t at = Find(items_, item.id);
  if (at == kMaxViews) --at;
  if (at < items_.size()) items_.erase(at);
  items_.insert(0, {item.id, now, Label(input.id), item.price, input.sold_out});
}

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
