#include "tests/native/rules_recommend_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> FilterLines(const std::string& filter) {
  std::vector<std::string> lines =
      RecommendLines(R"({"strategy": "popular", "filter": )" + filter + "}");
  if (!lines.empty()) lines.pop_back();
  return lines;
}

/// The message of the only error of a filter on the price, the brand, and so
/// on, without its place.
std::string Told(const std::string& filter) {
  const std::vector<std::string> errors = FilterErrors(filter);
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors[0].substr(errors[0].find(": ") + 2);
}

TEST(RulesReference, AnotherItemIsComparedByTheSame) {
  EXPECT_THAT(
      FilterLines(
          R"({"item.price": {"$lte": {"$ref": "viewed.price", "times": 1.2}, "$gt": {"$ref": "cart.price"}}})"),
      ElementsAre("item 0  leaf  item.price / cart.price > 1",
                  "item 1  leaf  item.price / viewed.price <= 1.2",
                  "item 2  all  0 1"));
  EXPECT_THAT(
      FilterLines(
          R"({"item.brand": {"$ne": {"$ref": "viewed.brand"}}, "item.category": {"$ref": "cart.category"}, "item.id": {"$not": {"$ref": "cart.id"}}})"),
      ElementsAre("item 0  leaf  item.category same as cart.category === true",
                  "item 1  leaf  item.id same as cart.id === true",
                  "item 2  leaf  item.brand same as viewed.brand === true",
                  "item 3  none  1", "item 4  none  2", "item 5  all  0 3 4"));
  // Of an attribute a number where something says so.
  EXPECT_THAT(
      FilterLines(
          R"({"item.color": {"$ref": "viewed.color"}, "item.size": {"$gt": {"$ref": "viewed.size"}}, "item.age": {"$eq": {"$ref": "cart.age", "times": 1}}})"),
      ElementsAre("item 0  leaf  item.age / cart.age === 1",
                  "item 1  leaf  item.color same as viewed.color === true",
                  "item 2  leaf  item.size / viewed.size > 1",
                  "item 3  all  0 1 2"));
}

TEST(RulesReference, WhatIsComparedStandsBesideTheInputs) {
  const Program program = MustCompile(WithRecommend(
      R"({"strategy": "popular", "filter": {"item.weight": {"$lt": {"$ref": "cart.value"}}}})"));
  ASSERT_EQ(program.properties.size(), 2U);
  EXPECT_EQ(program.properties[0],
            (Property{.name = program.properties[0].name,
                      .kind = PropertyKind::kRatioToInput,
                      .field = kItemFields + 1,
                      .input = 0}));
  EXPECT_EQ(program.strings[program.properties[0].name], "cart.value");
  EXPECT_EQ(program.properties[1].kind, PropertyKind::kOfItem);
  EXPECT_EQ(program.strings[program.properties[1].name], "weight");
  ASSERT_EQ(program.inputs.size(), 1U);
  EXPECT_EQ(program.inputs[0].source, InputSource::kCartValue);
}

TEST(RulesReference, PathsOfTheVisitorAndThePage) {
  EXPECT_THAT(
      FilterLines(
          R"({"item.id": {"$ref": "viewed.last"}, "item.brand": {"$ref": "affinity.item_brand"}, "item.color": {"$ref": "page.query.color"}, "item.price": {"$lte": {"$ref": "cart.value"}, "$gt": {"$ref": "search.count"}}})"),
      ElementsAre("item 0  leaf  item.brand same as affinity.item_brand === "
                  "true",
                  "item 1  leaf  item.price / cart.value <= 1",
                  "item 2  leaf  item.color same as page.query.color === true",
                  "item 3  leaf  item.price / search.count > 1",
                  "item 4  leaf  item.id same as viewed.last === true",
                  "item 5  all  0 1 2 3 4"));
  // What counts events is a counter as any other.
  const std::vector<std::string> lines = Disassembly(WithRecommend(
      R"({"strategy": "popular", "filter": {"item.price": {"$lt": {"$ref": "orders.category.Tents.value", "times": 2}}}})"));
  ASSERT_GE(lines.size(), 3U);
  EXPECT_EQ(lines[1],
            "item 1  leaf  item.price / orders.category.Tents.value < 2");
  EXPECT_EQ(lines[2], "counter 0  purchase where 0 sum price");
}

