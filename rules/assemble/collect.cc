#include "rules/assemble/collect.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "rules/lower/formula_cost.h"

namespace vitrine::rules {
namespace {

/// One more than the largest number compared with, which tells all counts
/// apart that conditions tell apart.
std::uint32_t KeptFor(const Operand& operand) {
  double largest = 0;
  if (const double* number = std::get_if<double>(&operand)) largest = *number;
  if (const auto* list = std::get_if<std::vector<double>>(&operand)) {
    largest = *std::max_element(list->begin(), list->end());
  }
  return static_cast<std::uint32_t>(std::floor(std::max(largest, 0.0))) + 1;
}

bool Moves(const CounterKey& counter) {
  return counter.window == Window::kDuration || counter.window == Window::kDays;
}

class Collector {
 public:
  Collector(Shape& shape, const Model& model, const LoweredModel& lowered)
      : shape_(shape), model_(model), lowered_(lowered) {
    needed_.conditions.resize(lowered.conditions.size());
    needed_.items.resize(lowered.items.size());
    needed_.elements.resize(lowered.elements.size());
    needed_.counters.resize(lowered.counters.size());
    needed_.kept.resize(lowered.counters.size());
    needed_.reads.resize(lowered.reads.size());
    needed_.properties.resize(lowered.properties.size());
    needed_.automata.resize(lowered.automata.size());
    needed_.experiments.resize(model.experiments.size());
    needed_.zones.resize(model.zones.size());
    for (std::uint32_t i = 0; i < lowered.reads.size(); ++i) {
      read_of_path_.emplace(lowered.reads[i].path, i);
    }
  }

  Needed Run() {
    for (const AttributeModel& attribute : model_.attributes) {
      AddString(attribute.name);
    }
    for (const SlotModel& slot : model_.slots) AddString(slot.name);
    for (const PlaceholderModel& placeholder : model_.placeholders) {
      AddRead(read_of_path_.at(placeholder.path));
    }
    for (std::size_t i = 0; i < lowered_.segments.size() && !full_; ++i) {
      AddString(model_.segments[i].name);
      AddCondition(lowered_.segments[i]);
      CheckLimits(model_.segments[i].node);
    }
    for (std::size_t i = 0; i < lowered_.rules.size() && !full_; ++i) {
      AddRule(i);
      CheckLimits(model_.rules[i].node);
    }
    CheckKeptTimes();
    Number(needed_.strings);
    Number(needed_.symbols);
    Number(needed_.numbers);
    Number(needed_.number_lists);
    Number(needed_.symbol_lists);
    return std::move(needed_);
  }

 private:
  template <typename T>
  static void Number(Table<T>& table) {
    std::uint32_t index = 0;
    for (auto& entry : table) entry.second = index++;
  }

  void AddString(std::string_view text) { needed_.strings.emplace(text, 0); }

  void AddRule(std::size_t rule) {
    AddString(model_.rules[rule].id);
    const LoweredRecommendation& recommends = lowered_.recommendations[rule];
    if (recommends.filter != kNone) AddItems(recommends.filter);
    for (const auto& boost : recommends.boosts) AddItems(boost.node);
    for (const std::uint32_t field : recommends.cap_fields) AddField(field);
    for (const SourceModel& source : model_.rules[rule].recommend.sources) {
      if (!source.items.empty()) AddSymbolList(ItemSymbols(source));
    }
    for (const LoweredRow& row : lowered_.rules[rule]) {
      ++row_count_;
      if (row.experiment != kNone) AddExperiment(row.experiment);
      AddCondition(row.node);
    }
  }

  void AddCondition(Formula formula) {
    condition_count_ += Mark(lowered_.conditions, formula, needed_.conditions);
  }
  void AddItems(Formula formula) {
    item_count_ += Mark(lowered_.items, formula, needed_.items);
    nesting_ = std::max(nesting_, item_costs_[formula].depth);
    visits_ = std::max(visits_, item_costs_[formula].visits);
  }
  void AddElements(Formula formula) {
    element_count_ += Mark(lowered_.elements, formula, needed_.elements);
    nesting_ = std::max(nesting_, element_costs_[formula].depth);
    visits_ = std::max(visits_, element_costs_[formula].visits);
  }

