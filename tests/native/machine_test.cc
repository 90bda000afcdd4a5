#include "runtime/decide/machine.h"

#include <gtest/gtest.h>

#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "runtime/decide/explain.h"
#include "tests/native/random.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::ProgramBuilder;
using testing::Random;
using testing::SampleProgram;

constexpr std::uint32_t kHero = 0;

std::string_view Winner(const Program& program, Machine& machine,
                        std::uint32_t slot) {
  machine.Settle();
  const std::uint32_t rule = machine.BestRule(program.slots[slot]);
  return rule == kNone ? "" : program.strings[program.rules[rule].id];
}

TEST(Machine, StartsWithNullInputs) {
  const Program program = SampleProgram();
  Machine machine(program);
  EXPECT_EQ(Winner(program, machine, kHero), "");
}

TEST(Machine, TheHighestPriorityThatHoldsWins) {
  const Program program = SampleProgram();
  Machine machine(program);
  machine.SetInput(1, Value::Number(30));
  EXPECT_EQ(Winner(program, machine, kHero), "hero-adult");
  machine.SetInput(3, Value::Number(2));
  EXPECT_EQ(Winner(program, machine, kHero), "hero-back");
  machine.SetInput(5, Value::Number(2));
  EXPECT_EQ(Winner(program, machine, kHero), "hero-hiker");
  machine.SetInput(5, Value::Number(1));
  EXPECT_EQ(Winner(program, machine, kHero), "hero-back");
}

TEST(Machine, UnknownStaysUnknownUnderNot) {
  const Program program = SampleProgram();
  Machine machine(program);
  machine.SetInput(1, Value::Number(30));
  machine.SetInput(2, Value::Unknown());
  EXPECT_EQ(Winner(program, machine, kHero), "");
  EXPECT_EQ(machine.truth(program.rules[2].node), Truth::kUnknown);
  machine.SetInput(2, Value::Null());
  EXPECT_EQ(Winner(program, machine, kHero), "hero-adult");
}

TEST(Machine, GatesWithoutChildrenAreConstants) {
  ProgramBuilder b;
  Network& n = b.program.conditions;
  const std::uint32_t always = ProgramBuilder::Gate(n, GateKind::kAll, {});
  const std::uint32_t never = ProgramBuilder::Gate(n, GateKind::kAny, {});
  b.Slot("s");
  b.Rule("never", 1, never, "{}");
  b.Rule("always", 0, always, "{}");
  Machine machine(b.program);
  EXPECT_EQ(Winner(b.program, machine, 0), "always");
}

TEST(Machine, FindsTheWinnerAcrossWordBorders) {
  ProgramBuilder b;
  b.Attribute("n", ValueType::kNumber);
  for (std::uint32_t i = 0; i < 300; ++i) {
    ProgramBuilder::Leaf(b.program.conditions, 0, LeafOp::kStrictNumber,
                         b.Number(i));
  }
  for (std::uint32_t slot = 0; slot < 3; ++slot) {
    b.Slot("s");
    for (std::uint32_t i = 0; i < 100; ++i) b.Rule("r", 0, slot * 100 + i, "");
  }
  Machine machine(b.program);
  for (std::uint32_t i = 0; i < 300; ++i) {
    machine.SetInput(0, Value::Number(i));
    machine.Settle();
    for (std::uint32_t slot = 0; slot < 3; ++slot) {
      EXPECT_EQ(machine.BestRule(b.program.slots[slot]),
                slot == i / 100 ? i : kNone);
    }
  }
}

TEST(Explain, NamesTheFirstLeafThatStopsARule) {
  const Program program = SampleProgram();
  Machine machine(program);
  machine.SetInput(1, Value::Number(30));
  machine.SetInput(2, {.tag = ValueTag::kTruth, .truthy = true, .number = 1});
  machine.Settle();
  const auto stop = [&](std::uint32_t rule) {
    return FindStoppingLeaf(program, machine, program.rules[rule].node);
  };
  EXPECT_EQ(stop(0).leaf, 5U);
  EXPECT_TRUE(stop(0).wanted);
  EXPECT_EQ(stop(2).leaf, 2U);
  EXPECT_FALSE(stop(2).wanted);
  machine.SetInput(1, Value::Number(3));
  machine.Settle();
  EXPECT_EQ(stop(2).leaf, 1U);
  EXPECT_TRUE(stop(2).wanted);
}

