#include "rules/text/limits.h"
#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RulesCheck, TellsTheTopLevel) {
  EXPECT_THAT(
      Errors("[]"),
      ElementsAre(
          "1:1 wrong-type : a rule file must be an object, found a list"));
  EXPECT_THAT(
      Errors("{}"),
      ElementsAre("1:1 missing-key : a rule file needs the key `vitrine`"));
  EXPECT_THAT(Errors(R"({"vitrine": 0})"),
              ElementsAre("1:13 bad-value /vitrine: `vitrine` must be 1"));
  EXPECT_THAT(
      Errors(R"({"vitrine": "1"})"),
      ElementsAre(
          "1:13 wrong-type /vitrine: `vitrine` must be a number, found \"1\""));
  EXPECT_THAT(
      Errors(R"({"vitrine": 2, "nonsense": []})"),
      ElementsAre(
          "1:13 newer-version /vitrine: the file was made for a newer version "
          "of Vitrine: its language is 2, this version reads 1"));
  EXPECT_THAT(
      Errors(R"({"vitrine": 1, "segment": {}, "popups": {}})"),
      ElementsAre("1:16 unknown-key /segment: unknown key `segment` in the "
                  "rule file; did you mean `segments`?",
                  "1:31 unknown-key /popups: unknown key `popups` in the rule "
                  "file; allowed here: `$schema`, `vitrine`, `store`, "
                  "`templates`, `events`, `attributes`, `groups`, `segments`, "
                  "`slots`, `experiments`, "
                  "`holdouts`, `budget` or `rules`"));
  EXPECT_THAT(
      Errors(
          R"({"vitrine": 1, "$schema": 1, "rules": {}, "slots": [], "segments": 1, "attributes": null})"),
      ElementsAre(
          "1:27 wrong-type /$schema: `$schema` must be a text, found 1",
          "1:39 wrong-type /rules: `rules` must be a list, found an object",
          "1:52 wrong-type /slots: `slots` must be an object, found a list",
          "1:68 wrong-type /segments: `segments` must be an object, found 1",
          "1:85 wrong-type /attributes: `attributes` must be an object, found "
          "null"));
  EXPECT_THAT(Lines(R"({"vitrine": 1.0})"), IsEmpty());
}

TEST(RulesCheck, TellsTheStore) {
  EXPECT_THAT(
      Errors(
          R"({"vitrine": 1, "store": {"currency": "EUR", "locales": ["en", "nb-NO", "zh-Hant-TW"], "timezone": "America/Argentina/Buenos_Aires"}})"),
      IsEmpty());
  EXPECT_THAT(
      Errors(
          R"({"vitrine": 1, "store": {"currency": "eur", "locales": ["en", "e", "en", 1], "timezone": "Oslo time", "zone": 1}})"),
      ElementsAre(
          "1:38 bad-value /store/currency: `currency` must be a currency code "
          "of three capital letters such as \"EUR\"",
          "1:63 bad-value /store/locales/1: a locale must be a language tag "
          "such as \"en\" or \"nb-NO\"",
          "1:68 bad-value /store/locales/2: the locale `en` stands in "
          "`locales` twice",
          "1:74 wrong-type /store/locales/3: a locale must be a text, found 1",
          "1:90 bad-value /store/timezone: `timezone` must be a time zone name "
          "such as \"Europe/Oslo\"",
          "1:103 unknown-key /store/zone: unknown key `zone` in `store`; "
          "allowed here: `currency`, `locales`, `timezone` or "
          "`never_recommend`"));
  EXPECT_THAT(
      Errors(R"({"vitrine": 1, "store": {"locales": []}})"),
      ElementsAre(
          "1:37 bad-value /store/locales: `locales` must not be empty"));
}

