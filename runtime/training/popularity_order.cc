#include "runtime/training/popularity_order.h"

#include <numeric>

namespace vitrine {

std::vector<std::uint32_t> ItemsByPopularity(const Model& model) {
  // They are numbered so.
  std::vector<std::uint32_t> items(model.size());
  std::iota(items.begin(), items.end(), 0U);
  return items;
}

}  // namespace vitrine
