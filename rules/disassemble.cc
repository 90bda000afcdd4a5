#include "rules/disassemble.h"

#include "rules/json_text.h"
#include "rules/names.h"
#include "rules/shape.h"
#include "runtime/bundle/paths.h"

namespace vitrine::rules {
namespace {

// Names and lists are stored once, however often lines refer to them.
constexpr std::size_t kMaxShownBytes = 200;
constexpr std::uint32_t kMaxShownElements = 50;

std::string_view OpText(LeafOp op) {
  switch (op) {
    case LeafOp::kExists:
      return "exists";
    case LeafOp::kIsNull:
      return "is null";
    case LeafOp::kStrictNumber:
    case LeafOp::kStrictText:
    case LeafOp::kStrictTruth:
      return "===";
    case LeafOp::kLooseNumber:
    case LeafOp::kLooseText:
    case LeafOp::kLooseTruth:
      return "==";
    case LeafOp::kLess:
      return "<";
    case LeafOp::kLessEqual:
      return "<=";
    case LeafOp::kGreater:
      return ">";
    case LeafOp::kGreaterEqual:
      return ">=";
    case LeafOp::kInNumbers:
    case LeafOp::kInTexts:
      return "in";
  }
  return "?";
}

std::string_view GateText(GateKind kind) {
  switch (kind) {
    case GateKind::kAll:
      return "all";
    case GateKind::kAny:
      return "any";
    case GateKind::kNone:
      return "none";
  }
  return "?";
}

class Disassembler {
 public:
  explicit Disassembler(const Program& program) : program_(program) {}

  std::vector<std::string> Run() {
    const std::vector<bool> in_where = NodesOfWheres();
    AddNetwork(program_.item_conditions, "item ",
               [&](const Leaf& leaf, std::uint32_t node) {
                 return ItemFieldText(leaf, in_where[node]);
               });
    for (std::size_t i = 0; i < program_.counters.size(); ++i) AddCounter(i);
    for (std::size_t i = 0; i < program_.recommendations.size(); ++i) {
      AddRecommendation(i);
    }
    AddNetwork(program_.conditions, "",
               [this](const Leaf& leaf, std::uint32_t) {
                 return InputText(program_.inputs[leaf.input]);
               });
    for (const Segment& segment : program_.segments) {
      lines_.push_back("segment " + String(segment.name) + " node " +
                       std::to_string(segment.node));
    }
    for (const Slot& slot : program_.slots) {
      AddSlot(slot);
      for (std::uint32_t i = 0; i < slot.rule_count; ++i) {
        const Rule& rule = program_.rules[slot.first_rule + i];
        std::string line = "rule " + String(rule.id) + " slot " +
                           String(slot.name) + " priority " +
                           std::to_string(rule.priority) + " node " +
                           std::to_string(rule.node);
        if (rule.recommendation != kNone) {
          line += " recommendation " + std::to_string(rule.recommendation);
        }
        lines_.push_back(std::move(line));
      }
    }
    return std::move(lines_);
  }

 private:
  std::string String(std::uint32_t index) const {
    return Shortened(program_.strings[index], kMaxShownBytes);
  }

  std::string SymbolString(std::uint32_t index) const {
    std::string text;
    AppendJsonString(String(program_.symbols[index].string), text);
    return text;
  }

  /// By node of the item network: whether a `where` reads it.
  std::vector<bool> NodesOfWheres() const {
    const Network& network = program_.item_conditions;
    std::vector<bool> marks(network.size(), false);
    for (const Counter& counter : program_.counters) {
      if (counter.where != kNone) marks[counter.where] = true;
    }
    const auto leaf_count = static_cast<std::uint32_t>(network.leaves.size());
    // Children come before their gates.
    for (std::uint32_t node = network.size(); node-- > leaf_count;) {
      if (!marks[node]) continue;
      const Gate& gate = network.gates[node - leaf_count];
      for (std::uint32_t i = 0; i < gate.child_count; ++i) {
        marks[network.children[gate.first_child + i]] = true;
      }
    }
    return marks;
  }

