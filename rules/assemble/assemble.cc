#include "rules/assemble/assemble.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "rules/assemble/network.h"
#include "rules/assemble/tables.h"
#include "rules/lower/counter_identity.h"
#include "rules/model/rule_order.h"

namespace vitrine::rules {
namespace {

bool Before(const Input& a, const Input& b) {
  return std::tie(a.source, a.argument) < std::tie(b.source, b.argument);
}

std::array<std::uint32_t, 3> NumbersOf(const Source& source) {
  return {static_cast<std::uint32_t>(source.strategy), source.take,
          source.items};
}
std::array<std::uint32_t, 2> NumbersOf(const Boost& boost) {
  return {boost.node, boost.percent};
}
std::array<std::uint32_t, 2> NumbersOf(const ItemCap& cap) {
  return {cap.field, cap.most};
}

template <typename T>
void AddNumbers(const std::vector<T>& rows, std::vector<std::uint32_t>& key) {
  key.push_back(static_cast<std::uint32_t>(rows.size()));
  for (const T& row : rows) {
    for (const std::uint32_t number : NumbersOf(row)) key.push_back(number);
  }
}

template <typename T>
void Append(const std::vector<T>& rows, Array<T>& table, std::uint32_t& first,
            std::uint32_t& count) {
  first = static_cast<std::uint32_t>(table.size());
  count = static_cast<std::uint32_t>(rows.size());
  table.append(rows);
}

class Assembler {
 public:
  Assembler(const Model& model, const LoweredModel& lowered,
            const Needed& needed)
      : model_(model),
        lowered_(lowered),
        needed_(needed),
        indexes_(AddTables(model, lowered, needed, program_)),
        counter_indexes_(lowered.counters.size()) {}

  Program Run() {
    NumberedNetwork elements = NumberNetwork(
        lowered_.elements, needed_.elements, {}, [this](const LeafKey& key) {
          const std::uint32_t path = key.input.argument;
          return Leaf{.input = path == 0
                                   ? 0
                                   : 1 + needed_.symbol_lists.at(
                                             lowered_.element_paths[path - 1]),
                      .op = key.op,
                      .operand = OperandIndex(key.operand)};
        });
    element_nodes_ = std::move(elements.nodes);
    NumberedNetwork items = NumberNetwork(
        lowered_.items, needed_.items, {}, [this](const LeafKey& key) {
          return Leaf{.input = indexes_.Field(key.input.argument),
                      .op = key.op,
                      .operand = OperandIndex(key.operand)};
        });
    AddCounters(items.nodes);
    AddInputs();
    AddPropertyInputs();
    NumberedNetwork conditions = NumberNetwork(
        lowered_.conditions, needed_.conditions, Roots(),
        [this](const LeafKey& key) { return ConditionLeaf(key); });
    for (const std::uint32_t i : SortedByName(model_.segments)) {
      program_.segments.push_back(
          {.name = String(model_.segments[i].name),
           .node = conditions.nodes[lowered_.segments[i]]});
    }
    AddSlots(conditions.nodes, items.nodes);
    program_.conditions = std::move(conditions.network);
    program_.item_conditions = std::move(items.network);
    program_.elements = std::move(elements.network);
    return std::move(program_);
  }

 private:
  std::uint32_t String(std::string_view text) const {
    return needed_.strings.at(text);
  }

  /// What segments and rules stand on, in their order.
  std::vector<Formula> Roots() const {
    std::vector<Formula> roots;
    for (const std::uint32_t i : SortedByName(model_.segments)) {
      roots.push_back(lowered_.segments[i]);
    }
    const std::vector<std::vector<std::uint32_t>> rules = RulesOfSlots(model_);
    for (const std::uint32_t slot : SortedByName(model_.slots)) {
      for (const std::uint32_t i : rules[slot]) {
        for (const LoweredRow& row : lowered_.rules[i]) {
          roots.push_back(row.node);
        }
      }
    }
    return roots;
  }

