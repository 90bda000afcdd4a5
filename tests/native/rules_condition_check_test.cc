#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> ConditionErrors(std::string_view when,
                                         std::string_view segments = "{}") {
  return Errors(WithCondition(when, segments));
}

TEST(RulesConditionCheck, TellsUnknownNamesWithTheNearest) {
  EXPECT_THAT(ConditionErrors(R"({"ctiy": "Oslo"})"),
              ElementsAre("6:10 unknown-path /rules/0/when/ctiy: unknown path "
                          "`ctiy`; did you mean `city`?"));
  EXPECT_THAT(
      ConditionErrors(R"({"visit.numbr": 1})"),
      ElementsAre("6:10 unknown-path /rules/0/when/visit.numbr: unknown path "
                  "`visit.numbr`; did you mean `visit.number`?"));
  EXPECT_THAT(
      ConditionErrors(R"({"colour": "red"})"),
      ElementsAre(
          "6:10 unknown-path /rules/0/when/colour: unknown path `colour`; "
          "expected a declared attribute or a path of the device"));
  EXPECT_THAT(ConditionErrors(R"({"age": {"$gtt": 1}})"),
              ElementsAre("6:18 unknown-operator /rules/0/when/age/$gtt: "
                          "unknown operator `$gtt`; did you mean `$gt`?"));
  EXPECT_THAT(
      ConditionErrors(R"({"age": {"$regex": "1"}})"),
      ElementsAre(
          "6:18 wrong-operator /rules/0/when/age/$regex: `$regex` does not "
          "apply to `age`, which is a number; allowed here: `$eq`, `$ne`, "
          "`$lt`, `$lte`, `$gt`, `$gte`, `$in`, `$nin`, `$not`, `$exists`, "
          "`$inGroup`, `$notInGroup`, `$type`, `$veq`, `$vne`, `$vlt`, "
          "`$vlte`, `$vgt` or `$vgte`"));
  EXPECT_THAT(
      ConditionErrors(R"({"age": {"years": 1}})"),
      ElementsAre("6:18 unknown-operator /rules/0/when/age/years: expected an "
                  "operator, found `years`; objects are not compared, and "
                  "parts of one are written as a path with dots"));
  EXPECT_THAT(ConditionErrors(R"({"$andd": []})"),
              ElementsAre("6:10 unknown-operator /rules/0/when/$andd: unknown "
                          "operator `$andd`; did you mean `$and`?"));
  EXPECT_THAT(
      ConditionErrors(R"({"$gt": 1})"),
      ElementsAre("6:10 unknown-operator /rules/0/when/$gt: `$gt` needs a path "
                  "before it: {\"path\": {\"$gt\": ...}}"));
  EXPECT_THAT(ConditionErrors(R"({"$xyz": []})"),
              ElementsAre("6:10 unknown-operator /rules/0/when/$xyz: unknown "
                          "operator `$xyz`; allowed here: `$and`, `$or`, "
                          "`$nor`, `$not`, `$segment`, `$event`, `$since`, "
                          "`$sequence` or `$experiment`"));
  EXPECT_THAT(ConditionErrors(R"({"$segment": "hikers"})", R"({"hiker": {}})"),
              ElementsAre("6:22 unknown-segment /rules/0/when/$segment: "
                          "unknown segment `hikers`; did you mean `hiker`?"));
  EXPECT_THAT(ConditionErrors(R"({"$segment": "gold"})"),
              ElementsAre("6:22 unknown-segment /rules/0/when/$segment: "
                          "unknown segment `gold`; none is declared"));
  EXPECT_THAT(
      ConditionErrors(R"({"tier": "golt"})"),
      ElementsAre("6:18 value-not-declared /rules/0/when/tier: the attribute "
                  "`tier` is never \"golt\"; did you mean `gold`?"));
  EXPECT_THAT(
      ConditionErrors(R"({"tier": {"$in": ["gold", "platinum"]}})"),
      ElementsAre(
          "6:35 value-not-declared /rules/0/when/tier/$in/1: the attribute "
          "`tier` is never \"platinum\"; its `values` are `none` or `gold`"));
}

