#include "runtime/training/neighbour_rows.h"

#include <algorithm>

#include "runtime/training/weight_code.h"

namespace vitrine {

Neighbours StoredRows(const SparseRows& rows,
                      const RankingParameters& parameters, Ranking& ranking) {
  float largest = 0;
  const auto weight_of = [&](const ItemWeight& entry, std::size_t row) {
    return entry.item == row ? entry.weight * parameters.self : entry.weight;
  };
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (const ItemWeight& entry : rows[row]) {
      largest = std::max(largest, weight_of(entry, row));
    }
  }
  ranking.decay = parameters.decay;
  ranking.revisit_decay = parameters.revisit_decay;
  ranking.revisit = 0;
  Neighbours stored;
  if (largest == 0) return stored;
  const double unit = WeightOf(kLargestCode) / double{largest};
  ranking.revisit = static_cast<float>(parameters.revisit * unit);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::uint32_t count = 0;
    for (const ItemWeight& entry : rows[row]) {
      const float weight = weight_of(entry, row);
      if (weight == 0) continue;
      stored.items.push_back(entry.item);
      stored.weights.push_back(WeightCode(weight / double{largest}));
      ++count;
    }
    stored.counts.push_back(count);
  }
  return stored;
}

}  // namespace vitrine
