#ifndef VITRINE_RULES_COLLECT_H_
#define VITRINE_RULES_COLLECT_H_

#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "rules/lower.h"
#include "rules/shape.h"

namespace vitrine::rules {

/// A value that the program stores, and its index in the program's table.
template <typename T>
using Table = std::map<T, std::uint32_t>;

/// What the segments and rules of a model need, with everything that fell away
/// in simplification left out. Indexes follow the order of the values.
struct Needed {
  std::vector<bool> conditions;     ///< by Formula
  std::vector<bool> items;          ///< by Formula
  std::vector<bool> counters;       ///< by index in LoweredModel::counters
  std::vector<std::uint32_t> kept;  ///< likewise: Counter::kept
  Table<std::string_view> strings;
  Table<SymbolText> symbols;
  Table<double> numbers;
  Table<std::vector<double>> number_lists;
  Table<std::vector<SymbolText>> symbol_lists;
};

/// Reports, at the place that needs one too many, whatever exceeds the limits
/// of program.h.
Needed Collect(Shape& shape, const Model& model, const LoweredModel& lowered);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_COLLECT_H_
