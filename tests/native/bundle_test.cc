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

template <typename T>
void Patch(Bytes& file, std::size_t offset, T value) {
  std::memcpy(file.data() + offset, &value, sizeof value);
}

TEST(Bundle, ReadsBackWhatWasWritten) {
  const Program program = SampleProgram();
  Program read;
  ASSERT_EQ(ReadProgram(WriteProgram(program), read), ReadError::kNone);
  EXPECT_EQ(read, program);
}

TEST(Bundle, EqualProgramsGiveEqualBytes) {
  EXPECT_EQ(WriteProgram(SampleProgram()), WriteProgram(SampleProgram()));
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
  const Bytes file = WriteProgram(SampleProgram());
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
  const Bytes file = WriteProgram(SampleProgram());
  for (std::size_t size = kHeaderBytes; size < file.size(); ++size) {
    Bytes shorter(file.begin(),
                  file.begin() + static_cast<std::ptrdiff_t>(size));
    Patch(shorter, 8, static_cast<std::uint32_t>(size));
    RepairChecksum(shorter);
    EXPECT_NE(Read(shorter), ReadError::kNone) << size;
  }
}

TEST(Bundle, ExtraBytesAreRefused) {
  Bytes file = WriteProgram(SampleProgram());
  file.push_back(0);
  EXPECT_EQ(Read(file), ReadError::kWrongSize);
  Patch(file, 8, static_cast<std::uint32_t>(file.size()));
  RepairChecksum(file);
  EXPECT_EQ(Read(file), ReadError::kSections);
}

TEST(Bundle, EveryFlippedBitIsRefused) {
  const Bytes file = WriteProgram(SampleProgram());
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    Bytes flipped = file;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_NE(Read(flipped), ReadError::kNone) << bit;
  }
}

TEST(Bundle, EveryFlippedBitWithItsChecksumRepairedReadsSafely) {
  const Bytes file = WriteProgram(SampleProgram());
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
  EXPECT_EQ(patched(4, std::uint16_t{3}), ReadError::kTooNew);
  EXPECT_EQ(patched(4, std::uint16_t{1}), ReadError::kTooOld);
  EXPECT_EQ(patched(6, std::uint16_t{2}), ReadError::kWrongKind);
  EXPECT_EQ(patched(8, std::uint32_t{24}), ReadError::kWrongSize);
  EXPECT_EQ(patched(12, std::uint32_t{13}), ReadError::kSections);
  EXPECT_EQ(patched(12, std::uint32_t{15}), ReadError::kSections);
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
  EXPECT_EQ(broken([](Program& p) { p.counters[0].event = 5; }),
            ReadError::kReference);
  EXPECT_EQ(broken([](Program& p) { p.counters[0].where = 2; }),
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
  EXPECT_EQ(broken([](Program& p) { p.recommendations[0].strategy_count = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.recommendations[0].strategy_count = 3; }),
            ReadError::kEncoding);
  EXPECT_EQ(broken([](Program& p) { p.strategies[1] = Strategy{6}; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.slots[2].type = SlotType{2}; }),
            ReadError::kValue);
}

TEST(Bundle, AGateMayOnlyHaveEarlierChildren) {
  Program program = SampleProgram();
  // A distance of zero would be the gate itself.
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
  EXPECT_EQ(broken([](Program& p) { p.counters[0].event = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.counters[0].window = Window::kVisit; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.counters[0].kept = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.rules[1].priority = 21; }),
            ReadError::kOrder);
  EXPECT_EQ(broken([](Program& p) { p.counters.push_back(p.counters[0]); }),
            ReadError::kOrder);
  EXPECT_EQ(broken([](Program& p) { p.contents.Add("\xff"); }),
            ReadError::kText);
  EXPECT_EQ(broken([](Program& p) { p.strings.Add("\xed\xa0\x80"); }),
            ReadError::kText);
}

TEST(Bundle, LimitsHoldAtAndPastThem) {
  const auto with_kept = [](std::uint32_t kept, std::uint32_t count) {
    Program program = SampleProgram();
    program.counters.resize(count, program.counters[0]);
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
    program.recommendations[0].strategy_count = count;
    program.strategies = Array<Strategy>(count, Strategy::kPopular);
    return RoundTrip(program);
  };
  EXPECT_EQ(with_strategies(kMaxStrategies), ReadError::kNone);
  EXPECT_EQ(with_strategies(kMaxStrategies + 1), ReadError::kLimit);

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
