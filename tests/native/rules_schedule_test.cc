#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A file with a store in Oslo, and a rule `r` of the slot `s` with these
/// further keys, which begin at line 4, column 1.
std::string WithKeys(std::string_view keys, std::string_view type = "content",
                     std::string_view top = "") {
  return R"({"vitrine": 1, "store": {"timezone": "Europe/Oslo"},)" +
         std::string(top) + R"(
"slots": {"s": {"type": ")" +
         std::string(type) + R"("}},
"rules": [{"id": "r", "slot": "s", "show": {"template": "t"},
)" + std::string(keys) +
         "}]}";
}

/// What comes of them, without the slot's and the rule's own lines.
std::vector<std::string> KeyLines(std::string_view keys,
                                  std::string_view type = "content",
                                  std::string_view top = "") {
  std::vector<std::string> lines = Disassembly(WithKeys(keys, type, top));
  if (lines.size() >= 2) lines.resize(lines.size() - 2);
  return lines;
}

TEST(RulesSchedule, DatesAreOfTheStoresZoneAndBecomeTimes) {
  // Midnight in Oslo, in winter and in summer.
  EXPECT_THAT(
      KeyLines(R"("schedule": {"from": "2026-11-01", "until": "2026-12-01"})"),
      ElementsAre("0  leaf  time.now < 1796079600000 ms",
                  "1  leaf  time.now >= 1793487600000 ms", "2  all  0 1"));
  EXPECT_THAT(KeyLines(R"("schedule": {"from": "2026-07-01T09:00"})"),
              ElementsAre("0  leaf  time.now >= 1782889200000 ms"));
  EXPECT_THAT(KeyLines(R"("schedule": {"until": "2026-11-30T23:00:00Z"})"),
              ElementsAre("0  leaf  time.now < 1796079600000 ms"));
  EXPECT_THAT(
      KeyLines(R"("schedule": {"from": "2026-11-01", "zone": "Asia/Tokyo"})"),
      ElementsAre("0  leaf  time.now >= 1793458800000 ms"));
}

TEST(RulesSchedule, OneThatIsOverWarnsWhoTellsTheTime) {
  const std::string rules =
      WithKeys(R"("schedule": {"until": "2026-11-30T23:00:00Z"})");
  const auto at = [&](double now) {
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic :
         Compile(rules, {.zones_json = kTestZones, .now = now}).diagnostics) {
      lines.push_back(Line(diagnostic));
    }
    return lines;
  };
  EXPECT_THAT(at(1796079600000 - 1), IsEmpty());
  EXPECT_THAT(at(1796079600000),
              ElementsAre("4:23 warning schedule-over "
                          "/rules/0/schedule/until: the schedule is over: "
                          "`until` has passed"));
}

TEST(RulesSchedule, DaysAndHoursAreOfTheZone) {
  EXPECT_THAT(
      KeyLines(
          R"("schedule": {"weekdays": ["sunday", "saturday"], "hours": ["09:00", "17:30"]})"),
      ElementsAre("0  leaf  time.minute < 1050", "1  leaf  time.minute >= 540",
                  "2  leaf  time.weekday in [6, 7]", "3  all  0 1 2"));
  EXPECT_THAT(KeyLines(R"("schedule": {"hours": ["00:00", "24:00"]})"),
              ElementsAre("0  all"));
  EXPECT_THAT(KeyLines(R"("schedule": {"hours": ["18:00", "24:00"]})"),
              ElementsAre("0  leaf  time.minute >= 1080"));
  EXPECT_THAT(
      KeyLines(
          R"("schedule": {"hours": ["06:00", "24:00"], "zone": "Asia/Tokyo"})"),
      ElementsAre("0  leaf  time.minute in Asia/Tokyo in zone 1 >= 360"));
}

