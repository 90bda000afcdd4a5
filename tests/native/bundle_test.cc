#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "runtime/bundle/format.h"
#include "runtime/bundle/paths.h"
#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "tests/native/random_program.h"
#include "tests/native/repair_checksum.h"

namespace vitrine {
namespace {

using testing::FullProgram;
using testing::ProgramBuilder;
using testing::RepairChecksum;
using testing::SampleProgram;

ReadError Read(std::span<const std::uint8_t> bytes) {
  Program program;
  return ReadProgram(bytes, program);
}

ReadError RoundTrip(const Program& program) {
  return Read(WriteProgram(program));
}

/// Reads the full program after one change to it.
template <typename Change>
ReadError Changed(Change change) {
  Program program = FullProgram();
  change(program);
  return RoundTrip(program);
}

template <typename T>
void Patch(Bytes& file, std::size_t offset, T value) {
  std::memcpy(file.data() + offset, &value, sizeof value);
}

TEST(Bundle, ReadsBackWhatWasWritten) {
  for (const Program& program : {SampleProgram(), FullProgram()}) {
    Program read;
    ASSERT_EQ(ReadProgram(WriteProgram(program), read), ReadError::kNone);
    EXPECT_EQ(read, program);
  }
}

TEST(Bundle, EqualProgramsGiveEqualBytes) {
  EXPECT_EQ(WriteProgram(FullProgram()), WriteProgram(FullProgram()));
}

TEST(Bundle, RandomProgramsReadBack) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    testing::Random random(seed);
    const Program program = testing::RandomProgram(random);
    Program read;
    ASSERT_EQ(ReadProgram(WriteProgram(program), read), ReadError::kNone);
    EXPECT_EQ(read, program) << seed;
  }
}

TEST(Bundle, TheRuleLanguageNamesFieldsAndStrategies) {
  EXPECT_STREQ(EventItemPath(ItemField::kId), "item_id");
  EXPECT_STREQ(EventItemPath(ItemField::kQuantity), "quantity");
  EXPECT_EQ(EventItemPath(ItemField::kAvailability), nullptr);
  EXPECT_STREQ(CatalogueItemPath(ItemField::kId), "item.id");
  EXPECT_STREQ(CatalogueItemPath(ItemField::kBrand), "item.brand");
  EXPECT_STREQ(CatalogueItemPath(ItemField::kCategory), "item.category");
  EXPECT_STREQ(CatalogueItemPath(ItemField::kPrice), "item.price");
  EXPECT_EQ(CatalogueItemPath(ItemField::kQuantity), nullptr);
  EXPECT_STREQ(CatalogueItemPath(ItemField::kAvailability),
               "item.availability");
  EXPECT_EQ(ItemFieldType(ItemField::kPrice), ValueType::kNumber);
  EXPECT_EQ(ItemFieldType(ItemField::kAvailability), ValueType::kString);
  const char* strategies[] = {"for_you",         "similar",
                              "bought_together", "recently_viewed",
                              "popular",         "popular_in_category"};
  for (std::uint8_t i = 0; i < kStrategies; ++i) {
    EXPECT_STREQ(StrategyName(static_cast<Strategy>(i)), strategies[i]);
  }
}

TEST(Bundle, EmptyProgramIsABundle) {
  Program read;
  ASSERT_EQ(ReadProgram(WriteProgram({}), read), ReadError::kNone);
  EXPECT_EQ(read, Program{});
}

TEST(Bundle, NumbersKeepEveryBit) {
  Program program;
  program.numbers = {0.0,
                     -0.0,
                     1,
                     -1,
                     19.99,
                     -1e300,
                     5e-324,
                     9007199254740992.0,
                     -9007199254740992.0,
                     9007199254740994.0};
  Program read;
  ASSERT_EQ(ReadProgram(WriteProgram(program), read), ReadError::kNone);
  ASSERT_EQ(read.numbers.size(), program.numbers.size());
  for (std::size_t i = 0; i < program.numbers.size(); ++i) {
    EXPECT_EQ(std::memcmp(&read.numbers[i], &program.numbers[i], 8), 0)
        << program.numbers[i];
  }
}

TEST(Bundle, EveryTruncationIsRefused) {
  const Bytes file = WriteProgram(FullProgram());
  for (std::size_t size = 0; size < file.size(); ++size) {
    // A copy of its own, so that a sanitizer sees a read past the end.
    const Bytes shorter(file.begin(),
                        file.begin() + static_cast<std::ptrdiff_t>(size));
    const ReadError error = Read(shorter);
    EXPECT_EQ(error, size < kHeaderBytes ? ReadError::kTooShort
                                         : ReadError::kWrongSize)
        << size;
  }
}

TEST(Bundle, EveryTruncationWithItsSizeRepairedIsRefused) {
  const Bytes file = WriteProgram(FullProgram());
  for (std::size_t size = kHeaderBytes; size < file.size(); ++size) {
    Bytes shorter(file.begin(),
                  file.begin() + static_cast<std::ptrdiff_t>(size));
    Patch(shorter, 8, static_cast<std::uint32_t>(size));
    RepairChecksum(shorter);
    EXPECT_NE(Read(shorter), ReadError::kNone) << size;
  }
}

