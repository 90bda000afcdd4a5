#ifndef VITRINE_RULES_ASSEMBLE_TABLES_H_
#define VITRINE_RULES_ASSEMBLE_TABLES_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "rules/assemble/collect.h"
#include "rules/lower/lower.h"
#include "rules/model/model.h"

namespace vitrine::rules {

/// From the numbering of the model (attributes, zones, experiments), or of
/// what was lowered (the others), to the program's. Of what is not needed the
/// numbers mean nothing.
struct TableIndexes {
  std::vector<std::uint32_t> attributes;
  std::vector<std::uint32_t> reads;
  std::vector<std::uint32_t> properties;
  std::vector<std::uint32_t> zones;
  std::vector<std::uint32_t> experiments;
  std::vector<std::uint32_t> automata;

  /// An input of the items' network.
  std::uint32_t Field(std::uint32_t field) const {
    return field < kItemFields ? field
                               : kItemFields + properties[field - kItemFields];
  }
};

/// Puts into an empty program what conditions refer to.
TableIndexes AddTables(const Model& model, const LoweredModel& lowered,
                       const Needed& needed, Program& program);

/// Indexes of the models in the order of their names.
template <typename T>
std::vector<std::uint32_t> SortedByName(const std::vector<T>& models) {
  std::vector<std::uint32_t> order(models.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&models](std::uint32_t a, std::uint32_t b) {
              return models[a].name < models[b].name;
            });
  return order;
}

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_ASSEMBLE_TABLES_H_