TEST(RulesSchedule, HoursThatPassMidnightBelongToTheDayOnWhichTheyBegin) {
  EXPECT_THAT(KeyLines(R"("schedule": {"hours": ["22:00", "02:00"]})"),
              ElementsAre("0  leaf  time.minute < 120",
                          "1  leaf  time.minute >= 1320", "2  any  0 1"));
  EXPECT_THAT(
      KeyLines(
          R"("schedule": {"weekdays": ["friday", "sunday"], "hours": ["22:00", "02:00"]})"),
      ElementsAre("0  leaf  time.minute < 120", "1  leaf  time.minute >= 1320",
                  "2  leaf  time.weekday in [1, 6]",
                  "3  leaf  time.weekday in [5, 7]", "4  all  0 2",
                  "5  all  1 3", "6  any  4 5"));
}

TEST(RulesSchedule, OnlyZonesThatAreNeededAreInTheProgram) {
  const auto zones = [](std::string_view keys) {
    return MustCompile(WithKeys(keys)).zones.size();
  };
  EXPECT_EQ(zones(R"("schedule": {"from": "2026-11-01"})"), 0U);
  EXPECT_EQ(zones(R"("schedule": {"hours": ["09:00", "17:00"]})"), 1U);
  EXPECT_EQ(
      zones(
          R"("schedule": {"hours": ["09:00", "17:00"], "zone": "Asia/Tokyo"})"),
      2U);
  EXPECT_EQ(zones(R"("cap": {"shown": {"max": 1, "per": "day"}})"), 1U);
  EXPECT_EQ(zones(R"("cap": {"shown": {"max": 1, "per": "session"}})"), 0U);
  const Program utc = MustCompile(
      R"({"vitrine": 1, "slots": {"s": {"type": "content"}}, "rules": [{"id": "r", "slot": "s",
"show": {"template": "t"}, "schedule": {"weekdays": ["monday"]}}]})");
  EXPECT_EQ(utc.zones.size(), 0U);
  const Program oslo =
      MustCompile(WithKeys(R"("schedule": {"weekdays": ["monday"]})"));
  ASSERT_EQ(oslo.zone_changes.size(), 5U);
  EXPECT_EQ(oslo.zone_changes[0],
            (ZoneChange{.at = 1743296400000, .offset = 120}));
}

TEST(RulesSchedule, TellsMistakes) {
  EXPECT_THAT(
      Errors(WithKeys(
          R"("schedule": {"from": "2026-13-01", "until": "tomorrow", "hours": ["9:00", "17:00"], "weekdays": ["friday", "funday", "friday"], "day": 1})")),
      ElementsAre(
          "4:22 bad-value /rules/0/schedule/from: `from` must be an ISO date "
          "or date-time, such as \"2026-11-01\" or "
          "\"2026-11-01T09:30:00+01:00\"",
          "4:45 bad-value /rules/0/schedule/until: `until` must be an ISO date "
          "or date-time, such as \"2026-11-01\" or "
          "\"2026-11-01T09:30:00+01:00\"",
          "4:67 bad-value /rules/0/schedule/hours/0: an element of `hours` "
          "must be \"09:00\", found \"9:00\"",
          "4:108 unknown-weekday /rules/0/schedule/weekdays/1: unknown weekday "
          "`funday`; did you mean `sunday`?",
          "4:118 bad-value /rules/0/schedule/weekdays/2: `friday` stands in "
          "`weekdays` twice",
          "4:129 unknown-key /rules/0/schedule/day: unknown key `day` in "
          "`schedule`; allowed here: `from`, `until`, `weekdays`, `hours` or "
          "`zone`"));
  EXPECT_THAT(
      Errors(WithKeys(
          R"("schedule": {"from": "2026-12-01", "until": "2026-12-01"})")),
      ElementsAre("4:45 bad-value /rules/0/schedule/until: `until` must be "
                  "later than `from`"));
  EXPECT_THAT(
      Errors(WithKeys(R"("schedule": {"zone": "Europe/Olso"})")),
      ElementsAre("4:22 unknown-timezone /rules/0/schedule/zone: unknown time "
                  "zone `Europe/Olso`; did you mean `Europe/Oslo`?"));
  EXPECT_THAT(
      Errors(WithKeys(R"("schedule": {"zone": "Mars/Phobos"})")),
      ElementsAre("4:22 unknown-timezone /rules/0/schedule/zone: unknown time "
                  "zone `Mars/Phobos`; expected a name of the IANA data base "
                  "such as `Europe/Oslo`"));
  EXPECT_THAT(Errors(WithKeys(R"("schedule": {})")),
              ElementsAre("4:13 bad-value /rules/0/schedule: `schedule` must "
                          "not be empty"));
}

