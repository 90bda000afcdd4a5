#include "runtime/training/basket_counter.h"

#include <algorithm>
#include <cmath>

#include "runtime/training/weight_code.h"

namespace vitrine {
namespace {

/// Positions whose steps are counted in one piece.
constexpr std::uint64_t kWorkOfStep = 100'000;

}  // namespace

BasketCounter::BasketCounter(const Baskets& baskets, std::uint32_t item_count,
                             std::uint32_t min_support)
    : baskets_(baskets),
      item_count_(item_count),
      min_support_(min_support),
      row_begins_(item_count + std::size_t{1}),
      positions_(baskets.items.size()),
      sums_(item_count) {
  session_of_.reserve(baskets.items.size());
  for (std::uint32_t session = 0; session < baskets.ends.size(); ++session) {
    session_of_.resize(baskets.ends[session], session);
  }
  for (const std::uint32_t item : baskets.items) {
    ++row_begins_[item + std::size_t{1}];
  }
  row_divisors_.reserve(item_count);
  column_divisors_.reserve(item_count);
  for (std::uint32_t item = 0; item < item_count; ++item) {
    const double root = std::sqrt(row_begins_[item + std::size_t{1}]);
    row_divisors_.push_back(root);
    column_divisors_.push_back(std::sqrt(root));
    row_begins_[item + std::size_t{1}] += row_begins_[item];
  }
  std::vector<std::uint32_t> next = row_begins_;
  for (std::uint32_t at = 0; at < baskets.items.size(); ++at) {
    positions_[next[baskets.items[at]]++] = at;
  }
}

void BasketCounter::Step() {
  for (std::uint64_t work = 0; !done() && work < kWorkOfStep; ++row_) {
    work += row_begins_[row_ + std::size_t{1}] - row_begins_[row_] + 1;
    CountRow();
  }
}

void BasketCounter::CountRow() {
  const std::uint32_t end = row_begins_[row_ + std::size_t{1}];
  for (std::uint32_t i = row_begins_[row_]; i < end; ++i) {
    const std::uint32_t at = positions_[i];
    const std::uint32_t session = session_of_[at];
    const std::uint32_t first = session == 0 ? 0 : baskets_.ends[session - 1];
    const std::uint32_t last = baskets_.ends[session];
    const std::uint64_t weight = baskets_.weights[session];
    for (std::uint32_t k = 1; k <= kBasketWindow; ++k) {
      if (at + k < last) Add(baskets_.items[at + k], weight, k);
      if (at >= first + k) Add(baskets_.items[at - k], weight, k);
    }
  }

  candidates_.clear();
  for (const std::uint32_t item : touched_) {
    if (sums_[item].support >= min_support_) {
      const double weight = static_cast<double>(sums_[item].weight) /
                            (row_divisors_[row_] * column_divisors_[item]);
      candidates_.push_back({item, static_cast<float>(weight)});
    }
    sums_[item] = {};
  }
  touched_.clear();
  if (candidates_.size() > kKeptNeighbours) {
    std::nth_element(
        candidates_.begin(), candidates_.begin() + kKeptNeighbours,
        candidates_.end(), [](const Neighbour& a, const Neighbour& b) {
          return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
        });
    candidates_.resize(kKeptNeighbours);
  }
  std::sort(
      candidates_.begin(), candidates_.end(),
      [](const Neighbour& a, const Neighbour& b) { return a.item < b.item; });
  neighbours_.insert(neighbours_.end(), candidates_.begin(), candidates_.end());
  counts_.push_back(static_cast<std::uint32_t>(candidates_.size()));
}

void BasketCounter::Add(std::uint32_t item, std::uint64_t weight,
                        std::uint32_t distance) {
  Sum& sum = sums_[item];
  if (sum.support == 0) touched_.push_back(item);
  sum.weight += weight / distance;
  ++sum.support;
}

Neighbours BasketCounter::Finish() const {
  Neighbours result;
  if (neighbours_.empty()) return result;
  float largest = 0;
  for (const Neighbour& neighbour : neighbours_) {
    largest = std::max(largest, neighbour.weight);
  }
  result.counts.append({counts_.data(), counts_.size()});
  result.items.reserve(neighbours_.size());
  result.weights.reserve(neighbours_.size());
  for (const Neighbour& neighbour : neighbours_) {
    result.items.push_back(neighbour.item);
    result.weights.push_back(
        WeightCode(static_cast<double>(neighbour.weight) / largest));
  }
  return result;
}

}  // namespace vitrine