TEST(RulesConditionCheck, TellsWrongShapesInConditions) {
  EXPECT_THAT(ConditionErrors(R"([])"),
              ElementsAre("6:9 wrong-type /rules/0/when: a condition must be "
                          "an object, found a list"));
  EXPECT_THAT(
      ConditionErrors(R"({"city": ["a"]})"),
      ElementsAre(
          "6:18 wrong-type /rules/0/when/city: the value must be a text, a "
          "number, true, false or null, found a list; did you mean `$in`?"));
  EXPECT_THAT(ConditionErrors(R"({"city": {}})"),
              ElementsAre("6:18 wrong-type /rules/0/when/city: an empty object "
                          "cannot be compared with"));
  EXPECT_THAT(
      ConditionErrors(R"({"city": {"$eq": {}}})"),
      ElementsAre("6:26 wrong-type /rules/0/when/city/$eq: `$eq` must be a "
                  "text, a number, true, false or null, found an object"));
  EXPECT_THAT(ConditionErrors(R"({"city": {"$in": "a"}})"),
              ElementsAre("6:26 wrong-type /rules/0/when/city/$in: `$in` must "
                          "be a list, found \"a\""));
  EXPECT_THAT(
      ConditionErrors(R"({"city": {"$in": ["a", []]}})"),
      ElementsAre(
          "6:32 wrong-type /rules/0/when/city/$in/1: an element of `$in` must "
          "be a text, a number, true, false or null, found a list"));
  EXPECT_THAT(ConditionErrors(R"({"city": {"$exists": 1}})"),
              ElementsAre("6:30 wrong-type /rules/0/when/city/$exists: "
                          "`$exists` must be true or false, found 1"));
  EXPECT_THAT(ConditionErrors(R"({"$or": {}})"),
              ElementsAre("6:17 wrong-type /rules/0/when/$or: `$or` must be a "
                          "list, found an object"));
  EXPECT_THAT(ConditionErrors(R"({"$or": [1, {"$and": 2}]})"),
              ElementsAre("6:18 wrong-type /rules/0/when/$or/0: a condition "
                          "must be an object, found 1",
                          "6:30 wrong-type /rules/0/when/$or/1/$and: `$and` "
                          "must be a list, found 2"));
  EXPECT_THAT(ConditionErrors(R"({"$not": []})"),
              ElementsAre("6:18 wrong-type /rules/0/when/$not: a condition "
                          "must be an object, found a list"));
  EXPECT_THAT(ConditionErrors(R"({"$segment": ["a"]})"),
              ElementsAre("6:22 wrong-type /rules/0/when/$segment: `$segment` "
                          "must be a text, found a list"));
  EXPECT_THAT(
      ConditionErrors(R"({"": 1})"),
      ElementsAre("6:10 bad-value /rules/0/when/: a path must not be empty"));
}