  void AddCounters(const std::vector<std::uint32_t>& item_nodes) {
    std::vector<std::pair<std::string, std::uint32_t>> order;
    for (std::uint32_t i = 0; i < lowered_.counters.size(); ++i) {
      if (!needed_.counters[i]) continue;
      order.emplace_back(
          CounterNormalForm(lowered_.counters[i], needed_.kept[i], lowered_),
          i);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [normal_form, i] : order) {
      const CounterKey& counter = lowered_.counters[i];
      counter_indexes_[i] =
          static_cast<std::uint32_t>(program_.counters.size());
      program_.counters.push_back(
          {.identity = CounterIdentity(normal_form),
           .tally = counter.tally,
           .window = counter.window,
           .length = counter.length,
           .what = indexes_.Field(counter.what),
           .kept = needed_.kept[i],
           .first_step = static_cast<std::uint32_t>(program_.steps.size()),
           .step_count = static_cast<std::uint32_t>(counter.steps.size())});
      for (const StepKey& step : counter.steps) {
        program_.steps.push_back(
            {.event = needed_.symbols.at(step.event),
             .where = step.where == kNone ? kNone : item_nodes[step.where],
             .absent = step.absent,
             .within_ms = step.within_ms});
      }
    }
  }

  /// Without the name.
  Input ProgramInput(InputSource source, std::uint32_t argument) const {
    switch (InputArgumentOf(source)) {
      case InputArgument::kPlain:
        break;
      case InputArgument::kRead:
        argument = indexes_.reads[argument];
        break;
      case InputArgument::kCounter:
        argument = counter_indexes_[argument];
        break;
      case InputArgument::kExperiment:
        argument = indexes_.experiments[argument];
        break;
      case InputArgument::kZone:
        argument = indexes_.zones[argument];
        break;
      case InputArgument::kSymbol:
        argument = needed_.symbols.at(lowered_.symbols[argument]);
        break;
    }
    return {.source = source, .argument = argument};
  }

  void AddInputs() {
    Array<Input>& inputs = program_.inputs;
    for (const auto& [key, name] : needed_.inputs) {
      inputs.push_back(ProgramInput(key.first, key.second));
      inputs[inputs.size() - 1].name = String(name);
    }
    std::sort(inputs.begin(), inputs.end(), Before);
  }

  void AddPropertyInputs() {
    for (std::size_t i = 0; i < lowered_.properties.size(); ++i) {
      const LoweredProperty& property = lowered_.properties[i];
      if (!needed_.properties[i] || !property.has_input) continue;
      program_.properties[indexes_.properties[i]].input =
          InputIndex(property.input);
    }
  }

  std::uint32_t InputIndex(const Input& lowered) const {
    const auto* input = std::lower_bound(
        program_.inputs.begin(), program_.inputs.end(),
        ProgramInput(lowered.source, lowered.argument), Before);
    return static_cast<std::uint32_t>(input - program_.inputs.begin());
  }

  Leaf ConditionLeaf(const LeafKey& key) const {
    return {.input = InputIndex(key.input),
            .op = key.op,
            .operand = OperandIndex(key.operand)};
  }

  std::uint32_t OperandIndex(const Operand& operand) const {
    if (const double* number = std::get_if<double>(&operand)) {
      return needed_.numbers.at(*number);
    }
    if (const bool* truth = std::get_if<bool>(&operand)) return *truth ? 1 : 0;
    if (const auto* symbol = std::get_if<SymbolText>(&operand)) {
      return needed_.symbols.at(*symbol);
    }
    if (const auto* numbers = std::get_if<std::vector<double>>(&operand)) {
      return needed_.number_lists.at(*numbers);
    }
    if (const auto* symbols = std::get_if<std::vector<SymbolText>>(&operand)) {
      return needed_.symbol_lists.at(*symbols);
    }
    if (const ValueTag* tag = std::get_if<ValueTag>(&operand)) {
      return static_cast<std::uint32_t>(*tag);
    }
    if (const auto* automaton = std::get_if<AutomatonIndex>(&operand)) {
      return indexes_.automata[automaton->index];
    }
    if (const auto* element = std::get_if<ElementFormula>(&operand)) {
      return element_nodes_[element->formula];
    }
    return 0;
  }

