#include "runtime/training/content_neighbours.h"

#include <algorithm>

#include "runtime/bundle/program.h"
#include "runtime/training/logarithm.h"

namespace vitrine {
namespace {

/// By FeatureKind.
constexpr std::uint32_t kKindWeights[] = {4, 2, 1, 2};

std::vector<std::uint32_t> NumbersOf(const std::vector<bool>& chosen) {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i]) numbers.push_back(i);
  }
  return numbers;
}

}  // namespace

ItemContent ContentOf(const TrainingLog& log,
                      const std::vector<std::uint32_t>& numbers,
                      const SparseRows& rows,
                      const std::vector<bool>& without_events) {
  ItemContent content;
  content.features.resize(rows.size());
  content.kinds = log.features;
  content.without_events = without_events;
  content.wanted.resize(rows.size());
  for (const FeedRow& product : log.feed) {
    const std::uint32_t item = numbers[product.item];
    content.features[item] = product.features;
    content.wanted[item] = std::none_of(
        rows[item].begin(), rows[item].end(), [item](const ItemWeight& entry) {
          return entry.item != item && entry.weight > 0;
        });
  }
  return content;
}

ContentWork::ContentWork(const ItemContent& content, std::uint32_t workers)
    : features_(content.features),
      kinds_(content.kinds),
      wanted_(NumbersOf(content.wanted)),
      scratch_(workers),
      pool_(static_cast<std::uint32_t>(wanted_.size()), workers),
      rows_(features_.size()) {
  std::vector<std::uint32_t> counts(kinds_.size());
  for (const auto& features : features_) {
    for (const std::uint32_t feature : features) ++counts[feature];
  }
  WeighFeatures(counts);
  unknown_ = PostingsOf(content.without_events);
  std::vector<bool> with_events = content.without_events;
  with_events.flip();
  known_ = PostingsOf(with_events);
  for (Scratch& scratch : scratch_) {
    scratch.weights.resize(kinds_.size());
    scratch.seen_by.assign(features_.size(), kNone);
  }
}

void ContentWork::WeighFeatures(const std::vector<std::uint32_t>& counts) {
  const std::size_t items = features_.size();
  for (std::size_t feature = 0; feature < kinds_.size(); ++feature) {
    const std::uint32_t count = std::max(counts[feature], 1U);
    const std::int32_t rarity = Logarithm(items + count) - Logarithm(count);
    const auto kind = static_cast<std::size_t>(kinds_[feature]);
    weights_.push_back(static_cast<std::uint32_t>(rarity) * kKindWeights[kind]);
  }
  for (const auto& features : features_) {
    std::uint64_t& total = totals_.emplace_back();
    for (const std::uint32_t feature : features) total += weights_[feature];
  }
}

ContentWork::Postings ContentWork::PostingsOf(
    const std::vector<bool>& chosen) const {
  Postings postings;
  std::vector<std::uint32_t>& begins = postings.begins;
  begins.resize(kinds_.size() + 1);
  for (std::uint32_t item = 0; item < features_.size(); ++item) {
    if (!chosen[item]) continue;
    for (const std::uint32_t feature : features_[item]) ++begins[feature + 1];
  }
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  postings.items.resize(begins.back());
  std::vector<std::uint32_t> next(begins.begin(), begins.end() - 1);
  for (std::uint32_t item = 0; item < features_.size(); ++item) {
    if (!chosen[item]) continue;
    for (const std::uint32_t feature : features_[item]) {
      postings.items[next[feature]++] = item;
    }
  }
  return postings;
}

void ContentWork::Step() {
  pool_.Step([this](std::uint32_t worker, std::uint32_t row) {
    return FindNeighbours(scratch_[worker], wanted_[row]);
  });
}

