#include <cmath>
#include <limits>

#include "runtime/bundle/evaluate.h"
#include "runtime/rank/part.h"
#include "tests/native/rules_recommend_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string SlotWith(std::string_view slot) {
  return "{\"vitrine\": 1, \"slots\": {\"s\":\n" + std::string(slot) + "}}";
}

TEST(RulesRecommend, TheExampleOfTheLanguage) {
  const std::string_view file = R"({
  "vitrine": 1,
  "segments": {"hiker": {"$event": "view_item", "where": {"item_category": "Hiking"}}},
  "slots": {"pdp-similar": {"type": "recommendations", "limit": 12}},
  "rules": [
    {"id": "similar", "slot": "pdp-similar", "priority": 10, "when": {"$segment": "hiker"},
     "recommend": {"strategy": "similar",
                   "filter": {"item.availability": "in_stock", "item.price": {"$lte": 100}},
                   "fallback": ["popular_in_category", "popular"]},
     "show": {"template": "shelf", "title": "Goes well with it", "reason": "Because you viewed {title}"}}
  ]})";
  EXPECT_THAT(
      Disassembly(file),
      ElementsAre("item 0  leaf  item_category == \"Hiking\"",
                  "item 1  leaf  item.price <= 100",
                  "item 2  leaf  item.availability == \"in_stock\"",
                  "item 3  all  1 2", "counter 0  view_item where 0",
                  "recommendation 0  similar popular_in_category popular "
                  "filter 3",
                  "0  leaf  counter 0 >= 1", "segment hiker node 0",
                  "slot pdp-similar recommendations limit 12",
                  "rule similar slot pdp-similar priority 10 node 0 "
                  "recommendation 0"));
  EXPECT_EQ(MustCompile(file).contents[0],
            R"({"template":"shelf","title":"Goes well with it",)"
            R"("reason":"Because you viewed {title}"})");
  EXPECT_THAT(Lines(file), IsEmpty());
}

TEST(RulesRecommend, ARuleThatSaysNoMoreHasATemplateOfItsOwn) {
  const Program program =
      MustCompile(WithRecommend(R"({"strategy": "popular", "fallback": []})"));
  EXPECT_EQ(program.contents[0], R"({"template":"recommendations"})");
  EXPECT_EQ(program.slots[0].limit, 8U);
  EXPECT_EQ(program.recommendations[0].filter, kNone);
}

TEST(RulesRecommend, EveryStrategyHasItsNameAndPopularComesLast) {
  EXPECT_THAT(RecommendLines(R"({"strategy": "for_you"})"),
              ElementsAre("recommendation 0  for_you popular"));
  EXPECT_THAT(
      RecommendLines(
          R"({"strategy": "bought_together", "fallback": ["recently_viewed"]})"),
      ElementsAre("recommendation 0  bought_together recently_viewed popular"));
  EXPECT_THAT(
      RecommendLines(
          R"({"strategy": "popular_in_category", "fallback": ["popular"]})"),
      ElementsAre("recommendation 0  popular_in_category popular"));
  EXPECT_THAT(
      RecommendLines(R"({"strategy": "recently_viewed", "fallback": []})"),
      ElementsAre("recommendation 0  recently_viewed"));
  // As many as there are: more cannot be named without naming one twice.
  EXPECT_THAT(
      RecommendLines(
          R"({"strategy": "similar", "fallback": ["for_you", "bought_together", "recently_viewed", "popular_in_category"]})"),
      ElementsAre("recommendation 0  similar for_you bought_together "
                  "recently_viewed popular_in_category popular"));
}

TEST(RulesRecommend, ContentSlotsAreAsTheyWere) {
  const Program program = MustCompile(WithCondition("{}"));
  EXPECT_EQ(program.slots[0].type, SlotType::kContent);
  EXPECT_EQ(program.slots[0].limit, 0U);
  EXPECT_EQ(program.rules[0].recommendation, kNone);
  EXPECT_EQ(program.recommendations.size(), 0U);
}

