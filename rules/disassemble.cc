#include "rules/disassemble.h"

#include "rules/text/json_text.h"
#include "rules/text/names.h"
#include "rules/text/shape.h"
#include "runtime/bundle/paths.h"

namespace vitrine::rules {
namespace {

// Names and lists are stored once, however often lines refer to them.
constexpr std::size_t kMaxShownBytes = 200;
constexpr std::uint32_t kMaxShownElements = 50;

constexpr std::string_view kOpTexts[kLeafOps] = {
    "exists",     "is null",     "===",       "==",         "===",
    "==",         "===",         "==",        "<",          "<=",
    ">",          ">=",          "in",        "in",         "is of type",
    "text <",     "text <=",     "text >",    "text >=",    "lower ===",
    "lower ==",   "lower in",    "version <", "version <=", "version >",
    "version >=", "version ===", "json",      "matches",    "some",
    "size"};

constexpr std::string_view kGateTexts[kGateKinds] = {"all", "any", "none",
                                                     "some", "size"};

constexpr std::string_view kTypes[] = {"null",   "boolean", "number",
                                       "string", "list",    "object"};

/// Whether the value is a time in milliseconds.
bool IsTime(InputSource source) {
  switch (source) {
    case InputSource::kAttributeAge:
    case InputSource::kSince:
    case InputSource::kNow:
    case InputSource::kVisitAge:
    case InputSource::kVisitGap:
    case InputSource::kVisitActive:
    case InputSource::kCartAge:
    case InputSource::kOrdersFirst:
    case InputSource::kOrdersLast:
    case InputSource::kOrdersFirstAt:
    case InputSource::kOrdersLastAt:
      return true;
    default:
      return false;
  }
}

class Disassembler {
 public:
  explicit Disassembler(const Program& program) : program_(program) {}

