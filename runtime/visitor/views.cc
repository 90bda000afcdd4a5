#include "runtime/visitor/views.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

bool Views::Has(Identity id) const {
  for (const View& view : items_) {
    if (view.id == id) return true;
  }
  return false;
}

void Views::Add(double now, Identity id, std::u16string_view text) {
  if (id == kNoIdentity) return;
  View& view = Touch(items_, id, kMaxViews);
  view.at = now;
  view.item = Label(text);
}

void Views::Write(SnapshotWriter& writer, double began) const {
  writer.Number(items_.size());
  for (const View& view : items_) {
    writer.NamedLabel(view.id, view.item);
    writer.Time(view.at, began);
  }
}

void Views::Read(SnapshotReader& reader, double began) {
  reader.BeginUnique();
  for (std::uint32_t left = reader.Count(kMaxViews); left > 0; --left) {
    View view;
    view.id = reader.UniqueLabel(IdentityKind::kItem, view.item);
    view.at = reader.Time(began);
    items_.push_back(view);
  }
}

}  // namespace vitrine