TEST(RulesCheck, TellsAttributes) {
  EXPECT_THAT(
      Errors(R"({"vitrine": 1, "attributes": {
"a": {"type": "strng"},
"b": {"type": "dates", "ttl": "6"},
"c": {"values": ["x"], "ttl": 6},
"d": {"type": "number", "values": [1, "2", 1], "ttl": "401d", "sensitive": 1},
"e": {"type": "string", "values": []},
"page.type": {"type": "string"},
"time.hour": {"type": "number"},
"$x": {"type": "string"},
"count": {"type": "number"},
"": {"type": "string"},
"f": "string",
"g": {"type": "string", "tll": "1h"},
"locale": {"type": "string"},
"variation": {"type": "string"},
"age": {"type": "number"},
"page.colour": {"type": "string"},
"device": {"type": "string"},
"cart": {"type": "object"},
"h": {"type": "object", "values": [{}]},
"i": {"type": "date"}, "j": {"type": "any"}, "k": {"type": "list"}
}})"),
      ElementsAre(
          "2:15 unknown-type /attributes/a/type: unknown attribute type "
          "`strng`; did you mean `string`?",
          "3:15 unknown-type /attributes/b/type: unknown attribute type "
          "`dates`; did you mean `date`?",
          "3:31 bad-value /attributes/b/ttl: `ttl` must be a whole number "
          "above 0 with a unit (ms, s, m, h, d or w), such as \"30m\"",
          "4:6 missing-key /attributes/c: an attribute needs the key `type`",
          "4:31 wrong-type /attributes/c/ttl: `ttl` must be a text, found 6",
          "5:39 wrong-type /attributes/d/values/1: a value of the attribute "
          "`d` must be a number, found \"2\"",
          "5:44 bad-value /attributes/d/values/2: the value stands in `values` "
          "twice",
          "5:55 limit /attributes/d/ttl: `ttl` may be at most 400 days",
          "5:76 wrong-type /attributes/d/sensitive: `sensitive` must be true "
          "or false, found 1",
          "6:35 bad-value /attributes/e/values: `values` must not be empty",
          "7:1 reserved-name /attributes/page.type: an attribute cannot be "
          "called `page.type`: the device knows this path itself",
          "8:1 reserved-name /attributes/time.hour: an attribute cannot be "
          "called `time.hour`: the device knows this path itself",
          "9:1 reserved-name /attributes/$x: an attribute cannot be called "
          "`$x`: names with `$` are operators",
          "10:1 reserved-name /attributes/count: an attribute cannot be called "
          "`count`: the word belongs to `$event`",
          "11:1 bad-value /attributes/: an attribute's name must not be empty",
          "12:6 wrong-type /attributes/f: an attribute must be an object, "
          "found \"string\"",
          "13:25 unknown-key /attributes/g/tll: unknown key `tll` in an "
          "attribute; did you mean `ttl`?",
          "14:1 reserved-name /attributes/locale: an attribute cannot be "
          "called `locale`: the device knows this path itself",
          "17:1 reserved-name /attributes/page.colour: an attribute cannot be "
          "called `page.colour`: such paths belong to the device",
          "19:1 reserved-name /attributes/cart: an attribute cannot be called "
          "`cart`: such paths belong to the device",
          "20:25 unknown-key /attributes/h/values: `values` is for attributes "
          "of the types `string`, `number` and `boolean`"));
}

TEST(RulesCheck, HoldsRulesToTheNamesThatTheFileDeclares) {
  const auto file = [](std::string_view top, std::string_view name,
                       std::string_view event) {
    return R"({"vitrine": 1, )" + std::string(top) +
           R"( "slots": {"s": {"type": "popup"}}, "rules": [
{"id": "r", "slot": "s", "when": {"$event": ")" +
           std::string(event) + R"("},
"trigger": {"on": "event", "event": ")" +
           std::string(event) + R"("},
"show": {"template": ")" +
           std::string(name) + R"("}}]})";
  };
  constexpr std::string_view kDeclared =
      R"("templates": ["hero", "offer"], "events": ["quiz_done"],)";
  EXPECT_THAT(Lines(file("", "anything", "quiz_don")), IsEmpty());
  EXPECT_THAT(Lines(file(kDeclared, "offer", "quiz_done")), IsEmpty());
  EXPECT_THAT(Lines(file(kDeclared, "hero", "purchase")), IsEmpty());
  EXPECT_THAT(
      Lines(file(kDeclared, "ofer", "quiz_don")),
      ElementsAre("2:45 unknown-event /rules/0/when/$event: unknown event "
                  "`quiz_don`; did you mean `quiz_done`?",
                  "3:37 unknown-event /rules/0/trigger/event: unknown event "
                  "`quiz_don`; did you mean `quiz_done`?",
                  "4:22 unknown-template /rules/0/show/template: unknown "
                  "template `ofer`; did you mean `offer`?"));
}

