#include <cstring>

#include "runtime/bundle/format.h"
#include "tests/native/bundle_test_support.h"
#include "tests/native/random_program.h"
#include "tests/native/repair_checksum.h"

namespace vitrine {
namespace {

using testing::FullProgram;
using testing::Patch;
using testing::ProgramBuilder;
using testing::ReadBundle;
using testing::RepairChecksum;
using testing::RoundTrip;
using testing::SampleProgram;

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
    const ReadError error = ReadBundle(shorter);
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
    EXPECT_NE(ReadBundle(shorter), ReadError::kNone) << size;
  }
}

TEST(Bundle, ExtraBytesAreRefused) {
  Bytes file = WriteProgram(FullProgram());
  file.push_back(0);
  EXPECT_EQ(ReadBundle(file), ReadError::kWrongSize);
  Patch(file, 8, static_cast<std::uint32_t>(file.size()));
  RepairChecksum(file);
  EXPECT_EQ(ReadBundle(file), ReadError::kSections);
}

TEST(Bundle, EveryFlippedBitIsRefused) {
  const Bytes file = WriteProgram(FullProgram());
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    Bytes flipped = file;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_NE(ReadBundle(flipped), ReadError::kNone) << bit;
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
    return ReadBundle(other);
  };
  EXPECT_EQ(ReadBundle({}), ReadError::kTooShort);
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
  EXPECT_EQ(ReadBundle(damaged), ReadError::kChecksum);
}

TEST(Bundle, AVersionFromTheFutureIsSaidToBeOneWhateverFollows) {
  Bytes file(kHeaderBytes, 0xff);
  Patch(file, 0, kMagic);
  EXPECT_EQ(ReadBundle(file), ReadError::kTooNew);
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
  EXPECT_NE(ReadBundle(file), ReadError::kNone);
  RepairChecksum(file);
  EXPECT_EQ(ReadBundle(file), ReadError::kEncoding);
}

}  // namespace
}  // namespace vitrine