TEST(RulesSchedule, TellsWhatIsWrongWithHours) {
  const auto errors = [](std::string_view hours) {
    return Errors(
        WithKeys("\"schedule\": {\"hours\": " + std::string(hours) + "}"));
  };
  EXPECT_THAT(errors(R"(["09:00", "09:00"])"),
              ElementsAre("4:33 bad-value /rules/0/schedule/hours/1: `hours` "
                          "begin and end at \"09:00\"; the whole day is "
                          "[\"00:00\", \"24:00\"]"));
  EXPECT_THAT(errors(R"(["24:00", "09:00"])"),
              ElementsAre("4:24 bad-value /rules/0/schedule/hours/0: an "
                          "element of `hours` must be a time from \"00:00\" to "
                          "\"23:59\", found \"24:00\""));
  EXPECT_THAT(errors(R"(["09:60", "24:01"])"),
              ElementsAre("4:24 bad-value /rules/0/schedule/hours/0: an "
                          "element of `hours` must be a time from \"00:00\" to "
                          "\"23:59\", found \"09:60\"",
                          "4:33 bad-value /rules/0/schedule/hours/1: an "
                          "element of `hours` must be a time from \"00:00\" to "
                          "\"24:00\", found \"24:01\""));
  EXPECT_THAT(errors("[9, 17]"),
              ElementsAre("4:24 wrong-type /rules/0/schedule/hours/0: an "
                          "element of `hours` must be a text, found 9",
                          "4:27 wrong-type /rules/0/schedule/hours/1: an "
                          "element of `hours` must be a text, found 17"));
  EXPECT_THAT(errors("[]"),
              ElementsAre("4:23 bad-value /rules/0/schedule/hours: `hours` "
                          "must be a list of two times of day such as "
                          "[\"09:00\", \"17:30\"], found 0 elements"));
  for (const char* hours :
       {R"(["09:00"])", R"(["09:00", "10:00", "11:00"])", "{}"}) {
    EXPECT_EQ(errors(hours).size(), 1U) << hours;
  }
}

TEST(RulesSchedule, WithoutTheHostsZonesOnlyUtcIsKnown) {
  const std::string_view file =
      R"({"vitrine": 1, "store": {"timezone": "Europe/Oslo"}})";
  EXPECT_EQ(Compile(file).diagnostics.size(), 1U);
  EXPECT_EQ(Compile(file, {.zones_json = R"({"Europe/Oslo": [[0, 60]]})"})
                .diagnostics.size(),
            0U);
  for (const char* zones :
       {"", "[]", "{", R"({"Europe/Oslo": []})", R"({"Europe/Oslo": 60})",
        R"({"Europe/Oslo": [[0]]})", R"({"Europe/Oslo": [[0, 1441]]})",
        R"({"Europe/Oslo": [[0.5, 60]]})", R"({"Europe/Oslo": [[1e300, 60]]})",
        R"({"Europe/Oslo": [[5, 60], [5, 120]]})",
        R"({"Europe/Oslo": [["0", 60]]})"}) {
    EXPECT_EQ(Compile(file, {.zones_json = zones}).diagnostics.size(), 1U)
        << zones;
  }
  EXPECT_EQ(Compile(R"({"vitrine": 1, "store": {"timezone": "UTC"}})")
                .diagnostics.size(),
            0U);
}

