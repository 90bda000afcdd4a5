#ifndef VITRINE_RULES_LOWER_LOWER_H_
#define VITRINE_RULES_LOWER_LOWER_H_

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "rules/lower/formula.h"
#include "rules/model/model.h"
#include "rules/pattern/automaton.h"

namespace vitrine::rules {

/// One step of a counter.
struct StepKey {
  SymbolText event;
  Formula where = kNone;  ///< in LoweredModel::items, or kNone
  bool absent = false;
  double within_ms = 0;
};
inline bool operator<(const StepKey& a, const StepKey& b) {
  return std::tie(a.event, a.where, a.absent, a.within_ms) <
         std::tie(b.event, b.where, b.absent, b.within_ms);
}

/// What a counter counts. Equal ones are one counter.
struct CounterKey {
  Tally tally = Tally::kCount;
  Window window = Window::kLifetime;
  double length = 0;
  /// kSum, kDistinct: ItemField, or kItemFields plus an index into
  /// LoweredModel::properties. Otherwise 0.
  std::uint32_t what = 0;
  std::vector<StepKey> steps;
};
inline bool operator<(const CounterKey& a, const CounterKey& b) {
  return std::tie(a.tally, a.window, a.length, a.what, a.steps) <
         std::tie(b.tally, b.window, b.length, b.what, b.steps);
}

/// A path that the host walks.
struct LoweredRead {
  std::string path;
  std::uint32_t attribute = kNone;  ///< index in the model; kNone: the page
  std::uint8_t needs = 0;
};

/// What the item network reads beside the fields of items.
struct LoweredProperty {
  std::string name;  ///< of a comparison: of what is compared with
  PropertyKind kind = PropertyKind::kOfItem;
  std::uint32_t field = 0;  ///< as CounterKey::what
  bool has_input = false;
  Input input;  ///< as LeafKey::input of `conditions`
};
inline bool operator<(const LoweredProperty& a, const LoweredProperty& b) {
  return std::tie(a.name, a.kind, a.field, a.has_input, a.input.source,
                  a.input.argument) < std::tie(b.name, b.kind, b.field,
                                               b.has_input, b.input.source,
                                               b.input.argument);
}

/// What a rule recommends, as far as it is about items. Formulas are in
/// `items`.
struct LoweredRecommendation {
  struct Boost {
    Formula node = 0;
    std::uint32_t percent = 100;
  };
  Formula filter = kNone;     ///< kNone: none
  std::vector<Boost> boosts;  ///< without those that always hold
  /// By RecommendModel::caps: as CounterKey::what.
  std::vector<std::uint32_t> cap_fields;
};

/// What a rule becomes: a row for each arm of its experiment, or one.
struct LoweredRow {
  Formula node = 0;
  /// In the model; of a row for those held out, the holdout's.
  std::uint32_t experiment = kNone;
  std::uint32_t arm = 0;
  std::uint32_t content = kNone;  ///< into RuleModel::contents; kNone: nothing
};

/// A model as formulas. Arguments of inputs (LeafKey::input) are: of reads,
/// counters and symbols the index in the vectors here; of experiments and
/// zones the index in the model; otherwise as program.h says. In `items` only
/// Input::argument counts, and it is an ItemField or kItemFields plus an index
/// into `properties`; in `elements` likewise, and it is 0 for the element
/// itself or one more than an index into `element_paths`.
struct LoweredModel {
  FormulaPool conditions;
  FormulaPool items;
  FormulaPool elements;
  std::vector<CounterKey> counters;
  std::vector<NodeId> counter_nodes;  ///< the first condition on each counter
  std::vector<LoweredRead> reads;
  std::vector<LoweredProperty> properties;
  std::vector<SymbolText> symbols;  ///< arguments of kCartHas and the like
  std::vector<std::vector<SymbolText>> element_paths;
  std::vector<CompiledPattern> automata;
  /// What people call each input of `conditions`.
  std::map<std::pair<InputSource, std::uint32_t>, std::string> input_names;
  std::vector<Formula> segments;               ///< by index in the model
  std::vector<Formula> experiments;            ///< likewise: who takes part
  std::vector<std::vector<LoweredRow>> rules;  ///< by index in the model
  /// By index in the model.
  std::vector<LoweredRecommendation> recommendations;
};

/// Precondition: the model was checked without errors.
LoweredModel Lower(const Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_LOWER_LOWER_H_
