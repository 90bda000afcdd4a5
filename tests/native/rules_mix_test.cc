#include "tests/native/rules_recommend_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> RecommendWarnings(std::string_view recommend) {
  return Lines(WithRecommend(recommend));
}

TEST(RulesMix, SourcesComeInTheirOrder) {
  EXPECT_THAT(
      RecommendLines(
          R"({"mix": [{"strategy": "recently_viewed", "take": 2}, {"strategy": "for_you"}], "fallback": ["trending"]})"),
      ElementsAre("recommendation 0  recently_viewed take 2 for_you trending "
                  "popular"));
  EXPECT_THAT(
      RecommendLines(
          R"({"strategy": "curated", "items": ["tent-2", "boot-1"], "pin": ["boot-9"], "fallback": []})"),
      ElementsAre("recommendation 0  curated [\"boot-9\"] take 1 curated "
                  "[\"tent-2\", \"boot-1\"]"));
  const Program program = MustCompile(
      WithRecommend(R"({"strategy": "popular", "pin": ["b", "a"]})"));
  ASSERT_EQ(program.sources.size(), 2U);
  const List& pins = program.symbol_lists[program.sources[0].items];
  ASSERT_EQ(pins.count, 2U);
  const Symbol& first = program.symbols[program.symbol_elements[pins.first]];
  EXPECT_EQ(first.kind, IdentityKind::kItem);
  EXPECT_EQ(program.strings[first.string], "b");
  EXPECT_EQ(program.sources[1].items, kNone);
}

TEST(RulesMix, PlacesForNewItemsAreKept) {
  // The strategy has another turn for what new items leave.
  EXPECT_THAT(
      RecommendLines(
          R"({"strategy": "for_you", "pin": ["boot-9"], "explore": 0.25})"),
      ElementsAre("recommendation 0  curated [\"boot-9\"] take 1 for_you take "
                  "5 explore take 2 for_you popular"));
  EXPECT_THAT(
      RecommendLines(
          R"({"mix": [{"strategy": "recently_viewed", "take": 2}, {"strategy": "for_you"}, {"strategy": "trending", "take": 3}], "explore": 0.1})"),
      ElementsAre("recommendation 0  recently_viewed take 2 for_you take 5 "
                  "explore take 1 for_you trending take 3 popular"));
  EXPECT_THAT(
      RecommendLines(
          R"({"mix": [{"strategy": "similar", "take": 3}], "explore": 0.01})"),
      ElementsAre("recommendation 0  similar take 3 explore take 1 popular"));
  EXPECT_THAT(RecommendLines(R"({"strategy": "for_you", "explore": 1})"),
              ElementsAre("recommendation 0  explore take 8 for_you popular"));
  EXPECT_THAT(RecommendLines(R"({"strategy": "for_you", "explore": 0})"),
              ElementsAre("recommendation 0  for_you popular"));
  // Half a place is one.
  EXPECT_THAT(
      RecommendLines(R"({"strategy": "for_you", "explore": 0.1875})"),
      ElementsAre(
          "recommendation 0  for_you take 6 explore take 2 for_you popular"));
}

TEST(RulesMix, SomePopularItemsLeaveRoom) {
  EXPECT_THAT(
      RecommendWarnings(
          R"({"mix": [{"strategy": "popular", "take": 3}, {"strategy": "similar"}]})"),
      IsEmpty());
  EXPECT_THAT(
      RecommendLines(
          R"({"mix": [{"strategy": "popular", "take": 3}, {"strategy": "similar"}]})"),
      ElementsAre("recommendation 0  popular take 3 similar popular"));
  EXPECT_THAT(
      RecommendWarnings(
          R"({"mix": [{"strategy": "popular"}, {"strategy": "similar", "take": 1}]})"),
      ElementsAre("4:48 warning never-used /rules/0/recommend/mix/1/strategy: "
                  "`similar` is never used: `popular` before it leaves nothing "
                  "over"));
}

