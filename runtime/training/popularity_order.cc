#include "runtime/training/popularity_order.h"

#include <algorithm>

namespace vitrine {

std::vector<std::uint32_t> ItemsByPopularity(const Model& model) {
  std::vector<std::uint32_t> rows(model.size());  // by item: that name it
  for (std::uint32_t item = 0; item < model.size(); ++item) {
    for (const Neighbour other :
         model.Neighbours(Relation::kSimilar, item).items) {
      ++rows[other.item];
    }
  }
  const auto popular = model.popular();
  std::vector<std::uint32_t> items(popular.begin(), popular.end());
  std::vector<bool> named(model.size());
  for (const std::uint32_t item : popular) named[item] = true;
  for (std::uint32_t item = 0; item < model.size(); ++item) {
    if (!named[item]) items.push_back(item);
  }
  std::stable_sort(
      items.begin() + static_cast<std::ptrdiff_t>(popular.size()), items.end(),
      [&rows](std::uint32_t a, std::uint32_t b) { return rows[a] > rows[b]; });
  return items;
}

}  // namespace vitrine
