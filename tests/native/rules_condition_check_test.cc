#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
          "6:18 unknown-operator /rules/0/when/age/$regex: unknown operator "
          "`$regex`; allowed here: `$eq`, `$ne`, `$lt`, `$lte`, `$gt`, `$gte`, "
          "`$in`, `$nin`, `$not`, `$exists` or `$top`"));
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
  EXPECT_THAT(ConditionErrors(R"({"$sequence": []})"),
              ElementsAre("6:10 unknown-operator /rules/0/when/$sequence: "
                          "unknown operator `$sequence`; allowed here: `$and`, "
                          "`$or`, `$nor`, `$not`, `$segment` or `$event`"));
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
  EXPECT_THAT(ConditionErrors(R"({"city": {"$gt": "a"}})"),
              ElementsAre("6:19 wrong-type /rules/0/when/city/$gt: `$gt` needs "
                          "a number attribute, and `city` is a string"));
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
          "6:35 bad-value /rules/0/when/within: `within` must be a whole "
          "number above 0 with a unit (ms, s, m, h, d or w), such as \"30m\""));
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

}  // namespace
}  // namespace vitrine::rules