TEST(RulesRecommend, EqualRecommendationsAreOne) {
  EXPECT_THAT(Disassembly(R"({"vitrine": 1,
"slots": {"b": {"type": "recommendations"}, "a": {"type": "recommendations", "limit": 3}},
"rules": [
{"id": "1", "slot": "b", "recommend": {"strategy": "similar", "filter": {"item.brand": "x", "item.price": {"$gt": 1}}}},
{"id": "2", "slot": "b", "recommend": {"strategy": "similar"}},
{"id": "3", "slot": "a", "recommend": {"strategy": "similar", "fallback": ["popular"], "filter": {"$and": [{"item.price": {"$gt": 1}}, {"item.brand": "x"}]}}},
{"id": "4", "slot": "b", "recommend": {"strategy": "popular", "filter": {}}}]})"),
              ElementsAre("item 0  leaf  item.brand == \"x\"",
                          "item 1  leaf  item.price > 1", "item 2  all  0 1",
                          "recommendation 0  similar popular filter 2",
                          "recommendation 1  similar popular",
                          "recommendation 2  popular", "0  all",
                          "slot a recommendations limit 3",
                          "rule 3 slot a priority 0 node 0 recommendation 0",
                          "slot b recommendations limit 8",
                          "rule 1 slot b priority 0 node 0 recommendation 0",
                          "rule 2 slot b priority 0 node 0 recommendation 1",
                          "rule 4 slot b priority 0 node 0 recommendation 2"));
}

TEST(RulesRecommend, FiltersShareTheirConditionsWithWheres) {
  EXPECT_THAT(
      Disassembly(R"({"vitrine": 1, "slots": {"s": {"type": "recommendations"}},
"rules": [{"id": "r", "slot": "s",
"when": {"$event": "view_item", "where": {"item_brand": "x", "price": {"$gt": 1}}},
"recommend": {"strategy": "popular", "filter": {"item.price": {"$gt": 1}, "item.brand": "x", "item.category": "y"}}}]})"),
      ElementsAre("item 0  leaf  item_brand == \"x\"",
                  "item 1  leaf  item.category == \"y\"",
                  "item 2  leaf  price > 1", "item 3  all  0 1 2",
                  "item 4  all  0 2", "counter 0  view_item where 4",
                  "recommendation 0  popular filter 3",
                  "0  leaf  counter 0 >= 1", "slot s recommendations limit 8",
                  "rule r slot s priority 0 node 0 recommendation 0"));
}

TEST(RulesRecommend, FiltersHaveTheOperatorsOfWheres) {
  EXPECT_THAT(
      RecommendLines(
          R"({"strategy": "popular", "filter": {"$or": [{"item.id": {"$in": ["b", "a"]}}, {"item.price": "9.5"}], "$not": {"item.availability": {"$ne": "preorder"}}, "$nor": [{"item.brand": {"$exists": false}}]}})"),
      ElementsAre("item 0  leaf  item.id in [\"a\", \"b\"]",
                  "item 1  leaf  item.brand exists",
                  "item 2  leaf  item.price === 9.5",
                  "item 3  leaf  item.availability === \"preorder\"",
                  "item 4  any  0 2", "item 5  all  1 3 4",
                  "recommendation 0  popular filter 5"));
  // An id is compared with ids, other texts with values.
  const Program program = MustCompile(WithRecommend(
      R"({"strategy": "popular", "filter": {"item.id": "x", "item.brand": "y"}})"));
  ASSERT_EQ(program.symbols.size(), 2U);
  EXPECT_EQ(program.symbols[0].kind, IdentityKind::kValue);
  EXPECT_EQ(program.symbols[1].kind, IdentityKind::kItem);
}

/// Whether the filter lets an item through that has this price, brand and
/// availability; NaN and empty: not known.
Truth Passes(std::string_view filter, double price, std::string_view brand,
             std::string_view availability) {
  const Program program = MustCompile(WithRecommend(
      R"({"strategy": "popular", "filter": )" + std::string(filter) + "}"));
  const auto name = [](std::string_view text) {
    return text.empty() ? Value::Null()
                        : Value::Name(IdentityOf(IdentityKind::kValue, text));
  };
  Value item[kItemFields];
  const auto set = [&item](ItemField field, const Value& value) {
    item[static_cast<std::size_t>(field)] = value;
  };
  set(ItemField::kId, Value::Name(IdentityOf(IdentityKind::kItem, "x-1")));
  set(ItemField::kBrand, name(brand));
  set(ItemField::kCategory, Value::Null());
  set(ItemField::kPrice,
      std::isnan(price) ? Value::Null() : Value::Number(price));
  set(ItemField::kQuantity, Value::Null());
  set(ItemField::kAvailability, name(availability));
  return EvaluateItem(program, SymbolIdentities(program),
                      program.recommendations[0].filter, item);
}

