#include "rules/assemble.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "rules/counter_identity.h"
#include "rules/network.h"

namespace vitrine::rules {
namespace {

bool Before(const Input& a, const Input& b) {
  return std::tie(a.source, a.argument) < std::tie(b.source, b.argument);
}

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

class Assembler {
 public:
  Assembler(const Model& model, const LoweredModel& lowered,
            const Needed& needed)
      : model_(model),
        lowered_(lowered),
        needed_(needed),
        attribute_indexes_(model.attributes.size()),
        counter_indexes_(lowered.counters.size()) {}

  Program Run() {
    AddTables();
    AddAttributes();
    NumberedNetwork items = NumberNetwork(
        lowered_.items, needed_.items, [this](const LeafKey& key) {
          return Leaf{.input = key.input.argument,
                      .op = key.op,
                      .operand = OperandIndex(key.operand)};
        });
    AddCounters(items.nodes);
    AddInputs();
    NumberedNetwork conditions = NumberNetwork(
        lowered_.conditions, needed_.conditions,
        [this](const LeafKey& key) { return ConditionLeaf(key); });
    for (const std::uint32_t i : SortedByName(model_.segments)) {
      program_.segments.push_back(
          {.name = String(model_.segments[i].name),
           .node = conditions.nodes[lowered_.segments[i]]});
    }
    AddSlots(conditions.nodes, items.nodes);
    program_.conditions = std::move(conditions.network);
    program_.item_conditions = std::move(items.network);
    return std::move(program_);
  }

 private:
  std::uint32_t String(std::string_view text) const {
    return needed_.strings.at(text);
  }

  void AddTables() {
    for (const auto& entry : needed_.strings) program_.strings.Add(entry.first);
    for (const auto& entry : needed_.symbols) {
      program_.symbols.push_back(
          {.kind = entry.first.kind, .string = String(entry.first.text)});
    }
    for (const auto& entry : needed_.numbers) {
      program_.numbers.push_back(entry.first);
    }
    for (const auto& entry : needed_.number_lists) {
      AddList(program_.number_lists, program_.number_elements.size(),
              entry.first.size());
      for (const double number : entry.first) {
        program_.number_elements.push_back(number);
      }
    }
    for (const auto& entry : needed_.symbol_lists) {
      AddList(program_.symbol_lists, program_.symbol_elements.size(),
              entry.first.size());
      for (const SymbolText& symbol : entry.first) {
        program_.symbol_elements.push_back(needed_.symbols.at(symbol));
      }
    }
  }

  static void AddList(Array<List>& lists, std::size_t first,
                      std::size_t count) {
    lists.push_back({.first = static_cast<std::uint32_t>(first),
                     .count = static_cast<std::uint32_t>(count)});
  }

  void AddAttributes() {
    for (const std::uint32_t i : SortedByName(model_.attributes)) {
      const AttributeModel& attribute = model_.attributes[i];
      attribute_indexes_[i] =
          static_cast<std::uint32_t>(program_.attributes.size());
      program_.attributes.push_back({.name = String(attribute.name),
                                     .type = attribute.type,
                                     .ttl_ms = attribute.ttl_ms});
    }
  }

  void AddCounters(const std::vector<std::uint32_t>& item_nodes) {
    std::vector<std::pair<std::string, std::uint32_t>> order;
    for (std::uint32_t i = 0; i < lowered_.counters.size(); ++i) {
      if (!needed_.counters[i]) continue;
      order.emplace_back(CounterNormalForm(lowered_.counters[i],
                                           needed_.kept[i], lowered_.items),
                         i);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [normal_form, i] : order) {
      const CounterKey& counter = lowered_.counters[i];
      counter_indexes_[i] =
          static_cast<std::uint32_t>(program_.counters.size());
      program_.counters.push_back(
          {.identity = CounterIdentity(normal_form),
           .event = needed_.symbols.at({IdentityKind::kEvent, counter.event}),
           .window = counter.window,
           .duration_ms = counter.duration_ms,
           .where = counter.where == kNone ? kNone : item_nodes[counter.where],
           .kept = needed_.kept[i]});
    }
  }

