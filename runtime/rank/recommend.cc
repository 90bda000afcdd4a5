#include "runtime/rank/recommend.h"

#include <cstring>

namespace vitrine {
namespace {

constexpr std::uint32_t kTaken = 0xffffffff;
/// An item of the context brings its neighbours and itself, and the latest ones
/// what is near them.
constexpr std::uint32_t kMaxCandidates =
    kMaxContextItems * (kMaxNeighbours + 1) + kMaxNearItems * kNearItems;

/// Of the candidates few are needed, and the best one is found by looking at
/// the best of each block: in a browser half the time of a heap.
constexpr std::uint32_t kBlock = 32;

/// Larger for a better score and, of equal ones, for the lower number.
/// The bits of numbers that are not negative are ordered as they are.
std::uint64_t Order(float score, std::uint32_t item) {
  std::uint32_t bits;
  std::memcpy(&bits, &score, sizeof bits);
  return std::uint64_t{bits} << 32 | ~item;
}
/// No candidate whose score is not zero comes so low.
constexpr std::uint64_t kLowest = 0xffffffff;

bool Contains(std::span<const std::uint32_t> items, std::uint32_t item) {
  for (std::uint32_t one : items) {
    if (one == item) return true;
  }
  return false;
}

}  // namespace

void Recommender::Begin(const Model& model, const Situation& situation) {
  for (std::uint32_t item : taken_) places_[item] = 0;
  taken_.clear();
  places_.resize(model.size());
  candidates_.resize(model.size() < kMaxCandidates ? model.size()
                                                   : kMaxCandidates);
  model_ = &model;
  situation_ = situation;
  wanted_.clear();
  for (std::uint32_t file : situation.taken_files) Want(file);
  if (situation.current != kNone) Take(situation.current);
  for (std::uint32_t item : situation.cart) Take(item);
}

void Recommender::Want(std::uint32_t file) {
  if (wanted_.size() < kMaxWanted && !Contains(wanted_, file)) {
    wanted_.push_back(file);
  }
}

void Recommender::Take(std::uint32_t item) {
  if (places_[item] == kTaken) return;
  places_[item] = kTaken;
  taken_.push_back(item);
}

std::span<const Recommended> Recommender::Recommend(
    std::span<const Source> sources, std::uint32_t limit,
    const ItemFilter& filter, bool novel) {
  chosen_.clear();
  room_ = limit;
  hoped_room_ = limit;
  test_.Begin(filter);
  for (const Source& source : sources) {
    if (room_ == 0) break;
    Fill(source.strategy, novel);
  }
  return chosen_;
}

void Recommender::Fill(Strategy strategy, bool novel) {
  const std::span<const std::uint32_t> nothing;
  const std::span<const std::uint32_t> viewed = situation_.viewed;
  const std::span<const std::uint32_t> cart = situation_.cart;
  const auto want_viewed = [this] {
    if (hoped_room_ == 0) return;
    for (std::uint32_t file : situation_.viewed_files) Want(file);
  };
  switch (strategy) {
    case Strategy::kForYou:
      want_viewed();
      FillRelated(strategy, Relation::kSimilar,
                  viewed.empty() ? Current() : viewed,
                  novel ? viewed : nothing);
      break;
    case Strategy::kSimilar: {
      auto context = Current();
      if (!situation_.item_page && context.empty()) {
        want_viewed();
        if (!viewed.empty()) context = viewed.first(1);
      }
      FillRelated(strategy, Relation::kSimilar, context, context);
      break;
    }
    case Strategy::kBoughtTogether:
      FillRelated(strategy, Relation::kTogether,
                  cart.empty() ? Current() : cart, nothing);
      break;
    case Strategy::kRecentlyViewed:
      want_viewed();
      for (std::uint32_t item : viewed) Offer({item, strategy, kNone});
      break;
    case Strategy::kPopular:
      FillPopular(strategy);
      break;
    case Strategy::kPopularInCategory:
      FillPopularInCategory(strategy, CategoryOfInterest());
      break;
    default:
      break;
  }
}

std::span<const std::uint32_t> Recommender::Current() const {
  const std::span<const std::uint32_t> current(&situation_.current, 1);
  return situation_.current == kNone ? current.first(0) : current;
}

Identity Recommender::CategoryOfInterest() {
  Identity category = situation_.category;
  const auto ask = [&](std::uint32_t item) {
    if (category != kNoIdentity) return;
    const Model::Item& known = (*model_)[item];
    if (!known.known() && hoped_room_ != 0) Want(model_->DisplayOf(item));
    category = known.category;
  };
  if (situation_.current != kNone) ask(situation_.current);
  if (category == kNoIdentity && hoped_room_ != 0) {
    for (std::uint32_t file : situation_.viewed_files) Want(file);
  }
  for (std::uint32_t item : situation_.viewed) ask(item);
  return category != kNoIdentity ? category : situation_.interest;
}

void Recommender::FillPopular(Strategy strategy) {
  for (std::uint32_t item : model_->popular()) Offer({item, strategy, kNone});
  for (std::uint32_t item = 0; room_ != 0 && item < model_->size(); ++item) {
    Offer({item, strategy, kNone});
  }
}

void Recommender::FillPopularInCategory(Strategy strategy, Identity category) {
  if (category == kNoIdentity) return;
  const Model::Found found = model_->Find(category);
  if (found.wanted != kNone && hoped_room_ != 0) Want(found.wanted);
  for (std::uint32_t item : found.items) Offer({item, strategy, kNone});
}

void Recommender::FillRelated(Strategy strategy, Relation relation,
                              std::span<const std::uint32_t> context,
                              std::span<const std::uint32_t> excluded) {
  const bool again = strategy == Strategy::kForYou && excluded.empty();
  const std::uint32_t count = Score(relation, context, again);
  leaders_.resize((count + kBlock - 1) / kBlock);
  for (std::uint32_t block = 0; block < leaders_.size(); ++block) {
    FindLeader(block, count);
  }
  while (room_ != 0) {
    std::uint32_t block = 0;
    std::uint64_t most = kLowest;
    for (std::uint32_t i = 0; i < leaders_.size(); ++i) {
      if (leaders_[i].order <= most) continue;
      most = leaders_[i].order;
      block = i;
    }
    if (most == kLowest) break;
    Candidate& best = candidates_[leaders_[block].candidate];
    best.score = 0;
    FindLeader(block, count);
    if (!Contains(excluded, best.item)) {
      Offer({best.item, strategy, best.because});
    }
  }
}

void Recommender::FindLeader(std::uint32_t block, std::uint32_t count) {
  Leader leader = {kLowest, 0};
  const std::uint32_t first = block * kBlock;
  for (std::uint32_t i = first; i < count && i < first + kBlock; ++i) {
    const std::uint64_t order =
        Order(candidates_[i].score, candidates_[i].item);
    if (order > leader.order) leader = {order, i};
  }
  leaders_[block] = leader;
}

std::uint32_t Recommender::Score(Relation relation,
                                 std::span<const std::uint32_t> context,
                                 bool again) {
  if (context.size() > kMaxContextItems) {
    context = context.first(kMaxContextItems);
  }
  const Ranking& ranking = model_->ranking();
  float factor = 1;
  float revisit = ranking.revisit;
  candidate_count_ = 0;
  for (std::size_t k = 0; k < context.size(); ++k) {
    const std::uint32_t item = context[k];
    if (!model_->HasRow(item) && hoped_room_ != 0) {
      Want(model_->ShardOf(item));
    }
    NeighbourRow row = model_->Neighbours(relation, item);
    if (relation == Relation::kTogether && row.items.empty()) {
      row = model_->Neighbours(Relation::kSimilar, item);
    }
    for (std::size_t i = 0; i < row.items.size(); ++i) {
      AddPart(row.items[i], row.weights[row.levels[i]] * factor, item);
    }
    if (again) AddPart(item, revisit + model_->SelfWeight(item) * factor, item);
    if (relation == Relation::kSimilar && k < kMaxNearItems) {
      AddNear(item, ranking.near * factor);
    }
    factor *= ranking.decay;
    revisit *= ranking.revisit_decay;
  }
  const std::uint32_t count = candidate_count_;
  for (std::uint32_t i = 0; i < count; ++i) places_[candidates_[i].item] = 0;
  return count;
}

void Recommender::AddNear(std::uint32_t item, float near) {
  const std::uint32_t first = item - item % kNearItems;
  for (std::uint32_t i = first; i < first + kNearItems; ++i) {
    if (i >= model_->size() || i == item) continue;
    const std::uint32_t distance = i < item ? item - i : i - item;
    const float slope =
        model_->ranking().near_slope * static_cast<float>(distance);
    AddPart(i, near / (1 + slope), item);
  }
}

void Recommender::AddPart(std::uint32_t item, float part,
                          std::uint32_t because) {
  std::uint32_t& place = places_[item];
  if (place == kTaken || !(part > 0)) return;
  if (place == 0) {
    candidates_[candidate_count_] = {0, 0, item, kNone};
    place = ++candidate_count_;
  }
  Candidate& candidate = candidates_[place - 1];
  candidate.score += part;
  if (part > candidate.best) {
    candidate.best = part;
    candidate.because = because;
  }
}

void Recommender::Offer(const Recommended& recommended) {
  if (room_ == 0 || places_[recommended.item] == kTaken) return;
  const Model::Item& item = (*model_)[recommended.item];
  if (!item.known()) {
    if (hoped_room_ == 0) return;
    Want(model_->DisplayOf(recommended.item));
    --hoped_room_;
    return;
  }
  if (!item.sellable() || !test_.Passes(item)) return;
  chosen_.push_back(recommended);
  --room_;
  if (hoped_room_ != 0) --hoped_room_;
  Take(recommended.item);
}

}  // namespace vitrine