TEST(Bundle, ExtraBytesAreRefused) {
  Bytes file = WriteProgram(FullProgram());
  file.push_back(0);
  EXPECT_EQ(Read(file), ReadError::kWrongSize);
  Patch(file, 8, static_cast<std::uint32_t>(file.size()));
  RepairChecksum(file);
  EXPECT_EQ(Read(file), ReadError::kSections);
}

TEST(Bundle, EveryFlippedBitIsRefused) {
  const Bytes file = WriteProgram(FullProgram());
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    Bytes flipped = file;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_NE(Read(flipped), ReadError::kNone) << bit;
  }
}

TEST(Bundle, EveryFlippedBitWithItsChecksumRepairedReadsSafely) {
  const Bytes file = WriteProgram(FullProgram());
  std::size_t accepted = 0;
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    Bytes flipped = file;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    RepairChecksum(flipped);
    Program program;
    if (ReadProgram(flipped, program) != ReadError::kNone) continue;
    ++accepted;
    // What was accepted is a program that can be stored and read again.
    Program again;
    EXPECT_EQ(ReadProgram(WriteProgram(program), again), ReadError::kNone)
        << bit;
    EXPECT_EQ(again, program) << bit;
  }
  // Another letter in a text, another constant: some flips are harmless.
  EXPECT_GT(accepted, 0U);
}

TEST(Bundle, HeaderFieldsHaveTheirOwnErrors) {
  const Bytes file = WriteProgram(SampleProgram());
  const auto patched = [&](std::size_t offset, auto value) {
    Bytes other = file;
    Patch(other, offset, value);
    RepairChecksum(other);
    return Read(other);
  };
  EXPECT_EQ(Read({}), ReadError::kTooShort);
  EXPECT_EQ(patched(0, std::uint32_t{0}), ReadError::kNotABundle);
  EXPECT_EQ(patched(4, std::uint16_t{4}), ReadError::kTooNew);
  EXPECT_EQ(patched(4, std::uint16_t{2}), ReadError::kTooOld);
  EXPECT_EQ(patched(6, std::uint16_t{2}), ReadError::kWrongKind);
  EXPECT_EQ(patched(8, std::uint32_t{24}), ReadError::kWrongSize);
  EXPECT_EQ(patched(12, std::uint32_t{19}), ReadError::kSections);
  EXPECT_EQ(patched(12, std::uint32_t{21}), ReadError::kSections);
  EXPECT_EQ(patched(kHeaderBytes, std::uint32_t{2}), ReadError::kSections);
  EXPECT_EQ(patched(kHeaderBytes + 4, std::uint32_t{0xffffffff}),
            ReadError::kSections);
  Bytes damaged = file;
  damaged.back() ^= 1;
  EXPECT_EQ(Read(damaged), ReadError::kChecksum);
}

TEST(Bundle, AVersionFromTheFutureIsSaidToBeOneWhateverFollows) {
  Bytes file(kHeaderBytes, 0xff);
  Patch(file, 0, kMagic);
  EXPECT_EQ(Read(file), ReadError::kTooNew);
}

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

TEST(Bundle, OnlySlotsOfRecommendationsRecommend) {
  const auto broken = [](auto change) {
    Program program = SampleProgram();
    change(program);
    return RoundTrip(program);
  };
  const Program program = SampleProgram();
  ASSERT_EQ(program.slots[2].type, SlotType::kRecommendations);
  EXPECT_EQ(broken([](Program& p) { p.slots[2].limit = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.slots[0].limit = 1; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.rules[4].recommendation = kNone; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.rules[0].recommendation = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.recommendations[0].source_count = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.recommendations[0].source_count = 3; }),
            ReadError::kEncoding);
  EXPECT_EQ(broken([](Program& p) { p.sources[1].strategy = Strategy{kStrategies}; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.slots[2].type = SlotType::kPopup; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.slots[1].type = SlotType{3}; }),
            ReadError::kValue);
}

