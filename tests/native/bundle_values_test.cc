#include <cmath>

#include "tests/native/bundle_test_support.h"

namespace vitrine {
namespace {

using testing::Changed;
using testing::FullProgram;
using testing::ProgramBuilder;
using testing::RoundTrip;
using testing::SampleProgram;

TEST(Bundle, ReferencesPastTheEndAreRefused) {
  const auto broken = [](auto change) {
    Program program = SampleProgram();
    change(program);
    return RoundTrip(program);
  };
  EXPECT_EQ(broken([](Program& p) { p.symbols[0].string = p.strings.size(); }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.symbol_elements[1] = 5; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.attributes[0].name = 99; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.inputs[0].argument = 3; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.inputs[3].argument = 1; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.inputs[5].argument = 1; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.conditions.leaves[5].input = 6; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.conditions.leaves[1].operand = 4; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.conditions.leaves[2].operand = 2; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.item_conditions.leaves[1].input = 6; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.steps[0].event = 5; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.steps[0].where = 2; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.segments[0].node = 8; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.rules[0].node = 8; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.rules[0].content = 5; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.slots[2].rule_count = 2; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.rules[4].recommendation = 1; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.recommendations[0].filter = 2; }),
            ReadError::kReference);
}

TEST(Bundle, ValuesOutOfRangeAreRefused) {
  const auto broken = [](auto change) {
    Program program = SampleProgram();
    change(program);
    return RoundTrip(program);
  };
  EXPECT_EQ(broken([](Program& p) { p.numbers[0] = std::nan(""); }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.numbers[0] = INFINITY; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.attributes[1].ttl_ms = -1; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.attributes[1].ttl_ms = 0.5; }),
            ReadError::kValue);
  EXPECT_EQ(
      broken([](Program& p) { p.attributes[1].ttl_ms = kMaxDurationMs + 1; }),
      ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.attributes[1].ttl_ms = kMaxDurationMs; }),
            ReadError::kNone);
  EXPECT_EQ(broken([](Program& p) { p.counters[0].identity = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.steps[0].event = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.counters[0].window = Window::kVisit; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.counters[0].kept = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.rules[1].priority = 21; }),
            ReadError::kOrder);
  EXPECT_EQ(broken([](Program& p) {
              p.counters.push_back(p.counters[0]);
              p.steps.push_back(p.steps[0]);
            }),
            ReadError::kOrder);
  EXPECT_EQ(broken([](Program& p) { p.contents.Add("\xff"); }),
            ReadError::kText);
  EXPECT_EQ(broken([](Program& p) { p.strings.Add("\xed\xa0\x80"); }),
            ReadError::kText);
}

TEST(Bundle, NamesOfWhatIsReadAreChecked) {
  EXPECT_EQ(Changed([](Program& p) { p.reads[0].path = 999; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.reads[0].attribute = 4; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.reads[0].needs = kAllNeeds; }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) { p.reads[0].needs = kAllNeeds + 1; }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) { p.properties[0].name = 999; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.inputs[0].name = 999; }),
            ReadError::kReference);
}

TEST(Bundle, ArgumentsOfInputsAreChecked) {
  const auto with_input = [](InputSource source, std::uint32_t argument) {
    Program program = FullProgram();
    // The last one, which no leaf reads.
    program.inputs.back() = {source, argument, 0};
    return RoundTrip(program);
  };
  const struct {
    InputSource source;
    std::uint32_t count;
  } cases[] = {
      {InputSource::kRead, 5},         {InputSource::kAttributeAge, 5},
      {InputSource::kCounter, 5},      {InputSource::kSince, 5},
      {InputSource::kExperiment, 2},   {InputSource::kMinute, 2},
      {InputSource::kWeekday, 2},      {InputSource::kNow, 1},
      {InputSource::kVisitActive, 1},  {InputSource::kTraffic, 8},
      {InputSource::kOrdersLastAt, 1},
  };
  for (const auto& [source, count] : cases) {
    EXPECT_EQ(with_input(source, count - 1), ReadError::kNone)
        << static_cast<int>(source);
    EXPECT_EQ(with_input(source, count), ReadError::kReference)
        << static_cast<int>(source);
  }
  const auto symbol_count =
      static_cast<std::uint32_t>(FullProgram().symbols.size());
  for (const InputSource source :
       {InputSource::kCartHas, InputSource::kViewedHas,
        InputSource::kCategoryShare, InputSource::kBrandShare}) {
    EXPECT_EQ(with_input(source, symbol_count - 1), ReadError::kNone);
    EXPECT_EQ(with_input(source, symbol_count), ReadError::kReference);
  }
  EXPECT_EQ(with_input(InputSource{34}, 0), ReadError::kValue);
}

TEST(Bundle, AProgramWithoutZonesIsInUtc) {
  ProgramBuilder b;
  b.Input(InputSource::kMinute, 0);
  EXPECT_EQ(RoundTrip(b.program), ReadError::kNone);
  b.program.inputs[0].argument = 1;
  EXPECT_EQ(RoundTrip(b.program), ReadError::kReference);
}

