#include <algorithm>

#include "rules/compile.h"
#include "rules/text/json_text.h"
#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;

TEST(RulesCompile, TheSmallestFileIsAnEmptyProgram) {
  EXPECT_EQ(MustCompile(R"({"vitrine": 1})"), Program());
}

TEST(RulesCompile, ARuleWithoutConditionAlwaysHolds) {
  EXPECT_THAT(Disassembly(R"({"vitrine": 1, "slots": {"s": {"type": "content"}},
"rules": [{"id": "r", "slot": "s", "show": {"template": "t"}}]})"),
              ElementsAre("0  all", "slot s content",
                          "rule r slot s priority 0 node 0"));
}

TEST(RulesCompile, TheExampleOfTheLanguage) {
  EXPECT_THAT(
      Disassembly(R"({
  "vitrine": 1,
  "attributes": {"loyalty_tier": {"type": "string", "values": ["none", "gold"], "ttl": "6h"}},
  "segments": {
    "new": {"visit.number": 1},
    "hiker": {"$or": [
      {"affinity.item_category": {"$top": "Hiking"}},
      {"$event": "view_item", "where": {"item_category": "Hiking"}, "within": "30m", "count": {"$gte": 2}}]}
  },
  "slots": {"home-hero": {"type": "content"}, "bar": {"type": "content"}},
  "rules": [
    {"id": "default", "slot": "home-hero", "show": {"template": "hero"}},
    {"id": "welcome", "slot": "bar", "when": {"$segment": "new"}, "show": {"template": "bar"}},
    {"id": "hero-hiking", "slot": "home-hero", "priority": 20,
     "when": {"$segment": "hiker", "loyalty_tier": {"$ne": "gold"}}, "show": {"template": "hero"}}
  ]})"),
      ElementsAre("item 0  leaf  item_category == \"Hiking\"",
                  "counter 0  view_item where 0 within 1800000 ms kept 3",
                  "0  leaf  loyalty_tier === \"gold\"",
                  "1  leaf  counter 0 >= 2", "2  leaf  visit.number == 1",
                  "3  leaf  affinity.item_category === \"Hiking\"",
                  "4  any  1 3", "5  none  0", "6  all  4 5", "7  all",
                  "segment hiker node 4", "segment new node 2",
                  "slot bar content", "rule welcome slot bar priority 0 node 2",
                  "slot home-hero content",
                  "rule hero-hiking slot home-hero priority 20 node 6",
                  "rule default slot home-hero priority 0 node 7"));
}