TEST(RulesRecommend, FiltersLetThroughWhatTheySay) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  const auto in_stock = R"({"item.availability": "in_stock"})";
  EXPECT_EQ(Passes(in_stock, 1, "Alfa", "in_stock"), Truth::kTrue);
  EXPECT_EQ(Passes(in_stock, 1, "Alfa", "preorder"), Truth::kFalse);
  const auto sooner =
      R"({"item.availability": {"$nin": ["preorder", "backorder"]}})";
  EXPECT_EQ(Passes(sooner, 1, "Alfa", "in_stock"), Truth::kTrue);
  EXPECT_EQ(Passes(sooner, 1, "Alfa", "backorder"), Truth::kFalse);
  const auto alfa = R"({"item.brand": "Alfa"})";
  EXPECT_EQ(Passes(alfa, 1, "Alfa", "in_stock"), Truth::kTrue);
  EXPECT_EQ(Passes(alfa, 1, "alfa", "in_stock"), Truth::kFalse);
  EXPECT_EQ(Passes(alfa, 1, "", "in_stock"), Truth::kFalse);
  const auto cheap = R"({"item.price": {"$lte": 100}})";
  EXPECT_EQ(Passes(cheap, 100, "Alfa", "in_stock"), Truth::kTrue);
  EXPECT_EQ(Passes(cheap, 100.01, "Alfa", "in_stock"), Truth::kFalse);
  // A price that is not known is null, and null is ordered as 0.
  EXPECT_EQ(Passes(cheap, kUnknown, "Alfa", "in_stock"), Truth::kTrue);
  const auto known = R"({"item.price": {"$exists": true, "$lte": 100}})";
  EXPECT_EQ(Passes(known, kUnknown, "Alfa", "in_stock"), Truth::kFalse);
  const auto itself = R"({"$not": {"item.id": "x-1"}})";
  EXPECT_EQ(Passes(itself, 1, "Alfa", "in_stock"), Truth::kFalse);
  EXPECT_EQ(Passes(R"({"item.id": {"$ne": "x-2"}})", 1, "", "in_stock"),
            Truth::kTrue);
}

