#include "runtime/bundle/evaluate.h"

namespace vitrine {
namespace {

Truth TruthOf(bool holds) { return holds ? Truth::kTrue : Truth::kFalse; }

bool IsNumber(const Value& value, double number) {
  return value.tag == ValueTag::kNumber && value.number == number;
}

bool IsText(const Value& value, Identity text) {
  return value.tag == ValueTag::kText && value.text == text;
}

bool InNumbers(const Program& program, const List& list, const Value& value) {
  for (std::uint32_t i = 0; i < list.count; ++i) {
    if (IsNumber(value, program.number_elements[list.first + i])) return true;
  }
  return false;
}

bool InTexts(const Program& program, std::span<const Identity> identities,
             const List& list, const Value& value) {
  for (std::uint32_t i = 0; i < list.count; ++i) {
    const std::uint32_t symbol = program.symbol_elements[list.first + i];
    if (IsText(value, identities[symbol])) return true;
  }
  return false;
}

}  // namespace

OperandKind OperandKindOf(LeafOp op) {
  switch (op) {
    case LeafOp::kExists:
    case LeafOp::kIsNull:
      return OperandKind::kNothing;
    case LeafOp::kStrictText:
    case LeafOp::kLooseText:
      return OperandKind::kSymbol;
    case LeafOp::kStrictTruth:
    case LeafOp::kLooseTruth:
      return OperandKind::kTruth;
    case LeafOp::kInNumbers:
      return OperandKind::kNumberList;
    case LeafOp::kInTexts:
      return OperandKind::kSymbolList;
    case LeafOp::kStrictNumber:
    case LeafOp::kLooseNumber:
    case LeafOp::kLess:
    case LeafOp::kLessEqual:
    case LeafOp::kGreater:
    case LeafOp::kGreaterEqual:
      return OperandKind::kNumber;
  }
  return OperandKind::kNothing;
}

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
  if (value.tag == ValueTag::kUnknown) return Truth::kUnknown;
  const bool null = value.tag == ValueTag::kNull;
  const std::uint32_t operand = leaf.operand;
  switch (leaf.op) {
    case LeafOp::kExists:
      return TruthOf(!null);
    case LeafOp::kIsNull:
      return TruthOf(null);
    case LeafOp::kStrictNumber:
      return TruthOf(IsNumber(value, program.numbers[operand]));
    case LeafOp::kLooseNumber:
      return TruthOf(value.number == program.numbers[operand]);
    case LeafOp::kStrictText:
      return TruthOf(IsText(value, identities[operand]));
    case LeafOp::kLooseText:
      return TruthOf(value.text == identities[operand]);
    case LeafOp::kStrictTruth:
      return TruthOf(value.tag == ValueTag::kTruth &&
                     value.truthy == (operand != 0));
    case LeafOp::kLooseTruth:
      return TruthOf(!null && value.truthy == (operand != 0));
    case LeafOp::kLess:
      return TruthOf(value.number < program.numbers[operand]);
    case LeafOp::kLessEqual:
      return TruthOf(value.number <= program.numbers[operand]);
    case LeafOp::kGreater:
      return TruthOf(value.number > program.numbers[operand]);
    case LeafOp::kGreaterEqual:
      return TruthOf(value.number >= program.numbers[operand]);
    case LeafOp::kInNumbers:
      return TruthOf(InNumbers(program, program.number_lists[operand], value));
    case LeafOp::kInTexts:
      return TruthOf(
          InTexts(program, identities, program.symbol_lists[operand], value));
  }
  return Truth::kFalse;
}

Truth CombineGate(GateKind kind, std::uint32_t true_count,
                  std::uint32_t false_count, std::uint32_t unknown_count) {
  const std::uint32_t decisive =
      kind == GateKind::kAll ? false_count : true_count;
  if (decisive == 0 && unknown_count != 0) return Truth::kUnknown;
  return TruthOf(kind == GateKind::kAny ? decisive != 0 : decisive == 0);
}

void EvaluateItem(const Program& program, std::span<const Identity> identities,
                  std::span<const Value, kItemFields> item,
                  Array<Truth>& truths) {
  const Network& network = program.item_conditions;
  truths.resize(network.size());
  std::size_t node = 0;
  for (const Leaf& leaf : network.leaves) {
    truths[node++] = EvaluateLeaf(program, identities, leaf, item[leaf.input]);
  }
  for (const Gate& gate : network.gates) {
    std::uint32_t counts[3] = {0, 0, 0};
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      const Truth child = truths[network.children[gate.first_child + i]];
      ++counts[static_cast<std::uint32_t>(child)];
    }
    truths[node++] = CombineGate(gate.kind, counts[1], counts[0], counts[2]);
  }
}

}  // namespace vitrine
