#include "runtime/visitor/views.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

bool Views::Has(Identity id) const { return Find(items_, id) < items_.size(); }

void Views::Add(double now, Identity id, std::u16string_view text) {
  if (id == kNoIdentity) return;
  std::size_t at = Find(items_, id);
  if (at == kMaxViews) --at;
  if (at < items_.size()) items_.erase(at);
  items_.insert(0, {id, now, Label(text)});
}

[[gnu::noinline]] void Views::Walk(SnapshotCodec& codec, double began) {
  codec.Count(items_, kMaxViews);
  for (View& view : items_) {
    codec.UniqueLabel(IdentityKind::kItem, view.id, view.item);
    codec.Time(view.at, began);
  }
}

}  // namespace vitrine
