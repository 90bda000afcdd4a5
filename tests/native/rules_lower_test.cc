#include "tests/native/rules_test_support.h"

namespace vitrine::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A file with one rule of this condition.
std::string FileWith(std::string_view when) {
  return R"({"vitrine": 1, "store": {"timezone": "Europe/Oslo"},
"attributes": {"city": {"type": "string"}, "app": {"type": "string"},
"tags": {"type": "list"}, "plan": {"type": "object"}, "born": {"type": "date"},
"points": {"type": "number"}},
"groups": {"coast": ["Oslo", "Bergen"]},
"experiments": {"copy": {"variations": ["a", "b"]}},
"slots": {"s": {"type": "content"}},
"rules": [{"id": "r", "slot": "s", "show": {"template": "t"}, "when": )" +
         std::string(when) + "}]}";
}

/// What the condition becomes, on one line.
std::string Lowered(std::string_view when) {
  std::string text;
  for (const std::string& line : Disassembly(FileWith(when))) {
    if (line.starts_with("slot ") || line.starts_with("rule ")) continue;
    if (!text.empty()) text += "; ";
    bool in_quotes = false;
    for (const char c : line) {
      in_quotes ^= c == '"';
      if (in_quotes || c != ' ' || !text.ends_with(' ')) text += c;
    }
  }
  return text;
}

TEST(RulesLower, TextsAndVersions) {
  EXPECT_EQ(Lowered(R"({"city": {"$gte": "M"}})"),
            R"(0 leaf city text >= "M")");
  EXPECT_EQ(
      Lowered(R"({"plan.name": {"$gt": "5"}})"),
      R"(0 leaf plan.name > 5; 1 leaf plan.name is of type string; 2 leaf plan.name is of type list; 3 leaf plan.name is of type object; 4 leaf plan.name text > "5"; 5 none 1 2 3; 6 all 0 5; 7 any 4 6)");
  EXPECT_EQ(Lowered(R"({"city": {"$ini": ["oslo", "bergen"]}})"),
            R"(0 leaf city lower in ["bergen", "oslo"])");
  EXPECT_EQ(Lowered(R"({"city": {"$inGroup": "coast"}})"),
            R"(0 leaf city in ["Bergen", "Oslo"])");
  EXPECT_EQ(Lowered(R"({"city": {"$notInGroup": "coast"}})"),
            R"(0 leaf city in ["Bergen", "Oslo"]; 1 none 0)");
  EXPECT_EQ(Lowered(R"({"plan.name": {"$type": "string"}})"),
            R"(0 leaf plan.name is of type string)");
  EXPECT_EQ(
      Lowered(R"({"city": {"$regexi": "^os"}})"),
      R"(automaton 0 states 4 classes 3; 0 leaf city matches automaton 0)");
  EXPECT_EQ(Lowered(R"({"app": {"$vne": "1.2.0"}})"),
            R"(0 leaf app version === "    1-    2-    0-~"; 1 none 0)");
  EXPECT_EQ(
      Lowered(R"({"app": {"$vlt": "1.2.0"}})"),
      R"(0 leaf app is null; 1 leaf app version < "    1-    2-    0-~"; 2 any 0 1)");
  EXPECT_EQ(Lowered(R"({"app": {"$vgte": "1.2.0"}})"),
            R"(0 leaf app version >= "    1-    2-    0-~")");
}

TEST(RulesLower, ListsAndObjects) {
  EXPECT_EQ(Lowered(R"({"tags": ["new", "sale"]})"),
            R"(0 leaf tags json "[\"new\",\"sale\"]")");
  EXPECT_EQ(Lowered(R"({"plan": {"name": "pro"}})"),
            R"(0 leaf plan json "{\"name\":\"pro\"}")");
  EXPECT_EQ(
      Lowered(R"({"tags": {"$in": ["new", "sale"]}})"),
      R"(element 0 leaf itself in ["new", "sale"]; 0 leaf tags in ["new", "sale"]; 1 leaf tags some element 0; 2 any 0 1)");
  EXPECT_EQ(
      Lowered(R"({"tags": {"$all": ["new", {"$regex": "^s"}]}})"),
      R"(element 0 leaf itself == "new"; element 1 leaf itself matches automaton 0; automaton 0 states 3 classes 2; 0 leaf tags some element 0; 1 leaf tags some element 1; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(R"({"tags": {"$alli": ["NEW"]}})"),
      R"(element 0 leaf itself lower == "new"; 0 leaf tags some element 0)");
  EXPECT_EQ(
      Lowered(R"({"tags": {"$elemMatch": {"$gt": 5, "$lt": 8}}})"),
      R"(element 0 leaf itself exists; element 1 leaf itself < 8; element 2 leaf itself > 5; element 3 all 0 1 2; 0 leaf tags some element 3)");
  EXPECT_EQ(
      Lowered(
          R"({"tags": {"$elemMatch": {"name": "x", "sizes": {"$in": [40]}}}})"),
      R"(element 0 leaf itself exists; element 1 leaf itself === 40; element 2 leaf name == "x"; element 3 leaf sizes === 40; element 4 leaf sizes is of type list; element 5 some 4 1; element 6 any 3 5; element 7 all 0 2 6; 0 leaf tags some element 7)");
  EXPECT_EQ(Lowered(R"({"tags": {"$size": {"$gt": 2}}})"),
            R"(element 0 leaf itself > 2; 0 leaf tags size element 0)");
}

TEST(RulesLower, DatesAndClocks) {
  EXPECT_EQ(Lowered(R"({"born": {"$before": "2000-01-01"}})"),
            R"(0 leaf born exists; 1 leaf born < 946677600000; 2 all 0 1)");
  EXPECT_EQ(Lowered(R"({"born": {"$after": "2026-11-01T09:00:00+01:00"}})"),
            R"(0 leaf born exists; 1 leaf born >= 1793520000000; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(R"({"born": {"$before": "-180d"}})"),
      R"(0 leaf age of born exists; 1 leaf age of born > 15552000000 ms; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(R"({"orders.last": {"$before": "-180d"}})"),
      R"(0 leaf orders.last exists; 1 leaf orders.last > 15552000000 ms; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(R"({"orders.first": {"$after": "2026-01-01"}})"),
      R"(0 leaf orders.first exists; 1 leaf orders.first >= 1767222000000 ms; 2 all 0 1)");
  EXPECT_EQ(Lowered(R"({"time.now": {"$before": "2026-12-01"}})"),
            R"(0 leaf time.now < 1796079600000 ms)");
  EXPECT_EQ(
      Lowered(R"({"visit.seconds": {"$gte": 30}})"),
      R"(0 leaf visit.seconds exists; 1 leaf visit.seconds >= 30000 ms; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(R"({"visit.days_since_last": {"$gte": 7}})"),
      R"(0 leaf visit.days_since_last exists; 1 leaf visit.days_since_last >= 604800000 ms; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(R"({"time.hour": {"$gte": 9, "$lt": 17}})"),
      R"(0 leaf time.minute < 1020; 1 leaf time.minute >= 540; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(R"({"time.hour": {"$in": [0, 12]}})"),
      R"(0 leaf time.minute < 60; 1 leaf time.minute < 780; 2 leaf time.minute >= 720; 3 all 1 2; 4 any 0 3)");
  EXPECT_EQ(Lowered(R"({"time.weekday": {"$in": ["saturday", "sunday"]}})"),
            R"(0 leaf time.weekday in [6, 7])");
  EXPECT_EQ(
      Lowered(R"({"orders.average": {"$lt": 50}})"),
      R"(0 leaf orders.average exists; 1 leaf orders.average < 50; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(R"({"device.width": {"$lt": 600}})"),
      R"(0 leaf device.width exists; 1 leaf device.width < 600; 2 all 0 1)");
}

TEST(RulesLower, WhatTheDeviceKnows) {
  EXPECT_EQ(
      Lowered(
          R"({"affinity.item_category": {"$share": {"Hiking": {"$gte": 0.3}}}})"),
      R"(0 leaf affinity.item_category.Hiking >= 0.3)");
  EXPECT_EQ(Lowered(R"({"page.query.ref": "friend"})"),
            R"(0 leaf page.query.ref == "friend")");
  EXPECT_EQ(Lowered(R"({"cart.contains": "boot-1"})"),
            R"(0 leaf cart.contains boot-1 === true)");
  EXPECT_EQ(
      Lowered(R"({"cart.contains": {"$all": ["boot-1", "boot-2"]}})"),
      R"(0 leaf cart.contains boot-1 === true; 1 leaf cart.contains boot-2 === true; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(R"({"cart.contains": {"$nin": ["boot-1", "boot-2"]}})"),
      R"(0 leaf cart.contains boot-1 === true; 1 leaf cart.contains boot-2 === true; 2 none 0 1)");
  EXPECT_EQ(
      Lowered(R"({"orders.category.Hiking.count": {"$gte": 2}})"),
      R"(item 0 leaf item_category === "Hiking"; counter 0 purchase where 0; 0 leaf counter 0 >= 2)");
  EXPECT_EQ(
      Lowered(R"({"orders.category.Hiking.value": {"$gte": 100}})"),
      R"(item 0 leaf item_category === "Hiking"; counter 0 purchase where 0 sum price; 0 leaf counter 0 >= 100)");
  EXPECT_EQ(
      Lowered(R"({"orders.category.Hiking.days_since_last": {"$lt": 30}})"),
      R"(item 0 leaf item_category === "Hiking"; counter 0 purchase where 0; 0 leaf since counter 0 exists; 1 leaf since counter 0 < 2592000000 ms; 2 all 0 1)");
  EXPECT_EQ(Lowered(R"({"search.count": {"$gte": 3}})"),
            R"(counter 0 search; 0 leaf counter 0 >= 3)");
}

TEST(RulesLower, WhatHappened) {
  EXPECT_EQ(
      Lowered(R"({"$experiment": "copy", "variation": "b"})"),
      R"(experiment copy by visitor seed copy version 2 arms a 0 to 0.5, b 0.5 to 1; 0 leaf experiment copy === 1)");
  EXPECT_EQ(
      Lowered(R"({"$event": "view_item", "within": {"days": 3}})"),
      R"(counter 0 view_item within 3 days kept 2; 0 leaf counter 0 >= 1)");
  EXPECT_EQ(
      Lowered(R"({"$event": "purchase", "sum": {"price": {"$gte": 500}}})"),
      R"(counter 0 purchase sum price; 0 leaf counter 0 >= 500)");
  EXPECT_EQ(
      Lowered(
          R"({"$event": "view_item", "within": "session", "distinct": {"item_category": {"$gte": 3}}})"),
      R"(counter 0 view_item distinct item_category within session kept 4; 0 leaf counter 0 >= 3)");
  EXPECT_EQ(
      Lowered(R"({"$since": "purchase", "age": {"$gte": "30d"}})"),
      R"(counter 0 purchase; 0 leaf since counter 0 exists; 1 leaf since counter 0 >= 2592000000 ms; 2 all 0 1)");
  EXPECT_EQ(
      Lowered(
          R"({"$sequence": [{"event": "view_item"}, {"event": "add_to_cart", "within": "10m"}]})"),
      R"(counter 0 sequence view_item, add_to_cart within 600000 ms; 0 leaf counter 0 >= 1)");
  EXPECT_EQ(
      Lowered(
          R"({"$sequence": [{"event": "add_to_cart"}, {"not": "purchase", "for": "20m"}], "within": "session"})"),
      R"(counter 0 sequence add_to_cart, not purchase for 1200000 ms, all within session; 0 leaf since counter 0 >= 1200000 ms)");
}

TEST(RulesLower, NullCountsWhereJavaScriptMakesItAText) {
  EXPECT_EQ(Lowered(R"({"city": {"$regex": "^nu"}})"),
            "automaton 0 states 4 classes 3; 0 leaf city is null; 1 leaf city "
            "matches automaton 0; 2 any 0 1");
  EXPECT_EQ(Lowered(R"({"app": {"$veq": "0"}})"),
            R"(0 leaf app is null; 1 leaf app version === "    0"; 2 any 0 1)");
  EXPECT_EQ(Lowered(R"({"tags": {"$alli": ["NULL"]}})"),
            "element 0 leaf itself is null; element 1 leaf itself lower == "
            "\"null\"; element 2 any 0 1; 0 leaf tags some element 2");
}

TEST(RulesLower, WhatNeverHoldsFallsAway) {
  EXPECT_EQ(Lowered(R"({"tags": {"$eq": ["a"]}})"), "0 any");
  EXPECT_EQ(Lowered(R"({"tags": {"$size": "02"}})"), "0 any");
  EXPECT_EQ(Lowered(R"({"tags": {"$all": [{"$in": []}]}})"), "0 any");
  EXPECT_EQ(Lowered(R"({"tags": {"$gt": "-Infinity", "$lt": "-Infinity"}})"),
            Lowered(R"({"tags": {"$lt": "-Infinity", "$gt": "-Infinity"}})"));
  EXPECT_EQ(Lowered(R"({"time.hour": {"$gte": 0}})"), "0 all");
}

TEST(RulesLower, EqualMeaningIsOneProgram) {
  const auto same = [](std::string_view a, std::string_view b) {
    EXPECT_EQ(MustCompile(FileWith(a)), MustCompile(FileWith(b))) << a;
  };
  same(R"({"points": {"$in": [0]}})", R"({"points": {"$in": [-0]}})");
  same(R"({"points": {"$gt": -0}})", R"({"points": {"$gt": 0}})");
  same(R"({"plan": {"b": 1, "1": 2.0}})", R"({"plan": {"1": 2, "b": 1e0}})");
  same(R"({"born": {"$before": "2026-11-01"}})",
       R"({"born": {"$before": "2026-10-31T23:00:00.000Z"}})");
  same(R"({"$event": "a", "within": "today"})",
       R"({"$event": "a", "within": {"days": 1}})");
  same(R"({"$event": "a", "where": {"price": 1, "item_id": "x"}})",
       R"({"$event": "a", "where": {"item_id": "x", "price": 1}})");
  same(R"({"$experiment": "copy", "variation": ["b", "a", "b"]})",
       R"({"$experiment": "copy", "variation": ["a", "b"]})");
}

TEST(RulesLower, ReadsNameWhatTheHostMustTell) {
  const auto needs = [](std::string_view when) {
    const Program program = MustCompile(FileWith(when));
    std::string text;
    for (const Read& read : program.reads) {
      text += std::string(program.strings[read.path]) + " " +
              std::to_string(read.needs) + " ";
    }
    return text;
  };
  EXPECT_EQ(needs(R"({"city": "Oslo"})"), "city 0 ");
  EXPECT_EQ(needs(R"({"city": {"$ini": ["oslo"]}})"), "city 2 ");
  EXPECT_EQ(needs(R"({"app": {"$vgt": "1"}, "city": {"$regex": "a"}})"),
            "app 4 city 0 ");
  EXPECT_EQ(needs(R"({"plan.name": {"$in": ["a"]}, "plan": {"a": 1}})"),
            "plan 8 plan.name 1 ");
  EXPECT_EQ(needs(R"({"tags": {"$elemMatch": {"a": {"$veq": "1"}}}})"),
            "tags 5 ");
  EXPECT_EQ(needs(R"({"page.url": {"$regex": "sale"}})"), "page.url 0 ");
  EXPECT_EQ(needs(R"({"born": {"$before": "-1d"}})"), "born 0 ");
}

TEST(RulesLower, PeopleKnowInputsByTheseNames) {
  const auto names = [](std::string_view when) {
    const Program program = MustCompile(FileWith(when));
    std::vector<std::string> texts;
    for (const Input& input : program.inputs) {
      texts.emplace_back(program.strings[input.name]);
    }
    return texts;
  };
  EXPECT_THAT(
      names(
          R"({"$event": "view_item", "where": {"price": 1, "item_id": "x"}, "within": "30m"})"),
      ElementsAre(
          R"($event view_item where {"item_id":"x","price":1} within 30m)"));
  EXPECT_THAT(names(R"({"$since": "purchase"})"),
              ElementsAre("$since purchase"));
  EXPECT_THAT(
      names(
          R"({"$sequence": [{"event": "a"}, {"not": "b", "for": "5m"}, {"event": "c", "within": "1h"}]})"),
      ElementsAre("$sequence a, not b for 5m, c within 1h"));
  EXPECT_THAT(names(R"({"orders.category.Hiking.count": 1})"),
              ElementsAre("orders.category.Hiking.count"));
  EXPECT_THAT(names(R"({"$experiment": "copy"})"),
              ElementsAre("$experiment copy"));
  EXPECT_THAT(names(R"({"cart.contains": "x", "time.hour": 3})"),
              ElementsAre("time.minute", "cart.contains x"));
}

}  // namespace
}  // namespace vitrine::rules
