#include "runtime/bundle/evaluate.h"

#include "runtime/base/text.h"
#include "runtime/bundle/operation.h"

namespace vitrine {
namespace {

Truth TruthOf(bool holds) { return holds ? Truth::kTrue : Truth::kFalse; }

std::uint32_t CompareNumbers(double number, double constant) {
  return number < constant    ? kLessBit
         : number > constant  ? kGreaterBit
         : number == constant ? kEqualBit
                              : 0;  // NaN has no order
}

/// As JavaScript does: unit by unit.
std::uint32_t CompareTexts(std::u16string_view text,
                           std::string_view constant) {
  std::size_t next = 0;
  std::uint32_t low = 0;  // the second half of a surrogate pair
  for (std::size_t i = 0;; ++i) {
    std::uint32_t unit = low;
    low = 0;
    if (unit == 0) {
      if (next == constant.size()) {
        return i == text.size() ? kEqualBit : kGreaterBit;
      }
      unit = NextCodePoint(constant, next);
      if (unit > 0xffff) {
        low = 0xdc00 + (unit & 0x3ff);
        unit = 0xd7c0 + (unit >> 10);
      }
    }
    if (i == text.size() || text[i] < unit) return kLessBit;
    if (text[i] > unit) return kGreaterBit;
  }
}

bool Matches(const Program& program, const Automaton& automaton,
             std::u16string_view text) {
  const StateKind* states = program.states.data() + automaton.first_state;
  const Bound* bounds = program.bounds.data() + automaton.first_bound;
  const std::uint16_t* transitions =
      program.transitions.data() + automaton.first_transition;
  std::uint32_t state = 0;
  for (const char16_t unit : text) {
    if (states[state] == StateKind::kFound) return true;
    if (states[state] == StateKind::kLost) return false;
    // The last bound that is not after the unit; the first one is 0.
    std::uint32_t low = 0;
    std::uint32_t high = automaton.bound_count;
    while (high - low > 1) {
      const std::uint32_t middle = (low + high) / 2;
      if (bounds[middle].unit <= unit) {
        low = middle;
      } else {
        high = middle;
      }
    }
    state = transitions[state * automaton.class_count + bounds[low].unit_class];
  }
  return states[state] == StateKind::kFound ||
         states[state] == StateKind::kAtEnd;
}

/// Evaluates the networks that are asked from the top, nodes of items and of
/// elements. kMaxNesting limits how deep it calls itself.
class Evaluator {
 public:
  Evaluator(const Program& program, std::span<const Identity> identities)
      : program_(program), identities_(identities.data()) {}

  Truth OfLeaf(const Leaf& leaf, const Value& value) const {
    if (value.tag == ValueTag::kUnknown) return Truth::kUnknown;
    return TruthOf(Holds(leaf, value));
  }

  /// `values`: of an item; null: the network is that of the elements.
  Truth OfNode(const Network& network, std::uint32_t node, const Value* values,
               const ValueNode* element) const {
    const std::size_t leaf_count = network.leaves.size();
    if (node < leaf_count) {
      const Leaf& leaf = network.leaves[node];
      return OfLeaf(leaf, values ? values[leaf.input]
                                 : ValueOf(Member(element, leaf.input)));
    }
    const Gate& gate = network.gates[node - leaf_count];
    const std::uint32_t* children = network.children.data() + gate.first_child;
    if (gate.kind >= GateKind::kSome) {
      const std::uint32_t list = network.leaves[children[0]].input;
      return TruthOf(HoldsForList(Member(element, list),
                                  gate.kind == GateKind::kSize, children[1]));
    }
    const Truth decisive =
        gate.kind == GateKind::kAll ? Truth::kFalse : Truth::kTrue;
    bool is_decided = false;
    bool is_unknown = false;
    for (std::uint32_t i = 0; i < gate.child_count && !is_decided; ++i) {
      const Truth child = OfNode(network, children[i], values, element);
      is_decided = child == decisive;
      is_unknown |= child == Truth::kUnknown;
    }
    return CombineGate(gate.kind, is_decided, is_decided, is_unknown);
  }

 private:
  static const Value& ValueOf(const ValueNode* node) {
    static constexpr Value kNull;
    return node ? node->value : kNull;
  }

  /// What `input` of the elements' network reads; null: there is no such.
  const ValueNode* Member(const ValueNode* node, std::uint32_t input) const {
    if (input == 0) return node;
    const List& path = program_.symbol_lists[input - 1];
    for (std::uint32_t i = 0; i < path.count; ++i) {
      const Identity key =
          identities_[program_.symbol_elements[path.first + i]];
      const ValueNode* const end = node + node->size;
      for (++node; node != end && node->key != key;) node += node->size;
      if (node == end) return nullptr;
    }
    return node;
  }