TEST(RulesCheck, TellsSlotsAndRules) {
  EXPECT_THAT(
      Errors(R"({"vitrine": 1, "slots": {
"home": {"type": "content"},
"a": {"type": "banner"},
"b": {"type": "contents"},
"c": {},
"d": 1
}, "rules": [
{"id": "x", "slot": "hme", "show": {"template": "t"}},
{"id": "x", "slot": "home", "show": {"template": "t"}, "priorty": 1},
{"slot": "home", "priority": 1.5, "show": {}},
{"id": "", "slot": 1, "priority": 2147483648, "show": {"template": 1, "title": {"en": "x"}, "list": [], "n": null}},
7,
{"id": "y", "slot": "home", "when": true, "show": 1},
{"id": "z", "slot": "home"},
{"id": "*", "slot": "home", "show": {"template": "t"}}
]})"),
      ElementsAre(
          "3:15 unknown-type /slots/a/type: unknown slot type `banner`; "
          "allowed: `content`, `recommendations` or `popup`",
          "4:15 unknown-type /slots/b/type: unknown slot type `contents`; did "
          "you mean `content`?",
          "5:6 missing-key /slots/c: a slot needs the key `type`",
          "6:6 wrong-type /slots/d: a slot must be an object, found 1",
          "8:21 unknown-slot /rules/0/slot: unknown slot `hme`; did you mean "
          "`home`?",
          "9:8 duplicate-id /rules/1/id: two rules are called `x`, the other "
          "one is /rules/0",
          "9:56 unknown-key /rules/1/priorty: unknown key `priorty` in a rule; "
          "did you mean `priority`?",
          "10:1 missing-key /rules/2: a rule needs the key `id`",
          "10:30 bad-value /rules/2/priority: `priority` must be a whole "
          "number from -2147483648 to 2147483647",
          "10:43 missing-key /rules/2/show: `show` needs the key `template`",
          "11:8 bad-value /rules/3/id: `id` must not be empty",
          "11:20 wrong-type /rules/3/slot: `slot` must be a text, found 1",
          "11:35 bad-value /rules/3/priority: `priority` must be a whole "
          "number from -2147483648 to 2147483647",
          "11:68 wrong-type /rules/3/show/template: `template` must be a text, "
          "found 1",
          "11:81 unknown-locale /rules/3/show/title/en: unknown locale `en`; "
          "none is declared",
          "11:101 bad-value /rules/3/show/list: the field `list` must not be "
          "an empty list",
          "11:110 wrong-type /rules/3/show/n: the field `n` of `show` must be "
          "a text, a number, true, false or a list, found null",
          "12:1 wrong-type /rules/4: a rule must be an object, found 7",
          "13:37 wrong-type /rules/5/when: a condition must be an object, "
          "found true",
          "13:51 wrong-type /rules/5/show: `show` must be an object, found 1",
          "14:1 missing-key /rules/6: a rule needs the key `show`",
          "15:8 reserved-name /rules/7/id: a rule cannot be called `*`: the "
          "name stands for all popups"));
}

TEST(RulesCheck, ShowsTheCircleOfSegments) {
  EXPECT_THAT(ConditionErrors("{}", R"({"a": {"$segment": "b"},
"b": {"$or": [{"city": "x"}, {"$not": {"$segment": "c"}}]},
"c": {"$segment": "b", "age": 1},
"d": {"$segment": "d"}})"),
              ElementsAre("5:19 segment-cycle /segments/c/$segment: segments "
                          "refer to each other in a circle: `b` -> `c` -> `b`",
                          "6:19 segment-cycle /segments/d/$segment: segments "
                          "refer to each other in a circle: `d` -> `d`"));
}

TEST(RulesCheck, WarnsOfWhatNobodyUses) {
  EXPECT_THAT(
      Lines(R"({"vitrine": 1,
"attributes": {"a": {"type": "string"}, "b": {"type": "number"}},
"segments": {"used": {"a": "x"}, "unused": {"$segment": "used"}, "never": {"$not": {}}},
"slots": {"s": {"type": "content"}, "empty": {"type": "content"}},
"rules": [{"id": "r", "slot": "s", "when": {"$or": [], "$segment": "never"}, "show": {"template": "t"}}]})"),
      ElementsAre(
          "2:41 warning unused-attribute /attributes/b: nothing reads the "
          "attribute `b`",
          "3:34 warning unused-segment /segments/unused: nothing uses the "
          "segment `unused`",
          "3:66 warning never-true /segments/never: the segment `never` can "
          "never hold",
          "4:37 warning empty-slot /slots/empty: no rule fills the slot "
          "`empty`",
          "5:36 warning never-true /rules/0/when: the rule `r` can never hold",
          "5:52 warning empty-list /rules/0/when/$or: an empty `$or` always "
          "holds"));
}

