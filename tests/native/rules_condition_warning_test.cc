#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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