  Input ProgramInput(const Input& input) const {
    if (input.source == InputSource::kAttribute) {
      return {input.source, attribute_indexes_[input.argument]};
    }
    if (input.source == InputSource::kCounter) {
      return {input.source, counter_indexes_[input.argument]};
    }
    return input;
  }

  void AddInputs() {
    Array<Input>& inputs = program_.inputs;
    for (Formula formula = 0; formula < lowered_.conditions.size(); ++formula) {
      const FormulaPool::Node& node = lowered_.conditions[formula];
      if (!needed_.conditions[formula] || !node.is_leaf) continue;
      inputs.push_back(ProgramInput(node.leaf.input));
    }
    std::sort(inputs.begin(), inputs.end(), Before);
    inputs.resize(static_cast<std::size_t>(
        std::unique(inputs.begin(), inputs.end()) - inputs.begin()));
  }

  Leaf ConditionLeaf(const LeafKey& key) const {
    const auto input =
        std::lower_bound(program_.inputs.begin(), program_.inputs.end(),
                         ProgramInput(key.input), Before);
    return {
        .input = static_cast<std::uint32_t>(input - program_.inputs.begin()),
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
    return 0;
  }

  void AddSlots(const std::vector<std::uint32_t>& nodes,
                const std::vector<std::uint32_t>& item_nodes) {
    std::vector<std::vector<std::uint32_t>> rules(model_.slots.size());
    for (std::uint32_t i = 0; i < model_.rules.size(); ++i) {
      rules[model_.rules[i].slot_index].push_back(i);
    }
    std::map<std::string_view, std::uint32_t> contents;
    for (const std::uint32_t slot : SortedByName(model_.slots)) {
      program_.slots.push_back(
          {.name = String(model_.slots[slot].name),
           .type = model_.slots[slot].type,
           .limit = model_.slots[slot].limit,
           .first_rule = static_cast<std::uint32_t>(program_.rules.size()),
           .rule_count = static_cast<std::uint32_t>(rules[slot].size())});
      std::sort(rules[slot].begin(), rules[slot].end(),
                [this](std::uint32_t a, std::uint32_t b) {
                  const RuleModel& x = model_.rules[a];
                  const RuleModel& y = model_.rules[b];
                  return std::tie(y.priority, x.id) <
                         std::tie(x.priority, y.id);
                });
      for (const std::uint32_t i : rules[slot]) {
        const RuleModel& rule = model_.rules[i];
        const auto [content, is_new] =
            contents.emplace(rule.content, program_.contents.size());
        if (is_new) program_.contents.Add(rule.content);
        program_.rules.push_back(
            {.id = String(rule.id),
             .priority = rule.priority,
             .node = nodes[lowered_.rules[i]],
             .content = content->second,
             .recommendation = RecommendationOf(i, item_nodes)});
      }
    }
  }

  /// kNone: the rule recommends nothing.
  std::uint32_t RecommendationOf(std::uint32_t rule,
                                 const std::vector<std::uint32_t>& item_nodes) {
    const std::vector<Strategy>& strategies =
        model_.rules[rule].recommend.strategies;
    if (strategies.empty()) return kNone;
    const Formula formula = lowered_.filters[rule];
    const std::uint32_t filter = formula == kNone ? kNone : item_nodes[formula];
    const auto [recommendation, is_new] = recommendations_.emplace(
        std::pair(filter, strategies),
        static_cast<std::uint32_t>(program_.recommendations.size()));
    if (is_new) {
      program_.recommendations.push_back(
          {.filter = filter,
           .first_strategy =
               static_cast<std::uint32_t>(program_.strategies.size()),
           .strategy_count = static_cast<std::uint32_t>(strategies.size())});
      program_.strategies.append(strategies);
    }
    return recommendation->second;
  }

  const Model& model_;
  const LoweredModel& lowered_;
  const Needed& needed_;
  Program program_;
  std::vector<std::uint32_t> attribute_indexes_;
  std::vector<std::uint32_t> counter_indexes_;
  std::map<std::pair<std::uint32_t, std::vector<Strategy>>, std::uint32_t>
      recommendations_;
};

}  // namespace

Program Assemble(const Model& model, const LoweredModel& lowered,
                 const Needed& needed) {
  return Assembler(model, lowered, needed).Run();
}

}  // namespace vitrine::rules