TEST(RulesMix, WhatChangesTheOrder) {
  EXPECT_THAT(
      RecommendLines(
          R"({"strategy": "popular", "boost": [{"when": {"item.brand": "x"}, "by": 1.25}, {"when": {"item.color": "red"}, "by": 0}], "at_most": {"item.color": 3, "item.brand": 2}, "diversity": 0.305, "bought": true})"),
      ElementsAre("item 0  leaf  item.brand == \"x\"",
                  "item 1  leaf  item.color == \"red\"",
                  "recommendation 0  popular boost 0 by 125 % boost 1 by 0 % "
                  "at most 2 of item.brand at most 3 of item.color diversity "
                  "31 % bought"));
  // What always holds changes no order.
  EXPECT_THAT(
      RecommendLines(
          R"({"strategy": "popular", "boost": [{"when": {}, "by": 2}], "diversity": 0, "at_most": {}, "bought": false})"),
      ElementsAre("recommendation 0  popular"));
  EXPECT_THAT(
      RecommendWarnings(
          R"({"strategy": "popular", "boost": [{"when": {"item.brand": {"$in": []}}, "by": 2}, {"when": {"item.brand": "x"}, "by": 1.004}]})"),
      ElementsAre("3:36 warning never-true /rules/0/recommend: a boost of the "
                  "rule `r` holds for no item",
                  "4:119 warning no-effect /rules/0/recommend/boost/1/by: a "
                  "boost `by` 1 changes nothing; it is rounded to hundredths"));
}

TEST(RulesMix, ALineForAllRulesOfTheStore) {
  const char* const file = R"({"vitrine": 1,
"store": {"never_recommend": {"item.id": {"$in": ["gift", "card"]}}},
"slots": {"s": {"type": "recommendations"}, "t": {"type": "recommendations"}},
"rules": [{"id": "r", "slot": "s", "recommend": {"strategy": "popular", "filter": {"item.brand": "x"}}},
{"id": "q", "slot": "t", "recommend": {"strategy": "popular", "pin": ["y", "gift"]}}]})";
  EXPECT_THAT(
      Disassembly(file),
      ElementsAre("item 0  leaf  item.id in [\"card\", \"gift\"]",
                  "item 1  leaf  item.brand == \"x\"", "item 2  none  0",
                  "item 3  all  1 2", "recommendation 0  popular filter 3",
                  "recommendation 1  curated [\"y\", \"gift\"] take 2 "
                  "popular filter 2",
                  "0  all", "slot s recommendations limit 8",
                  "rule r slot s priority 0 node 0 recommendation 0",
                  "slot t recommendations limit 8",
                  "rule q slot t priority 0 node 0 recommendation 1"));
  EXPECT_THAT(Lines(file),
              ElementsAre("5:76 warning never-used /rules/1/recommend/pin/1: "
                          "`gift` is never shown: `never_recommend` of the "
                          "store excludes it"));
  EXPECT_THAT(
      Lines(R"({"vitrine": 1, "store": {"never_recommend": {}},
"slots": {"s": {"type": "recommendations"}},
"rules": [{"id": "r", "slot": "s", "recommend": {"strategy": "popular"}}]})"),
      ElementsAre("1:26 warning never-true /store/never_recommend: "
                  "`never_recommend` is all items: the rule `r` lets no item "
                  "through"));
  EXPECT_THAT(
      Lines(
          R"({"vitrine": 1, "store": {"never_recommend": {"item.id": "x"}}})"),
      ElementsAre("1:26 warning no-effect /store/never_recommend: there "
                  "is no slot of recommendations for "
                  "`never_recommend`"));
  EXPECT_THAT(
      Errors(R"({"vitrine": 1, "store": {"never_recommend": {"id": "x"}}})"),
      ElementsAre("1:46 unknown-item-path /store/never_recommend/id: "
                  "unknown item path `id`; did you mean `item.id`?"));
}

TEST(RulesMix, TellsSourcesThatAreNone) {
  EXPECT_THAT(RecommendErrors(R"({"strategy": "similar", "mix": []})"),
              ElementsAre("4:25 unknown-key /rules/0/recommend/mix: `mix` "
                          "cannot stand beside `strategy`; put the strategy "
                          "into the mix"));
  EXPECT_THAT(RecommendErrors(R"({"mix": []})"),
              ElementsAre("4:9 bad-value /rules/0/recommend/mix: `mix` must "
                          "not be empty"));
  EXPECT_THAT(
      RecommendErrors(
          R"({"mix": [{"strategy": "similar", "take": 30, "tkae": 2}, {"strategy": "similar"}, "for_you", {"take": 1}]})"),
      ElementsAre(
          "4:42 bad-value /rules/0/recommend/mix/0/take: `take` must be a "
          "whole number from 1 to 24",
          "4:46 unknown-key /rules/0/recommend/mix/0/tkae: unknown key `tkae` "
          "in an element of `mix`; did you mean `take`?",
          "4:71 bad-value /rules/0/recommend/mix/1/strategy: the strategy "
          "`similar` is named twice",
          "4:83 wrong-type /rules/0/recommend/mix/2: an element of `mix` must "
          "be an object, found \"for_you\"",
          "4:94 missing-key /rules/0/recommend/mix/3: an element of `mix` "
          "needs the key `strategy`"));
  EXPECT_THAT(RecommendErrors(R"({"strategy": "explore"})"),
              ElementsAre("4:14 unknown-strategy /rules/0/recommend/strategy: "
                          "`explore` is no strategy but a key of `recommend`: "
                          "the share of places for new items"));
}

