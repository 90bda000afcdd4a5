#include "runtime/decide/shelves.h"

namespace vitrine {

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
  const auto number = [&](Identity id) {
    const std::uint32_t item = model_.Find(id);
    situation.something_unknown |= item == kNone;
    return item;
  };
  const auto add = [&](Array<std::uint32_t>& items, Identity id) {
    const std::uint32_t item = number(id);
    if (item != kNone) items.push_back(item);
  };
  viewed_.clear();
  cart_.clear();
  if (page.item != kNoIdentity) {
    situation.item_page = true;
    situation.current = number(page.item);
  }
  if (visitor != nullptr) {
    situation.interest = visitor->categories().Top();
    for (const View& view : visitor->views().items()) add(viewed_, view.id);
    const std::span<const CartLine> lines = visitor->cart().lines();
    for (std::size_t i = lines.size(); i-- > 0;) add(cart_, lines[i].id);
  }
  situation.viewed = viewed_;
  situation.cart = cart_;
  recommender_.Begin(model_, situation);
}

std::span<const Recommended> Shelves::Fill(
    const Slot& slot, const Rule& rule, std::span<const Identity> identities) {
  const Recommendation& wish = program_.recommendations[rule.recommendation];
  const std::size_t first = items_.size();
  items_.append(recommender_.Recommend(
      std::span(program_.strategies)
          .subspan(wish.first_strategy, wish.strategy_count),
      slot.limit, {&program_, identities, wish.filter}, /*novel=*/true));
  return std::span(items_).subspan(first);
}

}  // namespace vitrine
