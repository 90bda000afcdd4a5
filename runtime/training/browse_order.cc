#include "runtime/training/browse_order.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "runtime/training/logarithm.h"

namespace vitrine {
namespace {

/// Neighbours of a query, beside the item itself.
constexpr std::size_t kQueryNeighbours = 12;
/// Neighbours that an item may be linked to.
constexpr std::size_t kLinks = 40;
/// Ranges of no more items than these stay as they are.
constexpr std::uint32_t kSmallestRange = 8;
constexpr std::uint32_t kMostRounds = 20;
/// Items of the ranges that a step works on.
constexpr std::uint32_t kItemsOfStep = 50'000;

/// The item's strongest neighbours, at most so many, the strongest one first.
std::vector<ItemWeight> StrongestOf(const std::vector<ItemWeight>& row,
                                    std::uint32_t item, std::size_t most) {
  std::vector<ItemWeight> others;
  std::copy_if(row.begin(), row.end(), std::back_inserter(others),
               [item](const ItemWeight& entry) { return entry.item != item; });
  const std::size_t count = std::min(others.size(), most);
  std::partial_sort(
      others.begin(), others.begin() + static_cast<std::ptrdiff_t>(count),
      others.end(), [](const ItemWeight& a, const ItemWeight& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
      });
  others.resize(count);
  return others;
}

}  // namespace

BrowseOrderWork::BrowseOrderWork(const SparseRows& rows)
    : queries_of_(rows.size()), degrees_(rows.size()) {
  const auto items = static_cast<std::uint32_t>(rows.size());
  std::vector<ItemLink> links;
  for (std::uint32_t item = 0; item < items; ++item) {
    std::vector<std::uint32_t>& query = queries_.emplace_back();
    for (const ItemWeight& entry : StrongestOf(rows[item], item, kLinks)) {
      if (query.size() < kQueryNeighbours) query.push_back(entry.item);
      links.push_back({entry.weight, std::min(item, entry.item),
                       std::max(item, entry.item)});
    }
  }
  chains_.emplace(items, std::move(links));
  BeginAlongNeighbours();
  for (std::uint32_t item = 0; item < items; ++item) {
    queries_[item].push_back(item);
    for (const std::uint32_t member : queries_[item]) {
      queries_of_[member].push_back(item);
    }
  }
  // A degree is at most the number of items of a query, and is looked up with
  // one added.
  const std::uint32_t most =
      std::max<std::uint32_t>(items, kQueryNeighbours + 2) + 2;
  logarithms_.push_back(0);
  for (std::uint32_t i = 1; i < most; ++i) logarithms_.push_back(Logarithm(i));
  ranges_.push_back({0, items});
}

/// Walks from each item to its strongest neighbours that were not visited.
void BrowseOrderWork::BeginAlongNeighbours() {
  std::vector<bool> visited(queries_.size());
  std::vector<std::uint32_t> next;
  for (std::uint32_t start = 0; start < queries_.size(); ++start) {
    next.push_back(start);
    while (!next.empty()) {
      const std::uint32_t item = next.back();
      next.pop_back();
      if (visited[item]) continue;
      visited[item] = true;
      order_.push_back(item);
      for (auto other = queries_[item].rbegin(); other != queries_[item].rend();
           ++other) {
        if (!visited[*other]) next.push_back(*other);
      }
    }
  }
}

void BrowseOrderWork::Step() {
  std::uint32_t work = 0;
  while (!ranges_.empty() && work < kItemsOfStep) {
    Range& range = ranges_.back();
    const std::uint32_t size = range.end - range.begin;
    work += size;
    if (size <= kSmallestRange) {
      placed_ += size;
      ranges_.pop_back();
    } else if (range.rounds == kMostRounds || !Improve(range)) {
      const std::uint32_t middle = range.begin + size / 2;
      const Range right = {middle, range.end};
      range = {range.begin, middle};
      ranges_.push_back(right);
    } else {
      ++range.rounds;
    }
  }
}

double BrowseOrderWork::share_done() const {
  return done() ? 1
                : static_cast<double>(placed_) /
                      static_cast<double>(order_.size() + 1);
}

void BrowseOrderWork::CountDegrees(const Range& range) {
  for (const std::uint32_t query : touched_) degrees_[query] = {};
  touched_.clear();
  const std::uint32_t middle = range.begin + (range.end - range.begin) / 2;
  log_left_ = logarithms_[middle - range.begin];
  log_right_ = logarithms_[range.end - middle];
  for (std::uint32_t place = range.begin; place < range.end; ++place) {
    for (const std::uint32_t query : queries_of_[order_[place]]) {
      Degree& degree = degrees_[query];
      if (degree.left + degree.right == 0) touched_.push_back(query);
      ++(place < middle ? degree.left : degree.right);
    }
  }
}

/// About the bits that a query's gaps take in both halves.
std::int64_t BrowseOrderWork::Cost(Degree degree) const {
  return degree.left * (log_left_ - logarithms_[degree.left + 1]) +
         degree.right * (log_right_ - logarithms_[degree.right + 1]);
}

/// What is won when the item leaves its half.
std::int64_t BrowseOrderWork::Gain(std::uint32_t item, bool left) const {
  std::int64_t gain = 0;
  for (const std::uint32_t query : queries_of_[item]) {
    const Degree now = degrees_[query];
    const Degree then = left ? Degree{now.left - 1, now.right + 1}
                             : Degree{now.left + 1, now.right - 1};
    gain += Cost(now) - Cost(then);
  }
  return gain;
}

bool BrowseOrderWork::Improve(const Range& range) {
  CountDegrees(range);
  const std::uint32_t middle = range.begin + (range.end - range.begin) / 2;
  leaving_left_.clear();
  leaving_right_.clear();
  for (std::uint32_t place = range.begin; place < range.end; ++place) {
    const bool left = place < middle;
    (left ? leaving_left_ : leaving_right_)
        .push_back({Gain(order_[place], left), place});
  }
  const auto gains_more = [](const Move& a, const Move& b) {
    return a.gain != b.gain ? a.gain > b.gain : a.place < b.place;
  };
  std::sort(leaving_left_.begin(), leaving_left_.end(), gains_more);
  std::sort(leaving_right_.begin(), leaving_right_.end(), gains_more);
  bool improved = false;
  const std::size_t pairs =
      std::min(leaving_left_.size(), leaving_right_.size());
  for (std::size_t i = 0; i < pairs; ++i) {
    if (leaving_left_[i].gain + leaving_right_[i].gain <= 0) break;
    std::swap(order_[leaving_left_[i].place], order_[leaving_right_[i].place]);
    improved = true;
  }
  return improved;
}

}  // namespace vitrine
