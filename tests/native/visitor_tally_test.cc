#include <gtest/gtest.h>

#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

constexpr auto kPrice = static_cast<std::uint32_t>(ItemField::kPrice);
constexpr auto kQuantity = static_cast<std::uint32_t>(ItemField::kQuantity);
constexpr auto kCategory = static_cast<std::uint32_t>(ItemField::kCategory);

/// A bundle of one counter of `purchase` events.
CounterProgram Asking(Counter counter) {
  CounterProgram bundle;
  bundle.Happens("purchase");
  counter.identity = 1;
  bundle.Add(counter);
  return bundle;
}

TEST(VisitorSums, AddUpPriceTimesQuantity) {
  const CounterProgram bundle = Asking({.tally = Tally::kSum, .what = kPrice});
  Visitor visitor;
  visitor.Bind(bundle.program);
  EXPECT_EQ(visitor.Count(0), 0);
  Record(visitor, kStart, u"purchase",
         {Thing(u"a", 10, 3), Thing(u"b", 2.5), Thing(u"c"), Thing(u"d", -1)});
  EXPECT_EQ(visitor.Count(0), 32.5);
  Record(visitor, kStart, u"purchase");
  Record(visitor, kStart, u"view_item", {Thing(u"a", 10)});
  EXPECT_EQ(visitor.Count(0), 32.5);
}

TEST(VisitorSums, OnlyOfItemsThatSatisfyWhere) {
  CounterProgram bundle;
  const auto boots = bundle.Where(ItemField::kCategory, LeafOp::kStrictText,
                                  bundle.Symbol(IdentityKind::kValue, "Boots"));
  bundle.Happens("purchase", 0, boots);
  bundle.Add({.identity = 1, .tally = Tally::kSum, .what = kQuantity});
  Visitor visitor;
  visitor.Bind(bundle.program);
  Record(visitor, kStart, u"purchase",
         {{u"a", u"", u"Boots", 1, 3}, {u"b", u"", u"Socks", 1, 10}});
  Record(visitor, kStart, u"purchase", {{u"b", u"", u"Boots", 1, kNaN}});
  EXPECT_EQ(visitor.Count(0), 4);
}

TEST(VisitorSums, OfAVisitBeginAgain) {
  const CounterProgram bundle =
      Asking({.tally = Tally::kSum, .window = Window::kVisit, .what = kPrice});
  Visitor visitor;
  visitor.Bind(bundle.program);
  Record(visitor, kStart, u"purchase", {Thing(u"a", 5)});
  EXPECT_EQ(visitor.Read({InputSource::kSince}).number, 0);
  visitor.SetCart(kStart + kHour, {});
  EXPECT_EQ(visitor.Count(0), 0);
  EXPECT_EQ(visitor.Read({InputSource::kSince}).tag, ValueTag::kNull);
}

TEST(VisitorSums, OfAMovingWindowLoseWhatLeavesIt) {
  const CounterProgram bundle = Asking({.tally = Tally::kSum,
                                        .window = Window::kDuration,
                                        .length = kMinute,
                                        .what = kPrice,
                                        .kept = 2});
  Visitor visitor;
  visitor.Bind(bundle.program);
  Record(visitor, kStart, u"purchase", {Thing(u"a", 5), Thing(u"b", 6)});
  Record(visitor, kStart + 1, u"purchase", {Thing(u"a", 100)});
  EXPECT_EQ(visitor.Count(0), 111);
  visitor.Advance(kStart + kMinute);
  EXPECT_EQ(visitor.Count(0), 100);
  Record(visitor, kStart + kMinute, u"purchase", {Thing(u"a", 1)});
  Record(visitor, kStart + kMinute, u"purchase", {Thing(u"a", 2)});
  EXPECT_EQ(visitor.Count(0), 3) << "the latest two";
  EXPECT_EQ(visitor.Read({InputSource::kSince}).number, 0);
  visitor.Advance(kStart + 2 * kMinute);
  EXPECT_EQ(visitor.Count(0), 0);
  EXPECT_EQ(visitor.Read({InputSource::kSince}).tag, ValueTag::kNull);
  EXPECT_EQ(visitor.NextChangeAt(), kInfinity);
}

TEST(VisitorDistinct, CountsValuesOnce) {
  const CounterProgram bundle =
      Asking({.tally = Tally::kDistinct, .what = kCategory, .kept = 3});
  Visitor visitor;
  visitor.Bind(bundle.program);
  const auto buy = [&](std::u16string_view category) {
    Record(visitor, kStart, u"purchase", {{u"i", u"", category, 1, 1}});
  };
  Record(visitor, kStart, u"purchase",
         {{u"a", u"", u"Boots", 1, 1},
          {u"b", u"", u"Socks", 1, 1},
          {u"c", u"", u"Boots", 1, 1},
          {u"d", u"", u"", 1, 1}});
  EXPECT_EQ(visitor.Count(0), 2) << "none is no value";
  buy(u"Socks");
  EXPECT_EQ(visitor.Count(0), 2);
  buy(u"Hats");
  buy(u"Poles");
  EXPECT_EQ(visitor.Count(0), 3) << "no more are kept";
}

