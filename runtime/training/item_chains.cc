#include "runtime/training/item_chains.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "runtime/bundle/program.h"

namespace vitrine {
namespace {

/// The sum of the weights of each pair, the heaviest first.
std::vector<ItemLink> HeaviestFirst(std::vector<ItemLink> links) {
  std::sort(links.begin(), links.end(),
            [](const ItemLink& a, const ItemLink& b) {
              return std::tie(a.one, a.other, a.weight) <
                     std::tie(b.one, b.other, b.weight);
            });
  std::vector<ItemLink> sums;
  for (const ItemLink& link : links) {
    if (!sums.empty() && sums.back().one == link.one &&
        sums.back().other == link.other) {
      sums.back().weight += link.weight;
    } else {
      sums.push_back(link);
    }
  }
  std::stable_sort(
      sums.begin(), sums.end(),
      [](const ItemLink& a, const ItemLink& b) { return a.weight > b.weight; });
  return sums;
}

/// Which chain an item is of.
class Groups {
 public:
  explicit Groups(std::uint32_t items) : parents_(items) {
    std::iota(parents_.begin(), parents_.end(), 0U);
  }
  /// False: they were together already.
  bool Join(std::uint32_t one, std::uint32_t other) {
    one = RootOf(one);
    other = RootOf(other);
    parents_[one] = other;
    return one != other;
  }

 private:
  std::uint32_t RootOf(std::uint32_t item) {
    while (parents_[item] != item) {
      item = parents_[item] = parents_[parents_[item]];
    }
    return item;
  }

  std::vector<std::uint32_t> parents_;
};

}  // namespace

ItemChains::ItemChains(std::uint32_t items, std::vector<ItemLink> links)
    : beside_(items, Beside{{kNone, kNone}}) {
  Groups chains(items);
  const auto is_end = [this](std::uint32_t item) {
    return beside_[item].items[1] == kNone;
  };
  for (const ItemLink& link : HeaviestFirst(std::move(links))) {
    if (is_end(link.one) && is_end(link.other) &&
        chains.Join(link.one, link.other)) {
      Join(link.one, link.other);
    }
  }
}

void ItemChains::Join(std::uint32_t one, std::uint32_t other) {
  const auto add = [this](std::uint32_t item, std::uint32_t neighbour) {
    std::uint32_t* const items = beside_[item].items;
    items[items[0] == kNone ? 0 : 1] = neighbour;
  };
  add(one, other);
  add(other, one);
}

std::uint32_t ItemChains::EndOf(std::uint32_t item,
                                std::uint32_t direction) const {
  std::uint32_t next = beside_[item].items[direction];
  while (next != kNone) {
    const std::uint32_t* const items = beside_[next].items;
    const std::uint32_t beyond = items[items[0] == item ? 1 : 0];
    item = std::exchange(next, beyond);
  }
  return item;
}

std::vector<std::uint32_t> ItemChains::Along(
    const std::vector<std::uint32_t>& order) const {
  std::vector<std::uint32_t> places(order.size());
  for (std::uint32_t place = 0; place < order.size(); ++place) {
    places[order[place]] = place;
  }
  std::vector<bool> done(order.size());
  std::vector<std::uint32_t> chained;
  chained.reserve(order.size());
  for (const std::uint32_t first : order) {
    if (done[first]) continue;
    std::uint32_t item = EndOf(first, 0);
    const std::uint32_t other = EndOf(first, 1);
    if (places[other] < places[item]) item = other;
    std::uint32_t last = kNone;
    while (item != kNone) {
      done[item] = true;
      chained.push_back(item);
      const std::uint32_t* const items = beside_[item].items;
      // Of an end, the second is none.
      const std::uint32_t next = items[items[0] == last ? 1 : 0];
      last = std::exchange(item, next);
    }
  }
  return chained;
}

}  // namespace vitrine