TEST(RulesRecommend, EqualMeaningGivesEqualBytes) {
  EXPECT_EQ(WriteProgram(MustCompile(R"({"vitrine": 1,
"slots": {"a": {"type": "recommendations"}, "b": {"type": "recommendations", "limit": 8}},
"rules": [
{"id": "1", "slot": "a", "recommend": {"strategy": "similar", "filter": {"item.price": {"$gt": 1, "$lt": 9}}}},
{"id": "2", "slot": "b", "recommend": {"strategy": "for_you", "fallback": ["similar", "popular"]}}]})")),
            WriteProgram(MustCompile(R"({
"rules": [
{"recommend": {"fallback": ["similar"], "filter": {"$and": []}, "strategy": "for_you"}, "slot": "b", "id": "2", "show": {"template": "recommendations"}},
{"slot": "a", "id": "1", "recommend": {"filter": {"item.price": {"$lt": 9.0, "$gt": 1}}, "strategy": "similar"}}],
"slots": {"b": {"limit": 8.0, "type": "recommendations"}, "a": {"type": "recommendations", "limit": 8}}, "vitrine": 1})")));
}

TEST(RulesRecommend, TellsSlots) {
  EXPECT_THAT(Errors(SlotWith(R"({"type": "recommendations"})")), IsEmpty());
  EXPECT_THAT(Errors(SlotWith(R"({"type": "recomendation"})")),
              ElementsAre("2:10 unknown-type /slots/s/type: unknown slot type "
                          "`recomendation`; did you mean `recommendations`?"));
  EXPECT_THAT(Errors(SlotWith(R"({"type": "content", "limit": 8})")),
              ElementsAre("2:21 unknown-key /slots/s/limit: `limit` is for "
                          "slots of the type `recommendations`"));
  EXPECT_THAT(Errors(SlotWith(R"({"limit": "8"})")),
              ElementsAre("2:1 missing-key /slots/s: a slot needs the key "
                          "`type`",
                          "2:11 wrong-type /slots/s/limit: `limit` must be a "
                          "number, found \"8\""));
  EXPECT_THAT(
      Errors(SlotWith(R"({"type": "recommendations", "limits": 8})")),
      ElementsAre("2:29 unknown-key /slots/s/limits: unknown key `limits` in a "
                  "slot; did you mean `limit`?"));
}

TEST(RulesRecommend, TheLimitOfASlotHasLimits) {
  const auto slot = [](std::string_view limit) {
    return SlotWith("{\"type\": \"recommendations\", \"limit\": " +
                    std::string(limit) + "}");
  };
  EXPECT_EQ(MustCompile(slot("1")).slots[0].limit, 1U);
  EXPECT_EQ(MustCompile(slot("24")).slots[0].limit, 24U);
  for (const char* limit : {"0", "25", "-1", "1.5", "1e300"}) {
    EXPECT_THAT(Errors(slot(limit)),
                ElementsAre("2:38 bad-value /slots/s/limit: `limit` must be a "
                            "whole number from 1 to 24"))
        << limit;
  }
}

TEST(RulesRecommend, TellsRulesThatDoNotFitTheirSlot) {
  EXPECT_THAT(
      Errors(R"({"vitrine": 1, "slots": {
"home": {"type": "content"}, "pdp": {"type": "recommendations"}, "bad": {"type": "banner"}}, "rules": [
{"id": "1", "slot": "home", "recommend": {"strategy": "popular"}, "show": {"template": "t"}},
{"id": "2", "slot": "home", "recommend": {"strategy": "popular"}},
{"id": "3", "slot": "pdp", "show": {"template": "t"}},
{"id": "4", "slot": "pdp"},
{"id": "5", "slot": "pdp", "recommend": {"strategy": "popular"}, "show": {"title": "x"}},
{"id": "6", "slot": "bad", "recommend": {"strategy": "popular"}},
{"id": "7", "slot": "bad", "show": {"template": "t"}},
{"id": "8", "slot": "pdpp", "recommend": {"strategy": "popular"}},
{"id": "9", "slot": "pdp", "recomend": {"strategy": "popular"}}
]})"),
      ElementsAre(
          "2:82 unknown-type /slots/bad/type: unknown slot type `banner`; "
          "allowed: `content`, `recommendations` or `popup`",
          "3:29 unknown-key /rules/0/recommend: `recommend` needs a slot of "
          "the type `recommendations`, and `home` is of the type `content`",
          "4:29 unknown-key /rules/1/recommend: `recommend` needs a slot of "
          "the type `recommendations`, and `home` is of the type `content`",
          "5:1 missing-key /rules/2: a rule of `pdp`, a slot "
          "of recommendations, needs the key `recommend`",
          "6:1 missing-key /rules/3: a rule of `pdp`, a slot "
          "of recommendations, needs the key `recommend`",
          "7:74 missing-key /rules/4/show: `show` needs the key `template`",
          "10:21 unknown-slot /rules/7/slot: unknown slot `pdpp`; did you mean "
          "`pdp`?",
          "11:1 missing-key /rules/8: a rule of `pdp`, a slot "
          "of recommendations, needs the key `recommend`",
          "11:28 unknown-key /rules/8/recomend: unknown key `recomend` in a "
          "rule; did you mean `recommend`?"));
}

TEST(RulesRecommend, TellsStrategies) {
  EXPECT_THAT(RecommendErrors("3"),
              ElementsAre("4:1 wrong-type /rules/0/recommend: `recommend` must "
                          "be an object, found 3"));
  EXPECT_THAT(RecommendErrors("{}"),
              ElementsAre("4:1 missing-key /rules/0/recommend: `recommend` "
                          "needs the key `strategy` or `mix`"));
  EXPECT_THAT(RecommendErrors(R"({"strategy": "similiar"})"),
              ElementsAre("4:14 unknown-strategy /rules/0/recommend/strategy: "
                          "unknown strategy `similiar`; did you mean "
                          "`similar`?"));
  EXPECT_THAT(
      RecommendErrors(R"({"strategy": "magic"})"),
      ElementsAre(
          "4:14 unknown-strategy /rules/0/recommend/strategy: unknown strategy "
          "`magic`; allowed: `for_you`, `similar`, `bought_together`, "
          "`recently_viewed`, `popular`, `popular_in_category`, "
          "`complementary`, `buy_again`, `trending`, `new_arrivals`, "
          "`price_drop`, `back_in_stock`, `upsell` or `curated`"));
  EXPECT_THAT(RecommendErrors(R"({"strategy": ["similar"]})"),
              ElementsAre("4:14 wrong-type /rules/0/recommend/strategy: "
                          "`strategy` must be a text, found a list"));
  EXPECT_THAT(
      RecommendErrors(R"({"strategy": "similar", "fallback": "popular"})"),
      ElementsAre("4:37 wrong-type /rules/0/recommend/fallback: `fallback` "
                  "must be a list, found \"popular\""));
  EXPECT_THAT(
      RecommendErrors(
          R"({"strategy": "similar", "fallback": ["similar", "for_you", 1, "for_you", "populer"]})"),
      ElementsAre("4:38 bad-value /rules/0/recommend/fallback/0: the strategy "
                  "`similar` is named twice",
                  "4:60 wrong-type /rules/0/recommend/fallback/2: an element "
                  "of `fallback` must be a text, found 1",
                  "4:63 bad-value /rules/0/recommend/fallback/3: the strategy "
                  "`for_you` is named twice",
                  "4:74 unknown-strategy /rules/0/recommend/fallback/4: "
                  "unknown strategy `populer`; did you mean `popular`?"));
  EXPECT_THAT(
      RecommendErrors(R"({"strategy": "popular", "limit": 3, "filters": {}})"),
      ElementsAre("4:25 unknown-key /rules/0/recommend/limit: unknown key "
                  "`limit` in `recommend`; allowed here: `strategy`, `mix`, "
                  "`items`, `pin`, `filter`, `boost`, `diversity`, `at_most`, "
                  "`explore`, `bought` or `fallback`",
                  "4:37 unknown-key /rules/0/recommend/filters: unknown key "
                  "`filters` in `recommend`; did you mean `filter`?"));
}

