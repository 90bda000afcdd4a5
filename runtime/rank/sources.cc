// What each strategy offers, best first.
#include "runtime/rank/recommend.h"

namespace vitrine {
namespace {

/// Of the time after which it is bought again, when it is worth a reminder.
constexpr double kDue = 0.8;
/// Of the price that was seen.
constexpr double kLeastDrop = 0.05;
/// Of the other item's price: what is dearer, and not beyond comparison.
constexpr double kMostUpsell = 1.5;

/// Of a list without scores.
double ScoreAt(std::size_t rank) {
  return 1 / (10 + static_cast<double>(rank));
}

bool Contains(std::span<const Neighbour> neighbours, std::uint32_t item) {
  for (const Neighbour one : neighbours) {
    if (one.item == item) return true;
  }
  return false;
}

}  // namespace

void Recommender::Fill(const Source& source) {
  const Items viewed = situation_.viewed;
  const Items cart = situation_.cart;
  // Of what goes with something:
  Items context = Current();
  Items excluded;
  Candidates::Relatives relatives;
  switch (strategy_) {
    case Strategy::kForYou:
      WantViewed();
      if (!viewed.empty()) context = viewed;
      if (wish_->novel) excluded = viewed;
      relatives.again = excluded.empty();
      break;
    case Strategy::kSimilar:
    case Strategy::kUpsell:
      if (context.empty() && !situation_.item_page) WantViewed();
      context = excluded = Subject();
      break;
    case Strategy::kBoughtTogether:
      relatives.relation = Relation::kTogether;
      relatives.make_do = true;
      if (!cart.empty()) context = cart;
      break;
    case Strategy::kComplementary:
      relatives.relation = Relation::kTogether;
      if (context.empty() && !cart.empty()) context = cart.first(1);
      break;
    case Strategy::kRecentlyViewed:
      WantViewed();
      return FillList(viewed);
    case Strategy::kPopular:
      return FillPopular();
    case Strategy::kPopularInCategory:
      return FillCategory(CategoryOfInterest());
    case Strategy::kBuyAgain:
      return FillBuyAgain();
    case Strategy::kTrending:
      return FillList(model_->trending());
    case Strategy::kNewArrivals:
      return FillList(model_->fresh());
    case Strategy::kPriceDrop:
      return FillPriceDrop();
    case Strategy::kBackInStock:
      return FillBackInStock();
    case Strategy::kCurated:
      return FillCurated(source.items);
    case Strategy::kExplore:
      if (model_->fresh().empty()) return;
      return FillList(model_->fresh(),
                      situation_.chance % model_->fresh().size());
  }
  FillRelated(relatives, context, excluded);
}

void Recommender::FillRelated(const Candidates::Relatives& relatives,
                              Items context, Items excluded) {
  relatives_ = relatives;
  SetContext(context);
  // Compared with the context, which must be known for that.
  if ((strategy_ == Strategy::kUpsell ||
       strategy_ == Strategy::kComplementary) &&
      !context.empty()) {
    WantItem(context[0]);
  }
  candidates_.Clear();
  candidates_.AddRelated(relatives, context_);
  FillRanked(excluded);
}

bool Recommender::Suits(const Model::Item& item, std::uint32_t number) const {
  if (strategy_ != Strategy::kUpsell && strategy_ != Strategy::kComplementary) {
    return true;
  }
  const Model::Item& other = (*model_)[context_[0]];
  const bool same = item.category == other.category;
  const bool categories =
      item.category != kNoIdentity && other.category != kNoIdentity;
  if (strategy_ == Strategy::kComplementary) {
    // What is bought together was mostly looked at together, too: that alone
    // makes no substitute.
    return categories
               ? !same
               : !Contains(
                     model_->Neighbours(Relation::kSimilar, context_[0]).items,
                     number);
  }
  const double ratio = item.price / other.price;
  return ratio > 1 && ratio <= kMostUpsell && (same || !categories);
}

void Recommender::FillRanked(Items excluded) {
  for (std::uint32_t item : excluded) candidates_.Exclude(item);
  candidates_.Rank();
  while (room_ != 0) {
    const Candidates::Candidate* const best = candidates_.Next();
    if (best == nullptr) break;
    Offer(best->item, best->score, best->because);
  }
}

void Recommender::FillList(Items items, std::size_t first) {
  for (std::size_t rank = 0; room_ != 0 && rank < items.size(); ++rank) {
    std::size_t at = first + rank;
    if (at >= items.size()) at -= items.size();
    Offer(items[at], ScoreAt(rank));
  }
}

void Recommender::FillPopular() {
  const Items popular = model_->popular();
  FillList(popular);
  for (std::uint32_t item = 0; room_ != 0 && item < model_->size(); ++item) {
    Offer(item, ScoreAt(popular.size() + item));
  }
}

void Recommender::FillCategory(Identity category) {
  if (category == kNoIdentity) return;
  const Model::Found found = model_->Find(category);
  if (found.wanted != kNone) Want(found.wanted);
  FillList(found.items);
}

void Recommender::FillCurated(std::uint32_t list) {
  const Program& program = *wish_->program;
  const List& symbols = program.symbol_lists[list];
  for (std::uint32_t i = 0; i < symbols.count; ++i) {
    const std::uint32_t symbol = program.symbol_elements[symbols.first + i];
    const Model::Found found = model_->Find(wish_->identities[symbol]);
    if (found.wanted != kNone) HopeFor(found.wanted);
    if (!found.items.empty()) Offer(found.items[0], ScoreAt(i));
  }
}

void Recommender::FillBuyAgain() {
  candidates_.Clear();
  std::uint32_t left = kMaxBoughtItems;
  for (const BoughtItem& bought : situation_.bought) {
    if (left-- == 0) break;
    const double passed = situation_.now - bought.at;
    double interval = bought.gap;
    if (passed < kDue * interval) continue;
    const Model::Found found = model_->Find(bought.id);
    if (found.wanted != kNone) HopeFor(found.wanted);
    const std::uint32_t item = found.item();
    if (item == kNone) continue;
    if (!(interval > 0)) {
      if (!IsKnown(item)) continue;
      interval = (*model_)[item].rebuy_ms;
    }
    if (interval > 0 && passed >= kDue * interval) {
      candidates_.Add(item, static_cast<float>(passed / interval), kNone);
    }
  }
  FillRanked({});
}

void Recommender::FillPriceDrop() {
  WantViewed();
  candidates_.Clear();
  for (std::size_t i = 0; i < situation_.seen.size(); ++i) {
    const std::uint32_t item = situation_.viewed[i];
    const double before = situation_.seen[i].price;
    if (!(before > 0) || !IsKnown(item)) continue;
    const double drop = (before - (*model_)[item].price) / before;
    if (drop >= kLeastDrop) {
      candidates_.Add(item, static_cast<float>(drop), kNone);
    }
  }
  FillRanked({});
}

void Recommender::FillBackInStock() {
  WantViewed();
  for (std::size_t i = 0; i < situation_.seen.size(); ++i) {
    if (situation_.seen[i].sold_out) {
      Offer(situation_.viewed[i], ScoreAt(i));
    }
  }
}

void Recommender::WantViewed() {
  for (std::uint32_t file : situation_.viewed_files) Want(file);
}

void Recommender::SetContext(Items context) {
  if (context.size() > kMaxContextItems) {
    context = context.first(kMaxContextItems);
  }
  context_ = context;
  for (std::uint32_t item : context) {
    if (!model_->HasRow(item)) Want(model_->ShardOf(item));
  }
}

Recommender::Items Recommender::Current() const {
  return {&situation_.current, situation_.current == kNone ? 0U : 1U};
}

Recommender::Items Recommender::Subject() const {
  if (situation_.current != kNone || situation_.item_page) return Current();
  return situation_.viewed.first(situation_.viewed.empty() ? 0 : 1);
}

Identity Recommender::CategoryOfInterest() {
  Identity category = situation_.category;
  const auto ask = [&](std::uint32_t item) {
    if (category != kNoIdentity) return;
    WantItem(item);
    category = (*model_)[item].category;
  };
  for (std::uint32_t item : Current()) ask(item);
  if (category == kNoIdentity) WantViewed();
  for (std::uint32_t item : situation_.viewed) ask(item);
  return category != kNoIdentity ? category : situation_.interest;
}

}  // namespace vitrine