  /// Marks what the formula consists of; returns how much of it is new.
  std::size_t Mark(const FormulaPool& pool, Formula root,
                   std::vector<bool>& marks) {
    std::size_t count = 0;
    std::vector<Formula> open{root};
    while (!open.empty()) {
      const Formula formula = open.back();
      open.pop_back();
      if (marks[formula]) continue;
      marks[formula] = true;
      ++count;
      const FormulaPool::Node& node = pool[formula];
      if (node.is_leaf) {
        AddOperand(node.leaf.operand);
        const std::uint32_t argument = node.leaf.input.argument;
        if (&pool == &lowered_.conditions) {
          AddInput(node.leaf.input, &node.leaf);
        } else if (&pool == &lowered_.items) {
          AddField(argument);
        } else if (argument > 0) {
          AddSymbolList(lowered_.element_paths[argument - 1]);
        }
      }
      open.insert(open.end(), node.children.begin(), node.children.end());
    }
    return count;
  }

  void AddOperand(const Operand& operand) {
    if (const double* number = std::get_if<double>(&operand)) {
      needed_.numbers.emplace(*number, 0);
    } else if (const auto* symbol = std::get_if<SymbolText>(&operand)) {
      AddSymbol(*symbol);
    } else if (const auto* numbers =
                   std::get_if<std::vector<double>>(&operand)) {
      if (needed_.number_lists.emplace(*numbers, 0).second) {
        number_elements_ += numbers->size();
      }
    } else if (const auto* symbols =
                   std::get_if<std::vector<SymbolText>>(&operand)) {
      AddSymbolList(*symbols);
    } else if (const auto* automaton = std::get_if<AutomatonIndex>(&operand)) {
      if (needed_.automata[automaton->index]) return;
      needed_.automata[automaton->index] = true;
      transitions_ += lowered_.automata[automaton->index].transitions.size();
    } else if (const auto* element = std::get_if<ElementFormula>(&operand)) {
      AddElements(element->formula);
    }
  }

  void AddSymbol(const SymbolText& symbol) {
    const auto [entry, is_new] = needed_.symbols.emplace(symbol, 0);
    if (is_new) AddString(entry->first.text);
  }

  void AddSymbolList(const std::vector<SymbolText>& symbols) {
    if (!needed_.symbol_lists.emplace(symbols, 0).second) return;
    symbol_elements_ += symbols.size();
    for (const SymbolText& element : symbols) AddSymbol(element);
  }

  /// `leaf`: what compares it, if something does.
  void AddInput(const Input& input, const LeafKey* leaf) {
    const auto [source, index] = std::pair(input.source, input.argument);
    const InputArgument argument = InputArgumentOf(source);
    if (argument == InputArgument::kCounter) {
      AddCounter(index, source == InputSource::kCounter ? leaf : nullptr);
    }
    const auto name = lowered_.input_names.find({source, index});
    const auto [entry, is_new] = needed_.inputs.emplace(
        std::pair(source, index), name == lowered_.input_names.end()
                                      ? std::string_view()
                                      : std::string_view(name->second));
    if (!is_new) return;
    AddString(entry->second);
    if (argument == InputArgument::kRead) AddRead(index);
    if (argument == InputArgument::kExperiment) AddExperiment(index);
    if (argument == InputArgument::kZone) needed_.zones[index] = true;
    if (argument == InputArgument::kSymbol) AddSymbol(lowered_.symbols[index]);
  }

  void AddRead(std::uint32_t index) {
    if (needed_.reads[index]) return;
    needed_.reads[index] = true;
    ++read_count_;
    AddString(lowered_.reads[index].path);
  }

  void AddExperiment(std::uint32_t index) {
    if (needed_.experiments[index]) return;
    needed_.experiments[index] = true;
    const ExperimentModel& experiment = model_.experiments[index];
    AddString(experiment.name);
    AddString(experiment.seed);
    for (const ArmModel& arm : experiment.arms) AddString(arm.name);
    if (experiment.source == HashSource::kRead) {
      AddRead(read_of_path_.at(experiment.path));
    }
  }

  /// A field of an item, or a property.
  void AddField(std::uint32_t argument) {
    if (argument < kItemFields) return;
    const std::uint32_t index = argument - kItemFields;
    if (needed_.properties[index]) return;
    needed_.properties[index] = true;
    ++property_count_;
    const LoweredProperty& property = lowered_.properties[index];
    AddString(property.name);
    AddField(property.field);
    if (property.has_input) AddInput(property.input, nullptr);
  }

