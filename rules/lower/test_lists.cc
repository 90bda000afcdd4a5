#include "rules/lower/test.h"
#include "rules/pattern/letter_case.h"

namespace vitrine::rules {

Formula TestLowering::AllElements(const Test& test) {
  std::vector<Part> parts;
  if (target_.form == PathTarget::Form::kContains) {
    for (const Test& entry : test.tests) parts.push_back({All(entry.tests)});
    return pool_.All(parts);
  }
  if (test.tests.empty()) return Leaf(LeafOp::kHasType, ValueTag::kList);
  for (const Test& entry : test.tests) {
    TestLowering element = OnElement();
    const Test& first = entry.tests[0];
    const bool any_case = test.op == Operator::kAlli &&
                          first.op == Operator::kImplicit &&
                          first.constants[0].type == JsonType::kString;
    if (!any_case) {
      parts.push_back({Some(element.All(entry.tests))});
      continue;
    }
    std::string text = ToLowerCase(first.constants[0].text);
    const bool null_holds = text == kNullText;
    const Formula same =
        element.Leaf(LeafOp::kLowerLooseText,
                     SymbolText{IdentityKind::kValue, std::move(text)});
    parts.push_back({Some(element.OrNull(same, null_holds))});
  }
  return pool_.All(parts);
}

Formula TestLowering::ElemMatch(const Test& test) {
  FormulaPool& elements = owner_.out_.elements;
  TestLowering element = OnElement();
  std::vector<Part> parts{{element.Leaf(LeafOp::kExists)},
                          {element.All(test.tests)}};
  for (const Condition& condition : test.conditions) {
    parts.push_back(owner_.Lower(condition, elements));
  }
  return Some(elements.All(parts));
}

Formula TestLowering::Some(Formula element) {
  return OfList(GateKind::kSome, LeafOp::kSome, element);
}

Formula TestLowering::Size(Formula number) {
  return OfList(GateKind::kSize, LeafOp::kSize, number);
}

/// In `elements` a gate takes the place of the leaf.
Formula TestLowering::OfList(GateKind gate, LeafOp op, Formula formula) {
  FormulaPool& elements = owner_.out_.elements;
  if (formula == elements.False()) return pool_.False();
  if (&pool_ != &elements) return Leaf(op, ElementFormula{formula});
  return elements.OfList(gate, Leaf(LeafOp::kHasType, ValueTag::kList),
                         formula);
}

}  // namespace vitrine::rules
