#include "runtime/visitor/attention.h"

#include "runtime/visitor/recent.h"

namespace vitrine {
namespace {

/// Takes the entry of this identity out and returns it; a new one if there is
/// none.
template <typename Entry>
Entry Take(Array<Entry>& entries, Identity id, Entry entry) {
  const std::size_t at = Find(entries, id);
  if (at == entries.size()) return entry;
  entry = entries[at];
  entries.erase(at);
  return entry;
}

/// The oldest makes room.
template <typename Entry>
void Put(Array<Entry>& entries, std::size_t most, Entry entry) {
  if (entries.size() == most) entries.erase(0);
  entries.push_back(entry);
}

}  // namespace

std::uint32_t Attention::ShownCount(Identity id) const {
  const std::size_t at = Find(shown_, id);
  return at < shown_.size() ? shown_[at].pages - shown_[at].on_this_page : 0;
}

bool Attention::IsUnwanted(Identity id) const {
  return Find(unwanted_, id) < unwanted_.size();
}

void Attention::Show(Identity id) {
  if (id == kNoIdentity) return;
  ShownItem item = Take(shown_, id, ShownItem{id});
  if (!item.on_this_page && item.pages < kMostShown) ++item.pages;
  item.on_this_page = true;
  Put(shown_, kMaxShownItems, item);
}

void Attention::Note(EventMeaning meaning, Identity id,
                     std::u16string_view text) {
  const bool refuses = meaning == EventMeaning::kNotInterested;
  const bool chooses = meaning == EventMeaning::kAddToCart;
  if (chooses || meaning == EventMeaning::kView ||
      meaning == EventMeaning::kSelect) {
    Take(shown_, id, {});
  }
  if (chooses || refuses) Take(unwanted_, id, {});
  if (refuses && id != kNoIdentity)
    Put(unwanted_, kMaxUnwanted, UnwantedItem{id, Label(text)});
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
