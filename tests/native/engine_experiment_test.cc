// Which arm of an experiment a visitor is in, and what changes it.
#include <gtest/gtest.h>

#include "runtime/bundle/writer.h"
#include "runtime/decide/engine.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::ProgramBuilder;

constexpr double kNoon = 1'767'268'800'000;  // 490,908 hours after 1970
constexpr double kHour = 3'600'000;
constexpr double kNever = __builtin_inf();
/// What the engine makes of them: hash("copy", its 14 digits, 2) of the SDK.
constexpr double kSeedOfA = 0x1234567890abc;  // 0.1456
constexpr double kSeedOfB = 1;                // 0.7039

TEST(Allocation, HashesAsGrowthBookDoes) {
  // Asked of @growthbook/growthbook 1.8.0.
  const struct {
    const char* seed;
    std::u16string_view value;
    std::uint8_t version;
    double hash;
  } cases[] = {
      {"", u"a", 1, 0.22},
      {"ef", u"d", 1, 0.652},
      {"", u"123", 1, 0.011},
      {"seed", u"a", 2, 0.0505},
      {"foo", u"def", 2, 0.2019},
      {"h\xc3\xa6r\xf0\x9f\x98\x80", u"\u00f8l\xd83d", 2, 0.2375},
      {"h\xc3\xa6r\xf0\x9f\x98\x80", u"\u00f8l\xd83d", 1, 0.745},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.hash);
    ProgramBuilder b;
    b.Experiment(one.seed, 3);
    b.program.experiments[0].version = one.version;
    b.program.arms[0] = {0, 0, one.hash};
    b.program.arms[1] = {0, one.hash, one.hash};
    b.program.arms[2] = {0, one.hash, one.hash + 0.0001};
    Allocation allocation(b.program);
    EXPECT_EQ(allocation.arm(0), kNobody);
    EXPECT_TRUE(allocation.Hash(0, one.value));
    EXPECT_EQ(allocation.arm(0), 2U);
    EXPECT_FALSE(allocation.Hash(0, one.value));
  }
}

TEST(Allocation, OutsideOfAllRangesIsInNoArmAndTheFirstRangeWins) {
  ProgramBuilder b;
  b.Experiment("seed", 2);
  b.program.arms[0] = {0, 0.0506, 1};
  b.program.arms[1] = {0, 0, 0.05};
  Allocation allocation(b.program);
  allocation.Hash(0, u"a");
  EXPECT_EQ(allocation.arm(0), kNone);
  b.program.arms[0].from = b.program.arms[1].from = 0;
  b.program.arms[1].until = 1;
  EXPECT_TRUE(allocation.Hash(0, u"a"));
  EXPECT_EQ(allocation.arm(0), 0U);
  EXPECT_TRUE(allocation.Hash(0, u""));
  EXPECT_EQ(allocation.arm(0), kNobody);
}