TEST(RulesMix, TellsItemsThatAreNotThere) {
  EXPECT_THAT(RecommendErrors(R"({"strategy": "curated"})"),
              ElementsAre("4:1 missing-key /rules/0/recommend: the strategy "
                          "`curated` needs the key `items` in `recommend`"));
  EXPECT_THAT(RecommendErrors(R"({"strategy": "similar", "items": ["a"]})"),
              ElementsAre("4:25 unknown-key /rules/0/recommend/items: `items` "
                          "are those of the strategy `curated`, which is not "
                          "named"));
  EXPECT_THAT(
      RecommendErrors(R"({"strategy": "curated", "items": [], "pin": "a"})"),
      ElementsAre("4:34 bad-value /rules/0/recommend/items: `items` must not "
                  "be empty",
                  "4:45 wrong-type /rules/0/recommend/pin: `pin` must be a "
                  "list, found \"a\""));
  EXPECT_THAT(
      RecommendErrors(
          R"({"strategy": "curated", "items": ["a", "b", "a", "", 1]})"),
      ElementsAre("4:45 bad-value /rules/0/recommend/items/2: the item `a` "
                  "stands in `items` twice",
                  "4:50 bad-value /rules/0/recommend/items/3: an item id in "
                  "`items` must not be empty",
                  "4:54 wrong-type /rules/0/recommend/items/4: an item id in "
                  "`items` must be a text, found 1"));
  const auto with_items = [](int count) {
    std::string ids;
    for (int i = 0; i < count; ++i) {
      ids += (i == 0 ? "\"" : ", \"") + std::to_string(i) + "\"";
    }
    return RecommendErrors("{\"strategy\": \"curated\", \"items\": [" + ids +
                           "]}");
  };
  EXPECT_THAT(with_items(64), IsEmpty());
  EXPECT_THAT(with_items(65),
              ElementsAre("4:34 limit /rules/0/recommend/items: `items` has "
                          "too many elements: at most 64 are possible"));
}

TEST(RulesMix, TellsOfTooFewPlaces) {
  EXPECT_THAT(
      RecommendErrors(
          R"({"mix": [{"strategy": "similar", "take": 5}, {"strategy": "for_you", "take": 4}]})"),
      ElementsAre("4:78 limit /rules/0/recommend/mix/1/take: `pin`, `take` and "
                  "`explore` together ask for 9 places, and `s` has 8"));
  const auto with_pins = [](std::string_view more) {
    return R"({"strategy": "similar", "pin": ["1", "2", "3", "4", "5", "6", "7", "8")" +
           std::string(more) + "}";
  };
  EXPECT_THAT(RecommendErrors(with_pins("]")), IsEmpty());
  EXPECT_THAT(RecommendErrors(with_pins(R"(, "9"])")),
              ElementsAre("4:32 limit /rules/0/recommend/pin: `pin`, `take` "
                          "and `explore` together ask for 9 places, and `s` "
                          "has 8"));
  EXPECT_THAT(RecommendErrors(with_pins(R"(], "explore": 0.01)")),
              ElementsAre("4:85 limit /rules/0/recommend/explore: `pin`, "
                          "`take` and `explore` together ask for 9 places, and "
                          "`s` has 8"));
}

TEST(RulesMix, AsManySourcesAsAProgramHolds) {
  const std::string all =
      R"({"mix": [{"strategy": "popular", "take": 1}, {"strategy": "for_you"}], "items": ["a"], "fallback": ["similar", "bought_together", "recently_viewed", "popular_in_category", "complementary", "buy_again", "trending", "new_arrivals", "price_drop", "back_in_stock", "upsell", "curated"])";
  // The fourteen, and popularity once more.
  EXPECT_THAT(RecommendErrors(all + "}"), IsEmpty());
  EXPECT_THAT(RecommendErrors(all + R"(, "pin": ["b"]})"), IsEmpty());
  EXPECT_THAT(
      RecommendErrors(all + R"(, "pin": ["b"], "explore": 0.1})"),
      ElementsAre(
          "3:36 limit /rules/0/recommend: too many strategies, counting "
          "`pin` and `explore`: at most 16 are possible"));
}