TEST(RulesCompile, EveryOperatorHasItsLeaf) {
  EXPECT_THAT(ConditionLines(R"({"city": "Oslo"})"),
              ElementsAre("0  leaf  city == \"Oslo\""));
  EXPECT_THAT(ConditionLines(R"({"city": "null"})"),
              ElementsAre("0  leaf  city is null", "1  leaf  city == \"null\"",
                          "2  any  0 1"));
  EXPECT_THAT(ConditionLines(R"({"city": 5})"),
              ElementsAre("0  leaf  city == 5"));
  EXPECT_THAT(ConditionLines(R"({"city": null})"),
              ElementsAre("0  leaf  city is null"));
  EXPECT_THAT(ConditionLines(R"({"age": 5.5})"),
              ElementsAre("0  leaf  age == 5.5"));
  EXPECT_THAT(ConditionLines(R"({"age": "5"})"),
              ElementsAre("0  leaf  age == \"5\""));
  EXPECT_THAT(ConditionLines(R"({"visit.number": "5"})"),
              ElementsAre("0  leaf  visit.number === 5"));
  EXPECT_THAT(ConditionLines(R"({"member": true})"),
              ElementsAre("0  leaf  member == true"));
  EXPECT_THAT(ConditionLines(R"({"member": {"$eq": false}})"),
              ElementsAre("0  leaf  member === false"));
  EXPECT_THAT(ConditionLines(R"({"city": {"$eq": "Oslo"}})"),
              ElementsAre("0  leaf  city === \"Oslo\""));
  EXPECT_THAT(ConditionLines(R"({"city": {"$ne": "Oslo"}})"),
              ElementsAre("0  leaf  city === \"Oslo\"", "1  none  0"));
  EXPECT_THAT(ConditionLines(R"({"age": {"$lt": 1}})"),
              ElementsAre("0  leaf  age < 1"));
  EXPECT_THAT(ConditionLines(R"({"age": {"$lte": 1}})"),
              ElementsAre("0  leaf  age <= 1"));
  EXPECT_THAT(ConditionLines(R"({"age": {"$gt": 1}})"),
              ElementsAre("0  leaf  age > 1"));
  EXPECT_THAT(ConditionLines(R"({"age": {"$gte": 1}})"),
              ElementsAre("0  leaf  age >= 1"));
  EXPECT_THAT(ConditionLines(R"({"city": {"$exists": true}})"),
              ElementsAre("0  leaf  city exists"));
  EXPECT_THAT(ConditionLines(R"({"city": {"$exists": false}})"),
              ElementsAre("0  leaf  city is null"));
  EXPECT_THAT(ConditionLines(R"({"city": {"$in": ["b", "a", "b"]}})"),
              ElementsAre("0  leaf  city in [\"a\", \"b\"]"));
  EXPECT_THAT(ConditionLines(R"({"age": {"$in": [10, 9]}})"),
              ElementsAre("0  leaf  age in [9, 10]"));
  EXPECT_THAT(ConditionLines(R"({"age": {"$in": [9]}})"),
              ElementsAre("0  leaf  age === 9"));
  EXPECT_THAT(ConditionLines(R"({"city": {"$in": ["b", null, "a"]}})"),
              ElementsAre("0  leaf  city is null",
                          "1  leaf  city in [\"a\", \"b\"]", "2  any  0 1"));
  EXPECT_THAT(ConditionLines(R"({"member": {"$in": [true, false]}})"),
              ElementsAre("0  leaf  member === false",
                          "1  leaf  member === true", "2  any  0 1"));
  EXPECT_THAT(ConditionLines(R"({"city": {"$nin": ["b", "a"]}})"),
              ElementsAre("0  leaf  city in [\"a\", \"b\"]", "1  none  0"));
  EXPECT_THAT(ConditionLines(R"({"city": {"$not": "a"}})"),
              ElementsAre("0  leaf  city == \"a\"", "1  none  0"));
  EXPECT_THAT(ConditionLines(R"({"affinity.item_brand": {"$top": "Alfa"}})"),
              ElementsAre("0  leaf  affinity.item_brand === \"Alfa\""));
  EXPECT_THAT(ConditionLines(R"({"$nor": [{"city": "a"}, {"age": 1}]})"),
              ElementsAre("0  leaf  age == 1", "1  leaf  city == \"a\"",
                          "2  none  0 1"));
}

TEST(RulesCompile, EventsBecomeCounters) {
  EXPECT_THAT(ConditionLines(R"({"$event": "purchase"})"),
              ElementsAre("counter 0  purchase", "0  leaf  counter 0 >= 1"));
  EXPECT_THAT(ConditionLines(
                  R"({"$event": "purchase", "within": "session", "count": 2})"),
              ElementsAre("counter 0  purchase within session",
                          "0  leaf  counter 0 === 2"));
  EXPECT_THAT(
      ConditionLines(
          R"({"$event": "purchase", "within": "2w", "count": {"$gte": 2, "$lt": 5.5}})"),
      ElementsAre("counter 0  purchase within 1209600000 ms kept 6",
                  "0  leaf  counter 0 < 5.5", "1  leaf  counter 0 >= 2",
                  "2  all  0 1"));
  EXPECT_THAT(
      ConditionLines(
          R"({"$event": "purchase", "where": {}, "count": {"$in": [1, 3]}})"),
      ElementsAre("counter 0  purchase", "0  leaf  counter 0 in [1, 3]"));
  EXPECT_THAT(
      ConditionLines(
          R"({"$event": "purchase", "within": "1d", "count": {"$lt": -3}})"),
      ElementsAre("counter 0  purchase within 86400000 ms kept 1",
                  "0  leaf  counter 0 < -3"));
  EXPECT_THAT(
      ConditionLines(
          R"({"$event": "view_item", "where": {"item_id": {"$in": ["b", "a"]}, "$or": [{"price": {"$gt": 10}}, {"quantity": "2"}], "$not": {"item_brand": "Alfa"}}})"),
      ElementsAre("item 0  leaf  item_id in [\"a\", \"b\"]",
                  "item 1  leaf  item_brand == \"Alfa\"",
                  "item 2  leaf  price > 10", "item 3  leaf  quantity === 2",
                  "item 4  any  2 3", "item 5  none  1", "item 6  all  0 4 5",
                  "counter 0  view_item where 6", "0  leaf  counter 0 >= 1"));
}

