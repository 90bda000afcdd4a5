#include "runtime/decide/machine.h"

#include <gtest/gtest.h>

#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "runtime/decide/explain.h"
#include "tests/native/random.h"
#include "tests/native/random_program.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::ProgramBuilder;
using testing::Random;
using testing::RandomProgram;
using testing::SampleProgram;

constexpr std::uint32_t kHero = 0;

std::string_view Winner(const Program& program, Machine& machine,
                        std::uint32_t slot) {
  machine.Settle();
  const std::uint32_t rule =
      machine.NextRule(program.slots[slot], program.slots[slot].first_rule);
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

TEST(Machine, WhatIsHeldIsWhatItIsSaidToBe) {
  const Program program = SampleProgram();
  Machine machine(program);
  machine.SetInput(1, Value::Number(30));
  machine.SetInput(3, Value::Number(2));
  EXPECT_EQ(Winner(program, machine, kHero), "hero-back");
  // Also while the inputs change.
  machine.Hold(program.rules[0].node, Truth::kTrue);
  EXPECT_EQ(Winner(program, machine, kHero), "hero-hiker");
  machine.SetInput(5, Value::Number(2));
  machine.SetInput(5, Value::Number(1));
  EXPECT_EQ(Winner(program, machine, kHero), "hero-hiker");
  machine.Hold(program.rules[0].node, Truth::kFalse);
  machine.Hold(program.rules[1].node, Truth::kFalse);
  machine.SetInput(5, Value::Number(2));
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
      EXPECT_EQ(machine.NextRule(b.program.slots[slot], slot * 100),
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
    const auto reasons = ReasonsFor(program, machine, program.rules[rule].node);
    EXPECT_EQ(reasons.size(), 1U);
    return reasons[0];
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

TEST(Explain, NamesWhatIsUnknownOrFalseAsTheRuleIs) {
  ProgramBuilder b;
  b.Attribute("known", ValueType::kString);
  b.Attribute("unknown", ValueType::kString);
  Network& n = b.program.conditions;
  const std::uint32_t known = ProgramBuilder::Leaf(n, 0, LeafOp::kExists, 0);
  const std::uint32_t unknown = ProgramBuilder::Leaf(n, 1, LeafOp::kExists, 0);
  const std::uint32_t any =
      ProgramBuilder::Gate(n, GateKind::kAny, {known, unknown});
  const std::uint32_t all =
      ProgramBuilder::Gate(n, GateKind::kAll, {unknown, known});
  const std::uint32_t none =
      ProgramBuilder::Gate(n, GateKind::kNone, {known, unknown});
  Machine machine(b.program);
  machine.SetInput(1, Value::Unknown());
  machine.Settle();
  EXPECT_EQ(machine.truth(any), Truth::kUnknown);
  EXPECT_EQ(ReasonsFor(b.program, machine, any)[0].leaf, unknown);
  EXPECT_EQ(machine.truth(all), Truth::kFalse);
  EXPECT_EQ(ReasonsFor(b.program, machine, all)[0].leaf, known);
  EXPECT_EQ(machine.truth(none), Truth::kUnknown);
  EXPECT_EQ(ReasonsFor(b.program, machine, none)[0].leaf, unknown);
  EXPECT_FALSE(ReasonsFor(b.program, machine, none)[0].wanted);
  machine.SetInput(0, Value::Number(1));
  machine.Settle();
  EXPECT_EQ(machine.truth(none), Truth::kFalse);
  EXPECT_EQ(ReasonsFor(b.program, machine, none)[0].leaf, known);
}

TEST(Explain, ListsWhatMakesARuleHold) {
  ProgramBuilder b;
  for (const char* name : {"a", "b", "c", "d"}) {
    b.Attribute(name, ValueType::kNumber);
  }
  Network& n = b.program.conditions;
  for (std::uint32_t i = 0; i < 4; ++i) {
    ProgramBuilder::Leaf(n, i, LeafOp::kExists, 0);
  }
  const std::uint32_t any = ProgramBuilder::Gate(n, GateKind::kAny, {0, 1});
  const std::uint32_t neither =
      ProgramBuilder::Gate(n, GateKind::kNone, {2, 3});
  const std::uint32_t all =
      ProgramBuilder::Gate(n, GateKind::kAll, {1, any, neither});
  Machine machine(b.program);
  machine.SetInput(1, Value::Number(1));
  machine.Settle();
  std::vector<std::pair<std::uint32_t, bool>> found;
  for (const Reason& reason : ReasonsFor(b.program, machine, all)) {
    found.emplace_back(reason.leaf, reason.wanted);
  }
  EXPECT_EQ(found, (std::vector<std::pair<std::uint32_t, bool>>{
                       {3, false}, {2, false}, {1, true}}));
  const std::uint32_t always = ProgramBuilder::Gate(n, GateKind::kAll, {});
  Machine other(b.program);
  EXPECT_TRUE(ReasonsFor(b.program, other, always).empty());
}

/// A slow oracle: recursion from scratch, Kleene's tables written out.
/// `truths`: of the leaves.
Truth Naive(const Network& n, const std::vector<Truth>& truths,
            std::uint32_t node) {
  if (node < n.leaves.size()) return truths[node];
  const Gate& gate = n.gates[node - n.leaves.size()];
  bool any_true = false;
  bool any_false = false;
  bool any_unknown = false;
  for (std::uint32_t i = 0; i < gate.child_count; ++i) {
    switch (Naive(n, truths, n.children[gate.first_child + i])) {
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
    case GateKind::kSome:
    case GateKind::kSize:
      break;
  }
  return Truth::kFalse;
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

/// The reasons alone make a true node true, and no other leaf does; the reason
/// of another node is as the node is.
void ExpectReasons(const Program& program, const Machine& machine,
                   std::uint32_t node) {
  const auto reasons = ReasonsFor(program, machine, node);
  if (machine.truth(node) != Truth::kTrue) {
    ASSERT_LE(reasons.size(), 1U);
    for (const Reason& reason : reasons) {
      const Truth truth = machine.truth(reason.leaf);
      ASSERT_EQ(truth == Truth::kUnknown,
                machine.truth(node) == Truth::kUnknown);
      if (truth != Truth::kUnknown) {
        ASSERT_EQ(reason.wanted, truth == Truth::kFalse);
      }
    }
    return;
  }
  std::vector<Truth> truths(program.conditions.leaves.size(), Truth::kUnknown);
  for (const Reason& reason : reasons) {
    ASSERT_EQ(truths[reason.leaf], Truth::kUnknown) << "told twice";
    truths[reason.leaf] = machine.truth(reason.leaf);
    ASSERT_EQ(reason.wanted, truths[reason.leaf] == Truth::kTrue);
  }
  ASSERT_EQ(Naive(program.conditions, truths, node), Truth::kTrue);
}

TEST(Machine, AgreesWithTheNaiveEvaluatorAfterEveryChange) {
  Random random(1);
  for (int round = 0; round < 3000; ++round) {
    const Program program = RandomProgram(random);
    Program read;
    ASSERT_EQ(ReadProgram(WriteProgram(program), read), ReadError::kNone);
    Machine machine(read);
    const Array<Identity> identities = SymbolIdentities(program);
    std::vector<Value> inputs(program.inputs.size());
    for (int step = 0; step < 8; ++step) {
      for (std::uint32_t i = random.Below(3); i > 0; --i) {
        const std::uint32_t input =
            random.Below(static_cast<std::uint32_t>(inputs.size()));
        inputs[input] = RandomValue(random);
        machine.SetInput(input, inputs[input]);
      }
      machine.Settle();
      std::vector<Truth> truths;
      for (const Leaf& leaf : program.conditions.leaves) {
        truths.push_back(
            EvaluateLeaf(program, identities, leaf, inputs[leaf.input]));
      }
      for (std::uint32_t node = 0; node < program.conditions.size(); ++node) {
        ASSERT_EQ(machine.truth(node), Naive(program.conditions, truths, node))
            << "round " << round << " step " << step << " node " << node;
        ExpectReasons(program, machine, node);
      }
      for (const Slot& slot : program.slots) {
        std::uint32_t best = kNone;
        for (std::uint32_t i = 0; best == kNone && i < slot.rule_count; ++i) {
          const std::uint32_t rule = slot.first_rule + i;
          if (Naive(program.conditions, truths, program.rules[rule].node) ==
              Truth::kTrue) {
            best = rule;
          }
        }
        ASSERT_EQ(machine.NextRule(slot, slot.first_rule), best) << round;
      }
    }
  }
}

}  // namespace
}  // namespace vitrine
