#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

}  // namespace
}  // namespace vitrine::rules