TEST(RulesCap, CountsWhatBecameOfTheRule) {
  EXPECT_THAT(
      KeyLines(
          R"("cap": {"shown": {"max": 2, "per": "session"}, "dismissed": {"max": 1, "per": "7d"}, "converted": {"max": 1}})"),
      ElementsAre("counter 0  converted r", "counter 1  shown r within session",
                  "counter 2  dismissed r within 604800000 ms kept 2",
                  "0  leaf  counter 0 < 1", "1  leaf  counter 1 < 2",
                  "2  leaf  counter 2 < 1", "3  all  0 1 2"));
  EXPECT_THAT(
      KeyLines(R"("cap": {"clicked": [{"max": 1, "per": "day"}, {"max": 3}]})"),
      ElementsAre("counter 0  clicked r",
                  "counter 1  clicked r within 1 days "
                  "kept 2",
                  "0  leaf  counter 0 < 3", "1  leaf  counter 1 < 1",
                  "2  all  0 1"));
}

TEST(RulesCap, IsCalledWhatItCounts) {
  const Program program = MustCompile(WithKeys(
      R"("cap": {"shown": {"max": 2, "per": "72h"}, "converted": {"max": 1}})",
      "popup",
      R"("budget": {"popups": {"per_session": 1, "per_day": 2, "gap": "30s"}},)"));
  std::vector<std::string> names;
  for (const Input& input : program.inputs) {
    names.emplace_back(program.strings[input.name]);
  }
  EXPECT_THAT(names, testing::UnorderedElementsAre(
                         "cap shown r per 3d", "cap converted r",
                         "budget popups per session", "budget popups per day",
                         "budget popups per 30s"));
}

TEST(RulesCap, TellsMistakes) {
  EXPECT_THAT(
      Errors(WithKeys(
          R"("cap": {"show": {"max": 1}, "shown": {"per": "day"}, "clicked": [], "dismissed": {"max": -1, "per": "week"}, "converted": 1})")),
      ElementsAre(
          "4:9 unknown-key /rules/0/cap/show: unknown key `show` in `cap`; did "
          "you mean `shown`?",
          "4:38 missing-key /rules/0/cap/shown: `shown` needs the key `max`",
          "4:65 bad-value /rules/0/cap/clicked: `clicked` must not be empty",
          "4:101 bad-value /rules/0/cap/dismissed/per: `per` must be `session` "
          "or `day`, or a whole number above 0 with a unit (ms, s, m, h, d or "
          "w), such as \"30m\"",
          "4:123 wrong-type /rules/0/cap/converted: `converted` must be an "
          "object, found 1"));
  EXPECT_THAT(
      Errors(WithKeys(R"("cap": {"shown": {"max": 1, "per": "days"}})")),
      ElementsAre("4:36 bad-value /rules/0/cap/shown/per: `per` must be "
                  "`session` or `day`, or a whole number above 0 with a unit "
                  "(ms, s, m, h, d or w), such as \"30m\"; did you mean "
                  "`day`?"));
  EXPECT_THAT(
      Lines(WithKeys(R"("cap": {"shown": {"max": 0, "per": "day"}})")),
      ElementsAre("4:26 warning never-shown /rules/0/cap/shown/max: `max`: 0 "
                  "never lets the rule show"));
  EXPECT_THAT(
      Errors(WithKeys(R"("cap": {"shown": {"max": 64, "per": "7d"}})")),
      ElementsAre("4:26 bad-value /rules/0/cap/shown/max: `max` must be a "
                  "whole number from 0 to 63"));
  EXPECT_THAT(
      Errors(WithKeys(R"("cap": {"shown": {"max": 64, "per": "session"}})")),
      IsEmpty());
}