TEST(RulesConditionCheck, TellsConstantsOfTheWrongType) {
  EXPECT_THAT(ConditionErrors(R"({"city": {"$gt": "a"}})"), IsEmpty());
  EXPECT_THAT(ConditionErrors(R"({"city": {"$gt": 5}})"),
              ElementsAre("6:26 wrong-type /rules/0/when/city/$gt: `$gt` needs "
                          "a text, as `city` is a string, found 5"));
  EXPECT_THAT(
      ConditionErrors(R"({"member": {"$lt": 1}})"),
      ElementsAre("6:21 wrong-type /rules/0/when/member/$lt: `$lt` needs a "
                  "number attribute, and `member` is a boolean"));
  EXPECT_THAT(
      ConditionErrors(R"({"age": {"$gte": "18"}})"),
      ElementsAre("6:26 wrong-type /rules/0/when/age/$gte: `$gte` needs a "
                  "number, found \"18\"; write it without quotes"));
  EXPECT_THAT(ConditionErrors(R"({"age": {"$lt": null}})"),
              ElementsAre("6:25 wrong-type /rules/0/when/age/$lt: `$lt` needs "
                          "a number, found null"));
  EXPECT_THAT(ConditionErrors(R"({"age": "old"})"),
              ElementsAre("6:17 wrong-type /rules/0/when/age: `age` is a "
                          "number, found \"old\""));
  EXPECT_THAT(ConditionErrors(R"({"age": "018"})"),
              ElementsAre("6:17 wrong-type /rules/0/when/age: `age` is a "
                          "number, found \"018\""));
  EXPECT_THAT(ConditionErrors(R"({"age": {"$eq": "18"}})"),
              ElementsAre("6:25 wrong-type /rules/0/when/age/$eq: `age` is a "
                          "number, found \"18\"; write it without quotes"));
  EXPECT_THAT(ConditionErrors(R"({"city": {"$in": ["a", 1, null]}})"),
              ElementsAre("6:32 wrong-type /rules/0/when/city/$in/1: `city` is "
                          "a string, found 1"));
  EXPECT_THAT(ConditionErrors(R"({"member": "yes"})"),
              ElementsAre("6:20 wrong-type /rules/0/when/member: `member` is a "
                          "boolean, found \"yes\""));
  EXPECT_THAT(ConditionErrors(R"({"member": {"$ne": 1}})"),
              ElementsAre("6:28 wrong-type /rules/0/when/member/$ne: `member` "
                          "is a boolean, found 1"));
  EXPECT_THAT(ConditionErrors(R"({"page.type": 1})"),
              ElementsAre("6:23 wrong-type /rules/0/when/page.type: "
                          "`page.type` is a string, found 1"));
  EXPECT_THAT(ConditionErrors(R"({"page.type": true})"),
              ElementsAre("6:23 wrong-type /rules/0/when/page.type: "
                          "`page.type` is a string, found true"));
  EXPECT_THAT(ConditionErrors(R"({"visit.number": "one"})"),
              ElementsAre("6:26 wrong-type /rules/0/when/visit.number: "
                          "`visit.number` is a number, found \"one\""));
  EXPECT_THAT(ConditionErrors(R"({"city": {"$top": "Oslo"}})"),
              ElementsAre("6:19 wrong-operator /rules/0/when/city/$top: `$top` "
                          "applies to affinities, and `city` is none"));
  EXPECT_THAT(
      ConditionErrors(R"({"affinity.item_brand": {"$top": 1}})"),
      ElementsAre("6:42 wrong-type /rules/0/when/affinity.item_brand/$top: "
                  "`$top` must be a text, found 1"));
}

