#include "runtime/training/stored_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace vitrine {
namespace {

/// One of so many neighbours weighs more than level 0 stands for.
constexpr std::size_t kAboveTop = 500;

/// Levels of neighbours by content: the last ones, as many of each.
constexpr std::uint32_t kContentLevels = 4;
static_assert(kContentNeighbours % kContentLevels == 0);

/// The level whose weight is nearest by ratio.
std::uint8_t LevelOf(float weight, float top) {
  const float half_step = std::sqrt(kLevelStep);
  std::uint8_t level = 0;
  for (float least = top / half_step; weight < least && level + 1U < kLevels;
       least /= kLevelStep) {
    ++level;
  }
  return level;
}

/// The row's heaviest neighbours, without the item itself.
std::vector<ItemWeight> HeaviestOf(const std::vector<ItemWeight>& row,
                                   std::uint32_t item) {
  std::vector<ItemWeight> kept;
  for (const ItemWeight& entry : row) {
    if (entry.item != item && entry.weight > 0) kept.push_back(entry);
  }
  if (kept.size() <= kMaxKeptNeighbours) return kept;
  std::nth_element(kept.begin(), kept.begin() + kMaxKeptNeighbours, kept.end(),
                   [](const ItemWeight& a, const ItemWeight& b) {
                     return a.weight != b.weight ? a.weight > b.weight
                                                 : a.item < b.item;
                   });
  kept.resize(kMaxKeptNeighbours);
  return kept;
}

float TopOf(const std::vector<std::vector<ItemWeight>>& rows) {
  std::vector<float> weights;
  for (const auto& row : rows) {
    for (const ItemWeight& entry : row) weights.push_back(entry.weight);
  }
  if (weights.empty()) return 1;
  const auto at =
      weights.begin() + static_cast<std::ptrdiff_t>(weights.size() / kAboveTop);
  std::nth_element(weights.begin(), at, weights.end(), std::greater<>());
  return *at;
}

float SelfWeight(const std::vector<ItemWeight>& row, std::uint32_t item) {
  for (const ItemWeight& entry : row) {
    if (entry.item == item) return entry.weight;
  }
  return 0;
}

}  // namespace

StoredRows::StoredRows(const SparseRows& similar, const SparseRows& together,
                       const std::vector<std::uint32_t>& popularity,
                       const ContentRows& content)
    : rows_(similar.size()) {
  const SparseRows* const all[kRelations] = {&similar, &together};
  for (std::uint32_t r = 0; r < kRelations; ++r) {
    SparseRows kept;
    for (std::uint32_t item = 0; item < all[r]->size(); ++item) {
      kept.push_back(HeaviestOf((*all[r])[item], item));
    }
    const float top = tops_[r] = TopOf(kept);
    for (std::uint32_t item = 0; item < kept.size(); ++item) {
      const float asked =
          std::sqrt(std::sqrt(static_cast<float>(popularity[item])));
      std::vector<Entry>& entries = rows_[item].entries[r];
      for (const ItemWeight& entry : kept[item]) {
        const float worth = entry.weight / top * asked;
        entries.push_back({entry.item, LevelOf(entry.weight, top), worth});
        worths_.push_back(worth);
      }
    }
  }
  for (std::uint32_t item = 0; item < content.size(); ++item) {
    AddContent(content[item], rows_[item]);
  }
  for (std::uint32_t item = 0; item < rows_.size(); ++item) {
    for (std::vector<Entry>& entries : rows_[item].entries) {
      std::sort(entries.begin(), entries.end(),
                [item](const Entry& a, const Entry& b) {
                  const bool above = a.item > item;
                  if (above != (b.item > item)) return above;
                  return above ? a.item < b.item : a.item > b.item;
                });
    }
  }
  for (std::uint32_t item = 0; item < similar.size(); ++item) {
    const float self = SelfWeight(similar[item], item);
    if (self > 0) {
      rows_[item].self = static_cast<std::uint8_t>(LevelOf(self, tops_[0]) + 1);
    }
  }
  std::sort(worths_.begin(), worths_.end(), std::greater<>());
}

void StoredRows::AddContent(const std::vector<std::uint32_t>& neighbours,
                            Row& row) {
  std::vector<Entry>& entries = row.entries[0];
  if (!entries.empty()) return;
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    const std::size_t level =
        kLevels - kContentLevels + i * kContentLevels / kContentNeighbours;
    entries.push_back({neighbours[i], static_cast<std::uint8_t>(level),
                       std::numeric_limits<float>::infinity()});
  }
  by_content_ += neighbours.size();
}

std::size_t StoredRows::usual() const {
  return std::min(size(), rows_.size() * kMeanKeptNeighbours);
}

SparseRows StoredRows::Similar(std::size_t count) const {
  std::array<float, kLevels> weights = {top(Relation::kSimilar)};
  for (std::uint32_t level = 1; level < kLevels; ++level) {
    weights[level] = weights[level - 1] / kLevelStep;
  }
  const float most = LeastWorth(count);
  SparseRows similar(rows_.size());
  for (std::uint32_t item = 0; item < rows_.size(); ++item) {
    const Row& row = rows_[item];
    if (row.self > 0) similar[item].push_back({item, weights[row.self - 1U]});
    for (const Entry& entry : row.entries[0]) {
      if (entry.worth > most && !std::isinf(entry.worth)) {
        similar[item].push_back({entry.item, weights[entry.level]});
      }
    }
  }
  return similar;
}

void StoredRows::AddTo(ModelShard& shard, std::uint32_t first,
                       std::uint32_t last, const Kept& kept) const {
  const float most = LeastWorth(kept.learned);
  for (std::uint32_t item = first; item < last; ++item) {
    ShardRow row;
    row.first = static_cast<std::uint32_t>(shard.neighbours.size());
    row.self = rows_[item].self;
    for (std::uint32_t r = 0; r < kRelations; ++r) {
      for (const Entry& entry : rows_[item].entries[r]) {
        if (std::isinf(entry.worth) ? !kept.content : entry.worth <= most) {
          continue;
        }
        shard.neighbours.push_back({entry.item, entry.level});
        ++row.counts[r];
      }
    }
    shard.rows.push_back(row);
  }
}

}  // namespace vitrine