TEST(RulesRecommend, TellsPathsOfFilters) {
  EXPECT_THAT(FilterErrors(R"({"item.pric": 1})"),
              ElementsAre("5:2 unknown-item-path /rules/0/recommend/filter/"
                          "item.pric: unknown item path `item.pric`; did you "
                          "mean `item.price`?"));
  EXPECT_THAT(FilterErrors(R"({"brand": "x"})"),
              ElementsAre("5:2 unknown-item-path /rules/0/recommend/filter/"
                          "brand: unknown item path `brand`; did you mean "
                          "`item.brand`?"));
  EXPECT_THAT(
      FilterErrors(R"({"page.type": "home"})"),
      ElementsAre("5:2 unknown-item-path /rules/0/recommend/filter/page.type: "
                  "unknown item path `page.type`; expected `item.id`, "
                  "`item.brand`, `item.category`, `item.price` or "
                  "`item.availability`"));
  EXPECT_THAT(
      FilterErrors(R"({"price": 1, "$or": [{"item_category": "x"}]})"),
      ElementsAre("5:2 unknown-item-path /rules/0/recommend/filter/price: "
                  "`price` belongs to a `where`; use `item.price` in a "
                  "`filter`",
                  "5:23 unknown-item-path /rules/0/recommend/filter/$or/0/"
                  "item_category: `item_category` belongs to a `where`; use "
                  "`item.category` in a `filter`"));
  EXPECT_THAT(FilterErrors(R"({"quantity": 1})"),
              ElementsAre("5:2 unknown-item-path /rules/0/recommend/filter/"
                          "quantity: `quantity` belongs to a `where`; there is "
                          "no such thing in a `filter`"));
  EXPECT_THAT(
      Errors(WithCondition(
          R"({"$event": "a", "where": {"item.price": 1, "item.availability": "in_stock"}})")),
      ElementsAre("6:35 unknown-item-field /rules/0/when/where/item.price: "
                  "`item.price` belongs to a `filter`; use `price` in a "
                  "`where`",
                  "6:52 unknown-item-field /rules/0/when/where/"
                  "item.availability: `item.availability` belongs to a "
                  "`filter`; there is no such thing in a `where`"));
}

TEST(RulesRecommend, TellsShapesOfFilters) {
  EXPECT_THAT(FilterErrors("[]"),
              ElementsAre("5:1 wrong-type /rules/0/recommend/filter: a "
                          "condition must be an object, found a list"));
  EXPECT_THAT(
      FilterErrors(R"({"$segment": "a", "$event": "b"})"),
      ElementsAre("5:2 unknown-operator /rules/0/recommend/filter/$segment: "
                  "`$segment` cannot stand inside a `filter`",
                  "5:19 unknown-operator /rules/0/recommend/filter/$event: "
                  "`$event` cannot stand inside a `filter`"));
  EXPECT_THAT(FilterErrors(R"({"$adn": []})"),
              ElementsAre("5:2 unknown-operator /rules/0/recommend/filter/"
                          "$adn: unknown operator `$adn`; did you mean "
                          "`$and`?"));
}

