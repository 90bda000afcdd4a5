#include "runtime/rank/candidates.h"

#include <cstring>

namespace vitrine {
namespace {

/// An item of the context brings its neighbours and itself, and the latest ones
/// what is near them.
constexpr std::uint32_t kMaxCandidates =
    kMaxContextItems * (kMaxNeighbours + 1) + kMaxNearItems * kNearItems;

/// Larger for a better score and, of equal ones, for the lower number.
/// The bits of numbers that are not negative are ordered as they are.
std::uint64_t Order(float score, std::uint32_t item) {
  std::uint32_t bits;
  std::memcpy(&bits, &score, sizeof bits);
  return std::uint64_t{bits} << 32 | ~item;
}

/// No candidate whose score is not zero comes so low.
constexpr std::uint64_t kLowest = 0xffffffff;

std::uint64_t More(std::uint64_t a, std::uint64_t b) { return a > b ? a : b; }

}  // namespace

void Candidates::Begin(const Model& model) {
  Clear();
  places_.resize(model.size());
  candidates_.resize(model.size() < kMaxCandidates ? model.size()
                                                   : kMaxCandidates);
  model_ = &model;
}

void Candidates::Clear() {
  for (std::uint32_t i = 0; i < count_; ++i) places_[candidates_[i].item] = 0;
  count_ = 0;
}

inline void Candidates::AddOneOfMany(std::uint32_t item, float part,
                                     std::uint32_t because, PartKind kind) {
  if (!(part > 0)) return;
  if (parts_ != nullptr && item == watched_)
    parts_->push_back({because, kind, part});
  std::uint16_t& place = places_[item];
  if (place == 0) {
    candidates_[count_] = {0, 0, item, kNone};
    place = static_cast<std::uint16_t>(++count_);
  }
  Candidate& candidate = candidates_[place - 1];
  candidate.score += part;
  if (part > candidate.best) {
    candidate.best = part;
    candidate.because = because;
  }
}

void Candidates::Add(std::uint32_t item, float part, std::uint32_t because,
                     PartKind kind) {
  AddOneOfMany(item, part, because, kind);
}

void Candidates::AddRelated(const Relatives& relatives,
                            std::span<const std::uint32_t> context) {
  const Ranking& ranking = model_->ranking();
  float factor = 1;
  float revisit = ranking.revisit;
  for (std::size_t k = 0; k < context.size() && k < kMaxContextItems; ++k) {
    const std::uint32_t item = context[k];
    NeighbourRow row = model_->Neighbours(relatives.relation, item);
    if (relatives.make_do && row.items.empty()) {
      row = model_->Neighbours(Relation::kSimilar, item);
    }
    for (const Neighbour other : row.items) {
      AddOneOfMany(other.item, row.WeightOf(other) * factor, item,
                   PartKind::kRow);
    }
    if (relatives.again) {
      Add(item, revisit + model_->SelfWeight(item) * factor, item,
          PartKind::kItself);
    }
    if (relatives.relation == Relation::kSimilar && k < kMaxNearItems) {
      AddNear(item, ranking.near * factor);
    }
    factor *= ranking.decay;
    revisit *= ranking.revisit_decay;
  }
}

void Candidates::AddNear(std::uint32_t item, float near) {
  const std::uint32_t first = item - item % kNearItems;
  for (std::uint32_t i = first; i < first + kNearItems; ++i) {
    if (i >= model_->size() || i == item) continue;
    const std::uint32_t distance = i < item ? item - i : i - item;
    const float slope =
        model_->ranking().near_slope * static_cast<float>(distance);
    AddOneOfMany(i, near / (1 + slope), item, PartKind::kNear);
  }
}

float Candidates::ScoreOf(std::uint32_t item) const {
  const std::uint32_t place = places_[item];
  return place == 0 ? 0 : candidates_[place - 1].score;
}

void Candidates::Exclude(std::uint32_t item) {
  const std::uint32_t place = places_[item];
  if (place != 0) candidates_[place - 1].score = 0;
}

void Candidates::Rank() {
  tree_.resize(std::size_t{count_} * 2);
  for (std::uint32_t i = 0; i < count_; ++i) {
    tree_[count_ + i] = Order(candidates_[i].score, candidates_[i].item);
  }
  for (std::uint32_t i = count_; i-- > 1;) {
    tree_[i] = More(tree_[2 * i], tree_[2 * i + 1]);
  }
}

const Candidates::Candidate* Candidates::Next() {
  if (count_ == 0 || tree_[1] <= kLowest) return nullptr;
  const std::uint32_t place =
      places_[~static_cast<std::uint32_t>(tree_[1])] - 1U;
  std::uint32_t i = count_ + place;
  std::uint64_t best = 0;
  tree_[i] = best;
  for (; i > 1; i /= 2) {
    best = More(best, tree_[i ^ 1]);
    tree_[i / 2] = best;
  }
  return &candidates_[place];
}

}  // namespace vitrine
