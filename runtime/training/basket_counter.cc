#include "runtime/training/basket_counter.h"

#include <algorithm>
#include <cmath>

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

  std::vector<ItemWeight> row;
  for (const std::uint32_t item : touched_) {
    if (sums_[item].support >= min_support_) {
      const double weight = static_cast<double>(sums_[item].weight) /
                            (row_divisors_[row_] * column_divisors_[item]);
      row.push_back({item, static_cast<float>(weight)});
    }
    sums_[item] = {};
  }
  touched_.clear();
  if (row.size() > kKeptNeighbours) {
    std::nth_element(row.begin(), row.begin() + kKeptNeighbours, row.end(),
                     [](const ItemWeight& a, const ItemWeight& b) {
                       return a.weight != b.weight ? a.weight > b.weight
                                                   : a.item < b.item;
                     });
    row.resize(kKeptNeighbours);
  }
  std::sort(
      row.begin(), row.end(),
      [](const ItemWeight& a, const ItemWeight& b) { return a.item < b.item; });
  rows_.push_back(std::move(row));
}

void BasketCounter::Add(std::uint32_t item, std::uint64_t weight,
                        std::uint32_t distance) {
  Sum& sum = sums_[item];
  if (sum.support == 0) touched_.push_back(item);
  sum.weight += weight / distance;
  ++sum.support;
}

}  // namespace vitrine
