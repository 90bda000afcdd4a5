#include <gtest/gtest.h>

#include "runtime/base/bytes.h"
#include "runtime/base/identity.h"
#include "runtime/base/text.h"

namespace vitrine {
namespace {

TEST(Identity, IsFnv1aOverKindNulAndUtf16Units) {
  std::uint64_t expected = 0xcbf29ce484222325ULL;
  for (const unsigned unit :
       {0x65U, 0x76U, 0x65U, 0x6eU, 0x74U, 0U, 0x61U, 0xe9U}) {
    expected = (expected ^ unit) * 0x100000001b3ULL;
  }
  EXPECT_EQ(IdentityOf(IdentityKind::kEvent, u"a\u00e9"), expected);
}

TEST(Identity, Utf8AndUtf16FormsAgree) {
  EXPECT_EQ(
      IdentityOf(IdentityKind::kItem, u"\u00f8\u20ac\U0001f97e!"),
      IdentityOf(IdentityKind::kItem, std::string_view("\xc3\xb8\xe2\x82\xac"
                                                       "\xf0\x9f\xa5\xbe!")));
}

TEST(Identity, KindsKeepEqualTextsApart) {
  EXPECT_NE(IdentityOf(IdentityKind::kItem, u"boot"),
            IdentityOf(IdentityKind::kValue, u"boot"));
}

TEST(Text, Utf8IsJudgedAsUnicodeDoes) {
  for (const char* good : {"", "abc", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
                           "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
                           "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(IsValidUtf8(good)) << good;
  }
  for (const char* bad :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf",
        "\xed\xa0\x80", "\xef\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_FALSE(IsValidUtf8(bad)) << bad;
  }
}

TEST(Varint, OnlyTheShortestFormIsRead) {
  const auto read = [](Bytes bytes) {
    ByteReader reader(bytes);
    const std::uint64_t value = reader.Varint();
    return reader.AtEnd() ? value : 0xbad;
  };
  EXPECT_EQ(read({0x00}), 0U);
  EXPECT_EQ(read({0x7f}), 127U);
  EXPECT_EQ(read({0x80, 0x01}), 128U);
  EXPECT_EQ(read({0x80, 0x00}), 0xbadU);
  EXPECT_EQ(read({0x80}), 0xbadU);
  const Bytes largest = {0xff, 0xff, 0xff, 0xff, 0xff,
                         0xff, 0xff, 0xff, 0xff, 0x01};
  EXPECT_EQ(read(largest), 0xffffffffffffffffULL);
  Bytes overflow = largest;
  overflow.back() = 0x02;
  EXPECT_EQ(read(overflow), 0xbadU);
  Bytes eleven(10, 0xff);
  eleven.push_back(0x01);
  EXPECT_EQ(read(eleven), 0xbadU);
}

TEST(Varint, ZigzagReachesBothEnds) {
  for (std::int64_t value : {INT64_MIN, std::int64_t{-2}, std::int64_t{-1},
                             std::int64_t{0}, std::int64_t{1}, INT64_MAX}) {
    Bytes bytes;
    ByteWriter(bytes).Zigzag(value);
    ByteReader reader(bytes);
    EXPECT_EQ(reader.Zigzag(), value);
    EXPECT_TRUE(reader.AtEnd());
  }
}

TEST(ByteReader, StaysNotOkAfterReadingPastTheEnd) {
  const Bytes bytes = {1, 2, 3};
  ByteReader reader(bytes);
  EXPECT_EQ(reader.U16(), 0x0201);
  EXPECT_EQ(reader.U32(), 0U);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.U8(), 0U);
}

}  // namespace
}  // namespace vitrine
