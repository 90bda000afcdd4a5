// The encodings of FORMAT.md, byte by byte, and what else their bytes can say.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "runtime/bundle/writer_sections.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

/// The sections of a rules file, without container.
std::vector<Bytes> Sections(const Bytes& file) {
  ByteReader table(file);
  table.Take(kHeaderBytes);
  std::vector<Bytes> sections;
  std::size_t begin = kHeaderBytes + kRulesSections * kSectionEntryBytes;
  for (std::uint32_t i = 0; i < kRulesSections; ++i) {
    table.U32();
    const std::size_t size = table.U32();
    sections.emplace_back(file.begin() + begin, file.begin() + begin + size);
    begin += size;
  }
  return sections;
}

Bytes Section(const Program& program, std::size_t id) {
  return Sections(WriteProgram(program))[id - 1];
}

/// Reads a program of which one section is replaced.
ReadError ReadWith(const Program& program, std::size_t id,
                   const Bytes& content) {
  std::vector<Bytes> sections = Sections(WriteProgram(program));
  sections[id - 1] = content;
  SectionWriter out;
  for (const Bytes& section : sections) {
    for (const std::uint8_t byte : section) out.U8(byte);
    out.EndSection();
  }
  Program read;
  return ReadProgram(out.Finish(FileKind::kRules), read);
}

constexpr std::size_t kStrings = 1;
constexpr std::size_t kSymbols = 2;
constexpr std::size_t kNumbers = 3;
constexpr std::size_t kConditions = 15;
constexpr std::size_t kRules = 18;

Program WithStrings(std::initializer_list<std::string_view> texts) {
  Program program;
  for (const std::string_view text : texts) program.strings.Add(text);
  return program;
}

Bytes Concatenated(std::initializer_list<std::uint8_t> numbers,
                   std::string_view text) {
  Bytes bytes(numbers);
  ByteWriter(bytes).Text(text);
  return bytes;
}

TEST(BundleEncoding, ATextSharesTheBeginningOfTheOneBefore) {
  EXPECT_EQ(
      Section(WithStrings({"rule-1", "rule-10", "rule-2", "", "r"}), kStrings),
      Concatenated({5, 0, 6, 5, 0, 0, 6, 1, 1, 0, 1}, "rule-102r"));
  // Between the bytes of a character, too.
  const Program accents = WithStrings({"\u00e8", "\u00e9"});
  EXPECT_EQ(Section(accents, kStrings),
            Concatenated({2, 0, 1, 2, 1}, "\xc3\xa8\xa9"));
  Program read;
  ASSERT_EQ(ReadProgram(WriteProgram(accents), read), ReadError::kNone);
  EXPECT_EQ(read, accents);
}

TEST(BundleEncoding, WhatATextSharesIsChecked) {
  EXPECT_EQ(ReadWith({}, kStrings, Concatenated({2, 0, 2, 2, 1}, "abc")),
            ReadError::kNone);
  EXPECT_EQ(ReadWith({}, kStrings, Concatenated({2, 0, 3, 2, 1}, "abc")),
            ReadError::kEncoding);
  EXPECT_EQ(ReadWith({}, kStrings, Concatenated({2, 1, 2, 2, 1}, "abc")),
            ReadError::kEncoding);
  EXPECT_EQ(ReadWith({}, kStrings, Concatenated({2, 0, 2, 2, 2}, "abc")),
            ReadError::kEncoding);
  EXPECT_EQ(ReadWith({}, kStrings, Concatenated({2, 0, 2, 2, 0}, "abc")),
            ReadError::kEncoding);
  // Half a character.
  EXPECT_EQ(ReadWith({}, kStrings, Concatenated({2, 0, 1, 2, 0}, "\xc3\xa8")),
            ReadError::kText);
}

