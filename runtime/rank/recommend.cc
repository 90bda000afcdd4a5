#include "runtime/rank/recommend.h"

namespace vitrine {
namespace {

std::uint32_t Less(std::uint32_t a, std::uint32_t b) { return a < b ? a : b; }

/// Of a list in the shop's or the visitor's order, which nothing changes.
bool KeepsOrder(Strategy strategy) {
  return strategy == Strategy::kRecentlyViewed ||
         strategy == Strategy::kBuyAgain || strategy == Strategy::kPriceDrop ||
         strategy == Strategy::kBackInStock || strategy == Strategy::kCurated;
}

}  // namespace

void Recommender::Begin(const Model& model, const Situation& situation) {
  for (std::uint32_t item : marked_) marks_[item] = 0;
  marked_.clear();
  marks_.resize(model.size());
  candidates_.Begin(model);
  model_ = &model;
  situation_ = situation;
  wanted_.clear();
  hope_ = 1;
  hoped_ = 0;
  for (std::uint32_t file : situation.taken_files) Want(file);
  if (situation.current != kNone) Take(situation.current);
  for (std::uint32_t item : situation.cart) Take(item);
  for (const BoughtItem& item : situation.bought) MarkKnown(item.id, kBought);
  rotates_ = false;
}

void Recommender::Rotate(Identity id, std::uint32_t shown) {
  if (shown <= kFreeShows) return;
  rotates_ = true;
  MarkKnown(id, Less(shown - kFreeShows, kMaxRotations) << kRotationShift);
}

double Recommender::RotationOf(std::uint32_t mark) {
  double rotation = 1;
  for (mark >>= kRotationShift; mark != 0; --mark) rotation *= kRotation;
  return rotation;
}

void Recommender::MarkKnown(Identity id, std::uint32_t bits) {
  const std::uint32_t item = model_->Find(id).item();
  if (item != kNone) Mark(item, bits);
}

void Recommender::Mark(std::uint32_t item, std::uint32_t bits) {
  std::uint16_t& mark = marks_[item];
  if (mark <= kPooled) marked_.push_back(item);
  mark = static_cast<std::uint16_t>(mark | bits);
}

void Recommender::Want(std::uint32_t file) {
  if (!Hopes() || wanted_.size() == kMaxWanted) return;
  for (std::uint32_t one : wanted_) {
    if (one == file) return;
  }
  wanted_.push_back(file);
}

void Recommender::WantItem(std::uint32_t item) {
  if (!(*model_)[item].known()) Want(model_->DisplayOf(item));
}

void Recommender::HopeFor(std::uint32_t file) {
  Want(file);
  if (Hopes()) ++hoped_;
}

bool Recommender::IsKnown(std::uint32_t item) {
  const bool known = (*model_)[item].known();
  if (!known) HopeFor(model_->DisplayOf(item));
  return known;
}

std::span<const Recommended> Recommender::Recommend(const Wish& wish,
                                                    Trace* trace) {
  chosen_.clear();
  wish_ = &wish;
  if (trace != nullptr) trace_ = trace;
  selection_.Begin(wish, conditions_, std::size_t{wish.limit} * kPoolFactor);
  hope_ = wish.limit;
  hoped_ = 0;
  BeginConditions();
  const bool reworth = rotates_ || wish.diversity != 0 || !wish.boosts.empty();
  double most_boost = 1;
  for (const vitrine::Boost& boost : wish.boosts) {
    if (boost.percent > 100) most_boost *= boost.percent / 100.0;
  }
  std::uint32_t left = wish.limit;
  std::uint32_t left_hope = wish.limit;
  for (source_ = 0; source_ < wish.sources.size() && left != 0; ++source_) {
    const Source& source = wish.sources[source_];
    const std::uint32_t most =
        source.take == 0 ? left : Less(left, source.take);
    const std::uint32_t most_hope = Less(left_hope, most);
    const std::size_t first = chosen_.size();
    room_ = most;
    hope_ = most_hope;
    hoped_ = 0;
    strategy_ = source.strategy;
    pool_factor_ = reworth && !KeepsOrder(strategy_) ? kPoolFactor : 1;
    most_boost_ = pool_factor_ == 1 ? 0 : most_boost;
    context_ = {};
    Fill(source);
    EndPool();
    if (trace_ != nullptr) TraceParts(first);
    left -= most - room_;
    left_hope -= most_hope - (hope_ - Less(hope_, hoped_));
  }
  if (trace_ != nullptr) {
    for (std::uint16_t& mark : marks_) mark &= ~kCounted;
    trace_ = nullptr;
  }
  return chosen_;
}

/// What conditions compare with must be known, too.
void Recommender::BeginConditions() {
  const Items subject = Subject();
  const std::uint32_t kinds =
      conditions_.Begin(*model_, situation_, *wish_, subject);
  if ((kinds & kOfViewed) != 0) {
    WantViewed();
    for (std::uint32_t item : subject) WantItem(item);
  }
  if ((kinds & kOfCart) != 0) {
    for (std::uint32_t item : situation_.cart) WantItem(item);
  }
}

void Recommender::Offer(std::uint32_t item, double score,
                        std::uint32_t because) {
  const Model::Item& known = (*model_)[item];
  // Ends most offers, which only explanations want to hear of.
  if (trace_ == nullptr) {
    if (known.known() ? !conditions_.MayPass(known) : !Hopes()) return;
    Choose(score * most_boost_);
  }
  std::uint16_t& mark = marks_[item];
  if (room_ == 0 || (mark & kPooled) != 0) return;
  if ((mark & kTaken) != 0) return Remove(item, Removal::kTaken);
  if ((mark & kUnwanted) != 0) return Remove(item, Removal::kUnwanted);
  if ((mark & kBought) != 0 && !wish_->bought &&
      strategy_ != Strategy::kBuyAgain) {
    return Remove(item, Removal::kBought);
  }
  if (!IsKnown(item)) return Remove(item, Removal::kNotKnown);
  if (!known.sellable()) return Remove(item, Removal::kNotForSale);
  if (!Suits(known, item)) return;
  if (!conditions_.Passes(item)) return Remove(item, Removal::kFilter);
  Selection::Entry& entry = selection_.New(item, known);
  if (selection_.WasCapped(entry)) return Remove(item, Removal::kCap);
  entry.because = because;
  entry.score = score;
  if (pool_factor_ != 1) {
    entry.worth = score * conditions_.Boost() * RotationOf(mark);
  }
  selection_.Add();
  mark |= kPooled;
  if (selection_.pooled() ==
      std::size_t{room_ + selection_.chosen()} * pool_factor_) {
    EndPool();
  }
}

void Recommender::Choose(double least) {
  while (room_ != 0) {
    const Selection::Entry* const entry = selection_.Choose(least);
    if (entry == nullptr) break;
    Take(entry->item);
    chosen_.push_back({entry->item, strategy_, entry->because});
    --room_;
    if (trace_ != nullptr) TraceItem(*entry);
  }
}

void Recommender::EndPool() {
  Choose(0);
  hope_ -= Less(hope_, selection_.chosen());
  for (Selection::Entry* const entry : selection_.pool()) {
    marks_[entry->item] &= ~kPooled;
    if (trace_ != nullptr && (marks_[entry->item] & kTaken) == 0 &&
        selection_.IsCapped(*entry)) {
      Remove(entry->item, Removal::kCap);
    }
  }
  selection_.Clear();
}

void Recommender::Remove(std::uint32_t item, Removal why) {
  if (trace_ == nullptr || (marks_[item] & kCounted) != 0) return;
  Mark(item, kCounted);
  ++trace_->removed[static_cast<std::uint32_t>(why)];
}

void Recommender::TraceItem(const Selection::Entry& entry) {
  Mark(entry.item, kCounted);
  ItemTrace item = {.item = entry.item,
                    .strategy = strategy_,
                    .source = source_,
                    .score = entry.score};
  if (pool_factor_ != 1) {
    conditions_.Passes(entry.item);
    item.boost = conditions_.Boost();
    item.rotation = RotationOf(marks_[entry.item]);
    item.likeness = selection_.LikenessOf(entry);
  }
  trace_->items.push_back(item);
}

/// What speaks for the items that were chosen from `first` on: adds all up
/// once more for each, which only explanations pay for.
void Recommender::TraceParts(std::size_t first) {
  for (std::size_t i = first; i < chosen_.size(); ++i) {
    ItemTrace& item = trace_->items[i];
    item.first_part = static_cast<std::uint32_t>(trace_->parts.size());
    candidates_.Clear();
    candidates_.Watch(item.item, &trace_->parts);
    candidates_.AddRelated(relatives_, context_);
    item.part_count =
        static_cast<std::uint32_t>(trace_->parts.size()) - item.first_part;
  }
  candidates_.Watch(kNone, nullptr);
}

}  // namespace vitrine
