#ifndef VITRINE_RULES_LOWER_TEST_H_
#define VITRINE_RULES_LOWER_TEST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "rules/lower/condition.h"

namespace vitrine::rules {

/// String(null), which JavaScript compares texts with.
inline constexpr std::string_view kNullText = "null";

/// How values are ordered, in the order of the leaf operations.
inline constexpr std::uint32_t kLess = 0;
inline constexpr std::uint32_t kLessEqual = 1;
inline constexpr std::uint32_t kGreater = 2;
inline constexpr std::uint32_t kGreaterEqual = 3;

/// What the host must tell for this operation: bits of Read::needs.
std::uint8_t NeedsOf(LeafOp op);

/// The formulas of tests on one path: leaves of program.h that together hold
/// for the same values as the SDK's operators do.
class TestLowering {
 public:
  TestLowering(ConditionLowering& owner, FormulaPool& pool,
               const PathTarget& target, Input input);

  Formula All(const std::vector<Test>& tests);

 private:
  using Part = FormulaPool::Part;

  Formula One(const Test& test);
  Formula Compared(const Test& test);
  Formula Implicit(const Constant& constant);
  Formula ImplicitText(const Constant& constant);
  Formula Strict(const Constant& constant);
  Formula Ordered(const Test& test);
  Formula OrderedNumber(std::uint32_t rank, double number);
  Formula OrderedText(std::uint32_t rank, const std::string& text);
  std::vector<Part> In(const std::vector<Constant>& constants, bool any_case);
  std::vector<Part> InScalars(const std::vector<Constant>& constants,
                              bool any_case);
  template <typename T>
  void AddList(std::vector<T> elements, LeafOp one, LeafOp many,
               std::vector<Part>& parts);

  Formula AllElements(const Test& test);
  Formula ElemMatch(const Test& test);
  Formula Some(Formula element);
  Formula Size(Formula number);
  Formula OfList(GateKind gate, LeafOp op, Formula formula);

  Formula TypeIs(std::string_view name);
  Formula Matches(const Test& test);
  Formula Version(const Test& test);
  Formula Date(const Test& test);
  Formula Shares(const Test& test);
  Formula Contains(const std::string& item);
  Formula HourIs(double hour);
  Formula HourOrder(std::uint32_t rank, double hour);

  /// What the rule file's constant is for the input.
  Constant Converted(const Constant& constant) const;
  Formula IfExists(Formula formula);
  Formula OrNull(Formula formula, bool null_holds);
  template <typename T>
  Formula Leaf(LeafOp op, T operand);
  Formula Leaf(LeafOp op);
  TestLowering OnInput(const PathTarget& target, Input input);
  TestLowering OnElement();

  ConditionLowering& owner_;
  FormulaPool& pool_;
  const PathTarget target_;
  const Input input_;
};

template <typename T>
Formula TestLowering::Leaf(LeafOp op, T operand) {
  owner_.needs_ |= NeedsOf(op);
  // Equal numbers are one operand, so there is no -0.
  if constexpr (std::is_same_v<T, double>) operand = operand + 0.0;
  return pool_.Leaf(
      {.input = input_, .op = op, .operand = Operand(std::move(operand))});
}

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_LOWER_TEST_H_