TEST(RulesRecommend, TellsConstantsOfFilters) {
  EXPECT_THAT(FilterErrors(R"({"item.price": "cheap"})"),
              ElementsAre("5:16 wrong-type /rules/0/recommend/filter/"
                          "item.price: `item.price` is a number, found "
                          "\"cheap\""));
  EXPECT_THAT(FilterErrors(R"({"item.price": {"$lt": "9"}})"),
              ElementsAre("5:24 wrong-type /rules/0/recommend/filter/"
                          "item.price/$lt: `$lt` needs a number, found \"9\"; "
                          "write it without quotes"));
  EXPECT_THAT(FilterErrors(R"({"item.brand": 5})"),
              ElementsAre("5:16 wrong-type /rules/0/recommend/filter/"
                          "item.brand: `item.brand` is a string, found 5"));
  EXPECT_THAT(FilterErrors(R"({"item.id": {"$gt": 5}})"),
              ElementsAre("5:14 wrong-type /rules/0/recommend/filter/item.id/"
                          "$gt: `$gt` needs a number attribute, and `item.id` "
                          "is a string"));
  EXPECT_THAT(FilterErrors(R"({"item.brand": {"$top": "x"}})"),
              ElementsAre("5:17 wrong-operator /rules/0/recommend/filter/"
                          "item.brand/$top: `$top` applies to affinities, and "
                          "`item.brand` is none"));
}

/// The device keeps no text of them in lower case: it could match nothing.
TEST(RulesRecommend, WhatAProductHasIsComparedAsItIsWritten) {
  const std::string allowed =
      "allowed here: `$eq`, `$ne`, `$lt`, `$lte`, `$gt`, `$gte`, `$in`, "
      "`$nin`, `$not`, `$exists`, `$inGroup` or `$notInGroup`";
  EXPECT_THAT(FilterErrors(R"({"item.color": {"$ini": ["RED"]}})"),
              ElementsAre("5:17 wrong-operator /rules/0/recommend/filter/"
                          "item.color/$ini: `$ini` does not apply to "
                          "`item.color`, which is of any type; " +
                          allowed));
  EXPECT_THAT(FilterErrors(R"({"item.color": {"$nini": ["RED"]}})"),
              ElementsAre("5:17 wrong-operator /rules/0/recommend/filter/"
                          "item.color/$nini: `$nini` does not apply to "
                          "`item.color`, which is of any type; " +
                          allowed));
}

TEST(RulesRecommend, KnowsTheAvailabilities) {
  for (std::uint32_t i = 0; i < kAvailabilities; ++i) {
    const std::string name = AvailabilityName(static_cast<Availability>(i));
    EXPECT_THAT(FilterErrors("{\"item.availability\": \"" + name + "\"}"),
                IsEmpty());
  }
  EXPECT_THAT(FilterErrors(R"({"item.availability": {"$ne": null}})"),
              IsEmpty());
  EXPECT_THAT(FilterErrors(R"({"item.availability": "instock"})"),
              ElementsAre("5:23 value-not-declared /rules/0/recommend/filter/"
                          "item.availability: `item.availability` is never "
                          "\"instock\"; did you mean `in_stock`?"));
  EXPECT_THAT(
      FilterErrors(R"({"item.availability": {"$in": ["in_stock", "sold"]}})"),
      ElementsAre("5:44 value-not-declared /rules/0/recommend/filter/"
                  "item.availability/$in/1: `item.availability` is never "
                  "\"sold\"; it is `in_stock`, `out_of_stock`, `preorder` or "
                  "`backorder`"));
  EXPECT_THAT(
      FilterErrors(R"({"item.availability": true})"),
      ElementsAre("5:23 wrong-type /rules/0/recommend/filter/"
                  "item.availability: `item.availability` is a string, found "
                  "true"));
}

TEST(RulesRecommend, WarnsOfWhatNeverHappens) {
  EXPECT_THAT(
      Lines(WithRecommend(
          R"({"strategy": "popular", "fallback": ["similar"], "filter": {"item.brand": {"$in": []}}})")),
      ElementsAre("4:38 warning never-used /rules/0/recommend/fallback/0: "
                  "`similar` is never used: `popular` before it leaves nothing "
                  "over",
                  "4:50 warning never-true /rules/0/recommend/filter: the "
                  "filter of the rule `r` lets no item through"));
}

}  // namespace
}  // namespace vitrine::rules