TEST(RulesConditionCheck, TellsEvents) {
  EXPECT_THAT(ConditionErrors(R"({"$event": 1})"),
              ElementsAre("6:20 wrong-type /rules/0/when/$event: `$event` must "
                          "be a text, found 1"));
  EXPECT_THAT(ConditionErrors(R"({"where": {}, "count": 1})"),
              ElementsAre("6:10 unknown-key /rules/0/when/where: `where` needs "
                          "a `$event` beside it",
                          "6:23 unknown-key /rules/0/when/count: `count` needs "
                          "a `$event` beside it"));
  EXPECT_THAT(
      ConditionErrors(R"({"$event": "a", "within": "soon"})"),
      ElementsAre(
          "6:35 bad-value /rules/0/when/within: `within` must be `session`, "
          "`today` or `{\"days\": n}`, or a whole number above 0 with a unit "
          "(ms, s, m, h, d or w), such as \"30m\""));
  EXPECT_THAT(
      ConditionErrors(R"({"$event": "a", "within": "sesion"})"),
      ElementsAre(
          "6:35 bad-value /rules/0/when/within: `within` must be `session`, "
          "`today` or `{\"days\": n}`, or a whole number above 0 with a unit "
          "(ms, s, m, h, d or w), such as \"30m\"; did you mean `session`?"));
  EXPECT_THAT(
      ConditionErrors(
          R"({"$sequence": [{"event": "a"}, {"event": "b"}], "within": "today"})"),
      ElementsAre(
          "6:67 bad-value /rules/0/when/within: `within` must be `session`, or "
          "a whole number above 0 with a unit (ms, s, m, h, d or w), such as "
          "\"30m\""));
  EXPECT_THAT(ConditionErrors(R"({"$event": "a", "within": 5})"),
              ElementsAre("6:35 wrong-type /rules/0/when/within: `within` must "
                          "be a text, found 5"));
  EXPECT_THAT(
      ConditionErrors(R"({"$event": "a", "within": "401d"})"),
      ElementsAre(
          "6:35 limit /rules/0/when/within: `within` may be at most 400 days"));
  EXPECT_THAT(ConditionErrors(R"({"$event": "a", "within": "57w"})"),
              IsEmpty());
  EXPECT_THAT(ConditionErrors(R"({"$event": "a", "within": "400d"})"),
              IsEmpty());
  EXPECT_THAT(ConditionErrors(R"({"$event": "a", "count": "2"})"),
              ElementsAre("6:34 wrong-type /rules/0/when/count: `count` is a "
                          "number, found \"2\"; write it without quotes"));
  EXPECT_THAT(
      ConditionErrors(R"({"$event": "a", "count": {"$exists": true}})"),
      ElementsAre("6:35 wrong-operator /rules/0/when/count/$exists: `$exists` "
                  "does not apply to a count; allowed here: `$eq`, `$ne`, "
                  "`$lt`, `$lte`, `$gt`, `$gte`, `$in`, `$nin` or `$not`"));
  EXPECT_THAT(ConditionErrors(R"({"$event": "a", "count": null})"),
              ElementsAre("6:34 wrong-type /rules/0/when/count: `count` is a "
                          "number, found null"));
  EXPECT_THAT(
      ConditionErrors(R"({"$event": "a", "where": {"brand": "x"}})"),
      ElementsAre("6:35 unknown-item-field /rules/0/when/where/brand: unknown "
                  "item field `brand`; did you mean `item_brand`?"));
  EXPECT_THAT(
      ConditionErrors(
          R"({"$event": "a", "where": {"$segment": "x", "price": "much", "item_id": {"$gt": 1}}})"),
      ElementsAre("6:35 unknown-operator /rules/0/when/where/$segment: "
                  "`$segment` cannot stand inside a `where`",
                  "6:61 wrong-type /rules/0/when/where/price: `price` is a "
                  "number, found \"much\"",
                  "6:81 wrong-type /rules/0/when/where/item_id/$gt: `$gt` "
                  "needs a number attribute, and `item_id` is a string"));
  EXPECT_THAT(
      Lines(WithCondition(
          R"({"$event": "veiw_item", "age": 1, "city": "x", "member": true, "tier": "gold"})")),
      ElementsAre(
          "6:20 warning unusual-event /rules/0/when/$event: `veiw_item` is not "
          "a standard event; did you mean `view_item`?"));
}

/// The errors of a condition in a file with more attributes, which begins at
/// line 5, column 1.
std::vector<std::string> MoreErrors(std::string_view when,
                                    bool lenient = false) {
  return Lines(
      R"({"vitrine": 1, "attributes": {"a": {"type": "any"},
"city": {"type": "string"}, "points": {"type": "number"}, "tags": {"type": "list"}, "born": {"type": "date"}},
"groups": {"coast": ["Oslo"]}, "experiments": {"copy": {"variations": ["a", "b"]}},
"slots": {"s": {"type": "content"}}, "rules": [{"id": "r", "slot": "s", "show": {"template": "t"}, "when":
)" + std::string(when) +
          R"(}, {"id": "q", "slot": "s", "priority": 1, "experiment": "copy", "show": {"template": "t"},
"when": {"a": 1, "city": {"$inGroup": "coast"}, "points": 1, "tags": {"$size": 1}, "born": null}}]})",
      lenient);
}

