#include "rules/collect.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

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

class Collector {
 public:
  Collector(Shape& shape, const Model& model, const LoweredModel& lowered)
      : shape_(shape), model_(model), lowered_(lowered) {
    needed_.conditions.resize(lowered.conditions.size());
    needed_.items.resize(lowered.items.size());
    needed_.counters.resize(lowered.counters.size());
    needed_.kept.resize(lowered.counters.size());
  }

  Needed Run() {
    for (const AttributeModel& attribute : model_.attributes) {
      needed_.strings.emplace(attribute.name, 0);
    }
    for (const SlotModel& slot : model_.slots) {
      needed_.strings.emplace(slot.name, 0);
    }
    for (std::size_t i = 0; i < lowered_.segments.size() && !full_; ++i) {
      AddRoot(model_.segments[i].name, model_.segments[i].node,
              lowered_.segments[i]);
    }
    for (std::size_t i = 0; i < lowered_.rules.size() && !full_; ++i) {
      if (lowered_.filters[i] != kNone) {
        item_count_ += Mark(lowered_.items, lowered_.filters[i], needed_.items);
      }
      AddRoot(model_.rules[i].id, model_.rules[i].node, lowered_.rules[i]);
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

  void AddRoot(std::string_view name, NodeId node, Formula formula) {
    needed_.strings.emplace(name, 0);
    condition_count_ += Mark(lowered_.conditions, formula, needed_.conditions);
    Check(condition_count_, kMaxNodes, "different conditions", node);
    Check(item_count_, kMaxNodes,
          "different conditions in `where` and `filter`", node);
    Check(needed_.strings.size(), kMaxStrings, "different names and texts",
          node);
    Check(number_elements_, kMaxListElements, "numbers in lists", node);
    Check(symbol_elements_, kMaxListElements, "texts in lists", node);
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
        if (&pool == &lowered_.conditions) AddInput(node.leaf);
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
      if (!needed_.symbol_lists.emplace(*symbols, 0).second) return;
      symbol_elements_ += symbols->size();
      for (const SymbolText& element : *symbols) AddSymbol(element);
    }
  }

  void AddSymbol(const SymbolText& symbol) {
    const auto [entry, is_new] = needed_.symbols.emplace(symbol, 0);
    if (is_new) needed_.strings.emplace(entry->first.text, 0);
  }

  void AddInput(const LeafKey& leaf) {
    if (leaf.input.source != InputSource::kCounter) return;
    const std::uint32_t index = leaf.input.argument;
    const CounterKey& counter = lowered_.counters[index];
    if (counter.window == Window::kDuration) {
      needed_.kept[index] =
          std::max(needed_.kept[index], KeptFor(leaf.operand));
    }
    if (needed_.counters[index]) return;
    needed_.counters[index] = true;
    AddSymbol({IdentityKind::kEvent, counter.event});
    const NodeId node = lowered_.counter_nodes[index];
    Check(++counter_count_, kMaxCounters, "different `$event` conditions",
          node);
    if (counter.where == kNone) return;
    item_count_ += Mark(lowered_.items, counter.where, needed_.items);
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
            "times to remember (each `$event` with a duration needs one more "
            "than the largest count it is compared with)",
            lowered_.counter_nodes[i]);
    }
  }

  Shape& shape_;
  const Model& model_;
  const LoweredModel& lowered_;
  Needed needed_;
  std::size_t condition_count_ = 0;
  std::size_t item_count_ = 0;
  std::size_t counter_count_ = 0;
  std::size_t number_elements_ = 0;
  std::size_t symbol_elements_ = 0;
  bool full_ = false;
};

}  // namespace

Needed Collect(Shape& shape, const Model& model, const LoweredModel& lowered) {
  return Collector(shape, model, lowered).Run();
}

}  // namespace vitrine::rules