TEST(RulesBudget, IsDemandedByEveryPopup) {
  EXPECT_THAT(
      Disassembly(
          R"({"vitrine": 1, "budget": {"popups": {"per_session": 1, "gap": "30s", "quiet": ["checkout", "cart"]}},
"slots": {"o": {"type": "popup"}, "p": {"type": "popup"}, "s": {"type": "content"}},
"rules": [
{"id": "a", "slot": "o", "show": {"template": "t"}},
{"id": "b", "slot": "p", "when": {"visit.number": 1}, "show": {"template": "t"}},
{"id": "c", "slot": "s", "show": {"template": "t"}}]})"),
      ElementsAre("counter 0  shown * within session",
                  "counter 1  shown * within 30000 ms kept 2",
                  "0  leaf  page.type in [\"cart\", \"checkout\"]",
                  "1  leaf  counter 0 < 1", "2  leaf  counter 1 < 1",
                  "3  leaf  visit.number == 1", "4  none  0", "5  all  1 2 4",
                  "6  all  3 5", "7  all", "slot o popup",
                  "rule a slot o priority 0 node 5", "slot p popup",
                  "rule b slot p priority 0 node 6", "slot s content",
                  "rule c slot s priority 0 node 7"));
}

TEST(RulesBudget, LimitsNoPopupThatTheShopperAsksFor) {
  const auto nodes = [](std::string_view trigger) {
    return Disassembly(
        R"({"vitrine": 1, "budget": {"popups": {"per_session": 1, "quiet": ["checkout"]}},
"slots": {"o": {"type": "popup"}},
"rules": [{"id": "a", "slot": "o", "trigger": )" +
        std::string(trigger) + R"(, "show": {"template": "t"}}]})");
  };
  EXPECT_THAT(nodes(R"({"on": "load"})"),
              ElementsAre("counter 0  shown * within session",
                          "0  leaf  page.type === \"checkout\"",
                          "1  leaf  counter 0 < 1", "2  none  0", "3  all  1 2",
                          "slot o popup", "rule a slot o priority 0 node 3"));
  EXPECT_THAT(nodes(R"({"on": "click", "selector": "#help"})"),
              ElementsAre("0  leaf  page.type === \"checkout\"", "1  none  0",
                          "slot o popup", "rule a slot o priority 0 node 1"));
}

TEST(RulesBudget, TellsMistakes) {
  const auto errors = [](std::string_view budget) {
    return Errors("{\"vitrine\": 1, \"budget\": " + std::string(budget) + "}");
  };
  EXPECT_THAT(errors("{}"), ElementsAre("1:26 missing-key /budget: `budget` "
                                        "needs the key `popups`"));
  EXPECT_THAT(
      errors(R"({"popups": {}})"),
      ElementsAre("1:37 bad-value /budget/popups: `popups` must not be empty"));
  EXPECT_THAT(
      errors(
          R"({"popups": {"per_session": 1.5, "per_day": 64, "gap": 30, "quiet": ["a", "a"], "max": 1}})"),
      ElementsAre(
          "1:53 bad-value /budget/popups/per_session: `per_session` must be a "
          "whole number from 0 to 2147483647",
          "1:69 bad-value /budget/popups/per_day: `per_day` must be a whole "
          "number from 0 to 63",
          "1:80 wrong-type /budget/popups/gap: `gap` must be a text, found 30",
          "1:99 bad-value /budget/popups/quiet/1: `a` stands in `quiet` twice",
          "1:105 unknown-key /budget/popups/max: unknown key `max` in "
          "`popups`; allowed here: `per_session`, `per_day`, `gap` or "
          "`quiet`"));
  EXPECT_THAT(
      Lines(R"({"vitrine": 1, "budget": {"popups": {"per_session": 1}}})"),
      ElementsAre("1:16 warning unused-budget /budget: there is no slot of "
                  "popups for `budget`"));
}

TEST(RulesTrigger, GoesToThePageWithTheContent) {
  const auto content = [](std::string_view keys) {
    return std::string(MustCompile(WithKeys(keys, "popup")).contents[0]);
  };
  const auto with = [](std::string_view trigger) {
    return R"({"template":"t","$trigger":)" + std::string(trigger) + "}";
  };
  EXPECT_EQ(content("\"priority\": 0"), with(R"({"on":"load"})"));
  EXPECT_EQ(content(R"("trigger": {"on": "load", "after": "1500ms"})"),
            with(R"({"on":"load","after":1500})"));
  EXPECT_EQ(content(R"("trigger": {"after": "1m", "on": "time"})"),
            with(R"({"on":"time","after":60000})"));
  EXPECT_EQ(content(R"("trigger": {"on": "scroll", "depth": 60})"),
            with(R"({"on":"scroll","depth":60})"));
  EXPECT_EQ(content(R"("trigger": {"on": "exit_intent"})"),
            with(R"({"on":"exit_intent"})"));
  EXPECT_EQ(content(R"("trigger": {"on": "inactivity", "after": "45s"})"),
            with(R"({"on":"inactivity","after":45000})"));
  EXPECT_EQ(content(R"("trigger": {"on": "visible", "selector": "#a > .b"})"),
            with(R"({"on":"visible","selector":"#a > .b"})"));
  EXPECT_EQ(content(R"("trigger": {"on": "click", "selector": "[x=\"y\"]"})"),
            with(R"({"on":"click","selector":"[x=\"y\"]"})"));
  EXPECT_EQ(content(R"("trigger": {"on": "event", "event": "add_to_cart"})"),
            with(R"({"on":"event","event":"add_to_cart"})"));
  EXPECT_EQ(content(R"("trigger": {"on": "pages", "count": 3})"),
            with(R"({"on":"pages","count":3})"));
}

TEST(RulesTrigger, TellsMistakes) {
  const auto lines = [](std::string_view trigger,
                        std::string_view type = "popup") {
    return Lines(WithKeys("\"trigger\": " + std::string(trigger), type));
  };
  EXPECT_THAT(
      lines(R"({"on": "load"})", "content"),
      ElementsAre("4:1 unknown-key /rules/0/trigger: `trigger` needs a slot of "
                  "the type `popup`, and `s` is of the type `content`"));
  EXPECT_THAT(lines("{}"),
              ElementsAre("4:12 missing-key /rules/0/trigger: `trigger` needs "
                          "the key `on`"));
  EXPECT_THAT(
      lines(R"({"on": "exit"})"),
      ElementsAre("4:19 unknown-trigger /rules/0/trigger/on: unknown trigger "
                  "`exit`; allowed: `load`, `time`, `scroll`, `exit_intent`, "
                  "`inactivity`, `visible`, `click`, `event` or `pages`"));
  EXPECT_THAT(
      lines(R"({"on": "time"})"),
      ElementsAre("4:12 missing-key /rules/0/trigger: a trigger on `time` "
                  "needs the key `after`"));
  EXPECT_THAT(
      lines(R"({"on": "scroll", "depth": 101, "after": "1s"})"),
      ElementsAre("4:38 bad-value /rules/0/trigger/depth: `depth` must be a "
                  "whole number from 1 to 100",
                  "4:43 unknown-key /rules/0/trigger/after: unknown key "
                  "`after` in a trigger on `scroll`; allowed here: `on` or "
                  "`depth`"));
  EXPECT_THAT(lines(R"({"on": "event", "event": "add_to_crat"})"),
              ElementsAre("4:37 warning unusual-event /rules/0/trigger/event: "
                          "`add_to_crat` is not a standard event; did you mean "
                          "`add_to_cart`?"));
}

TEST(RulesExclusive, GroupsAreNumberedByName) {
  const Program program =
      MustCompile(R"({"vitrine": 1, "slots": {"s": {"type": "content"}},
"rules": [
{"id": "1", "slot": "s", "exclusive": "offers", "when": {"visit.number": 1}, "show": {"template": "t"}},
{"id": "2", "slot": "s", "exclusive": "banners", "when": {"visit.number": 2}, "show": {"template": "t"}},
{"id": "3", "slot": "s", "exclusive": "offers", "when": {"visit.number": 3}, "show": {"template": "t"}},
{"id": "4", "slot": "s", "show": {"template": "t"}}]})");
  std::vector<std::uint32_t> groups;
  for (const Rule& rule : program.rules) groups.push_back(rule.group);
  EXPECT_THAT(groups, ElementsAre(2U, 1U, 2U, 0U));
}

}  // namespace
}  // namespace vitrine::rules