TEST(RulesConditionCheck, TellsWhatPathsDoNotTake) {
  EXPECT_THAT(MoreErrors(R"({"city.name": "x"})"),
              ElementsAre("5:2 unknown-path /rules/0/when/city.name: unknown "
                          "path `city.name`; `city` is a string, and only "
                          "attributes of the types `any`, `object` and `list` "
                          "have paths inside"));
  EXPECT_THAT(MoreErrors(R"({"a.b.0.c": [1, {"x": 2}]})"), IsEmpty());
  EXPECT_THAT(
      MoreErrors(R"({"born": "2026-01-01"})"),
      ElementsAre("5:10 wrong-type /rules/0/when/born: `born` is a date, found "
                  "\"2026-01-01\""));
  EXPECT_THAT(
      MoreErrors(R"({"born": {"$before": "2026-02-30"}})"),
      ElementsAre("5:22 bad-value /rules/0/when/born/$before: `$before` must "
                  "be an ISO date or date-time, such as \"2026-11-01\" or "
                  "\"2026-11-01T09:30:00+01:00\", or a time from now of at "
                  "most 400 days, such as \"-180d\" or \"+2h\", found "
                  "\"2026-02-30\""));
  EXPECT_THAT(MoreErrors(R"({"born": {"$before": "-401d"}})"), SizeIs(1U));
  EXPECT_THAT(MoreErrors(R"({"born": {"$before": "-400d"}})"), IsEmpty());
  EXPECT_THAT(MoreErrors(R"({"time.now": {"$before": "-1d"}})"), SizeIs(1U));
  EXPECT_THAT(
      MoreErrors(R"({"visit.seconds": 30})"),
      ElementsAre(
          "5:19 wrong-type /rules/0/when/visit.seconds: `visit.seconds` passes "
          "by itself, so nothing equals it for long, found 30"));
  EXPECT_THAT(MoreErrors(R"({"visit.seconds": {"$gt": 0.5}})"), IsEmpty());
  EXPECT_THAT(
      MoreErrors(R"({"visit.seconds": {"$gt": 0.0001}})"),
      ElementsAre(
          "5:27 wrong-type /rules/0/when/visit.seconds/$gt: `visit.seconds` is "
          "compared in whole milliseconds, found 0.0001"));
  EXPECT_THAT(
      MoreErrors(R"({"time.hour": 24})"),
      ElementsAre("5:15 wrong-type /rules/0/when/time.hour: `time.hour` is a "
                  "whole number from 0 to 23, found 24"));
  EXPECT_THAT(
      MoreErrors(R"({"time.weekday": "mon"})"),
      ElementsAre("5:18 value-not-declared /rules/0/when/time.weekday: "
                  "`time.weekday` is never \"mon\"; it is `monday`, `tuesday`, "
                  "`wednesday`, `thursday`, `friday`, `saturday` or `sunday`"));
  EXPECT_THAT(
      MoreErrors(R"({"traffic.channel": "socal"})"),
      ElementsAre(
          "5:21 value-not-declared /rules/0/when/traffic.channel: "
          "`traffic.channel` is never \"socal\"; did you mean `social`?"));
  EXPECT_THAT(MoreErrors(R"({"traffic.source": {"$regex": "x"}})"), IsEmpty());
  EXPECT_THAT(MoreErrors(R"({"traffic.source": {"$ini": ["x"]}})"), SizeIs(1U));
  EXPECT_THAT(MoreErrors(R"({"search.last": {"$regex": "x"}})"), IsEmpty());
  EXPECT_THAT(MoreErrors(R"({"cart.contains": null})"), SizeIs(1U));
  EXPECT_THAT(MoreErrors(R"({"cart.contains": {"$all": [1]}})"), SizeIs(1U));
  EXPECT_THAT(MoreErrors(R"({"tags": {"$size": {"$regex": "1"}}})"),
              SizeIs(1U));
  EXPECT_THAT(
      MoreErrors(R"({"points": {"$gt": 5, "$lt": 3}})"),
      ElementsAre("5:23 warning never-true /rules/0/when/points/$lt: no number "
                  "is both `$gt` 5 and `$lt` 3"));
}