TEST(Bundle, AGateMayOnlyHaveEarlierChildren) {
  Program program = SampleProgram();
  // The gate itself.
  program.conditions.children[0] = 6;
  EXPECT_EQ(RoundTrip(program), ReadError::kReference);
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
  EXPECT_EQ(Changed([](Program& p) { p.elements.leaves[1].input = 3; }),
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
  EXPECT_EQ(with(1, &Counter::what, 7U), ReadError::kNone);
  EXPECT_EQ(with(1, &Counter::what, 8U), ReadError::kReference);
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

TEST(Bundle, LimitsHoldAtAndPastThem) {
  const auto with_kept = [](std::uint32_t kept, std::uint32_t count) {
    Program program = SampleProgram();
    program.counters.resize(count, program.counters[0]);
    program.steps.resize(count, program.steps[0]);
    for (std::uint32_t i = 0; i < count; ++i) {
      program.counters[i].identity = i + 1;
      program.counters[i].kept = kept;
    }
    return RoundTrip(program);
  };
  EXPECT_EQ(with_kept(kMaxKeptTimes, 1), ReadError::kNone);
  EXPECT_EQ(with_kept(kMaxKeptTimes + 1, 1), ReadError::kLimit);
  EXPECT_EQ(with_kept(64, 16), ReadError::kNone);
  EXPECT_EQ(with_kept(64, 17), ReadError::kLimit);
  EXPECT_EQ(with_kept(1, kMaxCounters), ReadError::kNone);
  EXPECT_EQ(with_kept(1, kMaxCounters + 1), ReadError::kLimit);

  const auto with_sequences = [](std::uint32_t count) {
    ProgramBuilder b;
    const Step step = {.event = b.Symbol(IdentityKind::kEvent, "e")};
    for (std::uint32_t i = 0; i < count; ++i) {
      b.Counter({.identity = i + 1, .tally = Tally::kSequence, .kept = 2},
                {step, step});
    }
    return RoundTrip(b.program);
  };
  EXPECT_EQ(with_sequences(kMaxSteps / 2), ReadError::kNone);
  EXPECT_EQ(with_sequences(kMaxSteps / 2 + 1), ReadError::kLimit);

  const auto with_reads = [](std::uint32_t count) {
    Program program;
    program.strings.Add("page.url");
    program.reads = Array<vitrine::Read>(count, vitrine::Read{});
    return RoundTrip(program);
  };
  EXPECT_EQ(with_reads(kMaxReads), ReadError::kNone);
  EXPECT_EQ(with_reads(kMaxReads + 1), ReadError::kLimit);

  const auto with_inputs = [](std::uint32_t count) {
    ProgramBuilder b;
    for (std::uint32_t i = 0; i < count; ++i) b.Input(InputSource::kNow);
    return RoundTrip(b.program);
  };
  EXPECT_EQ(with_inputs(kMaxInputs), ReadError::kNone);
  EXPECT_EQ(with_inputs(kMaxInputs + 1), ReadError::kLimit);

  const auto with_properties = [](std::uint32_t count) {
    ProgramBuilder b;
    for (std::uint32_t i = 0; i < count; ++i) b.Property("p", true);
    return RoundTrip(b.program);
  };
  EXPECT_EQ(with_properties(kMaxProperties), ReadError::kNone);
  EXPECT_EQ(with_properties(kMaxProperties + 1), ReadError::kLimit);

  const auto with_experiments = [](std::uint32_t count) {
    ProgramBuilder b;
    for (std::uint32_t i = 0; i < count; ++i) b.Experiment("e", 1);
    return RoundTrip(b.program);
  };
  EXPECT_EQ(with_experiments(kMaxExperiments), ReadError::kNone);
  EXPECT_EQ(with_experiments(kMaxExperiments + 1), ReadError::kLimit);

  const auto with_items = [](std::uint32_t limit) {
    Program program = SampleProgram();
    program.slots[2].limit = limit;
    return RoundTrip(program);
  };
  EXPECT_EQ(with_items(1), ReadError::kNone);
  EXPECT_EQ(with_items(kMaxSlotItems), ReadError::kNone);
  EXPECT_EQ(with_items(kMaxSlotItems + 1), ReadError::kLimit);

  const auto with_strategies = [](std::uint32_t count) {
    Program program = SampleProgram();
    program.recommendations[0].source_count = count;
    program.sources = Array<Source>(count, Source{});
    return RoundTrip(program);
  };
  EXPECT_EQ(with_strategies(kMaxSources), ReadError::kNone);
  EXPECT_EQ(with_strategies(kMaxSources + 1), ReadError::kLimit);

  const auto with_slots = [](std::uint32_t count) {
    ProgramBuilder b;
    for (std::uint32_t i = 0; i < count; ++i) b.Slot("s");
    return RoundTrip(b.program);
  };
  EXPECT_EQ(with_slots(kMaxSlots), ReadError::kNone);
  EXPECT_EQ(with_slots(kMaxSlots + 1), ReadError::kLimit);

  const auto with_attributes = [](std::uint32_t count) {
    ProgramBuilder b;
    for (std::uint32_t i = 0; i < count; ++i) {
      b.Attribute("a", ValueType::kString);
    }
    return RoundTrip(b.program);
  };
  EXPECT_EQ(with_attributes(kMaxAttributes), ReadError::kNone);
  EXPECT_EQ(with_attributes(kMaxAttributes + 1), ReadError::kLimit);
}

TEST(Bundle, ACountIsNotTrustedWithMemory) {
  // The strings section claims 65,536 texts in two bytes.
  Bytes file = WriteProgram({});
  const std::size_t strings = kHeaderBytes + kRulesSections * 8;
  ASSERT_EQ(file[strings], 0);
  file[strings] = 0x80;
  EXPECT_NE(Read(file), ReadError::kNone);
  RepairChecksum(file);
  EXPECT_EQ(Read(file), ReadError::kEncoding);
}

}  // namespace
}  // namespace vitrine
