#include "rules/lower/counter_identity.h"

#include <algorithm>
#include <string>
#include <vector>

#include "rules/text/json_text.h"
#include "runtime/base/bytes.h"

namespace vitrine::rules {
namespace {

template <typename E>
std::string EnumeratorText(E enumerator) {
  return std::to_string(static_cast<std::uint32_t>(enumerator));
}

std::string OperandText(const Operand& operand) {
  std::string text;
  const auto add_symbol = [&text](const SymbolText& symbol) {
    text += EnumeratorText(symbol.kind);
    AppendJsonString(symbol.text, text);
  };
  if (const double* number = std::get_if<double>(&operand)) {
    text = NumberText(*number);
  } else if (const bool* truth = std::get_if<bool>(&operand)) {
    text = *truth ? "1" : "0";
  } else if (const auto* symbol = std::get_if<SymbolText>(&operand)) {
    add_symbol(*symbol);
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&operand)) {
    for (const double element : *numbers) text += NumberText(element) + " ";
  } else if (const auto* symbols =
                 std::get_if<std::vector<SymbolText>>(&operand)) {
    for (const SymbolText& element : *symbols) add_symbol(element);
  }
  return text;
}

/// An input of the items' network.
std::string InputText(const LoweredModel& lowered, std::uint32_t input) {
  if (input < kItemFields) return std::to_string(input);
  const LoweredProperty& property = lowered.properties[input - kItemFields];
  std::string text =
      property.kind == PropertyKind::kOfItem ? "item " : "event ";
  AppendJsonString(property.name, text);
  return text;
}

std::string FormulaText(const LoweredModel& lowered, Formula formula) {
  const FormulaPool::Node& node = lowered.items[formula];
  if (node.is_leaf) {
    return "(" + InputText(lowered, node.leaf.input.argument) + " " +
           EnumeratorText(node.leaf.op) + " " + OperandText(node.leaf.operand) +
           ")";
  }
  std::vector<std::string> children;
  for (const Formula child : node.children) {
    children.push_back(FormulaText(lowered, child));
  }
  std::sort(children.begin(), children.end());
  std::string text = "[" + EnumeratorText(node.kind);
  for (const std::string& child : children) text += child;
  return text + "]";
}

std::string StepText(const LoweredModel& lowered, const StepKey& step) {
  std::string text = step.absent ? "not " : "";
  text += EnumeratorText(step.event.kind);
  AppendJsonString(step.event.text, text);
  text += " " + NumberText(step.within_ms);
  if (step.where != kNone) text += " " + FormulaText(lowered, step.where);
  return text;
}

}  // namespace

std::string CounterNormalForm(const CounterKey& counter, std::uint32_t kept,
                              const LoweredModel& lowered) {
  std::string text = EnumeratorText(counter.tally);
  if (counter.tally == Tally::kSum || counter.tally == Tally::kDistinct) {
    text += " of " + InputText(lowered, counter.what);
  }
  text += " " + EnumeratorText(counter.window);
  text += " " + NumberText(counter.length);
  text += " " + std::to_string(kept);
  for (const StepKey& step : counter.steps) {
    text += "; " + StepText(lowered, step);
  }
  return text;
}

Identity CounterIdentity(std::string_view normal_form) {
  const Identity identity =
      Checksum({reinterpret_cast<const std::uint8_t*>(normal_form.data()),
                normal_form.size()});
  return identity == kNoIdentity ? 1 : identity;
}

}  // namespace vitrine::rules