TEST(RulesConditionCheck, WarnsOfWhatNoValuePasses) {
  EXPECT_THAT(
      MoreErrors(R"({"points": {"$eq": 2, "$gt": 3}})"),
      ElementsAre("5:13 warning never-true /rules/0/when/points/$eq: no number "
                  "is both `$gt` 3 and `$eq` 2"));
  EXPECT_THAT(
      MoreErrors(R"({"points": {"$in": [1, 2], "$gt": 3}})"),
      ElementsAre("5:13 warning never-true /rules/0/when/points/$in: no number "
                  "is both `$gt` 3 and one of `$in`"));
  EXPECT_THAT(
      MoreErrors(R"({"points": {"$in": [3, 4], "$lt": 3}})"),
      ElementsAre("5:28 warning never-true /rules/0/when/points/$lt: no number "
                  "is both one of `$in` and `$lt` 3"));
  EXPECT_THAT(
      MoreErrors(R"({"points": {"$gte": 5, "$gt": 5, "$lte": 5}})"),
      ElementsAre("5:34 warning never-true /rules/0/when/points/$lte: no "
                  "number is both `$gt` 5 and `$lte` 5"));
  EXPECT_THAT(
      MoreErrors(R"({"traffic.source": {"$eq": "x", "$ne": "x"}})"),
      ElementsAre("5:33 warning never-true /rules/0/when/traffic.source/$ne: "
                  "no value is both `$eq` \"x\" and `$ne` \"x\""));
  EXPECT_THAT(
      MoreErrors(R"({"points": {"$eq": 2, "$nin": [1, 2]}})"),
      ElementsAre("5:23 warning never-true /rules/0/when/points/$nin: no value "
                  "is both `$eq` 2 and none of `$nin`"));
  for (const char* possible :
       {R"({"points": {"$eq": 3, "$gte": 3, "$lte": 3, "$ne": 4}})",
        R"({"points": {"$in": [1, 4], "$gt": 3}})",
        R"({"points": {"$in": [3], "$gte": 3}})",
        // The list ["x", "y"] passes both.
        R"({"tags": {"$in": ["x"], "$ne": "x"}})",
        R"({"tags": {"$eq": "2", "$ne": 2}})"}) {
    EXPECT_THAT(MoreErrors(possible), IsEmpty()) << possible;
  }
}

TEST(RulesConditionCheck, WarnsOfWhatNoValuePassesInSeveralConditions) {
  EXPECT_THAT(
      MoreErrors(
          R"({"$and": [{"points": {"$gt": 5}}, {"points": {"$lt": 3}}]})"),
      ElementsAre("5:47 warning never-true /rules/0/when/$and/1/points/$lt: no "
                  "number is both `$gt` 5 and `$lt` 3"));
  EXPECT_THAT(
      MoreErrors(R"({"points": 2, "$and": [{"points": {"$gt": 3}}]})"),
      ElementsAre("5:2 warning never-true /rules/0/when/points: no number is "
                  "both `$gt` 3 and 2"));
  EXPECT_THAT(
      MoreErrors(
          R"({"$and": [{"points": {"$eq": 1}}, {"points": {"$ne": 1}}]})"),
      ElementsAre("5:47 warning never-true /rules/0/when/$and/1/points/$ne: no "
                  "value is both `$eq` 1 and `$ne` 1"));
  // Told where it stands, not again by the conditions around it.
  EXPECT_THAT(
      MoreErrors(
          R"({"visit.pages": 1, "$and": [{"points": {"$gt": 5}}, {"points": {"$lt": 3}}]})"),
      SizeIs(1U));
  for (
      const char* possible :
      {R"({"$or": [{"points": {"$gt": 5}}, {"points": {"$lt": 3}}]})",
       R"({"$and": [{"points": {"$gt": 5}}, {"visit.pages": {"$lt": 3}}]})",
       R"({"$and": [{"points": {"$gt": 5}}, {"$not": {"points": {"$lt": 3}}}]})",
       // The list [1, 3] passes both.
       R"({"$and": [{"tags": {"$in": [1]}}, {"tags": {"$in": [3]}}]})"}) {
    EXPECT_THAT(MoreErrors(possible), IsEmpty()) << possible;
  }
}

