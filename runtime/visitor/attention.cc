#include "runtime/visitor/attention.h"

#include "runtime/visitor/recent.h"

namespace vitrine {

std::uint32_t Attention::ShownCount(Identity id) const {
  const std::size_t at = Find(shown_, id);
  return at < shown_.size() ? shown_[at].pages - shown_[at].on_this_page : 0;
}

bool Attention::IsUnwanted(Identity id) const {
  return Find(unwanted_, id) < unwanted_.size();
}

void Attention::Show(Identity id) {
  if (id == kNoIdentity) return;
  ShownItem& item = Renew(shown_, kMaxShownItems, id);
  if (!item.on_this_page && item.pages < kMostShown) ++item.pages;
  item.on_this_page = true;
}

void Attention::Note(EventMeaning meaning, Identity id,
                     std::u16string_view text) {
  switch (meaning) {
    case EventMeaning::kNotInterested:
      if (id == kNoIdentity) break;
      Renew(unwanted_, kMaxUnwanted, id).item = Label(text);
      break;
    case EventMeaning::kAddToCart:
      Remove(unwanted_, id);
      [[fallthrough]];
    case EventMeaning::kView:
    case EventMeaning::kSelect:
      Remove(shown_, id);
      break;
    default:
      break;
  }
}

void Attention::TurnPage() {
  for (ShownItem& item : shown_) item.on_this_page = false;
}

[[gnu::noinline]] void Attention::Walk(SnapshotCodec& codec) {
  codec.Count(shown_, kMaxShownItems);
  for (ShownItem& item : shown_) {
    codec.UniqueName(item.id);
    // At least one page, so that what was read is never one before it.
    std::uint32_t number =
        (item.pages - 1) << 1 | static_cast<std::uint32_t>(item.on_this_page);
    codec.Number(number, (kMostShown - 1) << 1 | 1);
    item.pages = (number >> 1) + 1;
    item.on_this_page = (number & 1) != 0;
  }
  codec.Count(unwanted_, kMaxUnwanted);
  for (UnwantedItem& unwanted : unwanted_) {
    codec.UniqueLabel(IdentityKind::kItem, unwanted.id, unwanted.item);
  }
}

}  // namespace vitrine