  /// kSome and kSize: whether a node holds for an element of the list, or for
  /// their number.
  bool HoldsForList(const ValueNode* list, bool is_size,
                    std::uint32_t node) const {
    if (list == nullptr || list->value.tag != ValueTag::kList) return false;
    const ValueNode* const end = list + list->size;
    std::uint32_t count = 0;
    for (const ValueNode* element = list + 1; element != end;
         element += element->size) {
      ++count;
      if (!is_size && HoldsFor(element, node)) return true;
    }
    return is_size && HoldsForNumber(count, node);
  }

  bool HoldsFor(const ValueNode* element, std::uint32_t node) const {
    return OfNode(program_.elements, node, nullptr, element) == Truth::kTrue;
  }

  // A frame of its own: a number has no elements, so there is only one at a
  // time, however deep lists are nested.
  [[gnu::noinline]] bool HoldsForNumber(double number,
                                        std::uint32_t node) const {
    const ValueNode element{.value = Value::Number(number)};
    return HoldsFor(&element, node);
  }

  bool Holds(const Leaf& leaf, const Value& value) const;

  const Program& program_;
  const Identity* identities_;
};

bool Evaluator::Holds(const Leaf& leaf, const Value& value) const {
  const Operation& operation = OperationOf(leaf.op);
  if ((operation.tags >> static_cast<std::uint32_t>(value.tag) & 1) == 0) {
    return false;
  }
  const std::u16string_view units =
      operation.subject == Subject::kVersion ? value.version : value.units;
  // Not told, or too long to have been kept: nobody knows how it compares.
  if ((operation.subject == Subject::kUnits ||
       operation.subject == Subject::kVersion) &&
      units.data() == nullptr) {
    return false;
  }
  const std::uint32_t operand = leaf.operand;
  const Identity text = operation.subject == Subject::kText    ? value.text
                        : operation.subject == Subject::kLower ? value.lower
                                                               : value.json;
  switch (operation.operand) {
    case OperandKind::kNothing:
      return true;
    case OperandKind::kNumber:
      return (CompareNumbers(value.number, program_.numbers[operand]) &
              operation.accepted) != 0;
    case OperandKind::kSymbol:
      if (operation.subject < Subject::kOther) {
        return text == identities_[operand];
      }
      return (CompareTexts(units,
                           program_.strings[program_.symbols[operand].string]) &
              operation.accepted) != 0;
    case OperandKind::kTruth:
      return value.truthy == (operand != 0);
    case OperandKind::kNumberList: {
      const List& list = program_.number_lists[operand];
      for (std::uint32_t i = 0; i < list.count; ++i) {
        if (value.number == program_.number_elements[list.first + i]) {
          return true;
        }
      }
      return false;
    }
    case OperandKind::kSymbolList: {
      const List& list = program_.symbol_lists[operand];
      for (std::uint32_t i = 0; i < list.count; ++i) {
        if (text == identities_[program_.symbol_elements[list.first + i]]) {
          return true;
        }
      }
      return false;
    }
    case OperandKind::kTag:
      return static_cast<std::uint32_t>(value.tag) == operand;
    case OperandKind::kAutomaton:
      return Matches(program_, program_.automata[operand], units);
    case OperandKind::kElementNode:
      return HoldsForList(value.node, leaf.op == LeafOp::kSize, operand);
  }
  return false;
}

}  // namespace

Array<Identity> SymbolIdentities(const Program& program) {
  Array<Identity> identities;
  identities.reserve(program.symbols.size());
  for (const Symbol& symbol : program.symbols) {
    identities.push_back(
        IdentityOf(symbol.kind, program.strings[symbol.string]));
  }
  return identities;
}

Truth EvaluateLeaf(const Program& program, std::span<const Identity> identities,
                   const Leaf& leaf, const Value& value) {
  return Evaluator(program, identities).OfLeaf(leaf, value);
}

Truth CombineGate(GateKind kind, std::uint32_t true_count,
                  std::uint32_t false_count, std::uint32_t unknown_count) {
  const std::uint32_t decisive =
      kind == GateKind::kAll ? false_count : true_count;
  if (decisive == 0 && unknown_count != 0) return Truth::kUnknown;
  return TruthOf(kind == GateKind::kAny ? decisive != 0 : decisive == 0);
}

Truth EvaluateItem(const Program& program, std::span<const Identity> identities,
                   std::uint32_t node, std::span<const Value> values) {
  return Evaluator(program, identities)
      .OfNode(program.item_conditions, node, values.data(), nullptr);
}

}  // namespace vitrine