TEST(VisitorDistinct, OfAMovingWindowGoByTheLatestOfEachValue) {
  const CounterProgram bundle = Asking({.tally = Tally::kDistinct,
                                        .window = Window::kDuration,
                                        .length = kMinute,
                                        .what = kCategory,
                                        .kept = 3});
  Visitor visitor;
  visitor.Bind(bundle.program);
  const auto buy = [&](double seconds, std::u16string_view category) {
    Record(visitor, kStart + seconds * kSecond, u"purchase",
           {{u"i", u"", category, 1, 1}});
  };
  buy(0, u"Boots");
  buy(10, u"Socks");
  buy(20, u"Boots");
  EXPECT_EQ(visitor.NextChangeAt(), kStart + 70 * kSecond);
  visitor.Advance(kStart + 70 * kSecond);
  EXPECT_EQ(visitor.Count(0), 1);
  visitor.Advance(kStart + 80 * kSecond);
  EXPECT_EQ(visitor.Count(0), 0);
}

TEST(VisitorDistinct, TellsNumbersApart) {
  const CounterProgram bundle =
      Asking({.tally = Tally::kDistinct, .what = kPrice, .kept = 9});
  Visitor visitor;
  visitor.Bind(bundle.program);
  Record(visitor, kStart, u"purchase",
         {Thing(u"a", 0), Thing(u"b", 1), Thing(u"c", 1), Thing(u"d", 1.5),
          Thing(u"e")});
  EXPECT_EQ(visitor.Count(0), 3);
}

TEST(VisitorDays, EndAtTheStoresMidnight) {
  CounterProgram bundle =
      Asking({.window = Window::kDays, .length = 2, .kept = 5});
  // Two hours before UTC, and from the day after tomorrow on one.
  const double today = 20'000 * kDay;
  bundle.program.zone_changes = {{0, 120}, {today + 2 * kDay, 60}};
  bundle.program.zones.push_back({0, 2});
  Visitor visitor;
  visitor.Bind(bundle.program);
  Record(visitor, today - 2 * kHour - 1, u"purchase");
  EXPECT_EQ(visitor.NextChangeAt(), today - 2 * kHour + kDay);
  Record(visitor, today - 2 * kHour, u"purchase");
  EXPECT_EQ(visitor.Count(0), 2);
  visitor.Advance(today - 2 * kHour + kDay - 1);
  EXPECT_EQ(visitor.Count(0), 2);
  visitor.Advance(today - 2 * kHour + kDay);
  EXPECT_EQ(visitor.Count(0), 1);
  Record(visitor, today + kDay, u"purchase");
  visitor.Advance(today - 2 * kHour + 2 * kDay);
  EXPECT_EQ(visitor.Count(0), 1);
  EXPECT_EQ(visitor.NextChangeAt(), today - kHour + 3 * kDay);
}

TEST(VisitorDays, OfAnotherBundlesZoneAreCountedInItsOwn) {
  const Counter counter = {.window = Window::kDays, .length = 1, .kept = 5};
  CounterProgram east = Asking(counter), utc = Asking(counter);
  east.program.zone_changes = {{0, 120}};
  east.program.zones.push_back({0, 1});
  const double midnight = 20'000 * kDay;
  Visitor visitor;
  visitor.Bind(utc.program);
  Record(visitor, midnight + 21 * kHour, u"purchase");
  visitor.Advance(midnight + 22 * kHour);
  EXPECT_EQ(visitor.Count(0), 1);
  visitor.Bind(east.program);
  EXPECT_EQ(visitor.Count(0), 0);
}

/// Value of a text as the host tells it.
Value Told(std::u16string_view text, double number) {
  Value value = Value::Name(ValueId(text));
  value.number = number;
  value.units = text;
  return value;
}

/// Properties color (item), value (event), size (item), method (event).
CounterProgram WithProperties() {
  CounterProgram bundle;
  Program& program = bundle.program;
  program.properties = {
      {program.strings.Add("color"), PropertyKind::kOfItem},
      {program.strings.Add("value"), PropertyKind::kOfEvent},
      {program.strings.Add("size"), PropertyKind::kOfItem},
      {program.strings.Add("method"), PropertyKind::kOfEvent}};
  return bundle;
}
constexpr std::uint32_t kColor = kItemFields, kValue = kItemFields + 1,
                        kSize = kItemFields + 2, kMethod = kItemFields + 3;

