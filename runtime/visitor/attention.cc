#include "runtime/visitor/attention.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

std::uint32_t Attention::ShownCount(Identity id) const {
  const std::size_t at = Find(shown_, id);
  return at < shown_.size() ? shown_[at].pages() : 0;
}

bool Attention::IsUnwanted(Identity id) const {
  return Find(unwanted_, id) < unwanted_.size();
}

void Attention::Show(Identity id) {
  if (id != kNoIdentity) Renew(shown_, kMaxShownItems, id).half_pages |= 1;
}

void Attention::Look(Identity id) { Remove(shown_, id); }

void Attention::Refuse(Identity id, std::u16string_view text) {
  if (id == kNoIdentity) return;
  Renew(unwanted_, kMaxUnwanted, id).item = Label(text);
}

void Attention::Accept(Identity id) { Remove(unwanted_, id); }

void Attention::TurnPage() {
  for (ShownItem& item : shown_) {
    item.half_pages += item.half_pages & 1;
    if (item.half_pages > 2 * kMostShown) item.half_pages = 2 * kMostShown;
  }
}

[[gnu::noinline]] void Attention::Walk(SnapshotCodec& codec) {
  codec.Count(shown_, kMaxShownItems);
  for (ShownItem& item : shown_) {
    codec.UniqueName(item.id);
    codec.Number(item.half_pages, 2 * kMostShown + 1);
  }
  codec.Count(unwanted_, kMaxUnwanted);
  for (UnwantedItem& unwanted : unwanted_) {
    codec.UniqueLabel(IdentityKind::kItem, unwanted.id, unwanted.item);
  }
}

}  // namespace vitrine
