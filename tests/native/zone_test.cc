#include "runtime/bundle/zone.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/native/random.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::ProgramBuilder;

constexpr double kHour = 3'600'000;
constexpr double kNoon = 1'767'268'800'000;    // 2026-01-01T12:00:00Z
constexpr double kSpring = 1'774'746'000'000;  // 2026-03-29T01:00:00Z
constexpr double kAutumn = 1'792'890'000'000;  // 2026-10-25T01:00:00Z

/// Zone 0: Oslo in 2026. Zone 1: clocks are put forward over midnight, from
/// 00:00 to 01:00 on 2026-03-29. Zone 2: and back over it, from 00:00 on
/// 2026-03-29 to 23:00. Zone 3: 3 h 30 min behind, always.
Program Zones() {
  ProgramBuilder b;
  b.Zone({{kNoon - 1e10, 60}, {kSpring, 120}, {kAutumn, 60}});
  b.Zone({{0, 60}, {kSpring - 2 * kHour, 120}});
  b.Zone({{0, 120}, {kSpring - 3 * kHour, 60}});
  b.Zone({{kAutumn, -210}});
  return b.program;
}

TEST(Zone, WithoutZonesLocalTimeIsUtc) {
  const Program program;
  EXPECT_EQ(LocalTime(program, 0, kNoon), kNoon);
  EXPECT_EQ(StartOfDay(program, 0, kNoon, 0), kNoon - 12 * kHour);
  EXPECT_EQ(StartOfDay(program, 0, kNoon, 1), kNoon + 12 * kHour);
  EXPECT_EQ(StartOfDay(program, 0, kNoon, -2), kNoon - 60 * kHour);
  EXPECT_EQ(StartOfDay(program, 0, kNoon + 12 * kHour, 0), kNoon + 12 * kHour);
  EXPECT_EQ(StartOfDay(program, 0, kNoon + 12 * kHour - 1, 0),
            kNoon - 12 * kHour);
}

TEST(Zone, OffsetsChangeAtTheirMillisecond) {
  const Program program = Zones();
  EXPECT_EQ(LocalTime(program, 0, kNoon), kNoon + kHour);
  EXPECT_EQ(LocalTime(program, 0, kSpring - 1), kSpring - 1 + kHour);
  EXPECT_EQ(LocalTime(program, 0, kSpring), kSpring + 2 * kHour);
  EXPECT_EQ(LocalTime(program, 0, kAutumn - 1), kAutumn - 1 + 2 * kHour);
  EXPECT_EQ(LocalTime(program, 0, kAutumn), kAutumn + kHour);
  EXPECT_EQ(LocalTime(program, 3, kNoon), kNoon - 3.5 * kHour);
}

TEST(Zone, TheFirstChangeHoldsBeforeAndTheLastForEver) {
  const Program program = Zones();
  EXPECT_EQ(LocalTime(program, 0, 0), kHour);
  EXPECT_EQ(LocalTime(program, 0, -1e12), -1e12 + kHour);
  EXPECT_EQ(LocalTime(program, 0, 4e12), 4e12 + kHour);
}

TEST(Zone, DaysOfAChangeHave23And25Hours) {
  const Program program = Zones();
  const double spring_day = StartOfDay(program, 0, kSpring, 0);
  EXPECT_EQ(spring_day, kSpring - 2 * kHour);  // 2026-03-28T23:00Z
  EXPECT_EQ(StartOfDay(program, 0, kSpring, 1), spring_day + 23 * kHour);
  EXPECT_EQ(StartOfDay(program, 0, kSpring - kHour, 1),
            spring_day + 23 * kHour);
  const double autumn_day = StartOfDay(program, 0, kAutumn, 0);
  EXPECT_EQ(autumn_day, kAutumn - 3 * kHour);  // 2026-10-24T22:00Z
  EXPECT_EQ(StartOfDay(program, 0, kAutumn, 1), autumn_day + 25 * kHour);
  EXPECT_EQ(StartOfDay(program, 0, kAutumn, -29), autumn_day - 29 * kDayMs);
  EXPECT_EQ(StartOfDay(program, 0, kAutumn, -209), autumn_day - 209 * kDayMs);
  EXPECT_EQ(StartOfDay(program, 0, kAutumn, -210),
            autumn_day - 210 * kDayMs + kHour);
}

TEST(Zone, AMidnightThatTheClockSkipsIsTheMomentAfter) {
  const Program program = Zones();
  const double change = kSpring - 2 * kHour;
  EXPECT_EQ(LocalTime(program, 1, change - 1), kSpring - kHour - 1);
  EXPECT_EQ(LocalTime(program, 1, change), kSpring);
  EXPECT_EQ(StartOfDay(program, 1, change - 1, 1), change);
  EXPECT_EQ(StartOfDay(program, 1, change, 0), change);
  EXPECT_EQ(StartOfDay(program, 1, change - kDayMs, 2), change + 23 * kHour);
}

TEST(Zone, AMidnightThatTheClockOnlyTouchesComesAnHourLater) {
  const Program program = Zones();
  // 22:00Z would be midnight, but then it is 23:00.
  const double change = kSpring - 3 * kHour;
  EXPECT_EQ(LocalTime(program, 2, change - 1), change - 1 + 2 * kHour);
  EXPECT_EQ(StartOfDay(program, 2, change - 1, 1), change + kHour);
  EXPECT_EQ(StartOfDay(program, 2, change, 1), change + kHour);
  EXPECT_EQ(StartOfDay(program, 2, change + kHour, 0), change + kHour);
}

TEST(Zone, DaysToComeAreAheadWhateverTheClockDoes) {
  testing::Random random(1);
  for (int round = 0; round < 20'000; ++round) {
    ProgramBuilder b;
    const auto offset = [&] {
      return static_cast<std::int32_t>(random.Below(2881)) - 1440;
    };
    const double first = kNoon + random.Below(2) * kHour;
    const double second = first + 1 + random.Below(72) * kHour;
    b.Zone({{0, offset()}, {first, offset()}, {second, offset()}});
    const Program& program = b.program;
    const double now = kNoon + (random.Below(200) - 50.0) * kHour / 2;
    const double today = StartOfDay(program, 0, now, 0);
    ASSERT_LE(today, now);
    double last = today;
    for (std::int32_t ahead = 1; ahead < 4; ++ahead) {
      const double start = StartOfDay(program, 0, now, ahead);
      ASSERT_GT(start, now);
      ASSERT_GE(start, last);
      last = start;
      // Before it the clock shows an earlier day, then that one or a later.
      const double midnight =
          (std::floor(LocalTime(program, 0, now) / kDayMs) + ahead) * kDayMs;
      ASSERT_GE(LocalTime(program, 0, start), midnight);
      for (double before = now; before < start; before += kHour / 2) {
        ASSERT_LT(LocalTime(program, 0, before), midnight);
      }
    }
  }
}

}  // namespace
}  // namespace vitrine
