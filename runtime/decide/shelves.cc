#include "runtime/decide/shelves.h"

namespace vitrine {
namespace {

/// Viewed items that count: each may cost a file to learn what it is.
constexpr std::size_t kMaxViewed = kMaxSlotItems;

void AddInterests(ItemField field, const Affinity& affinity,
                  Array<Interest>& interests) {
  double sum = 0;
  for (const AffinityEntry& entry : affinity.entries()) sum += entry.weight;
  for (const AffinityEntry& entry : affinity.entries()) {
    interests.push_back({field, entry.id, entry.weight / sum});
  }
}

}  // namespace

Shelves::Shelves(const Program& program, const Model& model)
    : program_(program), model_(model) {
  for (const Slot& slot : program.slots) room_ += slot.limit;
  for (const Property& property : program.properties) {
    asks_interests_ |= property.kind == PropertyKind::kInterest;
  }
}

void Shelves::Begin(const Visitor* visitor, const PageSubject& page) {
  items_.swap(items_before_);
  items_.clear();
  // Items must not move while others are added.
  items_.reserve(room_);
  Situate(visitor, page);
}

void Shelves::Situate(const Visitor* visitor, const PageSubject& page) {
  Situation situation = {.category = page.category};
  viewed_.clear();
  cart_.clear();
  viewed_files_.clear();
  taken_files_.clear();
  seen_.clear();
  bought_.clear();
  interests_.clear();
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
      if (viewed_.size() != seen_.size()) {
        seen_.push_back({view.price, view.was_sold_out});
      }
    }
    const std::span<const CartLine> lines = visitor->cart().lines();
    for (std::size_t i = lines.size(); i-- > 0;) {
      add(cart_, taken_files_, lines[i].id);
    }
    for (const Purchase& purchase : visitor->purchases().items()) {
      bought_.push_back({purchase.id, purchase.at, purchase.gap});
    }
    if (asks_interests_) {
      AddInterests(ItemField::kCategory, visitor->categories(), interests_);
      AddInterests(ItemField::kBrand, visitor->brands(), interests_);
    }
    situation.visitor_known = true;
    situation.now = visitor->now();
    situation.chance = Spread(static_cast<std::uint64_t>(
                                  static_cast<std::int64_t>(visitor->seed())) +
                              visitor->visit().number()) >>
                       32;
  }
  situation.viewed = viewed_;
  situation.cart = cart_;
  situation.viewed_files = viewed_files_;
  situation.taken_files = taken_files_;
  situation.seen = seen_;
  situation.bought = bought_;
  situation.interests = interests_;
  recommender_.Begin(model_, situation);
  if (visitor == nullptr) return;
  for (const ShownItem& item : visitor->attention().shown()) {
    recommender_.Rotate(item.id, item.pages());
  }
  for (const UnwantedItem& item : visitor->attention().unwanted()) {
    recommender_.Refuse(item.id);
  }
}

std::span<const Recommended> Shelves::Fill(const Slot& slot, const Rule& rule,
                                           const Machine& machine,
                                           Trace* trace) {
  const Recommendation& row = program_.recommendations[rule.recommendation];
  const std::size_t first = items_.size();
  items_.append(recommender_.Recommend(
      {.sources = std::span(program_.sources)
                      .subspan(row.first_source, row.source_count),
       .limit = slot.limit,
       .bought = row.bought,
       .diversity = row.diversity,
       .program = &program_,
       .identities = machine.identities(),
       .inputs = machine.inputs(),
       .filter = row.filter,
       .boosts =
           std::span(program_.boosts).subspan(row.first_boost, row.boost_count),
       .caps =
           std::span(program_.item_caps).subspan(row.first_cap, row.cap_count)},
      trace));
  return std::span(items_).subspan(first);
}

std::span<const std::uint32_t> Shelves::Rerank(const Visitor* visitor,
                                               const PageSubject& page,
                                               std::span<const Identity> ids,
                                               std::uint32_t most) {
  Situate(visitor, page);
  listed_.clear();
  listed_files_.clear();
  for (const Identity id : ids) {
    const Model::Found found = model_.Find(id);
    listed_.push_back(found.item());
    if (found.wanted != kNone && !viewed_.empty()) {
      listed_files_.push_back(found.wanted);
    }
  }
  recommender_.Rerank(listed_, most, order_);
  return order_;
}

}  // namespace vitrine