TEST(RulesCheck, TellsGroups) {
  EXPECT_THAT(
      Lines(R"({"vitrine": 1, "groups": {
"a": ["x", 1, ""],
"b": "x",
"c": [true, null, ["x"]],
"": []
}})"),
      ElementsAre(
          "3:6 wrong-type /groups/b: a group must be a list, found \"x\"",
          "4:7 wrong-type /groups/c/0: a value of a group must be a text, "
          "found true",
          "4:13 wrong-type /groups/c/1: a value of a group must be a text, "
          "found null",
          "4:19 wrong-type /groups/c/2: a value of a group must be a text, "
          "found a list",
          "5:1 bad-value /groups/: a group's name must not be empty"));
  EXPECT_THAT(Lines(R"({"vitrine": 1, "groups": {"a": ["x"]}})"),
              ElementsAre("1:27 warning unused-group /groups/a: nothing reads "
                          "the group `a`"));
}

/// A slot with rules of these conditions, best first, which begin in the third
/// line.
std::vector<std::string> Shadowed(const std::vector<std::string>& conditions) {
  std::string json = R"({"vitrine": 1, "slots": {"s": {"type": "content"}},
"rules": [
)";
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    if (i > 0) json += ",\n";
    json += "{\"id\": \"" + std::to_string(i) +
            "\", \"slot\": \"s\", \"show\": {\"template\": \"t\"}, " +
            conditions[i] + "}";
  }
  return Lines(json + "]}");
}

TEST(RulesCheck, WarnsOfRulesThatNeverWin) {
  EXPECT_THAT(
      Shadowed({"\"when\": {}", R"("when": {"visit.number": 1})"}),
      ElementsAre("4:8 warning shadowed /rules/1/id: the rule `1` can never "
                  "win: `0`, which comes before it, holds whenever it does"));
  const std::string one = R"("when": {"visit.number": 1})";
  const std::string two = R"("when": {"visit.pages": 2})";
  const std::string both = R"("when": {"visit.number": 1, "visit.pages": 2})";
  const std::string any =
      R"("when": {"$or": [{"visit.number": 1}, {"visit.pages": 2}]})";
  const std::string all_of_any =
      R"("when": {"$or": [{"visit.number": 1}, {"visit.pages": 2}], "cart.value": 3})";
  const std::string any_of_all =
      R"("when": {"$or": [{"visit.number": 1, "cart.value": 3}, {"visit.pages": 2}]})";
  EXPECT_EQ(Shadowed({one, one}).size(), 1U);
  EXPECT_EQ(Shadowed({one, both}).size(), 1U);
  EXPECT_EQ(Shadowed({any, one}).size(), 1U);
  EXPECT_EQ(Shadowed({any, both}).size(), 1U);
  EXPECT_EQ(Shadowed({any, all_of_any}).size(), 1U);
  EXPECT_EQ(Shadowed({any, any_of_all}).size(), 1U);
  EXPECT_EQ(Shadowed({both, one, any, two}).size(), 1U);
  EXPECT_THAT(Shadowed({both, one, any}), IsEmpty());
  EXPECT_THAT(Shadowed({one, two}), IsEmpty());
  EXPECT_THAT(Shadowed({any_of_all, any}), IsEmpty());
  // What may be passed over, or ends, lets others win.
  EXPECT_THAT(Shadowed({R"("exclusive": "x")", one}), IsEmpty());
  EXPECT_THAT(Shadowed({R"("cap": {"shown": {"max": 1}})", one}), IsEmpty());
  EXPECT_THAT(Shadowed({R"("schedule": {"until": "2030-01-01"})", one}),
              IsEmpty());
}

TEST(RulesCheck, WarnsWhereSensitiveAttributesDecide) {
  EXPECT_THAT(
      Lines(R"({"vitrine": 1,
"attributes": {"age": {"type": "number", "sensitive": true}, "ill": {"type": "any", "sensitive": true}, "city": {"type": "string"}},
"segments": {"old": {"age": {"$gte": 60}}, "local": {"city": "Oslo"}},
"experiments": {"e": {"variations": ["a", "b"], "when": {"$not": {"$segment": "old"}}}},
"slots": {"s": {"type": "content"}},
"rules": [
{"id": "1", "slot": "s", "priority": 9, "when": {"$segment": "local"}, "show": {"template": "t"}},
{"id": "2", "slot": "s", "priority": 8, "when": {"$or": [{"$segment": "old"}, {"ill.since": 1}]}, "show": {"template": "t"}},
{"id": "3", "slot": "s", "priority": 7, "experiment": "e", "show": {"template": "t", "title": "{age}"}}]})"),
      ElementsAre("8:41 warning sensitive-decision /rules/1/when: what is "
                  "sensitive decides whether the rule `2` shows: `age`, `ill`",
                  "9:1 warning sensitive-decision /rules/2: what is sensitive "
                  "decides whether the rule `3` shows: `age`"));
}