  /// `leaf`: what compares the tally, if something does.
  void AddCounter(std::uint32_t index, const LeafKey* leaf) {
    const CounterKey& counter = lowered_.counters[index];
    std::uint32_t& kept = needed_.kept[index];
    if (counter.tally == Tally::kSequence) {
      kept = static_cast<std::uint32_t>(counter.steps.size());
    } else if (counter.tally == Tally::kSum) {
      kept = Moves(counter) ? kMaxKeptTimes : 0;
    } else if (counter.tally == Tally::kDistinct || Moves(counter)) {
      kept = std::max(kept, leaf == nullptr ? 1 : KeptFor(leaf->operand));
    }
    if (needed_.counters[index]) return;
    needed_.counters[index] = true;
    if (counter.window == Window::kDays) needed_.zones[0] = true;
    AddField(counter.what);
    for (const StepKey& step : counter.steps) {
      AddSymbol(step.event);
      if (step.where != kNone) AddItems(step.where);
    }
    step_count_ += counter.steps.size();
    const NodeId node = lowered_.counter_nodes[index];
    Check(++counter_count_, kMaxCounters,
          "different things to count (`$event`, `$since`, `$sequence`, `cap` "
          "and `budget`)",
          node);
    Check(step_count_, kMaxSteps, "different steps of what is counted", node);
  }

  void CheckLimits(NodeId node) {
    Check(condition_count_, kMaxNodes, "different conditions", node);
    Check(item_count_, kMaxNodes,
          "different conditions in `where` and `filter`", node);
    Check(element_count_, kMaxNodes, "different conditions on elements", node);
    Check(visits_, kMaxNodes, "conditions in one `where`, `filter` or list",
          node);
    Check(nesting_, kMaxNesting, "conditions inside each other", node);
    Check(needed_.strings.size(), kMaxStrings, "different names and texts",
          node);
    Check(number_elements_, kMaxListElements, "numbers in lists", node);
    Check(symbol_elements_, kMaxListElements, "texts in lists", node);
    Check(needed_.inputs.size(), kMaxInputs, "different things to compare",
          node);
    Check(read_count_, kMaxReads, "different paths", node);
    Check(property_count_, kMaxProperties,
          "different properties of events and items", node);
    Check(transitions_, kMaxTransitions, "entries in the tables of patterns",
          node);
    Check(row_count_, kMaxRules, "rules, counting each variation", node);
  }

  void Check(std::size_t count, std::uint32_t limit, std::string_view what,
             NodeId node) {
    if (count <= limit || full_) return;
    full_ = true;
    const std::string expected = "at most " + std::to_string(limit);
    shape_.diagnostics.Error(shape_.tree.KeyPlace(node), "limit",
                             "too many " + std::string(what) + ": " + expected +
                                 " fit into one bundle, and this is beyond",
                             {.expected = expected});
  }

  void CheckKeptTimes() {
    std::uint32_t total = 0;
    for (std::size_t i = 0; i < needed_.kept.size() && !full_; ++i) {
      total += needed_.kept[i];
      Check(total, kMaxKeptTimesTotal,
            "times to remember (what is counted within a duration or days "
            "needs one more than the largest number it is compared with)",
            lowered_.counter_nodes[i]);
    }
  }

  Shape& shape_;
  const Model& model_;
  const LoweredModel& lowered_;
  const std::vector<FormulaCost> item_costs_ = CostsOf(lowered_.items);
  const std::vector<FormulaCost> element_costs_ = CostsOf(lowered_.elements);
  std::map<std::string_view, std::uint32_t> read_of_path_;
  Needed needed_;
  std::size_t condition_count_ = 0;
  std::size_t item_count_ = 0;
  std::size_t element_count_ = 0;
  std::uint32_t nesting_ = 0;
  std::uint32_t visits_ = 0;
  std::size_t counter_count_ = 0;
  std::size_t step_count_ = 0;
  std::size_t number_elements_ = 0;
  std::size_t symbol_elements_ = 0;
  std::size_t read_count_ = 0;
  std::size_t property_count_ = 0;
  std::size_t transitions_ = 0;
  std::size_t row_count_ = 0;
  bool full_ = false;
};

}  // namespace

InputArgument InputArgumentOf(InputSource source) {
  switch (source) {
    case InputSource::kRead:
    case InputSource::kAttributeAge:
      return InputArgument::kRead;
    case InputSource::kCounter:
    case InputSource::kSince:
      return InputArgument::kCounter;
    case InputSource::kExperiment:
      return InputArgument::kExperiment;
    case InputSource::kMinute:
    case InputSource::kWeekday:
      return InputArgument::kZone;
    case InputSource::kCartHas:
    case InputSource::kViewedHas:
    case InputSource::kCategoryShare:
    case InputSource::kBrandShare:
      return InputArgument::kSymbol;
    default:
      return InputArgument::kPlain;
  }
}

std::vector<SymbolText> ItemSymbols(const SourceModel& source) {
  std::vector<SymbolText> symbols;
  for (const std::string& id : source.items) {
    symbols.push_back({IdentityKind::kItem, id});
  }
  return symbols;
}

Needed Collect(Shape& shape, const Model& model, const LoweredModel& lowered) {
  return Collector(shape, model, lowered).Run();
}

}  // namespace vitrine::rules