/// A slow oracle: recursion from scratch, Kleene's tables written out.
Truth Naive(const Program& program, const std::vector<Identity>& identities,
            const std::vector<Value>& inputs, std::uint32_t node) {
  const Network& n = program.conditions;
  if (node < n.leaves.size()) {
    const Leaf& leaf = n.leaves[node];
    return EvaluateLeaf(program, identities, leaf, inputs[leaf.input]);
  }
  const Gate& gate = n.gates[node - n.leaves.size()];
  bool any_true = false;
  bool any_false = false;
  bool any_unknown = false;
  for (std::uint32_t i = 0; i < gate.child_count; ++i) {
    switch (Naive(program, identities, inputs,
                  n.children[gate.first_child + i])) {
      case Truth::kTrue:
        any_true = true;
        break;
      case Truth::kFalse:
        any_false = true;
        break;
      case Truth::kUnknown:
        any_unknown = true;
        break;
    }
  }
  switch (gate.kind) {
    case GateKind::kAll:
      return any_false     ? Truth::kFalse
             : any_unknown ? Truth::kUnknown
                           : Truth::kTrue;
    case GateKind::kAny:
      return any_true      ? Truth::kTrue
             : any_unknown ? Truth::kUnknown
                           : Truth::kFalse;
    case GateKind::kNone:
      return any_true      ? Truth::kFalse
             : any_unknown ? Truth::kUnknown
                           : Truth::kTrue;
  }
  return Truth::kFalse;
}

constexpr std::uint32_t kRandomInputs = 5;

Program RandomProgram(Random& random) {
  ProgramBuilder b;
  Program& p = b.program;
  for (std::uint32_t i = 0; i < kRandomInputs; ++i) {
    b.Attribute("a", ValueType::kString);
  }
  for (int i = -1; i < 3; ++i) b.Number(i);
  b.Value("x");
  b.Value("y");
  p.number_lists = {{0, 0}, {0, 2}};
  p.number_elements = {0, 2};
  p.symbol_lists = {{0, 1}, {1, 1}};
  p.symbol_elements = {0, 1};
  const std::uint32_t limits[] = {1, 4, 2, 2, 2, 2};
  for (std::uint32_t input = 0; input < kRandomInputs; ++input) {
    for (std::uint32_t i = random.Below(4); i > 0; --i) {
      const auto op = static_cast<LeafOp>(random.Below(kLeafOps));
      const auto kind = static_cast<std::uint32_t>(OperandKindOf(op));
      ProgramBuilder::Leaf(p.conditions, input, op,
                           random.Below(limits[kind]));
    }
  }
  for (std::uint32_t i = random.Below(12); i > 0; --i) {
    Gate gate{static_cast<GateKind>(random.Below(kGateKinds)),
              static_cast<std::uint32_t>(p.conditions.children.size()), 0};
    // Also gates that list a child twice.
    if (p.conditions.size() > 0) gate.child_count = random.Below(4);
    for (std::uint32_t k = 0; k < gate.child_count; ++k) {
      p.conditions.children.push_back(random.Below(p.conditions.size()));
    }
    p.conditions.gates.push_back(gate);
  }
  b.Slot("s");
  if (p.conditions.size() > 0) {
    for (std::uint32_t i = random.Below(6); i > 0; --i) {
      b.Rule("r", 0, random.Below(p.conditions.size()), "");
    }
  }
  return p;
}

Value RandomValue(Random& random) {
  const Identity x = IdentityOf(IdentityKind::kValue, u"x");
  switch (random.Below(6)) {
    case 0:
      return Value::Null();
    case 1:
      return Value::Unknown();
    case 2:
      return Value::Name(x);
    case 3:
      return {.tag = ValueTag::kTruth, .truthy = true, .number = 1, .text = x};
    case 4:
      return {.tag = ValueTag::kText, .truthy = true, .number = 2, .text = 7};
    default:
      return Value::Number(static_cast<double>(random.Below(4)) - 1);
  }
}

TEST(Machine, AgreesWithTheNaiveEvaluatorAfterEveryChange) {
  Random random(1);
  for (int round = 0; round < 3000; ++round) {
    const Program program = RandomProgram(random);
    Program read;
    ASSERT_EQ(ReadProgram(WriteProgram(program), read), ReadError::kNone);
    Machine machine(read);
    const std::vector<Identity> identities = SymbolIdentities(program);
    std::vector<Value> inputs(kRandomInputs);
    for (int step = 0; step < 8; ++step) {
      for (std::uint32_t i = random.Below(3); i > 0; --i) {
        const std::uint32_t input = random.Below(kRandomInputs);
        inputs[input] = RandomValue(random);
        machine.SetInput(input, inputs[input]);
      }
      machine.Settle();
      for (std::uint32_t node = 0; node < program.conditions.size(); ++node) {
        ASSERT_EQ(machine.truth(node),
                  Naive(program, identities, inputs, node))
            << "round " << round << " step " << step << " node " << node;
      }
      std::uint32_t best = kNone;
      for (std::uint32_t r = 0; best == kNone && r < program.rules.size();
           ++r) {
        if (Naive(program, identities, inputs, program.rules[r].node) ==
            Truth::kTrue) {
          best = r;
        }
      }
      ASSERT_EQ(machine.BestRule(program.slots[0]), best) << round;
    }
  }
}

}  // namespace
}  // namespace vitrine