TEST(Allocation, DigitsAreThoseOfJavaScript) {
  EXPECT_EQ(Decimal(0).text(), u"0");
  EXPECT_EQ(Decimal(10).text(), u"10");
  EXPECT_EQ(Decimal(9).text(), u"9");
  EXPECT_EQ(Decimal(105).text(), u"105");
  EXPECT_EQ(Decimal(4'294'967'295).text(), u"4294967295");
}

/// Slot `hero` shows a rule of the experiment `copy`: nothing in arm a,
/// something in arm b. The attribute `id`, input 0.
ProgramBuilder Copy(HashSource source = HashSource::kVisitor,
                    std::uint32_t argument = 0) {
  ProgramBuilder b;
  b.Attribute("id", ValueType::kString);
  const std::uint32_t copy = b.Experiment("copy", 2, source, argument);
  const std::uint32_t input = b.Input(InputSource::kExperiment, copy);
  Network& n = b.program.conditions;
  ProgramBuilder::Leaf(n, input, LeafOp::kStrictNumber, b.Number(0));
  ProgramBuilder::Leaf(n, input, LeafOp::kStrictNumber, b.Number(1));
  ProgramBuilder::Leaf(n, input, LeafOp::kIsNull, 0);
  ProgramBuilder::Gate(n, GateKind::kNone, {2});
  b.Segment("out", 2);
  b.Segment("in", 3);
  b.Slot("hero");
  for (std::uint32_t arm = 0; arm < 2; ++arm) {
    b.Rule("rule", 0, arm, "{}");
    b.program.rules.back().experiment = copy;
    b.program.rules.back().arm = arm;
  }
  b.program.rules[0].content = kNone;
  return b;
}

class Experimenting : public ::testing::Test {
 protected:
  void Use(const ProgramBuilder& b, double seed = kSeedOfA) {
    ASSERT_EQ(engine.Load(WriteProgram(b.program), kNoon), ReadError::kNone);
    engine.SetConsent(true, kNoon, seed);
  }
  /// The row that was chosen, which is the arm's number; kNone: none.
  std::uint32_t Arm(double now = kNoon) { return engine.Decide(now)[0].rule; }
  void Tell(std::u16string_view id, double number = __builtin_nan(""),
            ValueTag tag = ValueTag::kText) {
    ValueNode node;
    node.value = Value::Name(IdentityOf(IdentityKind::kValue, id));
    node.value.tag = tag;
    node.value.number = number;
    node.value.units = id;
    node.value.truthy = tag == ValueTag::kText ? !id.empty() : number != 0;
    engine.SetValue(0, {&node, 1}, kNoon);
  }
  Engine engine;
};

TEST_F(Experimenting, TheSeedAssignsTheVisitor) {
  Use(Copy(), kSeedOfA);
  EXPECT_EQ(Arm(), 0U);
  engine.Forget(kNoon, kSeedOfB);
  EXPECT_EQ(Arm(), 1U);
  engine.SetConsent(true, kNoon, kSeedOfA);
  EXPECT_EQ(Arm(), 1U) << "the visitor has a seed";
}

TEST_F(Experimenting, ASeedThatIsNoneAssignsNobody) {
  Use(Copy(), 0.5);
  EXPECT_EQ(Arm(), kNone);
  EXPECT_EQ(engine.Settled(kNoon).truth(2), Truth::kTrue) << "known to be out";
}

TEST_F(Experimenting, WithoutConsentNobodyIsAssigned) {
  for (HashSource source : {HashSource::kVisitor, HashSource::kRead}) {
    Use(Copy(source));
    Tell(u"someone");
    EXPECT_NE(Arm(), kNone);
    engine.SetConsent(false, kNoon, 0);
    EXPECT_EQ(Arm(), kNone);
    EXPECT_EQ(engine.Settled(kNoon).truth(2), Truth::kUnknown);
    EXPECT_EQ(engine.Settled(kNoon).truth(3), Truth::kUnknown);
    engine.SetConsent(true, kNoon, kSeedOfA);
    EXPECT_NE(Arm(), kNone);
  }
}

TEST_F(Experimenting, AnAttributeAssignsWhoHasIt) {
  Use(Copy(HashSource::kRead));
  EXPECT_EQ(Arm(), kNone);
  Tell(u"01234567890abc");
  EXPECT_EQ(Arm(), 0U);
  Tell(u"00000000000001");
  EXPECT_EQ(Arm(), 1U);
  Tell(u"");
  EXPECT_EQ(Arm(), kNone);
}

TEST_F(Experimenting, WhatJavaScriptTakesForFalseIsNobody) {
  Use(Copy(HashSource::kRead));
  Tell(u"0");
  EXPECT_NE(Arm(), kNone);
  Tell(u"0", 0, ValueTag::kNumber);
  EXPECT_EQ(Arm(), kNone);
  Tell(u"false", 0, ValueTag::kTruth);
  EXPECT_EQ(Arm(), kNone);
  Tell(u"7", 7, ValueTag::kNumber);
  EXPECT_NE(Arm(), kNone);
}

TEST_F(Experimenting, TimeSlicesNeedNoConsent) {
  ProgramBuilder b = Copy(HashSource::kTime, 3600);
  b.program.experiments[0].seed = b.String("hours");
  Use(b);
  engine.SetConsent(false, kNoon, 0);
  // hash("hours", "490908", 2) is 0.4451, then 0.6914, 0.9411, 0.4597.
  EXPECT_EQ(Arm(kNoon), 0U);
  EXPECT_EQ(engine.NextChangeAt(), kNoon + kHour);
  EXPECT_EQ(Arm(kNoon + kHour - 1), 0U);
  EXPECT_EQ(Arm(kNoon + kHour), 1U);
  EXPECT_EQ(Arm(kNoon + 2 * kHour), 1U);
  EXPECT_EQ(Arm(kNoon + 3 * kHour), 0U);
}

TEST_F(Experimenting, AForcedArmHoldsForEverybody) {
  Use(Copy());
  engine.Force(0, 1);
  EXPECT_EQ(Arm(), 1U);
  engine.SetConsent(false, kNoon, 0);
  EXPECT_EQ(Arm(), 1U);
  engine.Force(0, kNone);
  EXPECT_EQ(Arm(), kNone);
  engine.SetConsent(true, kNoon, kSeedOfA);
  EXPECT_EQ(Arm(), 0U);
}

TEST_F(Experimenting, ANewBundleForcesNothing) {
  Use(Copy());
  engine.Force(0, 1);
  Use(Copy());
  EXPECT_EQ(Arm(), 0U);
}

TEST_F(Experimenting, AStickyArmStaysWhenTheRangesMove) {
  ProgramBuilder b = Copy();
  b.program.experiments[0].sticky = true;
  Use(b);
  EXPECT_EQ(Arm(), 0U);
  engine.Report(0, Outcome::kClicked, kNoon);
  ProgramBuilder moved = b;
  moved.program.arms[0].until = moved.program.arms[1].from = 0;
  Use(moved);
  EXPECT_EQ(Arm(), 1U) << "nobody saw an arm yet";
  Use(b);
  engine.Report(0, Outcome::kShown, kNoon);
  Use(moved);
  EXPECT_EQ(Arm(), 0U);
  const Bytes snapshot = engine.VisitorAt(kNoon).Snapshot(kNoon);
  engine.Forget(kNoon, kSeedOfA);
  EXPECT_EQ(Arm(), 1U);
  ASSERT_EQ(engine.Restore(snapshot, kNoon), RestoreError::kNone);
  EXPECT_EQ(Arm(), 0U);
}

TEST_F(Experimenting, AStickyArmThatIsGoneIsAssignedAnew) {
  ProgramBuilder b = Copy();
  b.program.experiments[0].sticky = true;
  Use(b);
  engine.Report(1, Outcome::kShown, kNoon);
  EXPECT_EQ(Arm(), 1U);
  b.program.arms[1].name = b.String("new");
  Use(b);
  EXPECT_EQ(Arm(), 0U);
}

TEST_F(Experimenting, ExposuresOfForcedArmsAreNotKept) {
  ProgramBuilder b = Copy();
  b.program.experiments[0].sticky = true;
  Use(b);
  engine.Force(0, 1);
  engine.Report(1, Outcome::kShown, kNoon);
  engine.Force(0, kNone);
  EXPECT_EQ(Arm(), 0U);
}

TEST_F(Experimenting, ADamagedSnapshotLeavesTheSeed) {
  Use(Copy(), kSeedOfB);
  EXPECT_NE(engine.Restore({}, kNoon), RestoreError::kNone);
  EXPECT_EQ(Arm(), 1U);
  EXPECT_EQ(engine.NextChangeAt(), kNever);
}

}  // namespace
}  // namespace vitrine