  static std::string ItemFieldText(const Leaf& leaf, bool in_where) {
    const auto field = static_cast<ItemField>(leaf.input);
    const char* name =
        in_where ? EventItemPath(field) : CatalogueItemPath(field);
    if (name != nullptr) return name;
    return in_where ? CatalogueItemPath(field) : EventItemPath(field);
  }

  std::string InputText(const Input& input) const {
    if (input.source == InputSource::kAttribute) {
      return String(program_.attributes[input.argument].name);
    }
    for (const DevicePath& path : DevicePaths()) {
      if (path.source == input.source) return path.path;
    }
    return "counter " + std::to_string(input.argument);
  }

  std::string OperandText(const Leaf& leaf) const {
    const std::uint32_t operand = leaf.operand;
    switch (OperandKindOf(leaf.op)) {
      case OperandKind::kNothing:
        return "";
      case OperandKind::kNumber:
        return " " + NumberText(program_.numbers[operand]);
      case OperandKind::kSymbol:
        return " " + SymbolString(operand);
      case OperandKind::kTruth:
        return operand != 0 ? " true" : " false";
      case OperandKind::kNumberList:
        return ListText(program_.number_lists[operand],
                        [this](std::uint32_t i) {
                          return NumberText(program_.number_elements[i]);
                        });
      case OperandKind::kSymbolList:
        return ListText(program_.symbol_lists[operand],
                        [this](std::uint32_t i) {
                          return SymbolString(program_.symbol_elements[i]);
                        });
    }
    return "";
  }

  template <typename Element>
  static std::string ListText(const List& list, Element element) {
    std::string text = " [";
    for (std::uint32_t i = 0; i < list.count; ++i) {
      if (i > 0) text += ", ";
      if (i == kMaxShownElements) {
        text += "and " + std::to_string(list.count - i) + " more";
        break;
      }
      text += element(list.first + i);
    }
    return text + "]";
  }

  template <typename InputName>
  void AddNetwork(const Network& network, std::string_view prefix,
                  InputName input_name) {
    std::uint32_t node = 0;
    for (const Leaf& leaf : network.leaves) {
      lines_.push_back(std::string(prefix) + std::to_string(node) + "  leaf  " +
                       input_name(leaf, node) + " " +
                       std::string(OpText(leaf.op)) + OperandText(leaf));
      ++node;
    }
    for (const Gate& gate : network.gates) {
      std::string line = std::string(prefix) + std::to_string(node++) + "  " +
                         std::string(GateText(gate.kind)) + " ";
      for (std::uint32_t i = 0; i < gate.child_count; ++i) {
        line += " " + std::to_string(network.children[gate.first_child + i]);
      }
      if (gate.child_count == 0) line.pop_back();
      lines_.push_back(std::move(line));
    }
  }

  void AddCounter(std::size_t index) {
    const Counter& counter = program_.counters[index];
    std::string line = "counter " + std::to_string(index) + "  " +
                       String(program_.symbols[counter.event].string);
    if (counter.where != kNone) {
      line += " where " + std::to_string(counter.where);
    }
    if (counter.window == Window::kVisit) line += " within session";
    if (counter.window == Window::kDuration) {
      line += " within " + NumberText(counter.duration_ms) + " ms kept " +
              std::to_string(counter.kept);
    }
    lines_.push_back(std::move(line));
  }

  void AddRecommendation(std::size_t index) {
    const Recommendation& recommendation = program_.recommendations[index];
    std::string line = "recommendation " + std::to_string(index) + " ";
    for (std::uint32_t i = 0; i < recommendation.strategy_count; ++i) {
      line += " ";
      line +=
          StrategyName(program_.strategies[recommendation.first_strategy + i]);
    }
    if (recommendation.filter != kNone) {
      line += " filter " + std::to_string(recommendation.filter);
    }
    lines_.push_back(std::move(line));
  }

  void AddSlot(const Slot& slot) {
    std::string line =
        "slot " + String(slot.name) + " " + std::string(TypeName(slot.type));
    if (slot.limit > 0) line += " limit " + std::to_string(slot.limit);
    lines_.push_back(std::move(line));
  }

  const Program& program_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> Disassemble(const Program& program) {
  return Disassembler(program).Run();
}

}  // namespace vitrine::rules