TEST(Bundle, ZonesAreChecked) {
  EXPECT_EQ(Changed([](Program& p) { p.zone_changes[1].at = 1e12; }),
            ReadError::kOrder);
  EXPECT_EQ(
      Changed([](Program& p) { p.zone_changes[1].at = p.zone_changes[0].at; }),
      ReadError::kOrder);
  EXPECT_EQ(Changed([](Program& p) { p.zone_changes[0].at = 0; }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) { p.zone_changes[0].at = -1; }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) { p.zone_changes[2].at = 2e13; }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) { p.zone_changes[0].offset = -1440; }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) { p.zone_changes[0].offset = 1441; }),
            ReadError::kReference);
  const auto with_zones = [](std::uint32_t zones, std::uint32_t changes) {
    Program program;
    for (std::uint32_t i = 0; i < zones; ++i) {
      program.zones.push_back({i * changes, changes});
      for (std::uint32_t k = 0; k < changes; ++k) {
        program.zone_changes.push_back({static_cast<double>(k), 0});
      }
    }
    return RoundTrip(program);
  };
  EXPECT_EQ(with_zones(1, 0), ReadError::kValue);
  EXPECT_EQ(with_zones(kMaxZones, kMaxZoneChanges), ReadError::kNone);
  EXPECT_EQ(with_zones(kMaxZones + 1, 1), ReadError::kLimit);
  EXPECT_EQ(with_zones(1, kMaxZoneChanges + 1), ReadError::kLimit);
}

TEST(Bundle, ExperimentsAreChecked) {
  EXPECT_EQ(Changed([](Program& p) { p.experiments[0].seed = 999; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.experiments[0].version = 1; }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) { p.experiments[0].version = 0; }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) { p.experiments[0].version = 3; }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) { p.experiments[0].argument = 1; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.experiments[1].argument = 0; }),
            ReadError::kValue);
  const auto by_read = [](std::uint32_t read) {
    return Changed([read](Program& p) {
      p.experiments[0].source = HashSource::kRead;
      p.experiments[0].argument = read;
    });
  };
  EXPECT_EQ(by_read(0), ReadError::kNone);
  EXPECT_EQ(by_read(4), ReadError::kNone);
  EXPECT_EQ(by_read(5), ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.arms[1].name = 999; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.arms[0].from = -0.1; }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) { p.arms[0].from = 0.6; }),
            ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) { p.arms[0].from = 0.5; }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) { p.arms[1].until = 1.1; }),
            ReadError::kValue);
  const auto with_arms = [](std::uint32_t count) {
    ProgramBuilder b;
    b.Experiment("e", count);
    return RoundTrip(b.program);
  };
  EXPECT_EQ(with_arms(0), ReadError::kValue);
  EXPECT_EQ(with_arms(kMaxArms), ReadError::kNone);
  EXPECT_EQ(with_arms(kMaxArms + 1), ReadError::kLimit);
}

TEST(Bundle, AutomataAreChecked) {
  EXPECT_EQ(Changed([](Program& p) { p.bounds[0].unit = 1; }),
            ReadError::kOrder);
  EXPECT_EQ(Changed([](Program& p) { p.bounds[2].unit = p.bounds[1].unit; }),
            ReadError::kOrder);
  EXPECT_EQ(Changed([](Program& p) { p.bounds[2].unit = 0xffff; }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) { p.bounds[1].unit_class = 2; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.transitions[1] = 2; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.states[1] = StateKind{4}; }),
            ReadError::kValue);
  const auto with = [](std::uint32_t classes, std::uint32_t states,
                       std::uint32_t automata) {
    Program program;
    for (std::uint32_t i = 0; i < automata; ++i) {
      program.automata.push_back({.first_bound = i,
                                  .bound_count = 1,
                                  .class_count = classes,
                                  .first_state = i * states,
                                  .state_count = states,
                                  .first_transition = i * states * classes});
      program.bounds.push_back({});
    }
    program.states.resize(automata * states);
    program.transitions.resize(automata * states * classes);
    return RoundTrip(program);
  };
  EXPECT_EQ(with(0, 1, 1), ReadError::kReference);
  EXPECT_EQ(with(1, 0, 1), ReadError::kValue);
  EXPECT_EQ(with(kMaxClasses, 1, 1), ReadError::kNone);
  EXPECT_EQ(with(kMaxClasses + 1, 1, 1), ReadError::kLimit);
  EXPECT_EQ(with(1, kMaxStates, 1), ReadError::kNone);
  EXPECT_EQ(with(1, kMaxStates + 1, 1), ReadError::kLimit);
  EXPECT_EQ(with(64, 512, 2), ReadError::kNone);
  EXPECT_EQ(with(64, 512, 3), ReadError::kLimit);
}