TEST(RulesCompile, EqualCountersAreOneThatKeepsEnoughForAll) {
  EXPECT_THAT(
      ConditionLines(R"({"$or": [
{"$event": "view_item", "within": "1h", "where": {"item_brand": "a", "price": 1}, "count": 2},
{"$event": "view_item", "within": "60m", "where": {"$and": [{"price": 1}, {"item_brand": "a"}]}, "count": {"$gt": 7}},
{"$event": "view_item", "within": "61m", "where": {"item_brand": "a", "price": 1}}]})"),
      ElementsAre("item 0  leaf  item_brand == \"a\"",
                  "item 1  leaf  price == 1", "item 2  all  0 1",
                  "counter 0  view_item where 2 within 3600000 ms kept 8",
                  "counter 1  view_item where 2 within 3660000 ms kept 2",
                  "0  leaf  counter 0 === 2", "1  leaf  counter 0 > 7",
                  "2  leaf  counter 1 >= 1", "3  any  0 1 2"));
}

TEST(RulesCompile, ACounterIsNamedByWhatItCountsAndKeeps) {
  const auto identity = [](std::string_view when) {
    const Program program = MustCompile(WithCondition(when));
    EXPECT_EQ(program.counters.size(), 1U);
    return program.counters.empty() ? 0 : program.counters[0].identity;
  };
  const Identity base = identity(
      R"({"$event": "a", "within": "1h", "where": {"price": 1, "item_brand": "b"}})");
  // A number that never changes: devices find their counts by it.
  EXPECT_EQ(base, 6136794574212027778U);
  EXPECT_EQ(
      identity(
          R"({"age": 3, "$event": "a", "within": "3600s", "where": {"$and": [{"item_brand": "b"}, {"price": 1}]}, "count": {"$lt": 1}})"),
      base);
  EXPECT_NE(
      identity(
          R"({"$event": "b", "within": "1h", "where": {"price": 1, "item_brand": "b"}})"),
      base);
  EXPECT_NE(
      identity(
          R"({"$event": "a", "within": "2h", "where": {"price": 1, "item_brand": "b"}})"),
      base);
  EXPECT_NE(
      identity(R"({"$event": "a", "where": {"price": 1, "item_brand": "b"}})"),
      base);
  EXPECT_NE(
      identity(
          R"({"$event": "a", "within": "session", "where": {"price": 1, "item_brand": "b"}})"),
      base);
  EXPECT_NE(
      identity(
          R"({"$event": "a", "within": "1h", "where": {"price": 1, "item_brand": "c"}})"),
      base);
  EXPECT_NE(
      identity(
          R"({"$event": "a", "within": "1h", "where": {"$or": [{"price": 1}, {"item_brand": "b"}]}})"),
      base);
  EXPECT_NE(
      identity(
          R"({"$event": "a", "within": "1h", "where": {"price": 1, "item_brand": "b"}, "count": 2})"),
      base);
}