TEST(BundleEncoding, TextsDoNotGrowWithoutLimit) {
  const auto error_of = [](std::uint32_t count, std::uint32_t size) {
    // The first text, and all others equal to it.
    Bytes bytes;
    ByteWriter out(bytes);
    out.Varint(count);
    for (std::uint32_t i = 0; i < count; ++i) out.Varint(i == 0 ? 0 : size);
    for (std::uint32_t i = 0; i < count; ++i) out.Varint(i == 0 ? size : 0);
    out.Text(std::string(size, 'a'));
    return ReadWith({}, kStrings, bytes);
  };
  static_assert(kMaxBundleBytes == 1 << 24);
  EXPECT_EQ(error_of(1 << 12, 1 << 12), ReadError::kNone);
  EXPECT_EQ(error_of((1 << 12) + 1, 1 << 12), ReadError::kLimit);
  EXPECT_EQ(error_of(kMaxStrings, 1 << 20), ReadError::kLimit);
}

TEST(BundleEncoding, TextsThatGrowTooLargeShareNothing) {
  const std::string text(1 << 12, 'a');
  TextTable texts;
  for (std::uint32_t i = 0; i < 1 << 12; ++i) texts.Add(text);
  SectionWriter fitting;
  fitting.Texts(texts);
  fitting.EndSection();
  EXPECT_LT(fitting.Finish(FileKind::kRules).size(), 20'000U);
  texts.Add(text);
  SectionWriter too_large;
  too_large.Texts(texts);
  too_large.EndSection();
  EXPECT_GT(too_large.Finish(FileKind::kRules).size(), kMaxBundleBytes);
}

TEST(BundleEncoding, AnIndexIsAStepFromTheRowBefore) {
  Program program = WithStrings({"a", "b", "c"});
  for (const std::uint32_t string : {2U, 0U, 1U}) {
    program.symbols.push_back({IdentityKind::kValue, string});
  }
  EXPECT_EQ(Section(program, kSymbols), (Bytes{3, 0, 0, 0, 4, 3, 2}));
  const auto error_of = [&](std::uint8_t first, std::uint8_t second) {
    return ReadWith(program, kSymbols, Bytes{3, 0, 0, 0, first, second, 2});
  };
  EXPECT_EQ(error_of(4, 3), ReadError::kNone);
  EXPECT_EQ(error_of(6, 3), ReadError::kReference);
  EXPECT_EQ(error_of(1, 2), ReadError::kReference);
  EXPECT_EQ(error_of(2, 1), ReadError::kNone);
  EXPECT_EQ(error_of(2, 3), ReadError::kReference);
  EXPECT_EQ(error_of(2, 5), ReadError::kReference);
}

TEST(BundleEncoding, StepsOfPrioritiesGoRoundIn32Bits) {
  testing::ProgramBuilder b;
  b.Gate(b.program.conditions, GateKind::kAll, {});
  b.Slot("s");
  b.Rule("a", 2147483647, 0, "{}");
  b.Rule("a", -1, 0, "{}");
  b.Rule("a", -2147483647 - 1, 0, "{}");
  Program read;
  ASSERT_EQ(ReadProgram(WriteProgram(b.program), read), ReadError::kNone);
  EXPECT_EQ(read, b.program);

  // Steps of 2^31 - 1, -2^31 and -2^31 + 1, after a count and three ids.
  Bytes section = Section(b.program, kRules);
  const Bytes steps{0xfe, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff,
                    0xff, 0x0f, 0xfd, 0xff, 0xff, 0xff, 0x0f};
  ASSERT_GT(section.size(), 19U);
  EXPECT_EQ(Bytes(section.begin() + 4, section.begin() + 19), steps);
  section[8] = 0x1f;
  EXPECT_EQ(ReadWith(b.program, kRules, section), ReadError::kEncoding);
}

TEST(BundleEncoding, ANumberIsAStepOrHundredthsOrEightBytes) {
  const auto bytes_of = [](std::initializer_list<double> numbers) {
    Program program;
    program.numbers = numbers;
    Program read;
    EXPECT_EQ(ReadProgram(WriteProgram(program), read), ReadError::kNone);
    EXPECT_EQ(read, program);
    return Section(program, kNumbers);
  };
  EXPECT_EQ(bytes_of({5, 6, 4}), (Bytes{3, 20, 4, 7}));
  EXPECT_EQ(bytes_of({19.99, 20, 0.5, -0.25, 0}),
            (Bytes{5, 0xbe, 0x3e, 4, 0xca, 1, 0x61, 4}));
  EXPECT_EQ(bytes_of({0.125}), (Bytes{1, 2, 0, 0, 0, 0, 0, 0, 0xc0, 0x3f}));
  // What follows a number beyond 2^53 cannot be a step.
  EXPECT_EQ(bytes_of({1e300, 5, 6}).size(), 1U + 9 + 2 + 1);
  EXPECT_EQ(bytes_of({9007199254740992.0, -9007199254740992.0}).size(),
            1U + 8 + 8);
}

TEST(BundleEncoding, NumbersOutOfRangeAreRefused) {
  const auto error_of = [](std::initializer_list<std::int64_t> heads) {
    Bytes bytes;
    ByteWriter out(bytes);
    out.Varint(heads.size());
    for (const std::int64_t head : heads) out.Zigzag(head);
    return ReadWith({}, kNumbers, bytes);
  };
  const std::int64_t largest = std::int64_t{1} << 54;  // twice 2^53
  EXPECT_EQ(error_of({largest, 0}), ReadError::kNone);
  EXPECT_EQ(error_of({largest, 4}), ReadError::kValue);
  EXPECT_EQ(error_of({-largest, 0}), ReadError::kNone);
  EXPECT_EQ(error_of({-largest, -4}), ReadError::kValue);
  EXPECT_EQ(error_of({largest, -2 * largest, 2 * largest}), ReadError::kNone);
  EXPECT_EQ(error_of({1}), ReadError::kEncoding);
  // From hundredths beyond 2^53 there is no step.
  EXPECT_EQ(error_of({INT64_MAX, 2}), ReadError::kValue);
}

TEST(BundleEncoding, AChildIsALeafOrCountedFromItsParent) {
  testing::ProgramBuilder b;
  const std::uint32_t input = b.Input(InputSource::kVisitNumber);
  Network& network = b.program.conditions;
  for (std::uint32_t i = 0; i < 300; ++i) {
    b.Leaf(network, input, LeafOp::kLess, b.Number(i));
  }
  const std::uint32_t a = b.Gate(network, GateKind::kAny, {0, 299});
  const std::uint32_t both = b.Gate(network, GateKind::kAny, {1, a});
  b.Gate(network, GateKind::kAll, {a, both});
  const Bytes section = Section(b.program, kConditions);
  // Low bytes, then high ones, of: leaves 0 and 299; leaf 1, and 300 for the
  // gate before; 301 for the gate before that, and 300.
  const Bytes children{0, 43, 1, 44, 45, 44, 0, 1, 0, 1, 1, 1};
  ASSERT_GT(section.size(), children.size());
  EXPECT_EQ(Bytes(section.end() - 12, section.end()), children);
  Program read;
  ASSERT_EQ(ReadProgram(WriteProgram(b.program), read), ReadError::kNone);
  EXPECT_EQ(read, b.program);

  const auto error_of = [&](std::uint8_t low) {
    Bytes other = section;
    other[other.size() - 8] = low;
    return ReadWith(b.program, kConditions, other);
  };
  EXPECT_EQ(error_of(45), ReadError::kNone);
  EXPECT_EQ(error_of(46), ReadError::kReference);
  EXPECT_EQ(error_of(255), ReadError::kReference);
}

TEST(BundleEncoding, LeavesAscendByInput) {
  testing::ProgramBuilder b;
  const std::uint32_t first = b.Input(InputSource::kVisitNumber);
  const std::uint32_t second = b.Input(InputSource::kVisitPages);
  b.Leaf(b.program.conditions, second, LeafOp::kExists, 0);
  b.Leaf(b.program.conditions, first, LeafOp::kExists, 0);
  Program read;
  EXPECT_EQ(ReadProgram(WriteProgram(b.program), read), ReadError::kOrder);
}

}  // namespace
}  // namespace vitrine