TEST(VisitorProperties, AreReadByWhere) {
  CounterProgram bundle = WithProperties();
  const auto leaf = [&](std::uint32_t input, LeafOp op, std::uint32_t operand) {
    bundle.program.item_conditions.leaves.push_back({input, op, operand});
    return static_cast<std::uint32_t>(
        bundle.program.item_conditions.leaves.size() - 1);
  };
  const std::uint32_t wheres[] = {
      leaf(kColor, LeafOp::kStrictText,
           bundle.Symbol(IdentityKind::kValue, "red")),
      leaf(kValue, LeafOp::kGreater, bundle.Number(10)),
      leaf(kSize, LeafOp::kIsNull, 0),
      leaf(kMethod, LeafOp::kExists, 0),
  };
  for (std::uint32_t i = 0; i < 4; ++i) {
    bundle.Add(i + 1, "e", Window::kLifetime, 0, 0, wheres[i]);
  }
  const auto counts = [&](std::vector<ItemInput> items,
                          std::vector<Value> of_event,
                          std::vector<Value> of_items) {
    Visitor visitor;
    visitor.Bind(bundle.program);
    visitor.Record(kStart, {.name = u"e",
                            .value = kNaN,
                            .items = items,
                            .event_properties = of_event,
                            .item_properties = of_items});
    std::string text;
    for (std::uint32_t i = 0; i < 4; ++i) {
      text += visitor.Count(i) > 0 ? '1' : '0';
    }
    return text;
  };
  const Value null = Value::Null(), one = Value::Number(1);
  EXPECT_EQ(counts({Thing(u"a"), Thing(u"b")},
                   {Value::Number(11), Told(u"post", kNaN)},
                   {Told(u"blue", kNaN), one, Told(u"red", kNaN), one}),
            "1101");
  EXPECT_EQ(counts({Thing(u"a")}, {Value::Number(10), null},
                   {Told(u"blue", kNaN), null}),
            "0010");
  EXPECT_EQ(counts({}, {}, {}), "0010") << "not told";
  EXPECT_EQ(counts({}, {Told(u"12", 12)}, {}), "0110");
}

TEST(VisitorProperties, AreTallied) {
  CounterProgram bundle = WithProperties();
  const Counter counters[] = {
      {.tally = Tally::kSum, .what = kValue},
      {.tally = Tally::kSum, .what = kSize},
      {.tally = Tally::kDistinct, .what = kMethod, .kept = 8},
      {.tally = Tally::kDistinct, .what = kColor, .kept = 8}};
  for (Counter counter : counters) {
    bundle.Happens("e");
    counter.identity = bundle.program.counters.size() + 1;
    bundle.Add(counter);
  }
  Visitor visitor;
  visitor.Bind(bundle.program);
  const std::vector<ItemInput> items = {Thing(u"a"), Thing(u"b")};
  const auto record = [&](std::vector<Value> of_event,
                          std::vector<Value> of_items) {
    visitor.Record(kStart, {.name = u"e",
                            .value = kNaN,
                            .items = items,
                            .event_properties = of_event,
                            .item_properties = of_items});
  };
  record(
      {Value::Number(-2.5), Told(u"post", kNaN)},
      {Told(u"red", kNaN), Value::Number(7), Told(u"5", 5), Told(u"30", 30)});
  EXPECT_EQ(visitor.Count(0), -2.5) << "once per event";
  EXPECT_EQ(visitor.Count(1), 37);
  EXPECT_EQ(visitor.Count(2), 1);
  EXPECT_EQ(visitor.Count(3), 2);
  record({Told(u"many", kNaN), Told(u"car", kNaN)},
         {Value::Number(5), Value::Number(kInfinity), Value::Null(),
          Value::Number(1e300)});
  EXPECT_EQ(visitor.Count(0), -2.5) << "no number";
  EXPECT_EQ(visitor.Count(1), 37) << "no amounts";
  EXPECT_EQ(visitor.Count(2), 2);
}

TEST(VisitorProperties, AreNotInTheLog) {
  CounterProgram empty, bundle = WithProperties();
  bundle.program.item_conditions.leaves.push_back({kColor, LeafOp::kIsNull, 0});
  bundle.Add(1, "e", Window::kLifetime, 0, 0, 0);
  bundle.Happens("e");
  bundle.Add({.identity = 2, .tally = Tally::kSum, .what = kValue});
  bundle.Add(3, "e", Window::kLifetime);
  Visitor visitor;
  visitor.Bind(empty.program);
  Record(visitor, kStart, u"e", {Thing(u"a")});
  visitor.Bind(bundle.program);
  EXPECT_EQ(visitor.Count(0), 0) << "nobody knows";
  EXPECT_EQ(visitor.Read({InputSource::kSince, 1}).tag, ValueTag::kNull);
  EXPECT_EQ(visitor.Count(2), 1);
  Record(visitor, kStart, u"e", {Thing(u"a")});
  EXPECT_EQ(visitor.Count(0), 1);
  EXPECT_EQ(visitor.Count(2), 2);
}

}  // namespace
}  // namespace vitrine::visitor_test