TEST(RulesCompile, SimplifiesWithoutLosingTheUnknown) {
  // Joined, and equal parts once.
  EXPECT_THAT(
      ConditionLines(
          R"({"$and": [{"age": 1}, {"$and": [{"age": 1}, {"city": "x"}]}], "city": "x"})"),
      ElementsAre("0  leaf  age == 1", "1  leaf  city == \"x\"",
                  "2  all  0 1"));
  EXPECT_THAT(
      ConditionLines(
          R"({"$or": [{"age": 1}, {"$or": [{"age": 2}, {"age": 1}]}]})"),
      ElementsAre("0  leaf  age == 1", "1  leaf  age == 2", "2  any  0 1"));
  EXPECT_THAT(
      ConditionLines(R"({"$nor": [{"age": 1}, {"$or": [{"age": 2}]}]})"),
      ElementsAre("0  leaf  age == 1", "1  leaf  age == 2", "2  none  0 1"));
  // Constants.
  EXPECT_THAT(ConditionLines(R"({"$or": [{"age": 1}, {}]})"),
              ElementsAre("0  all"));
  EXPECT_THAT(ConditionLines(R"({"age": 1, "$not": {}})"),
              ElementsAre("0  any"));
  EXPECT_THAT(ConditionLines(R"({"age": {"$nin": []}, "city": "x"})"),
              ElementsAre("0  leaf  city == \"x\""));
  // Negations.
  EXPECT_THAT(ConditionLines(R"({"$not": {"$not": {"age": 1, "city": "x"}}})"),
              ElementsAre("0  leaf  age == 1", "1  leaf  city == \"x\"",
                          "2  all  0 1"));
  EXPECT_THAT(
      ConditionLines(R"({"$not": {"$nor": [{"age": 1}, {"age": 2}]}})"),
      ElementsAre("0  leaf  age == 1", "1  leaf  age == 2", "2  any  0 1"));
  EXPECT_THAT(ConditionLines(R"({"city": {"$not": {"$exists": true}}})"),
              ElementsAre("0  leaf  city is null"));
  // What is unknown now may become anything, so this is no constant.
  EXPECT_THAT(ConditionLines(R"({"$or": [{"age": 1}, {"$not": {"age": 1}}]})"),
              ElementsAre("0  leaf  age == 1", "1  none  0", "2  any  0 1"));
}

TEST(RulesCompile, SegmentsAreOneNodeHoweverOftenTheyAreUsed) {
  EXPECT_THAT(
      ConditionLines(
          R"({"$or": [{"$segment": "a"}, {"age": 3}, {"$segment": "b"}]})",
          R"({"a": {"$or": [{"age": 1}, {"age": 2}]}, "b": {"$segment": "a", "city": "x"}, "c": {"city": "x", "$segment": "a"}})"),
      ElementsAre("0  leaf  age == 1", "1  leaf  age == 2", "2  leaf  age == 3",
                  "3  leaf  city == \"x\"", "4  any  0 1", "5  all  3 4",
                  "6  any  2 4 5", "segment a node 4", "segment b node 5",
                  "segment c node 5"));
}

TEST(RulesCompile, GatesStandInTheOrderOfTheirRules) {
  EXPECT_THAT(Disassembly(R"({"vitrine": 1,
"attributes": {"a": {"type": "number"}},
"slots": {"z": {"type": "content"}, "y": {"type": "content"}},
"rules": [
{"id": "1", "slot": "z", "when": {"a": {"$gt": 1, "$lt": 2}}, "show": {"template": "t"}},
{"id": "2", "slot": "y", "when": {"$not": {"a": {"$gt": 1, "$lt": 4}}}, "show": {"template": "t"}},
{"id": "3", "slot": "y", "when": {"a": {"$gt": 1, "$lt": 3}}, "show": {"template": "t"}},
{"id": "4", "slot": "z", "when": {"a": {"$gt": 1, "$lt": 3}}, "show": {"template": "t"}},
{"id": "5", "slot": "z", "when": {"a": 1}, "show": {"template": "t"}}]})"),
              ElementsAre("0  leaf  a == 1", "1  leaf  a < 2", "2  leaf  a < 3",
                          "3  leaf  a < 4", "4  leaf  a > 1", "5  all  3 4",
                          "6  none  5", "7  all  2 4", "8  all  1 4",
                          "slot y content", "rule 2 slot y priority 0 node 6",
                          "rule 3 slot y priority 0 node 7", "slot z content",
                          "rule 1 slot z priority 0 node 8",
                          "rule 4 slot z priority 0 node 7",
                          "rule 5 slot z priority 0 node 0"));
}

TEST(RulesCompile, BestRuleFirstAndEqualOnesByTheirBytes) {
  const Program program = MustCompile(R"({"vitrine": 1,
"slots": {"z": {"type": "content"}, "a": {"type": "content"}},
"rules": [
{"id": "b", "slot": "z", "show": {"template": "t"}},
{"id": "\u00e9", "slot": "z", "show": {"template": "t"}},
{"id": "a10", "slot": "z", "show": {"template": "t"}},
{"id": "a9", "slot": "z", "priority": 0.0, "show": {"template": "t"}},
{"id": "Z", "slot": "z", "show": {"template": "t"}},
{"id": "low", "slot": "z", "priority": -2147483648, "show": {"template": "t"}},
{"id": "high", "slot": "z", "priority": 2147483647, "show": {"template": "t"}},
{"id": "other", "slot": "a", "show": {"template": "t"}}]})");
  std::vector<std::string> ids;
  for (const Rule& rule : program.rules) {
    ids.emplace_back(program.strings[rule.id]);
  }
  EXPECT_THAT(ids, ElementsAre("other", "high", "Z", "a10", "a9", "b",
                               "\xc3\xa9", "low"));
  EXPECT_EQ(program.contents.size(), 1U);
}

