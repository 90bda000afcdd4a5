#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>

#include "rules/model/dates.h"
#include "rules/text/duration.h"
#include "rules/text/javascript.h"
#include "rules/text/version_text.h"

namespace vitrine::rules {
namespace {

TEST(RulesJavaScript, NumbersAsText) {
  EXPECT_EQ(NumberToText(0), "0");
  EXPECT_EQ(NumberToText(-0.0), "0");
  EXPECT_EQ(NumberToText(-12.5), "-12.5");
  EXPECT_EQ(NumberToText(0.1), "0.1");
  EXPECT_EQ(NumberToText(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(NumberToText(5e-324), "5e-324");
  EXPECT_EQ(NumberToText(1e-6), "0.000001");
  EXPECT_EQ(NumberToText(1.5e-7), "1.5e-7");
  EXPECT_EQ(NumberToText(123456789012345680000.0), "123456789012345680000");
  EXPECT_EQ(NumberToText(1e21), "1e+21");
  EXPECT_EQ(NumberToText(1.7976931348623157e308), "1.7976931348623157e+308");
  EXPECT_EQ(NumberToText(9007199254740993.0), "9007199254740992");
  EXPECT_EQ(NumberToText(INFINITY), "Infinity");
}

TEST(RulesJavaScript, TextsAsNumbers) {
  EXPECT_EQ(TextToNumber(""), 0);
  EXPECT_EQ(TextToNumber(" \t\n\xc2\xa0"), 0);
  EXPECT_EQ(TextToNumber("\xef\xbb\xbf 5 \xe2\x80\xa8"), 5);
  EXPECT_EQ(TextToNumber("+.5e1"), 5);
  EXPECT_EQ(TextToNumber("5."), 5);
  EXPECT_EQ(TextToNumber("0x1F"), 31);
  EXPECT_EQ(TextToNumber("0b101"), 5);
  EXPECT_EQ(TextToNumber("0o17"), 15);
  EXPECT_EQ(TextToNumber("-Infinity"), -INFINITY);
  EXPECT_EQ(TextToNumber("1e999"), INFINITY);
  for (const char* text :
       {"a", "1 2", "1_0", "-0x1", "0x", ".", "e5", "1e", "infinity", "inf",
        "nan", "NaN", "1\xc3\xa9", "++1", "0x1p3"}) {
    EXPECT_TRUE(std::isnan(TextToNumber(text))) << text;
  }
}

TEST(RulesVersionText, IsThatOfTheSdk) {
  EXPECT_EQ(PaddedVersion("1.2.3"), "    1-    2-    3-~");
  EXPECT_EQ(PaddedVersion("v1.2.3-rc.1+build.5"), "    1-    2-    3-rc-    1");
  EXPECT_EQ(PaddedVersion("1.2"), "    1-    2");
  EXPECT_EQ(PaddedVersion("123456.0.0"), "123456-    0-    0-~");
  EXPECT_EQ(PaddedVersion(""), "    0");
  EXPECT_EQ(PaddedVersion("v"), "");
  EXPECT_EQ(PaddedVersion("vv1"), "v1");
  EXPECT_EQ(PaddedVersion("a..b"), "a--b-~");
  EXPECT_EQ(PaddedVersion("1+a\n2"), "1+a\n2");
  EXPECT_EQ(PaddedVersion("1+a\n2+b"), "1+a\n2");
}

TEST(RulesDates, IsoDates) {
  const auto utc = [](std::string_view text) {
    return ParseDate(text, ZoneModel{}).value_or(-1);
  };
  EXPECT_EQ(utc("1970-01-01"), 0.0);
  EXPECT_EQ(utc("2000-02-29"), 951782400000.0);
  EXPECT_EQ(utc("2026-11-01T09:30"), 1793525400000.0);
  EXPECT_EQ(utc("2026-11-01T09:30:15.25Z"), 1793525415250.0);
  EXPECT_EQ(utc("2026-11-01T09:30:00+01:00"), 1793521800000.0);
  EXPECT_EQ(utc("2026-11-01T09:30-05:30"), 1793545200000.0);
  EXPECT_EQ(utc("9999-12-31T23:59:59.999Z"), 253402300799999.0);
  for (const char* text :
       {"", "2026", "2026-13-01", "2026-02-29", "1969-12-31", "2026-11-01T",
        "2026-11-01T24:00", "2026-11-01T09:60", "2026-11-01T09:30:60",
        "2026-11-01T09:30:00.", "2026-11-01T09:30:00.1234",
        "2026-11-01T09:30Zx", "2026-11-01T09:30+1:00", "2026-11-01 09:30",
        "20261101", "2026-11-01Z"}) {
    EXPECT_EQ(utc(text), -1.0) << text;
  }
}

TEST(RulesDates, LocalTimes) {
  // Oslo, 2026: to summer time on 29 March at 1:00 UTC, back on 25 October.
  const ZoneModel oslo{
      .name = "Europe/Oslo",
      .changes = {
          {1761440400000, 60}, {1774746000000, 120}, {1792890000000, 60}}};
  const auto at = [&oslo](std::string_view text) {
    return ParseDate(text, oslo).value_or(-1);
  };
  const auto utc = [](std::string_view text) {
    return ParseDate(text, ZoneModel{}).value_or(-1);
  };
  EXPECT_EQ(at("2020-07-01"), utc("2020-06-30T23:00"));
  EXPECT_EQ(at("2026-01-15"), utc("2026-01-14T23:00"));
  EXPECT_EQ(at("2026-07-15"), utc("2026-07-14T22:00"));
  EXPECT_EQ(at("2026-12-24"), utc("2026-12-23T23:00"));
  EXPECT_EQ(at("2026-07-15T00:00Z"), utc("2026-07-15"));
  // 2:30 does not exist, and later in the year exists twice.
  EXPECT_EQ(at("2026-03-29T01:59"), utc("2026-03-29T00:59"));
  EXPECT_EQ(at("2026-03-29T02:30"), utc("2026-03-29T01:30"));
  EXPECT_EQ(at("2026-03-29T03:00"), utc("2026-03-29T01:00"));
  EXPECT_EQ(at("2026-10-25T02:30"), utc("2026-10-25T00:30"));
  EXPECT_EQ(at("2026-10-25T03:00"), utc("2026-10-25T02:00"));
}

TEST(RulesDates, TimesFromNow) {
  EXPECT_EQ(ParseRelativeTime("-180d"), -15552000000.0);
  EXPECT_EQ(ParseRelativeTime("+2h"), 7200000.0);
  for (const char* text : {"", "-", "2h", "--2h", "-0d", "- 2h", "-2y"}) {
    EXPECT_EQ(ParseRelativeTime(text), std::nullopt) << text;
  }
}

TEST(RulesDuration, TextsAreAsShortAsTheyCanBe) {
  for (const char* text :
       {"1ms", "1500ms", "2s", "30m", "1h", "36h", "3d", "2w", "57w", "400d"}) {
    EXPECT_EQ(DurationText(ParseDuration(text).value_or(0)), text);
  }
  EXPECT_EQ(DurationText(3600000), "1h");
  EXPECT_EQ(DurationText(14 * 86400000.0), "2w");
}

}  // namespace
}  // namespace vitrine::rules