std::uint64_t ContentWork::FindNeighbours(Scratch& scratch,
                                          std::uint32_t item) {
  const std::span<const std::uint32_t> features = features_[item];
  for (const std::uint32_t feature : features) {
    scratch.weights[feature] = weights_[feature];
  }
  scratch.seen_by[item] = item;
  std::uint64_t cost = AddBest(known_, item, scratch);
  if (rows_[item].size() < kContentNeighbours) {
    cost += AddBest(unknown_, item, scratch);
  }
  for (const std::uint32_t feature : features) scratch.weights[feature] = 0;
  return cost;
}

void ContentWork::FindCandidates(const Postings& postings, std::uint32_t item,
                                 Scratch& scratch) const {
  const auto size_of = [&postings](std::uint32_t feature) {
    return postings.begins[feature + 1] - postings.begins[feature];
  };
  std::vector<std::uint32_t> rarest;
  for (const std::uint32_t feature : features_[item]) {
    if (kinds_[feature] != FeatureKind::kPrice) rarest.push_back(feature);
  }
  std::sort(rarest.begin(), rarest.end(),
            [&size_of](std::uint32_t a, std::uint32_t b) {
              return size_of(a) != size_of(b) ? size_of(a) < size_of(b) : a < b;
            });
  scratch.candidates.clear();
  std::size_t room = kContentCandidates;
  for (const std::uint32_t feature : rarest) {
    const std::size_t count = std::min<std::size_t>(room, size_of(feature));
    room -= count;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t other = postings.items[postings.begins[feature] + i];
      if (scratch.seen_by[other] == item) continue;
      scratch.seen_by[other] = item;
      scratch.candidates.push_back(other);
    }
  }
}

/// Fills up the item's row with the candidates that are most like it.
std::uint64_t ContentWork::AddBest(const Postings& postings, std::uint32_t item,
                                   Scratch& scratch) {
  struct Alike {
    std::uint64_t likeness = 0;
    std::uint32_t item = 0;
  };
  FindCandidates(postings, item, scratch);
  std::uint64_t cost = 1;
  std::vector<Alike> best;
  for (const std::uint32_t other : scratch.candidates) {
    std::uint64_t shared = 0;
    for (const std::uint32_t feature : features_[other]) {
      shared += scratch.weights[feature];
    }
    cost += features_[other].size();
    best.push_back({(shared << 16) / (totals_[item] + totals_[other]), other});
  }
  std::vector<std::uint32_t>& row = rows_[item];
  const std::size_t count =
      std::min(best.size(), kContentNeighbours - row.size());
  std::partial_sort(best.begin(),
                    best.begin() + static_cast<std::ptrdiff_t>(count),
                    best.end(), [](const Alike& a, const Alike& b) {
                      return a.likeness != b.likeness ? a.likeness > b.likeness
                                                      : a.item < b.item;
                    });
  for (std::size_t i = 0; i < count; ++i) row.push_back(best[i].item);
  return cost;
}

std::vector<std::uint32_t> BesideNeighbours(
    const std::vector<std::uint32_t>& order, const ContentRows& rows,
    const std::vector<bool>& moves) {
  std::vector<std::vector<std::uint32_t>> behind(order.size());
  std::vector<bool> moved(order.size());
  for (const std::uint32_t item : order) {
    if (!moves[item]) continue;
    const auto neighbour =
        std::find_if(rows[item].begin(), rows[item].end(),
                     [&moves](std::uint32_t other) { return !moves[other]; });
    if (neighbour == rows[item].end()) continue;
    behind[*neighbour].push_back(item);
    moved[item] = true;
  }
  std::vector<std::uint32_t> result;
  std::vector<std::uint32_t> waiting;
  std::uint32_t run = 0;
  const auto end_run = [&] {
    result.insert(result.end(), waiting.begin(), waiting.end());
    waiting.clear();
    run = 0;
  };
  for (const std::uint32_t item : order) {
    if (moved[item]) continue;
    result.push_back(item);
    waiting.insert(waiting.end(), behind[item].begin(), behind[item].end());
    if (++run == kRunLength) end_run();
  }
  end_run();
  return result;
}

}  // namespace vitrine