  std::vector<std::string> Run() {
    const std::vector<bool> in_where = NodesOfWheres();
    AddNetwork(program_.elements, "element ",
               [this](const Leaf& leaf, std::uint32_t) {
                 return ElementText(leaf.input);
               });
    AddNetwork(program_.item_conditions, "item ",
               [&](const Leaf& leaf, std::uint32_t node) {
                 return ItemFieldText(leaf.input, in_where[node]);
               });
    for (std::size_t i = 0; i < program_.automata.size(); ++i) {
      const Automaton& automaton = program_.automata[i];
      lines_.push_back("automaton " + std::to_string(i) + "  states " +
                       std::to_string(automaton.state_count) + " classes " +
                       std::to_string(automaton.class_count));
    }
    for (std::size_t i = 0; i < program_.counters.size(); ++i) AddCounter(i);
    for (const Experiment& experiment : program_.experiments) {
      AddExperiment(experiment);
    }
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
        AddRule(slot, program_.rules[slot.first_rule + i]);
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
    for (const Step& step : program_.steps) {
      if (step.where != kNone) marks[step.where] = true;
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

  std::string ItemFieldText(std::uint32_t input, bool in_where) const {
    if (input >= kItemFields) {
      return PropertyText(program_.properties[input - kItemFields], in_where);
    }
    const auto field = static_cast<ItemField>(input);
    const char* name =
        in_where ? EventItemPath(field) : CatalogueItemPath(field);
    if (name != nullptr) return name;
    return in_where ? CatalogueItemPath(field) : EventItemPath(field);
  }

  std::string PropertyText(const Property& property, bool in_where) const {
    const std::string name = String(property.name);
    switch (property.kind) {
      case PropertyKind::kOfEvent:
        return name;
      case PropertyKind::kOfItem:
        return in_where ? name : "item." + name;
      case PropertyKind::kRatioToViewed:
      case PropertyKind::kRatioToCart:
      case PropertyKind::kRatioToInput:
        return ItemFieldText(property.field, false) + " / " + name;
      case PropertyKind::kSameAsViewed:
      case PropertyKind::kSameAsCart:
      case PropertyKind::kSameAsInput:
        return ItemFieldText(property.field, false) + " same as " + name;
      case PropertyKind::kInterest:
        break;
    }
    return "interest in " + ItemFieldText(property.field, false);
  }

  std::string ElementText(std::uint32_t input) const {
    if (input == 0) return "itself";
    const List& path = program_.symbol_lists[input - 1];
    std::string text;
    for (std::uint32_t i = 0; i < path.count; ++i) {
      if (i > 0) text += ".";
      const std::uint32_t symbol = program_.symbol_elements[path.first + i];
      text += String(program_.symbols[symbol].string);
    }
    return text;
  }

  std::string InputText(const Input& input) const {
    const std::uint32_t argument = input.argument;
    switch (input.source) {
      case InputSource::kRead:
        return String(program_.reads[argument].path);
      case InputSource::kAttributeAge:
        return "age of " + String(program_.reads[argument].path);
      case InputSource::kCounter:
        return "counter " + std::to_string(argument);
      case InputSource::kSince:
        return "since counter " + std::to_string(argument);
      case InputSource::kExperiment:
        return "experiment " + String(program_.experiments[argument].name);
      case InputSource::kMinute:
      case InputSource::kWeekday:
        return String(input.name) +
               (argument == 0 ? "" : " in zone " + std::to_string(argument));
      default:
        return String(input.name);
    }
  }

  std::string OperandText(const Leaf& leaf) const {
    const std::uint32_t operand = leaf.operand;
    switch (OperandKindOf(leaf.op)) {
      case OperandKind::kNothing:
        return "";
      case OperandKind::kNumber:
        return " " + NumberText(program_.numbers[operand]);
      case OperandKind::kTag:
        return " " + std::string(kTypes[operand]);
      case OperandKind::kAutomaton:
        return " automaton " + std::to_string(operand);
      case OperandKind::kElementNode:
        return " element " + std::to_string(operand);
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
      std::string line =
          std::string(prefix) + std::to_string(node) + "  leaf  " +
          input_name(leaf, node) + " " +
          std::string(kOpTexts[static_cast<std::size_t>(leaf.op)]) +
          OperandText(leaf);
      if (&network == &program_.conditions &&
          OperandKindOf(leaf.op) == OperandKind::kNumber &&
          IsTime(program_.inputs[leaf.input].source)) {
        line += " ms";
      }
      lines_.push_back(std::move(line));
      ++node;
    }
    for (const Gate& gate : network.gates) {
      std::string line =
          std::string(prefix) + std::to_string(node++) + "  " +
          std::string(kGateTexts[static_cast<std::size_t>(gate.kind)]) + " ";
      for (std::uint32_t i = 0; i < gate.child_count; ++i) {
        line += " " + std::to_string(network.children[gate.first_child + i]);
      }
      if (gate.child_count == 0) line.pop_back();
      lines_.push_back(std::move(line));
    }
  }

  /// `view_item where 0`, `shown exit-offer`.
  std::string EventText(const Step& step) const {
    const Symbol& symbol = program_.symbols[step.event];
    std::string text;
    if (symbol.kind != IdentityKind::kEvent) {
      text = std::string(SymbolKindName(symbol.kind)) + " ";
    }
    text += String(symbol.string);
    if (step.where != kNone) text += " where " + std::to_string(step.where);
    return text;
  }

  std::string StepsText(const Counter& counter) const {
    std::string text;
    for (std::uint32_t i = 0; i < counter.step_count; ++i) {
      const Step& step = program_.steps[counter.first_step + i];
      if (i > 0) text += ", ";
      if (step.absent) text += "not ";
      text += EventText(step);
      if (step.within_ms > 0) {
        text += (step.absent ? " for " : " within ") +
                NumberText(step.within_ms) + " ms";
      }
    }
    return text;
  }

  void AddCounter(std::size_t index) {
    const Counter& counter = program_.counters[index];
    std::string line = "counter " + std::to_string(index) + "  ";
    if (counter.tally == Tally::kSequence) line += "sequence ";
    line += StepsText(counter);
    if (counter.tally == Tally::kSum) {
      line += " sum " + ItemFieldText(counter.what, true);
    } else if (counter.tally == Tally::kDistinct) {
      line += " distinct " + ItemFieldText(counter.what, true);
    }
    if (counter.tally == Tally::kSequence &&
        counter.window != Window::kLifetime) {
      line += ", all";
    }
    if (counter.window == Window::kVisit) line += " within session";
    if (counter.window == Window::kDuration) {
      line += " within " + NumberText(counter.length) + " ms";
    } else if (counter.window == Window::kDays) {
      line += " within " + NumberText(counter.length) + " days";
    }
    if (counter.kept > 0 && counter.tally != Tally::kSequence) {
      line += " kept " + std::to_string(counter.kept);
    }
    lines_.push_back(std::move(line));
  }

  void AddExperiment(const Experiment& experiment) {
    std::string line = "experiment " + String(experiment.name) + " by ";
    switch (experiment.source) {
      case HashSource::kVisitor:
        line += "visitor";
        break;
      case HashSource::kRead:
        line += String(program_.reads[experiment.argument].path);
        break;
      case HashSource::kTime:
        line += std::to_string(experiment.argument) + " seconds";
        break;
    }
    line += " seed " + String(experiment.seed) + " version " +
            std::to_string(experiment.version);
    if (experiment.sticky) line += " sticky";
    for (std::uint32_t i = 0; i < experiment.arm_count; ++i) {
      const Arm& arm = program_.arms[experiment.first_arm + i];
      line += (i == 0 ? " arms " : ", ") + String(arm.name) + " " +
              NumberText(arm.from) + " to " + NumberText(arm.until);
    }
    lines_.push_back(std::move(line));
  }

  void AddRecommendation(std::size_t index) {
    const Recommendation& recommendation = program_.recommendations[index];
    std::string line = "recommendation " + std::to_string(index) + " ";
    for (std::uint32_t i = 0; i < recommendation.source_count; ++i) {
      const Source& source = program_.sources[recommendation.first_source + i];
      line += std::string(" ") + StrategyName(source.strategy);
      if (source.items != kNone) {
        line += ListText(
            program_.symbol_lists[source.items], [this](std::uint32_t element) {
              return SymbolString(program_.symbol_elements[element]);
            });
      }
      if (source.take > 0) line += " take " + std::to_string(source.take);
    }
    if (recommendation.filter != kNone) {
      line += " filter " + std::to_string(recommendation.filter);
    }
    for (std::uint32_t i = 0; i < recommendation.boost_count; ++i) {
      const Boost& boost = program_.boosts[recommendation.first_boost + i];
      line += " boost " + std::to_string(boost.node) + " by " +
              std::to_string(boost.percent) + " %";
    }
    for (std::uint32_t i = 0; i < recommendation.cap_count; ++i) {
      const ItemCap& cap = program_.item_caps[recommendation.first_cap + i];
      line += " at most " + std::to_string(cap.most) + " of " +
              ItemFieldText(cap.field, false);
    }
    if (recommendation.diversity > 0) {
      line += " diversity " + std::to_string(recommendation.diversity) + " %";
    }
    if (recommendation.bought) line += " bought";
    lines_.push_back(std::move(line));
  }

  void AddSlot(const Slot& slot) {
    std::string line =
        "slot " + String(slot.name) + " " + std::string(TypeName(slot.type));
    if (slot.limit > 0) line += " limit " + std::to_string(slot.limit);
    lines_.push_back(std::move(line));
  }

  void AddRule(const Slot& slot, const Rule& rule) {
    std::string line = "rule " + String(rule.id) + " slot " +
                       String(slot.name) + " priority " +
                       std::to_string(rule.priority) + " node " +
                       std::to_string(rule.node);
    if (rule.recommendation != kNone) {
      line += " recommendation " + std::to_string(rule.recommendation);
    }
    if (rule.experiment != kNone) {
      const Experiment& experiment = program_.experiments[rule.experiment];
      line += " experiment " + String(experiment.name) + " arm " +
              String(program_.arms[experiment.first_arm + rule.arm].name);
    }
    if (rule.group != 0) line += " group " + std::to_string(rule.group);
    if (rule.content == kNone) line += " shows nothing";
    lines_.push_back(std::move(line));
  }

  const Program& program_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string_view SymbolKindName(IdentityKind kind) {
  constexpr std::string_view kNames[kIdentityKinds] = {
      "value", "event",   "item",      "rule",      "order",
      "shown", "clicked", "dismissed", "converted", "experiment"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<std::string> Disassemble(const Program& program) {
  return Disassembler(program).Run();
}

}  // namespace vitrine::rules
