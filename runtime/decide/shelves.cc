#include "runtime/decide/shelves.h"

namespace vitrine {
namespace {

/// Viewed items that count: each may cost a file to learn what it is.
constexpr std::size_t kMaxViewed = kMaxSlotItems;

}  // namespace

Shelves::Shelves(const Program& program, const Model& model)
    : program_(program), model_(model) {
  for (const Slot& slot : program.slots) room_ += slot.limit;
}

void Shelves::Begin(const Visitor* visitor, const PageSubject& page) {
  items_.swap(items_before_);
  items_.clear();
  // Items must not move while others are added.
  items_.reserve(room_);

  Situation situation = {.category = page.category};
  viewed_.clear();
  cart_.clear();
  viewed_files_.clear();
  taken_files_.clear();
  const auto add = [&](Array<std::uint32_t>& items, Array<std::uint32_t>& files,
                       Identity id) {
    const Model::Found found = model_.Find(id);
    if (found.wanted != kNone) files.push_back(found.wanted);
    if (!found.items.empty()) items.push_back(found.items[0]);
  };
  if (page.item != kNoIdentity) {
    situation.item_page = true;
    add(viewed_, taken_files_, page.item);
    if (!viewed_.empty()) situation.current = viewed_[0];
    viewed_.clear();
  }
  if (visitor != nullptr) {
    situation.interest = visitor->categories().Top();
    for (const View& view : visitor->views().items()) {
      if (viewed_.size() + viewed_files_.size() == kMaxViewed) break;
      add(viewed_, viewed_files_, view.id);
    }
    const std::span<const CartLine> lines = visitor->cart().lines();
    for (std::size_t i = lines.size(); i-- > 0;) {
      add(cart_, taken_files_, lines[i].id);
    }
  }
  situation.viewed = viewed_;
  situation.cart = cart_;
  situation.viewed_files = viewed_files_;
  situation.taken_files = taken_files_;
  recommender_.Begin(model_, situation);
}

std::span<const Recommended> Shelves::Fill(
    const Slot& slot, const Rule& rule, std::span<const Identity> identities) {
  const Recommendation& wish = program_.recommendations[rule.recommendation];
  const std::size_t first = items_.size();
  items_.append(recommender_.Recommend(
      std::span(program_.sources).subspan(wish.first_source, wish.source_count),
      slot.limit, {&program_, identities, wish.filter}, /*novel=*/true));
  return std::span(items_).subspan(first);
}

}  // namespace vitrine
