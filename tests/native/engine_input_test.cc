// What conditions see besides behaviour: clocks, local time, what the host
// tells, traffic; and rules that exclude each other.
#include <gtest/gtest.h>

#include "runtime/bundle/writer.h"
#include "runtime/decide/engine.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::ProgramBuilder;

constexpr double kNoon = 1'767'268'800'000;    // Thursday 2026-01-01T12:00Z
constexpr double kSpring = 1'774'746'000'000;  // 2026-03-29T01:00Z: summer time
constexpr double kMinute = 60'000;
constexpr double kHour = 60 * kMinute;
constexpr double kNever = __builtin_inf();

/// A slot whose only rule is one leaf on one input.
Program OneLeaf(ProgramBuilder b, std::uint32_t input, LeafOp op,
                double number) {
  ProgramBuilder::Leaf(b.program.conditions, input, op, b.Number(number));
  b.Slot("slot");
  b.Rule("rule", 0, 0, "{}");
  return b.program;
}

class Engines : public ::testing::Test {
 protected:
  void Use(const Program &program, double now = kNoon) {
    ASSERT_EQ(engine.Load(WriteProgram(program), now), ReadError::kNone);
    engine.SetConsent(true, now, 1);
  }
  bool Holds(double now) { return engine.Decide(now)[0].rule == 0; }
  void Tell(std::uint32_t read, double number, double now) {
    const ValueNode node = {.value = Value::Number(number)};
    engine.SetValue(read, {&node, 1}, now);
  }
  void Record(std::u16string_view name, double now) {
    EventInput event = {};
    event.name = name;
    engine.ChangingVisitor(now).Record(now, event);
  }
  Engine engine;
};

/// Oslo, which goes from 60 to 120 minutes at kSpring.
ProgramBuilder Oslo(InputSource source) {
  ProgramBuilder b;
  b.Zone({{0, 60}, {kSpring, 120}});
  b.Input(source, 0);
  return b;
}

TEST_F(Engines, AMinuteComesEarlyWhereTheClockIsPutForward) {
  // 01:59 is followed by 03:00: at 02:30 or later for the first time then.
  Use(OneLeaf(Oslo(InputSource::kMinute), 0, LeafOp::kGreaterEqual, 150),
      kSpring - kHour);
  EXPECT_FALSE(Holds(kSpring - kMinute));
  EXPECT_EQ(engine.NextChangeAt(), kSpring);
  EXPECT_FALSE(Holds(kSpring - 1));
  EXPECT_TRUE(Holds(kSpring));
}

