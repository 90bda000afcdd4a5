#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

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

}  // namespace
}  // namespace vitrine::rules