TEST(Bundle, CountersAreChecked) {
  // 0 and 1 have a moving window, 2 distinct values, 3 a sequence, 4 neither.
  const auto with = [](std::uint32_t index, auto Counter::*field, auto value) {
    return Changed([=](Program& p) { p.counters[index].*field = value; });
  };
  EXPECT_EQ(with(0, &Counter::length, 0.0), ReadError::kValue);
  EXPECT_EQ(with(0, &Counter::length, 0.5), ReadError::kValue);
  EXPECT_EQ(with(0, &Counter::length, kMaxDurationMs), ReadError::kNone);
  EXPECT_EQ(with(0, &Counter::length, kMaxDurationMs + 1), ReadError::kValue);
  EXPECT_EQ(with(1, &Counter::length, 400.0), ReadError::kNone);
  EXPECT_EQ(with(1, &Counter::length, 401.0), ReadError::kValue);
  EXPECT_EQ(with(4, &Counter::length, 1.0), ReadError::kValue);
  EXPECT_EQ(with(4, &Counter::window, Window{4}), ReadError::kValue);
  EXPECT_EQ(with(4, &Counter::tally, Tally{4}), ReadError::kValue);
  EXPECT_EQ(with(0, &Counter::what, 1U), ReadError::kValue);
  // Also what is compared, which events do not know.
  EXPECT_EQ(with(1, &Counter::what, 10U), ReadError::kNone);
  EXPECT_EQ(with(1, &Counter::what, 11U), ReadError::kReference);
  EXPECT_EQ(with(1, &Counter::kept, 0U), ReadError::kValue);
  EXPECT_EQ(with(2, &Counter::kept, 0U), ReadError::kValue);
  EXPECT_EQ(with(3, &Counter::kept, 1U), ReadError::kValue);
  EXPECT_EQ(with(4, &Counter::kept, 1U), ReadError::kValue);
  EXPECT_EQ(with(0, &Counter::step_count, 0U), ReadError::kValue);
}

TEST(Bundle, StepsAreChecked) {
  // Steps 0 to 2 of the first counters, 3 and 4 of the sequence.
  const auto with = [](std::uint32_t index, auto Step::*field, auto value) {
    return Changed([=](Program& p) { p.steps[index].*field = value; });
  };
  EXPECT_EQ(with(0, &Step::absent, true), ReadError::kValue);
  EXPECT_EQ(with(0, &Step::within_ms, 1.0), ReadError::kValue);
  EXPECT_EQ(with(3, &Step::absent, true), ReadError::kValue);
  EXPECT_EQ(with(3, &Step::within_ms, 1.0), ReadError::kValue);
  EXPECT_EQ(with(4, &Step::within_ms, 0.0), ReadError::kValue);
  EXPECT_EQ(with(4, &Step::within_ms, 0.5), ReadError::kValue);
  EXPECT_EQ(with(4, &Step::within_ms, kMaxDurationMs), ReadError::kNone);
  EXPECT_EQ(with(4, &Step::within_ms, kMaxDurationMs + 1), ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) {
              p.steps[4].absent = false;
              p.steps[4].within_ms = 0;
            }),
            ReadError::kNone);
  // A value is no event.
  EXPECT_EQ(with(4, &Step::event, 0U), ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) {
              p.symbols[p.steps[5].event].kind = IdentityKind::kConverted;
            }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) {
              p.symbols[p.steps[5].event].kind = IdentityKind::kExperiment;
            }),
            ReadError::kValue);
  // Two steps are a sequence.
  EXPECT_EQ(Changed([](Program& p) {
              p.counters[3].tally = Tally::kCount;
              p.counters[3].kept = 0;
            }),
            ReadError::kValue);
  const auto with_steps = [](std::uint32_t count) {
    ProgramBuilder b;
    const std::uint32_t event = b.Symbol(IdentityKind::kEvent, "e");
    b.Counter({.identity = 1, .tally = Tally::kSequence, .kept = count}, {});
    b.program.steps = Array<Step>(count, Step{.event = event});
    b.program.counters[0].step_count = count;
    return RoundTrip(b.program);
  };
  EXPECT_EQ(with_steps(1), ReadError::kNone);
  EXPECT_EQ(with_steps(kMaxSequenceSteps), ReadError::kNone);
  EXPECT_EQ(with_steps(kMaxSequenceSteps + 1), ReadError::kLimit);
}

TEST(Bundle, RowsOfArmsAreChecked) {
  const Program program = FullProgram();
  ASSERT_EQ(program.rules[5].content, kNone);
  ASSERT_EQ(program.rules[6].arm, 1U);
  EXPECT_EQ(Changed([](Program& p) { p.rules[6].experiment = 2; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.rules[6].arm = 2; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.rules[6].experiment = kNone; }),
            ReadError::kReference);
  EXPECT_EQ(Changed([](Program& p) { p.rules[6].content = kNone; }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) { p.rules[7].group = kMaxRules; }),
            ReadError::kNone);
  EXPECT_EQ(Changed([](Program& p) { p.rules[7].group = kMaxRules + 1; }),
            ReadError::kReference);
}

}  // namespace
}  // namespace vitrine