TEST(RulesMix, TellsNumbersOutOfRange) {
  EXPECT_THAT(
      RecommendErrors(
          R"({"strategy": "similar", "diversity": 1.01, "explore": "x", "bought": 1})"),
      ElementsAre("4:38 bad-value /rules/0/recommend/diversity: `diversity` "
                  "must be a number from 0 to 1",
                  "4:55 wrong-type /rules/0/recommend/explore: `explore` must "
                  "be a number, found \"x\"",
                  "4:70 wrong-type /rules/0/recommend/bought: `bought` must be "
                  "true or false, found 1"));
  EXPECT_THAT(RecommendErrors(R"({"strategy": "similar", "explore": -0.1})"),
              ElementsAre("4:36 bad-value /rules/0/recommend/explore: "
                          "`explore` must be a number from 0 to 1"));
  const auto with_boost = [](std::string_view boost) {
    return RecommendErrors("{\"strategy\": \"similar\", \"boost\":\n[" +
                           std::string(boost) + "]}");
  };
  EXPECT_THAT(with_boost(R"({"when": {"item.brand": "x"}, "by": 655.35})"),
              IsEmpty());
  EXPECT_THAT(with_boost(R"({"when": {"item.brand": "x"}, "by": 655.36})"),
              ElementsAre("5:38 bad-value /rules/0/recommend/boost/0/by: `by` "
                          "must be a number from 0 to 655.35"));
  EXPECT_THAT(with_boost(R"({"when": {"brand": "x"}, "by": -1})"),
              ElementsAre("5:12 unknown-item-path /rules/0/recommend/boost/0/"
                          "when/brand: unknown item path `brand`; did you mean "
                          "`item.brand`?",
                          "5:33 bad-value /rules/0/recommend/boost/0/by: `by` "
                          "must be a number from 0 to 655.35"));
  EXPECT_THAT(with_boost(R"({"if": {}}, 2)"),
              ElementsAre("5:2 missing-key /rules/0/recommend/boost/0: an "
                          "element of `boost` needs the key `when`",
                          "5:2 missing-key /rules/0/recommend/boost/0: an "
                          "element of `boost` needs the key `by`",
                          "5:3 unknown-key /rules/0/recommend/boost/0/if: "
                          "unknown key `if` in an element of `boost`; allowed "
                          "here: `when` or `by`",
                          "5:14 wrong-type /rules/0/recommend/boost/1: an "
                          "element of `boost` must be an object, found 2"));
  std::string nine = R"({"when": {"item.brand": "x"}, "by": 2})";
  for (int i = 1; i < 9; ++i) {
    nine += R"(, {"when": {"item.brand": "x"}, "by": 2})";
  }
  EXPECT_THAT(with_boost(nine),
              ElementsAre("5:1 limit /rules/0/recommend/boost: `boost` has too "
                          "many elements: at most 8 are possible"));
}

TEST(RulesMix, TellsWhatIsNotCounted) {
  const auto with_caps = [](std::string_view caps) {
    return RecommendErrors("{\"strategy\": \"similar\", \"at_most\":\n" +
                           std::string(caps) + "}");
  };
  EXPECT_THAT(
      with_caps(
          R"({"item.price": 2, "item.id": 1, "item.bran": 1, "brand": 0})"),
      ElementsAre(
          "5:2 wrong-type /rules/0/recommend/at_most/item.price: `at_most` "
          "counts items that have the same text, and `item.price` is a number",
          "5:19 wrong-type /rules/0/recommend/at_most/item.id: `at_most` "
          "counts items that have the same text, and `item.id` is never the "
          "same",
          "5:33 unknown-item-path /rules/0/recommend/at_most/item.bran: "
          "unknown item path `item.bran`; did you mean `item.brand`?",
          "5:49 unknown-item-path /rules/0/recommend/at_most/brand: unknown "
          "item path `brand`; did you mean `item.brand`?",
          "5:58 bad-value /rules/0/recommend/at_most/brand: `brand` must be a "
          "whole number from 1 to 24"));
  EXPECT_THAT(
      with_caps(R"({"item.a": 1, "item.b": 1, "item.c": 1, "item.d": 1})"),
      IsEmpty());
  EXPECT_THAT(
      with_caps(
          R"({"item.a": 1, "item.b": 1, "item.c": 1, "item.d": 1, "item.e": 1})"),
      ElementsAre("5:1 limit /rules/0/recommend/at_most: `at_most` has too "
                  "many elements: at most 4 are possible"));
}

}  // namespace
}  // namespace vitrine::rules