TEST(RulesConditionCheck, TellsWhatHappenedWrongly) {
  EXPECT_THAT(MoreErrors(R"({"$event": "x", "$since": "y"})"),
              ElementsAre("5:17 unknown-key /rules/0/when/$since: `$since` "
                          "cannot stand beside `$event`; put the two into an "
                          "`$and`"));
  EXPECT_THAT(
      MoreErrors(R"({"$event": "x", "count": 1, "sum": {"price": 1}})"),
      ElementsAre("5:29 unknown-key /rules/0/when/sum: `sum` is one too many: "
                  "a `$event` has a `count`, a `sum` or a `distinct`"));
  EXPECT_THAT(
      MoreErrors(R"({"$event": "x", "sum": {"item_brand": 1}})"),
      ElementsAre("5:25 wrong-type /rules/0/when/sum/item_brand: `sum` adds "
                  "numbers, and `item_brand` is a string"));
  EXPECT_THAT(
      MoreErrors(R"({"$event": "x", "distinct": {"item_id": {"$gt": 64}}})"),
      ElementsAre("5:49 limit /rules/0/when/distinct/item_id/$gt: a `distinct` "
                  "can be compared with at most 63, found 64"));
  EXPECT_THAT(
      MoreErrors(R"({"$event": "x", "within": "today", "count": 64})"),
      ElementsAre("5:45 limit /rules/0/when/count: a count `within` a duration "
                  "can be compared with at most 63, found 64"));
  EXPECT_THAT(
      MoreErrors(R"({"$event": "x", "within": {"days": 401}})"),
      ElementsAre("5:36 bad-value /rules/0/when/within/days: `days` must be a "
                  "whole number from 1 to 400"));
  EXPECT_THAT(
      MoreErrors(R"({"$sequence": [{"event": "a"}]})"),
      ElementsAre("5:15 bad-value /rules/0/when/$sequence: `$sequence` needs 2 "
                  "to 8 steps, found 1"));
  EXPECT_THAT(
      MoreErrors(
          R"({"$sequence": [{"not": "a", "for": "1m"}, {"event": "b"}]})"),
      ElementsAre("5:17 bad-value /rules/0/when/$sequence/0/not: the first "
                  "step must be one that happens"));
  EXPECT_THAT(
      MoreErrors(R"({"$sequence": [{"event": "a"}, {"not": "b"}]})"),
      ElementsAre("5:32 missing-key /rules/0/when/$sequence/1: a step needs "
                  "the key `for`"));
  EXPECT_THAT(
      MoreErrors(
          R"({"$sequence": [{"event": "a"}, {"event": "b"}], "count": 2})"),
      ElementsAre("5:49 unknown-key /rules/0/when/count: `count` needs a "
                  "`$event` beside it"));
  EXPECT_THAT(
      MoreErrors(R"({"$since": "a", "age": {"$eq": "1d"}})"),
      ElementsAre("5:25 unknown-key /rules/0/when/age/$eq: unknown key `$eq` "
                  "in `age`; allowed here: `$lt`, `$lte`, `$gt` or `$gte`"));
  EXPECT_THAT(
      MoreErrors(R"({"$experiment": "coppy"})"),
      ElementsAre("5:17 unknown-experiment /rules/0/when/$experiment: unknown "
                  "experiment `coppy`; did you mean `copy`?"));
  EXPECT_THAT(
      MoreErrors(R"({"$experiment": "copy", "variation": ["a", "c"]})"),
      ElementsAre("5:44 unknown-variation /rules/0/when/variation/1: unknown "
                  "variation `c`; expected `a` or `b`"));
  std::string properties = R"({"$event": "x", "where": {)";
  for (int i = 0; i < 16; ++i) {
    properties += "\"event.p" + std::to_string(i) + "\": 1, ";
  }
  EXPECT_THAT(MoreErrors(properties + R"("price": 1}})"), IsEmpty());
  EXPECT_THAT(MoreErrors(properties + R"("event.p0": 1, "item.p0": 1}})"),
              Contains(testing::HasSubstr("too many properties")));
}