  void AddSlots(const std::vector<std::uint32_t>& nodes,
                const std::vector<std::uint32_t>& item_nodes) {
    const std::vector<std::vector<std::uint32_t>> rules = RulesOfSlots(model_);
    for (const std::uint32_t slot : SortedByName(model_.slots)) {
      const auto first_rule = static_cast<std::uint32_t>(program_.rules.size());
      for (const std::uint32_t i : rules[slot]) AddRows(i, nodes, item_nodes);
      program_.slots.push_back(
          {.name = String(model_.slots[slot].name),
           .type = model_.slots[slot].type,
           .limit = model_.slots[slot].limit,
           .first_rule = first_rule,
           .rule_count =
               static_cast<std::uint32_t>(program_.rules.size()) - first_rule});
    }
  }

  void AddRows(std::uint32_t i, const std::vector<std::uint32_t>& nodes,
               const std::vector<std::uint32_t>& item_nodes) {
    const RuleModel& rule = model_.rules[i];
    const std::uint32_t recommendation = RecommendationOf(i, item_nodes);
    for (const LoweredRow& row : lowered_.rules[i]) {
      program_.rules.push_back(
          {.id = String(rule.id),
           .priority = rule.priority,
           .node = nodes[row.node],
           .content = row.content == kNone
                          ? kNone
                          : ContentIndex(rule.contents[row.content]),
           .recommendation = recommendation,
           .experiment = row.experiment == kNone
                             ? kNone
                             : indexes_.experiments[row.experiment],
           .arm = row.arm,
           .group = rule.group});
    }
  }

  std::uint32_t ContentIndex(std::string_view content) {
    const auto [entry, is_new] =
        contents_.emplace(content, program_.contents.size());
    if (is_new) program_.contents.Add(content);
    return entry->second;
  }

  /// kNone: the rule recommends nothing.
  std::uint32_t RecommendationOf(std::uint32_t rule,
                                 const std::vector<std::uint32_t>& item_nodes) {
    const RecommendModel& model = model_.rules[rule].recommend;
    if (model.sources.empty()) return kNone;
    const LoweredRecommendation& lowered = lowered_.recommendations[rule];
    Recommendation out{
        .filter = lowered.filter == kNone ? kNone : item_nodes[lowered.filter],
        .diversity = model.diversity,
        .bought = model.bought};
    std::vector<Source> sources;
    for (const SourceModel& source : model.sources) {
      sources.push_back(
          {.strategy = source.strategy,
           .take = source.take,
           .items = source.items.empty()
                        ? kNone
                        : needed_.symbol_lists.at(ItemSymbols(source))});
    }
    std::vector<Boost> boosts;
    for (const auto& boost : lowered.boosts) {
      boosts.push_back(
          {.node = item_nodes[boost.node], .percent = boost.percent});
    }
    std::vector<ItemCap> caps;
    for (std::size_t i = 0; i < model.caps.size(); ++i) {
      caps.push_back({.field = indexes_.Field(lowered.cap_fields[i]),
                      .most = model.caps[i].most});
    }
    // Their order changes nothing.
    const auto by_numbers = [](const auto& a, const auto& b) {
      return NumbersOf(a) < NumbersOf(b);
    };
    std::sort(boosts.begin(), boosts.end(), by_numbers);
    std::sort(caps.begin(), caps.end(), by_numbers);

    std::vector<std::uint32_t> key{out.filter, out.diversity, out.bought};
    AddNumbers(sources, key);
    AddNumbers(boosts, key);
    AddNumbers(caps, key);
    const auto [recommendation, is_new] = recommendations_.emplace(
        std::move(key),
        static_cast<std::uint32_t>(program_.recommendations.size()));
    if (is_new) {
      Append(sources, program_.sources, out.first_source, out.source_count);
      Append(boosts, program_.boosts, out.first_boost, out.boost_count);
      Append(caps, program_.item_caps, out.first_cap, out.cap_count);
      program_.recommendations.push_back(out);
    }
    return recommendation->second;
  }

  const Model& model_;
  const LoweredModel& lowered_;
  const Needed& needed_;
  Program program_;
  TableIndexes indexes_;  ///< comes after the program that it fills
  std::vector<std::uint32_t> counter_indexes_;
  std::vector<std::uint32_t> element_nodes_;
  std::map<std::string_view, std::uint32_t> contents_;
  /// By all that tells one from another.
  std::map<std::vector<std::uint32_t>, std::uint32_t> recommendations_;
};

}  // namespace

Program Assemble(const Model& model, const LoweredModel& lowered,
                 const Needed& needed) {
  return Assembler(model, lowered, needed).Run();
}

}  // namespace vitrine::rules
