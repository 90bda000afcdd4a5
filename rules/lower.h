#ifndef VITRINE_RULES_LOWER_H_
#define VITRINE_RULES_LOWER_H_

#include <map>
#include <string>
#include <vector>

#include "rules/formula.h"
#include "rules/model.h"

namespace vitrine::rules {

/// What a counter counts. Equal ones are one counter.
struct CounterKey {
  std::string event;
  Window window = Window::kLifetime;
  double duration_ms = 0;
  Formula where = kNone;  ///< in LoweredModel::items, or kNone
};
bool operator<(const CounterKey& a, const CounterKey& b);

/// A model as formulas. Leaf inputs name attributes and counters by their
/// index in the model and in `counters`; in `items` only Input::argument
/// counts, and it is an ItemField.
struct LoweredModel {
  FormulaPool conditions;
  FormulaPool items;
  std::vector<CounterKey> counters;
  std::vector<NodeId> counter_nodes;  ///< the first `$event` of each counter
  std::vector<Formula> segments;      ///< by index in the model
  std::vector<Formula> rules;         ///< by index in the model
  std::vector<Formula> filters;       ///< of rules, in `items`; kNone: none
};

/// Precondition: the model was checked without errors.
LoweredModel Lower(const Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_LOWER_H_