TEST(RulesConditionCheck, WhatTheSdkEvaluatesToFalseIsAWarningIfWanted) {
  const auto both = [](std::string_view when, const std::string& error,
                       const std::string& warning) {
    EXPECT_THAT(MoreErrors(when), ElementsAre(error));
    EXPECT_THAT(MoreErrors(when, true), Contains(warning));
  };
  both(
      R"({"a": {"$foo": 1}})",
      "5:8 unknown-operator /rules/0/when/a/$foo: unknown operator `$foo`",
      "5:8 warning lenient /rules/0/when/a/$foo: never holds: unknown operator "
      "`$foo`");
  both(R"({"a": {"$in": "x"}})",
       "5:15 wrong-type /rules/0/when/a/$in: `$in` must be a list, found "
       "\"x\"",
       "5:15 warning lenient /rules/0/when/a/$in: never holds: `$in` must be a "
       "list, found \"x\"");
  both(R"({"a": {"$type": "text"}})",
       "5:17 unknown-type /rules/0/when/a/$type: unknown type `text` in "
       "`$type`; allowed: `string`, `number`, `boolean`, `array`, `object` or "
       "`null`",
       "5:17 warning lenient /rules/0/when/a/$type: never holds: unknown type "
       "`text` in `$type`; allowed: `string`, `number`, `boolean`, `array`, "
       "`object` or `null`");
  EXPECT_THAT(MoreErrors(R"({"a": {"$regex": "("}})"),
              ElementsAre(testing::StartsWith(
                  "5:18 bad-pattern /rules/0/when/a/$regex: ")));
  EXPECT_THAT(MoreErrors(R"({"a": {"$regex": "("}})", true),
              Contains(testing::StartsWith(
                  "5:18 warning lenient /rules/0/when/a/$regex: ")));
  // What is valid, but cannot be done, stays an error.
  EXPECT_THAT(MoreErrors(R"--({"a": {"$regex": "(?=x)"}})--", true),
              ElementsAre(testing::StartsWith(
                  "5:18 unsupported-pattern /rules/0/when/a/$regex: ")));
  EXPECT_THAT(MoreErrors(R"({"a": {"$inGroup": "caost"}})"),
              ElementsAre("5:20 unknown-group /rules/0/when/a/$inGroup: "
                          "unknown group `caost`; did you mean `coast`?"));
  EXPECT_THAT(MoreErrors(R"({"a": {"$exists": 1}})", true), IsEmpty());
}

TEST(RulesConditionCheck, GroupsAreNotNamedWithoutEnd) {
  const auto file = [](int uses) {
    std::string values;
    for (int i = 0; i < 1'000; ++i) values += ", " + std::to_string(i);
    std::string tests;
    for (int i = 0; i < uses; ++i) {
      tests += R"(, {"a": {"$inGroup": "many"}})";
    }
    return R"({"vitrine": 1, "attributes": {"a": {"type": "number"}}, "groups": {"many": [)" +
           values.substr(2) +
           R"(]}, "slots": {"s": {"type": "content"}}, "rules": [{"id": "r", "slot": "s", "show": {"template": "t"}, "when": {"$or": [)" +
           tests.substr(2) + "]}}]}";
  };
  EXPECT_THAT(Errors(file(1'000)), IsEmpty());
  EXPECT_THAT(Errors(file(1'001)),
              ElementsAre(testing::HasSubstr(
                  "limit /rules/0/when/$or/1000/a/$inGroup: conditions name "
                  "groups of too many values")));
}

}  // namespace
}  // namespace vitrine::rules
