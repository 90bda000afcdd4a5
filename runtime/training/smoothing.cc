#include "runtime/training/smoothing.h"

#include <algorithm>

#include "runtime/training/powers.h"

namespace vitrine {
namespace {

/// What popularity is counted from, so that rare items do not outweigh all.
constexpr std::uint32_t kLeastPopularity = 5;

std::vector<float> DivisorsOf(const std::vector<std::uint32_t>& popularity,
                              std::uint32_t exponent) {
  std::vector<float> divisors;
  divisors.reserve(popularity.size());
  for (const std::uint32_t count : popularity) {
    divisors.push_back(static_cast<float>(
        PowerOfSixteenths(count + double{kLeastPopularity}, exponent)));
  }
  return divisors;
}

void BringToScale(SparseRows& rows) {
  double sum = 0;
  std::uint32_t count = 0;
  for (std::uint32_t item = 0; item < rows.size(); ++item) {
    float largest = 0;
    for (const ItemWeight& entry : rows[item]) {
      if (entry.item != item) largest = std::max(largest, entry.weight);
    }
    if (largest == 0) continue;
    sum += largest;
    ++count;
  }
  if (count == 0) return;
  const auto factor = static_cast<float>(count / sum);
  for (auto& row : rows) {
    for (ItemWeight& entry : row) entry.weight *= factor;
  }
}

}  // namespace

struct SmoothingWork::Scratch {
  explicit Scratch(std::size_t items) : sums(items) {}

  void Add(std::uint32_t item, float weight) {
    if (sums[item] == 0) touched.push_back(item);
    sums[item] += weight;
  }

  std::vector<float> sums;  ///< by item; zero between rows
  std::vector<std::uint32_t> touched;
};

SmoothingWork::SmoothingWork(const SparseRows& columns,
                             const std::vector<std::uint32_t>& popularity,
                             const SmoothingParameters& parameters,
                             std::uint32_t workers)
    : hop_(parameters.hop),
      rows_(columns.size()),
      smooth_(columns.size()),
      pool_(static_cast<std::uint32_t>(columns.size()), workers) {
  std::vector<std::uint32_t> counts(columns.size());
  for (const auto& column : columns) {
    for (const ItemWeight& entry : column) ++counts[entry.item];
  }
  for (std::size_t item = 0; item < counts.size(); ++item) {
    rows_[item].reserve(counts[item]);
  }
  const std::vector<float> target =
      DivisorsOf(popularity, parameters.target_exponent);
  const std::vector<float> source =
      DivisorsOf(popularity, parameters.source_exponent);
  for (std::uint32_t item = 0; item < columns.size(); ++item) {
    for (const ItemWeight& entry : columns[item]) {
      rows_[entry.item].push_back(
          {item, entry.weight / (target[item] * source[entry.item])});
    }
  }
  BringToScale(rows_);
  for (std::uint32_t i = 0; i < workers; ++i) {
    scratch_.push_back(std::make_unique<Scratch>(columns.size()));
  }
}

SmoothingWork::~SmoothingWork() = default;

void SmoothingWork::Step() {
  pool_.Step([this](std::uint32_t worker, std::uint32_t item) {
    return Smooth(*scratch_[worker], item);
  });
}

std::uint64_t SmoothingWork::Smooth(Scratch& scratch, std::uint32_t item) {
  std::uint64_t cost = 4 * rows_[item].size();
  std::vector<ItemWeight>& smooth = smooth_[item];
  if (hop_ == 0) {
    smooth = rows_[item];
  } else {
    for (const ItemWeight& step : rows_[item]) {
      scratch.Add(step.item, step.weight);
      if (step.item == item) continue;
      const float factor = hop_ * step.weight;
      for (const ItemWeight& next : rows_[step.item]) {
        if (next.item != step.item && next.item != item) {
          scratch.Add(next.item, factor * next.weight);
        }
      }
      cost += 4 * rows_[step.item].size();
    }
    smooth.reserve(scratch.touched.size());
    for (const std::uint32_t other : scratch.touched) {
      smooth.push_back({other, scratch.sums[other]});
      scratch.sums[other] = 0;
    }
    scratch.touched.clear();
  }
  if (smooth.size() > kKeptWeights) {
    std::nth_element(smooth.begin(), smooth.begin() + kKeptWeights,
                     smooth.end(), [](const auto& a, const auto& b) {
                       return a.weight != b.weight ? a.weight > b.weight
                                                   : a.item < b.item;
                     });
    smooth.resize(kKeptWeights);
    smooth.shrink_to_fit();
  }
  std::sort(smooth.begin(), smooth.end(),
            [](const auto& a, const auto& b) { return a.item < b.item; });
  return cost;
}

SparseRows SmoothingWork::Finish() {
  BringToScale(smooth_);
  return std::move(smooth_);
}

}  // namespace vitrine