TEST_F(Engines, MinutesBeginAnewAtLocalMidnight) {
  Use(OneLeaf(Oslo(InputSource::kMinute), 0, LeafOp::kGreaterEqual, 1380));
  EXPECT_FALSE(Holds(kNoon + 12'345));
  EXPECT_EQ(engine.NextChangeAt(), kNoon + 10 * kHour) << "23:00 in Oslo";
  EXPECT_TRUE(Holds(kNoon + 10 * kHour));
  EXPECT_EQ(engine.NextChangeAt(), kNoon + 11 * kHour);
  EXPECT_FALSE(Holds(kNoon + 11 * kHour));
}

TEST_F(Engines, DaysOfTheWeekAreLocal) {
  Use(OneLeaf(Oslo(InputSource::kWeekday), 0, LeafOp::kStrictNumber, 5));
  EXPECT_FALSE(Holds(kNoon + 11 * kHour - 1)) << "Thursday";
  EXPECT_EQ(engine.NextChangeAt(), kNoon + 11 * kHour);
  EXPECT_TRUE(Holds(kNoon + 11 * kHour)) << "Friday";
  EXPECT_TRUE(Holds(kNoon + 35 * kHour - 1));
  EXPECT_FALSE(Holds(kNoon + 35 * kHour));
  EXPECT_TRUE(Holds(kNoon + (11 + 7 * 24) * kHour));
}

TEST_F(Engines, WithoutZonesItIsUtc) {
  ProgramBuilder b;
  b.Input(InputSource::kMinute);
  Use(OneLeaf(b, 0, LeafOp::kStrictNumber, 720));
  EXPECT_TRUE(Holds(kNoon));
  EXPECT_EQ(engine.NextChangeAt(), kNoon + kMinute);
  EXPECT_FALSE(Holds(kNoon + kMinute));
}

TEST_F(Engines, PartsOfAMinuteAreReachedWithTheNext) {
  ProgramBuilder b;
  b.Input(InputSource::kMinute);
  Use(OneLeaf(b, 0, LeafOp::kGreater, 720.5));
  EXPECT_FALSE(Holds(kNoon + 40'000));
  EXPECT_EQ(engine.NextChangeAt(), kNoon + kMinute);
  EXPECT_TRUE(Holds(kNoon + kMinute));
}

TEST_F(Engines, AScheduleNeedsNoConsent) {
  ProgramBuilder b;
  b.Input(InputSource::kNow);
  Use(OneLeaf(b, 0, LeafOp::kGreaterEqual, kNoon + 5));
  engine.SetConsent(false, kNoon, 0);
  EXPECT_FALSE(Holds(kNoon));
  EXPECT_EQ(engine.NextChangeAt(), kNoon + 5);
  EXPECT_TRUE(Holds(kNoon + 5));
  EXPECT_EQ(engine.NextChangeAt(), kNever);
}

TEST_F(Engines, ATestThatHoldsUpToANumberEndsAMillisecondAfterIt) {
  ProgramBuilder b;
  b.Input(InputSource::kVisitAge);
  Use(OneLeaf(b, 0, LeafOp::kLessEqual, 10'000));
  Record(u"page_view", kNoon);
  EXPECT_TRUE(Holds(kNoon + 10'000));
  EXPECT_EQ(engine.NextChangeAt(), kNoon + 10'001);
  EXPECT_FALSE(Holds(kNoon + 10'001));
  EXPECT_EQ(engine.NextChangeAt(), kNever);
  Record(u"page_view", kNoon + kHour);
  EXPECT_TRUE(Holds(kNoon + kHour)) << "a new visit";
}

TEST_F(Engines, AgesOfDatesRunByThemselves) {
  ProgramBuilder b;
  b.Attribute("since", ValueType::kDate);
  const std::uint32_t age = b.Input(InputSource::kAttributeAge, 0);
  Use(OneLeaf(b, age, LeafOp::kGreaterEqual, kHour));
  EXPECT_FALSE(Holds(kNoon)) << "null";
  Tell(0, kNoon - kHour + 3, kNoon);
  EXPECT_FALSE(Holds(kNoon));
  EXPECT_EQ(engine.NextChangeAt(), kNoon + 3);
  EXPECT_TRUE(Holds(kNoon + 3));
  Tell(0, kNoon + kHour, kNoon + 3);
  EXPECT_FALSE(Holds(kNoon + 3)) << "in the future";
  EXPECT_EQ(engine.NextChangeAt(), kNoon + 2 * kHour);
}

TEST_F(Engines, AnAttributeExpiresWithAllThatIsReadOfIt) {
  ProgramBuilder b;
  b.Attribute("plan", ValueType::kObject, 1000);
  const std::uint32_t price = b.Read("plan.price", 0);
  Use(OneLeaf(b, price, LeafOp::kGreater, 5));
  Tell(1, 6, kNoon);
  Tell(0, 1, kNoon + 400);
  EXPECT_TRUE(Holds(kNoon + 1399)) << "told anew with the other one";
  EXPECT_EQ(engine.NextChangeAt(), kNoon + 1400);
  EXPECT_FALSE(Holds(kNoon + 1400));
  EXPECT_EQ(engine.NextChangeAt(), kNever);
}

TEST_F(Engines, ListsAreLookedAtWheneverTheyAreTold) {
  ProgramBuilder b;
  b.Attribute("tags", ValueType::kList);
  b.program.elements.leaves.push_back({0, LeafOp::kStrictText, b.Value("red")});
  ProgramBuilder::Leaf(b.program.conditions, 0, LeafOp::kSome, 0);
  b.Slot("slot");
  b.Rule("rule", 0, 0, "{}");
  Use(b.program);
  const auto tell = [&](std::u16string_view tag) {
    ValueNode nodes[2];
    nodes[0].value = {.tag = ValueTag::kList, .truthy = true, .node = nodes};
    nodes[0].size = 2;
    nodes[1].value = Value::Name(IdentityOf(IdentityKind::kValue, tag));
    engine.SetValue(0, nodes, kNoon);
  };
  tell(u"blue");
  EXPECT_FALSE(Holds(kNoon));
  tell(u"red");
  EXPECT_TRUE(Holds(kNoon));
  tell(u"blue");
  EXPECT_FALSE(Holds(kNoon));
}

TEST_F(Engines, ActiveTimeHasItsOwnThreshold) {
  ProgramBuilder b;
  b.Input(InputSource::kVisitActive);
  Use(OneLeaf(b, 0, LeafOp::kGreaterEqual, 30'000));
  Record(u"page_view", kNoon);
  EXPECT_FALSE(Holds(kNoon));
  EXPECT_EQ(engine.NextActiveIn(), 30'000);
  EXPECT_EQ(engine.NextChangeAt(), kNever);
  engine.ChangingVisitor(kNoon).AddActive(kNoon, 29'999);
  EXPECT_FALSE(Holds(kNoon + kMinute));
  EXPECT_EQ(engine.NextActiveIn(), 1);
  engine.ChangingVisitor(kNoon).AddActive(kNoon, 1);
  EXPECT_TRUE(Holds(kNoon + kMinute));
  EXPECT_EQ(engine.NextActiveIn(), kNever);
  engine.SetConsent(false, kNoon, 0);
  EXPECT_FALSE(Holds(kNoon + kMinute));
  EXPECT_EQ(engine.NextActiveIn(), kNever);
}

TEST_F(Engines, HowOneCameToThePageIsKnownWithoutConsent) {
  ProgramBuilder b;
  const std::uint32_t channel =
      b.Input(InputSource::kTraffic,
              static_cast<std::uint32_t>(TrafficField::kChannel));
  const std::uint32_t first =
      b.Input(InputSource::kTraffic,
              static_cast<std::uint32_t>(TrafficField::kFirstChannel));
  ProgramBuilder::Leaf(b.program.conditions, channel, LeafOp::kStrictText,
                       b.Value("email"));
  ProgramBuilder::Leaf(b.program.conditions, first, LeafOp::kExists, 0);
  b.Slot("slot");
  b.Rule("rule", 0, 0, "{}");
  Use(b.program);
  engine.SetConsent(false, kNoon, 0);
  EXPECT_EQ(engine.Settled(kNoon).truth(0), Truth::kUnknown);
  engine.SetPage({.touch = {{}, {}, {}, u"email"}});
  EXPECT_TRUE(Holds(kNoon));
  engine.SetPage({});
  EXPECT_TRUE(Holds(kNoon)) << "a page of the shop changes nothing";
  EXPECT_EQ(engine.Settled(kNoon).truth(1), Truth::kUnknown);
}

/// Slots `a` and `b` whose rules `first` are of the group 1; in `b` there is
/// `second`, too. `c`, recommendations, has a rule of the group and no items.
Program Exclusive() {
  ProgramBuilder b;
  const std::uint32_t always =
      ProgramBuilder::Gate(b.program.conditions, GateKind::kAll, {});
  b.RecommendationSlot("c", 1);
  b.Rule("first", 0, always, "{}");
  b.Recommend({Strategy::kRecentlyViewed});
  b.program.rules.back().group = 1;
  for (const char *slot : {"a", "b"}) {
    b.Slot(slot);
    b.Rule("first", 0, always, "{}");
    b.program.rules.back().group = 1;
    if (slot[0] == 'b') b.Rule("second", 0, always, "{}");
  }
  return b.program;
}

TEST_F(Engines, OfAGroupOneRuleIsChosenTheFirstOnThePage) {
  Use(Exclusive());
  const auto chosen = [&] {
    const auto decisions = engine.Decide(kNoon);
    return std::vector<std::uint32_t>{decisions[1].rule, decisions[2].rule};
  };
  EXPECT_EQ(chosen(), (std::vector<std::uint32_t>{1, 3}))
      << "a slot without items takes nothing";
  const std::uint32_t page[] = {2, 1};
  engine.SetSlots(page);
  EXPECT_EQ(chosen(), (std::vector<std::uint32_t>{kNone, 2}));
}

TEST_F(Engines, ExplainingDoesNotSwallowAChange) {
  ProgramBuilder b;
  b.Attribute("n", ValueType::kNumber);
  Use(OneLeaf(b, 0, LeafOp::kGreater, 5));
  EXPECT_FALSE(engine.Decide(kNoon)[0].changed);
  Tell(0, 6, kNoon);
  std::uint32_t winner = kNone;
  engine.Explain(0, kNoon, winner);
  EXPECT_EQ(winner, 0U);
  EXPECT_TRUE(engine.Decide(kNoon)[0].changed);
  engine.Explain(0, kNoon, winner);
  EXPECT_FALSE(engine.Decide(kNoon)[0].changed);
}

TEST_F(Engines, ExplanationsHaveTheTimeThatPassed) {
  ProgramBuilder b;
  b.Input(InputSource::kVisitAge);
  Use(OneLeaf(b, 0, LeafOp::kGreater, kHour));
  Record(u"page_view", kNoon);
  EXPECT_FALSE(Holds(kNoon));
  EXPECT_FALSE(Holds(kNoon + 777));
  std::uint32_t winner = 0;
  EXPECT_EQ(engine.Explain(0, kNoon + 777, winner).input(0).number, 777);
  EXPECT_EQ(winner, kNone);
}

// A popup and a content slot, and counters of what came of them.
TEST_F(Engines, ReportsAreEventsOfTheRuleAndOfAllPopups) {
  ProgramBuilder b;
  const auto counter = [&](IdentityKind kind, const char *id) {
    const std::uint32_t index =
        b.Counter({.identity = b.program.counters.size() + 1},
                  {{.event = b.Symbol(kind, id)}});
    return b.Input(InputSource::kCounter, index);
  };
  counter(IdentityKind::kShown, "popup");
  counter(IdentityKind::kShown, "*");
  counter(IdentityKind::kDismissed, "popup");
  counter(IdentityKind::kShown, "content");
  const std::uint32_t always =
      ProgramBuilder::Gate(b.program.conditions, GateKind::kAll, {});
  b.Slot("content");
  b.Rule("content", 0, always, "{}");
  b.Slot("popup");
  b.program.slots.back().type = SlotType::kPopup;
  b.Rule("popup", 0, always, "{}");
  Use(b.program);
  const auto counts = [&] {
    std::vector<double> all;
    for (std::size_t i = 0; i < 4; ++i)
      all.push_back(engine.visitor().Count(i));
    return all;
  };
  engine.Report(0, Outcome::kShown, kNoon);
  EXPECT_EQ(counts(), (std::vector<double>{0, 0, 0, 1}));
  engine.Report(1, Outcome::kShown, kNoon);
  engine.Report(1, Outcome::kDismissed, kNoon);
  engine.Report(1, Outcome::kSeen, kNoon);
  EXPECT_EQ(counts(), (std::vector<double>{1, 1, 1, 1}));
}

}  // namespace
}  // namespace vitrine