TEST(RulesCompile, ShowKeepsItsTextsAndOrder) {
  const Program program = MustCompile(
      R"({"vitrine": 1, "slots": {"s": {"type": "content"}}, "rules": [{"id": "r", "slot": "s",
"show": { "title" : "</script><script>alert(\"1\")</script>", "template" : "t",
 "emoji": "\ud83d\ude00 \u00e9 \u2028", "control": "\u0000\t\\", "a": 1.50, "b": -0.0, "c": 12345678901234567890, "d": true, "e": 1E3, "__proto__": "x" } }]})");
  EXPECT_EQ(
      program.contents[0],
      "{\"title\":\"</script><script>alert(\\\"1\\\")</"
      "script>\",\"template\":\"t\",\"emoji\":\"\xF0\x9F\x98\x80 \xC3\xA9 "
      "\xE2\x80\xA8\",\"control\":\"\\u0000\\t\\\\\",\"a\":1.50,\"b\":-0.0,"
      "\"c\":12345678901234567890,\"d\":true,\"e\":1E3,\"__proto__\":\"x\"}");
}

TEST(RulesCompile, EqualMeaningGivesEqualBytes) {
  const std::string_view one = R"({"vitrine": 1,
"attributes": {"a": {"type": "string"}, "b": {"type": "number"}},
"segments": {"p": {"a": "x", "b": {"$gt": 1, "$lt": 9}}, "q": {"$or": [{"a": "y"}, {"$segment": "p"}]}},
"slots": {"s": {"type": "content"}, "t": {"type": "content"}},
"rules": [
{"id": "1", "slot": "s", "when": {"$segment": "q", "$event": "e", "within": "1h", "count": 2}, "show": {"template": "t"}},
{"id": "2", "slot": "t", "when": {"b": {"$in": [3, 4]}, "$event": "f"}, "show": {"template": "u"}}]})";
  const std::string_view other = R"({
"rules": [
{"show": {"template": "u"}, "slot": "t", "when": {"$event": "f", "b": {"$in": [4, 3.0]}}, "id": "2"},
{"id": "1", "slot": "s", "when": {"$and": [{"count": 2, "within": "60m", "$event": "e"}, {"$segment": "q"}]}, "show": {"template": "t"}, "priority": 0}],
"slots": {"t": {"type": "content"}, "s": {"type": "content"}},
"segments": {"q": {"$or": [{"$segment": "p"}, {"a": "y"}]}, "p": {"b": {"$lt": 9.0, "$gt": 1}, "a": "\u0078"}},
"attributes": {"b": {"type": "number"}, "a": {"type": "string"}}, "vitrine": 1})";
  EXPECT_EQ(WriteProgram(MustCompile(one)), WriteProgram(MustCompile(other)));
}

TEST(RulesCompile, NumbersAreWrittenAsJavaScriptDoes) {
  EXPECT_EQ(NumberText(0), "0");
  EXPECT_EQ(NumberText(-12), "-12");
  EXPECT_EQ(NumberText(0.1), "0.1");
  EXPECT_EQ(NumberText(1e15), "1000000000000000");
  EXPECT_EQ(NumberWrittenAs("12"), 12);
  EXPECT_EQ(NumberWrittenAs("-0.5"), -0.5);
  EXPECT_EQ(NumberWrittenAs("0.000001"), 0.000001);
  for (const char* text :
       {"", "-", "-0", "+1", "01", "1.0", "1.", ".5", "1e3", "0x1", " 1", "1 ",
        "0.0000001", "1234567890123456", "1.2.3", "NaN", "--1", "1-"}) {
    EXPECT_EQ(NumberWrittenAs(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace vitrine::rules