TEST(RulesReference, AttributesOfTheVisitor) {
  const auto file = [](std::string_view attribute, std::string_view filter) {
    return R"({"vitrine": 1, "attributes": {"mine": )" +
           std::string(attribute) +
           R"(}, "slots": {"s": {"type": "recommendations"}},
"rules": [{"id": "r", "slot": "s", "recommend": {"strategy": "popular", "filter": )" +
           std::string(filter) + "}}]}";
  };
  const auto size = R"({"item.size": {"$ref": "mine"}})";
  EXPECT_EQ(Disassembly(file(R"({"type": "number"})", size))[0],
            "item 0  leaf  item.size / mine === 1");
  EXPECT_EQ(Disassembly(file(R"({"type": "string"})", size))[0],
            "item 0  leaf  item.size same as mine === true");
  EXPECT_EQ(Disassembly(file(R"({"type": "any"})", size))[0],
            "item 0  leaf  item.size same as mine === true");
  EXPECT_EQ(Disassembly(file(R"({"type": "any"})",
                             R"({"item.size": {"$ref": "mine.size"}})"))[0],
            "item 0  leaf  item.size same as mine.size === true");
  // An attribute that is read is used, and told of where it is sensitive.
  EXPECT_THAT(Lines(file(R"({"type": "number", "sensitive": true})", size)),
              ElementsAre("2:36 warning sensitive-decision /rules/0/recommend: "
                          "what is sensitive decides what the rule `r` "
                          "recommends: `mine`"));
  for (const char* type : {"boolean", "date", "list", "object"}) {
    EXPECT_THAT(
        Errors(file("{\"type\": \"" + std::string(type) + "\"}", size)),
        ElementsAre(
            "2:106 wrong-type /rules/0/recommend/filter/item.size/$ref: "
            "items are compared with numbers and texts, and `mine` is "
            "neither"));
  }
}

TEST(RulesReference, InterestsOfTheVisitor) {
  EXPECT_THAT(
      FilterLines(
          R"({"item.brand": {"$affinity": true}, "item.category": {"$affinity": {"$gte": 0.3, "$lt": 0.9}}})"),
      ElementsAre("item 0  leaf  interest in item.brand > 0",
                  "item 1  leaf  interest in item.category < 0.9",
                  "item 2  leaf  interest in item.category >= 0.3",
                  "item 3  all  0 1 2"));
  EXPECT_EQ(Told(R"({"item.price": {"$affinity": true}})"),
            "`$affinity` asks for the interest in a category or brand, and "
            "`item.price` is neither");
  EXPECT_EQ(Told(R"({"item.brand": {"$affinity": false}})"),
            "`$affinity` must be true or an object of operators, found false");
  EXPECT_EQ(Told(R"({"item.brand": {"$affinity": {"$gte": "x"}}})"),
            "`$gte` needs a number, found \"x\"");
  EXPECT_EQ(
      Told(
          R"({"item.brand": {"$affinity": {"$gte": {"$ref": "cart.value"}}}})"),
      "`$ref` compares items of the catalogue: it stands in a `filter`, "
      "a `boost` or `never_recommend`");
}

TEST(RulesReference, TellsPathsThatLeadNowhere) {
  EXPECT_THAT(
      FilterErrors(R"({"item.price": {"$lte": {"$ref": "viewed.brand"}}})"),
      ElementsAre("5:34 unknown-path /rules/0/recommend/filter/item.price/"
                  "$lte/$ref: `item.price` can only be compared with the same "
                  "of another item, `viewed.price`, and `viewed.brand` is "
                  "another thing"));
  const auto nearest = [](std::string_view path) {
    const CompileResult result = CompileTest(WithRecommend(
        R"({"strategy": "popular", "filter": {"item.price": {"$lte": {"$ref": ")" +
        std::string(path) + "\"}}}}"));
    return result.diagnostics.size() == 1 ? result.diagnostics[0].nearest : "";
  };
  EXPECT_EQ(nearest("viewed.pirce"), "viewed.price");
  EXPECT_EQ(nearest("viewd.price"), "viewed.price");
  EXPECT_EQ(nearest("cart.prise"), "cart.price");
  EXPECT_EQ(nearest("cart.valeu"), "cart.value");
  EXPECT_EQ(nearest("visit.numbr"), "visit.number");
  EXPECT_EQ(nearest("x"), "");
  EXPECT_EQ(Told(R"({"item.availability": {"$ref": "viewed.availability"}})"),
            "`item.availability` cannot be compared with "
            "`viewed.availability`: of other items it is not known whether "
            "they can be sold");
}

TEST(RulesReference, TellsSidesThatDoNotFit) {
  EXPECT_EQ(Told(R"({"item.price": {"$lte": {"$ref": "traffic.source"}}})"),
            "`item.price` cannot be compared with `traffic.source`: the one is "
            "a number, the other a string");
  EXPECT_EQ(Told(R"({"item.brand": {"$ref": "visit.number"}})"),
            "`item.brand` cannot be compared with `visit.number`: the one is a "
            "string, the other a number");
  EXPECT_EQ(Told(R"({"item.brand": {"$ref": "viewed.last"}})"),
            "`item.brand` cannot be compared with `viewed.last`: the one is "
            "the id of an item, the other is not");
  EXPECT_EQ(Told(R"({"item.id": {"$ref": "traffic.source"}})"),
            "`item.id` cannot be compared with `traffic.source`: the one is "
            "the id of an item, the other is not");
  EXPECT_EQ(Told(R"({"item.color": {"$lt": {"$ref": "traffic.source"}}})"),
            "`item.color` cannot be compared with `traffic.source`: texts have "
            "no order here");
  EXPECT_EQ(Told(R"({"item.brand": {"$lt": {"$ref": "viewed.brand"}}})"),
            "`$lt` needs a number attribute, and `item.brand` is a string");
  EXPECT_EQ(Told(R"({"item.price": {"$gt": {"$ref": "visit.seconds"}}})"),
            "items are compared with numbers and texts, and `visit.seconds` is "
            "a time that passes");
  EXPECT_EQ(
      Told(
          R"({"item.price": {"$gt": {"$ref": "orders.category.A.days_since_last"}}})"),
      "items are compared with numbers and texts, and "
      "`orders.category.A.days_since_last` is a time that passes");
  EXPECT_EQ(Told(R"({"item.brand": {"$ref": "viewed.brand", "times": 2}})"),
            "`times` multiplies numbers, and `item.brand` is compared as a "
            "text");
}

TEST(RulesReference, TellsShapesOfReferences) {
  EXPECT_THAT(
      FilterErrors(
          R"({"item.price": {"$lte": {"$ref": "viewed.price", "time": 2}}})"),
      ElementsAre("5:50 unknown-key /rules/0/recommend/filter/item.price/$lte/"
                  "time: unknown key `time` in a reference; did you mean "
                  "`times`?"));
  for (const char* times : {"0", "-1"}) {
    EXPECT_EQ(Told(R"({"item.price": {"$ref": "viewed.price", "times": )" +
                   std::string(times) + "}}"),
              "`times` must be a number above 0");
  }
  EXPECT_EQ(Told(R"({"item.price": {"$lt": {"$ref": 3}}})"),
            "`$ref` must be a text, found 3");
  EXPECT_EQ(Told(R"({"item.price": {"$in": [{"$ref": "viewed.price"}]}})"),
            "an element of `$in` must be a text, a number, true, false or "
            "null, found an object");
}

TEST(RulesReference, OnlyItemsOfTheCatalogueAreCompared) {
  const std::string only =
      " compares items of the catalogue: it stands in a `filter`, a `boost` "
      "or `never_recommend`";
  EXPECT_THAT(
      Errors(WithCondition(
          R"({"age": {"$gt": {"$ref": "visit.pages"}}, "city": {"$ref": "x"}, "tier": {"$affinity": true}})")),
      ElementsAre(
          "6:26 unknown-operator /rules/0/when/age/$gt/$ref: `$ref`" + only,
          "6:60 unknown-operator /rules/0/when/city/$ref: `$ref`" + only,
          "6:83 unknown-operator /rules/0/when/tier/$affinity: "
          "`$affinity`" +
              only));
  EXPECT_THAT(
      Errors(WithCondition(
          R"({"$event": "view_item", "where": {"item_brand": {"$affinity": true}}})")),
      ElementsAre("6:58 unknown-operator /rules/0/when/where/item_brand/"
                  "$affinity: `$affinity`" +
                  only));
}

TEST(RulesReference, AttributesOfItems) {
  EXPECT_THAT(
      Disassembly(R"({"vitrine": 1, "slots": {"s": {"type": "recommendations"}},
"rules": [{"id": "r", "slot": "s",
"when": {"$event": "view_item", "where": {"item.color": "red"}},
"recommend": {"strategy": "popular", "filter": {"item.color": "red", "item.weight": {"$lt": 3}, "item.category2": "x"}}}]})"),
      ElementsAre("item 0  leaf  item.category2 == \"x\"",
                  "item 1  leaf  color == \"red\"",
                  "item 2  leaf  item.weight < 3", "item 3  all  0 1 2",
                  "counter 0  view_item where 1",
                  "recommendation 0  popular filter 3",
                  "0  leaf  counter 0 >= 1", "slot s recommendations limit 8",
                  "rule r slot s priority 0 node 0 recommendation 0"));
  EXPECT_THAT(
      FilterErrors(
          R"({"item.title": "x", "item.size": 3, "item.kid": true, "item.price_band": "b", "item.brand_id": 4})"),
      IsEmpty());
  for (const char* name : {"item.brands", "item.categroy", "item.prise"}) {
    EXPECT_THAT(FilterErrors("{\"" + std::string(name) + "\": \"x\"}"),
                testing::SizeIs(1U))
        << name;
  }
  EXPECT_EQ(Told(R"({"item.quantity": 1})"),
            "unknown item path `item.quantity`; expected `item.id`, "
            "`item.brand`, `item.category`, `item.price` or "
            "`item.availability`");
  std::string many = "{";
  for (int i = 0; i < 17; ++i) {
    many += (i == 0 ? "\"item.p" : ", \"item.p") + std::to_string(i) + "\": 1";
  }
  EXPECT_EQ(Told(many + "}"),
            "too many properties of events and items: at most 16 may be read, "
            "and this is beyond");
}

}  // namespace
}  // namespace vitrine::rules