TEST(RulesCheck, OffersTheLocaleOfTheSameLanguage) {
  EXPECT_THAT(
      Errors(R"({"vitrine": 1, "store": {"locales": ["en", "nb-NO"]},
"slots": {"s": {"type": "content"}},
"rules": [{"id": "r", "slot": "s", "show": {"template": "t", "title": {"en": "a", "nb": "b"}}}]})"),
      ElementsAre("3:83 unknown-locale /rules/0/show/title/nb: unknown locale "
                  "`nb`; did you mean `nb-NO`?"));
}

TEST(RulesCheck, WarnsOfRulesThatDecideByHashingWhatIsSensitive) {
  EXPECT_THAT(
      Lines(R"({"vitrine": 1,
"attributes": {"age": {"type": "number", "sensitive": true}, "ill": {"type": "any", "sensitive": true}, "city": {"type": "string"}},
"holdouts": {"h": {"share": 0.1, "hashAttribute": "age"}, "i": {"share": 0.1, "hashAttribute": "city"}},
"experiments": {"hashed": {"variations": ["a", "b"], "hashAttribute": "ill.since"},
"filtered": {"variations": ["a", "b"], "filters": [{"seed": "f", "ranges": [[0, 1]], "attribute": "age"}]},
"held": {"variations": ["a", "b"], "holdout": "h"},
"fine": {"variations": ["a", "b"], "holdout": "i"}},
"slots": {"s": {"type": "content"}},
"rules": [
{"id": "1", "slot": "s", "priority": 9, "experiment": "fine", "show": {"template": "t"}},
{"id": "2", "slot": "s", "priority": 8, "experiment": "hashed", "show": {"template": "t"}},
{"id": "3", "slot": "s", "priority": 7, "experiment": "filtered", "show": {"template": "t"}},
{"id": "4", "slot": "s", "priority": 6, "experiment": "held", "show": {"template": "t"}},
{"id": "5", "slot": "s", "priority": 5, "when": {"$experiment": "hashed"}, "show": {"template": "t"}}]})"),
      ElementsAre("11:1 warning sensitive-decision /rules/1: what is sensitive "
                  "decides whether the rule `2` shows: `ill`",
                  "12:1 warning sensitive-decision /rules/2: what is sensitive "
                  "decides whether the rule `3` shows: `age`",
                  "13:1 warning sensitive-decision /rules/3: what is sensitive "
                  "decides whether the rule `4` shows: `age`",
                  "14:41 warning sensitive-decision /rules/4/when: what is "
                  "sensitive decides whether the rule `5` shows: `ill`"));
}

TEST(RulesCheck, ReportsAllMistakesAtOnceUpToALimit) {
  const auto with_bad_rules = [](std::size_t count) {
    std::string json = R"({"vitrine": 1, "rules": [0)";
    for (std::size_t i = 1; i < count; ++i) json += ",0";
    return json + "]}";
  };
  EXPECT_EQ(Errors(with_bad_rules(kMaxDiagnostics)).size(), kMaxDiagnostics);
  EXPECT_EQ(Errors(with_bad_rules(kMaxDiagnostics + 1)).size(),
            kMaxDiagnostics);
}

TEST(RulesCheck, DiagnosticsSpeakJson) {
  const auto json = [](std::string_view when) {
    return DiagnosticsJson(Compile(WithCondition(when)).diagnostics);
  };
  EXPECT_EQ(
      json(R"({"tier": "golt"})"),
      "[{\"severity\":\"error\",\"code\":\"value-not-declared\",\"message\":"
      "\"the attribute `tier` is never \\\"golt\\\"; did you mean "
      "`gold`?\",\"line\":6,\"column\":18,\"pointer\":\"/rules/0/when/"
      "tier\",\"found\":\"\\\"golt\\\"\",\"expected\":\"`none` or "
      "`gold`\",\"nearest\":\"gold\"}]");
  EXPECT_EQ(DiagnosticsJson({}), "[]");
}

}  // namespace
}  // namespace vitrine::rules
