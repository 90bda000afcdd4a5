#ifndef VITRINE_RULES_ASSEMBLE_COLLECT_H_
#define VITRINE_RULES_ASSEMBLE_COLLECT_H_

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/lower/lower.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// A value that the program stores, and its index in the program's table.
template <typename T>
using Table = std::map<T, std::uint32_t>;

/// What LeafKey::input.argument of `conditions` is an index of.
enum class InputArgument : std::uint8_t {
  kPlain,
  kRead,
  kCounter,
  kExperiment,
  kZone,
  kSymbol
};
InputArgument InputArgumentOf(InputSource source);

/// What Program::symbol_lists has for Source::items.
std::vector<SymbolText> ItemSymbols(const SourceModel& source);

/// What the segments and rules of a model need, with everything that fell away
/// in simplification left out. Indexes follow the order of the values.
struct Needed {
  std::vector<bool> conditions;     ///< by Formula
  std::vector<bool> items;          ///< by Formula
  std::vector<bool> elements;       ///< by Formula
  std::vector<bool> counters;       ///< by index in the LoweredModel
  std::vector<std::uint32_t> kept;  ///< likewise: Counter::kept
  std::vector<bool> reads;          ///< likewise
  std::vector<bool> properties;     ///< likewise
  std::vector<bool> automata;       ///< likewise
  std::vector<bool> experiments;    ///< by index in the model
  std::vector<bool> zones;          ///< by index in the model
  /// Of `conditions`, and what people call them.
  std::map<std::pair<InputSource, std::uint32_t>, std::string_view> inputs;
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

#endif  // VITRINE_RULES_ASSEMBLE_COLLECT_H_
