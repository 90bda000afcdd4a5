#include "tests/native/bundle_test_support.h"

namespace vitrine {
namespace {

using testing::Changed;
using testing::FullProgram;
using testing::ProgramBuilder;
using testing::RoundTrip;
using testing::SampleProgram;

TEST(Bundle, AGateMayOnlyHaveEarlierChildren) {
  Program program = SampleProgram();
  // The gate itself.
  program.conditions.children[0] = 6;
  EXPECT_EQ(RoundTrip(program), ReadError::kReference);
}

/// The full program with its first leaf on another input and operation.
ReadError WithLeaf(InputSource source, LeafOp op) {
  return Changed([=](Program& p) {
    p.inputs[0].source = source;
    p.inputs[0].argument = 0;
    p.conditions.leaves[0].op = op;
    p.conditions.leaves[0].operand = 0;
  });
}

TEST(Bundle, OnlyInputsAreAskedForTheirElements) {
  for (const LeafOp op : {LeafOp::kSome, LeafOp::kSize}) {
    SCOPED_TRACE(static_cast<int>(op));
    EXPECT_EQ(WithLeaf(InputSource::kRead, op), ReadError::kNone);
    const auto of_item = [op](Program& p) {
      p.item_conditions.leaves[0].op = op;
      p.item_conditions.leaves[0].operand = 0;
    };
    EXPECT_NE(Changed(of_item), ReadError::kNone);
  }
  for (const LeafOp op :
       {LeafOp::kTextLess, LeafOp::kVersionEqual, LeafOp::kMatches,
        LeafOp::kHasType, LeafOp::kLowerStrictText, LeafOp::kJson}) {
    SCOPED_TRACE(static_cast<int>(op));
    EXPECT_EQ(WithLeaf(InputSource::kTopBrand, op), ReadError::kNone);
  }
}

TEST(Bundle, OperandsAreChecked) {
  const auto with = [](LeafOp op, std::uint32_t operand) {
    return Changed([=](Program& p) {
      p.conditions.leaves[0].op = op;
      p.conditions.leaves[0].operand = operand;
    });
  };
  const Program p = FullProgram();
  const struct {
    LeafOp op;
    std::size_t count;
  } cases[] = {{LeafOp::kExists, 1},
               {LeafOp::kLess, p.numbers.size()},
               {LeafOp::kJson, p.symbols.size()},
               {LeafOp::kLooseTruth, 2},
               {LeafOp::kInNumbers, p.number_lists.size()},
               {LeafOp::kLowerInTexts, p.symbol_lists.size()},
               {LeafOp::kHasType, 6},
               {LeafOp::kMatches, 1},
               {LeafOp::kSome, 3},
               {LeafOp::kSize, 3}};
  for (const auto& [op, count] : cases) {
    const auto past = static_cast<std::uint32_t>(count);
    EXPECT_EQ(with(op, past - 1), ReadError::kNone) << static_cast<int>(op);
    EXPECT_EQ(with(op, past), ReadError::kReference) << static_cast<int>(op);
  }
  EXPECT_EQ(with(LeafOp{31}, 0), ReadError::kValue);
}

TEST(Bundle, GatesOfListsAreOnlyForElements) {
  EXPECT_EQ(
      Changed([](Program& p) { p.elements.gates[0].kind = GateKind::kSize; }),
      ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) { p.elements.gates[0].kind = GateKind{5}; }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) { p.elements.gates[0].child_count = 1; }),
            ReadError::kValue);
  // A path past the lists.
  EXPECT_EQ(Changed([](Program& p) { p.elements.leaves[1].input = 4; }),
            ReadError::kReference);
  // The list must be read by a leaf.
  EXPECT_EQ(Changed([](Program& p) {
              ProgramBuilder::Gate(p.elements, GateKind::kSome, {2, 0});
            }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) {
              ProgramBuilder::Gate(p.elements, GateKind::kSome, {0, 2});
            }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) {
              ProgramBuilder::Gate(p.conditions, GateKind::kSome, {0, 1});
            }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) {
              ProgramBuilder::Gate(p.item_conditions, GateKind::kSize, {0, 1});
            }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) {
              p.elements.leaves[0].op = LeafOp::kSize;
              p.elements.leaves[0].operand = 0;
            }),
            ReadError::kValue);
}

TEST(Bundle, ConditionsOfItemsAndElementsAreNotNestedWithoutEnd) {
  const auto nested = [](Network Program::*network, std::uint32_t depth,
                         std::uint32_t children) {
    Program program;
    Network& n = program.*network;
    ProgramBuilder::Leaf(n, 0, LeafOp::kExists, 0);
    for (std::uint32_t i = 0; i < depth; ++i) {
      if (children == 1) {
        ProgramBuilder::Gate(n, GateKind::kNone, {i});
      } else {
        ProgramBuilder::Gate(n, GateKind::kAll, {i, i});
      }
    }
    return RoundTrip(program);
  };
  for (const auto network : {&Program::item_conditions, &Program::elements}) {
    EXPECT_EQ(nested(network, kMaxNesting, 1), ReadError::kNone);
    EXPECT_EQ(nested(network, kMaxNesting + 1, 1), ReadError::kLimit);
    // Each gate asks the one below twice: 2^(n + 1) - 1 visits.
    EXPECT_EQ(nested(network, 16, 2), ReadError::kNone);
    EXPECT_EQ(nested(network, 17, 2), ReadError::kLimit);
  }
}

}  // namespace
}  // namespace vitrine
