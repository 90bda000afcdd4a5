#include <gtest/gtest.h>

#include <cmath>

#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

TEST(VisitorTime, NeverRunsBackwards) {
  Visitor visitor;
  visitor.Advance(kStart + 0.75);
  EXPECT_EQ(visitor.now(), kStart);
  visitor.Advance(kStart - kDay);
  visitor.Advance(kNaN);
  visitor.Advance(-kInfinity);
  EXPECT_EQ(visitor.now(), kStart);
  Record(visitor, kStart - kDay, u"view_item", {Thing(u"a")});
  EXPECT_EQ(visitor.views().items()[0].at, kStart);
  EXPECT_EQ(visitor.visit().started_at(), kStart);
  visitor.Advance(kInfinity);
  EXPECT_EQ(visitor.now(), 8.64e15);
}

TEST(VisitorVisit, FirstVisitIsNumberOneBeforeAnythingHappened) {
  Visitor visitor;
  EXPECT_EQ(visitor.visit().number(), 1u);
  EXPECT_EQ(visitor.visit().started_at(), 0);
  Record(visitor, kStart, u"page_view");
  EXPECT_EQ(visitor.visit().number(), 1u);
  EXPECT_EQ(visitor.visit().pages(), 1u);
  EXPECT_EQ(visitor.visit().started_at(), kStart);
}

TEST(VisitorVisit, EndsAfterThirtyIdleMinutes) {
  Visitor visitor;
  Record(visitor, kStart, u"page_view");
  Record(visitor, kStart + 30 * kMinute - 1, u"page_view");
  EXPECT_EQ(visitor.visit().number(), 1u);
  EXPECT_EQ(visitor.visit().pages(), 2u);
  const double next = kStart + 60 * kMinute - 1;
  visitor.Advance(next + kDay);
  EXPECT_EQ(visitor.visit().number(), 1u) << "no activity, no new visit";
  Visitor other;
  Record(other, kStart, u"page_view");
  Record(other, kStart + 30 * kMinute, u"view_item", {Thing(u"a")});
  EXPECT_EQ(other.visit().number(), 2u);
  EXPECT_EQ(other.visit().pages(), 0u);
  EXPECT_EQ(other.visit().started_at(), kStart + 30 * kMinute);
}

TEST(VisitorVisit, LastsOverMidnightWhileThereIsActivity) {
  Visitor visitor;
  for (int i = 0; i < 100; ++i) {
    Record(visitor, kStart + i * 29 * kMinute, u"scroll");
  }
  EXPECT_EQ(visitor.visit().number(), 1u);
}

TEST(VisitorVisit, CartChangesAreActivityReportsAreNot) {
  CounterProgram bundle;
  bundle.Happens("r", 0, kNone, IdentityKind::kShown);
  bundle.Add({.identity = 1});
  Visitor visitor;
  visitor.Bind(bundle.program);
  Record(visitor, kStart, u"page_view");
  visitor.SetCart(kStart + 29 * kMinute, {});
  Record(visitor, kStart + 58 * kMinute, u"page_view");
  EXPECT_EQ(visitor.visit().number(), 1u);
  visitor.Report(kStart + 87 * kMinute, ShownId(u"r"));
  Record(visitor, kStart + 88 * kMinute, u"page_view");
  EXPECT_EQ(visitor.visit().number(), 2u);
  EXPECT_EQ(visitor.visit().pages(), 1u);
}

TEST(VisitorCart, AddsUpEvents) {
  Visitor visitor;
  Record(visitor, kStart, u"add_to_cart",
         {Thing(u"boot", 100), Thing(u"sock", 7.5, 4)});
  EXPECT_EQ(visitor.cart().quantity(), 5);
  EXPECT_EQ(visitor.cart().value(), 130);
  Record(visitor, kStart, u"add_to_cart", {Thing(u"boot", 90, 2)});
  ASSERT_EQ(visitor.cart().lines().size(), 2u);
  EXPECT_EQ(visitor.cart().lines()[0].id, ItemId(u"boot"));
  EXPECT_EQ(visitor.cart().quantity(), 7);
  EXPECT_EQ(visitor.cart().value(), 300) << "the price last told";
  Record(visitor, kStart, u"remove_from_cart", {Thing(u"sock", kNaN, 3)});
  EXPECT_EQ(visitor.cart().quantity(), 4);
  Record(visitor, kStart, u"remove_from_cart", {Thing(u"sock")});
  EXPECT_EQ(visitor.cart().lines().size(), 1u);
  Record(visitor, kStart, u"remove_from_cart",
         {Thing(u"boot", kNaN, 99), Thing(u"never-there")});
  EXPECT_EQ(visitor.cart().quantity(), 0);
  EXPECT_EQ(visitor.cart().value(), 0);
}

TEST(VisitorCart, PurchaseEmptiesItRefundDoesNot) {
  Visitor visitor;
  Record(visitor, kStart, u"add_to_cart", {Thing(u"a", 10)});
  Record(visitor, kStart, u"refund", {Thing(u"a", 10)}, u"t-0");
  EXPECT_EQ(visitor.cart().value(), 10);
  Record(visitor, kStart, u"purchase", {Thing(u"b", 10)});
  EXPECT_TRUE(visitor.cart().lines().empty());
}

TEST(VisitorCart, TheShopsTruthReplacesIt) {
  Visitor visitor;
  Record(visitor, kStart, u"add_to_cart", {Thing(u"a", 10)});
  const std::vector<ItemInput> truth = {Thing(u"b", 3, 2), Thing(u"c"),
                                        Thing(u"b", 4, 1), Thing(u"d", 5, 0)};
  visitor.SetCart(kStart, truth);
  ASSERT_EQ(visitor.cart().lines().size(), 2u);
  EXPECT_EQ(visitor.cart().quantity(), 4);
  EXPECT_EQ(visitor.cart().value(), 12);
  EXPECT_EQ(visitor.event_count(), 1u) << "not an event";
  visitor.SetCart(kStart, {});
  EXPECT_TRUE(visitor.cart().lines().empty());
}

TEST(VisitorCart, KeepsSixtyFourLinesAndDropsTheOldest) {
  Visitor visitor;
  for (std::uint32_t i = 0; i < 64; ++i) {
    Record(visitor, kStart, u"add_to_cart", {Thing(Numbered(u"i", i), 1)});
  }
  EXPECT_EQ(visitor.cart().lines().size(), 64u);
  EXPECT_EQ(visitor.cart().lines()[0].id, ItemId(u"i0"));
  Record(visitor, kStart, u"add_to_cart", {Thing(u"new", 1)});
  EXPECT_EQ(visitor.cart().lines().size(), 64u);
  EXPECT_EQ(visitor.cart().lines()[0].id, ItemId(u"i1"));
  EXPECT_EQ(visitor.cart().lines()[63].id, ItemId(u"new"));
}

TEST(VisitorCart, OddNumbersAreTreatedSanely) {
  Visitor visitor;
  Record(visitor, kStart, u"add_to_cart",
         {Thing(u"a", -5), Thing(u"b", kInfinity), Thing(u"c", 1e13),
          Thing(u"d", 2, kInfinity), Thing(u"e", 2, -kInfinity),
          Thing(u"f", 2, -3), Thing(u"g", 0, 1), Thing(u"", 9)});
  EXPECT_EQ(visitor.cart().lines().size(), 6u);  // not f and the nameless
  EXPECT_EQ(visitor.cart().quantity(), 6);
  EXPECT_EQ(visitor.cart().value(), 4);
  Record(visitor, kStart, u"add_to_cart", {Thing(u"d", 1e12, 1e300)});
  EXPECT_EQ(visitor.cart().value(), 1e12 * 1e6 + 2);
  Record(visitor, kStart, u"remove_from_cart", {Thing(u"a", 1, -3)});
  EXPECT_EQ(visitor.cart().lines().size(), 6u);
  Visitor fractions;
  Record(fractions, kStart, u"add_to_cart", {Thing(u"a", 1, 0.3)});
  Record(fractions, kStart, u"remove_from_cart", {Thing(u"a", 1, 0.2)});
  Record(fractions, kStart, u"remove_from_cart", {Thing(u"a", 1, 0.1)});
  EXPECT_TRUE(fractions.cart().lines().empty());
}

TEST(VisitorCart, ItemsPastSixtyFourDoNotCount) {
  Visitor visitor;
  std::vector<ItemInput> items(70, Thing(u"a", 1));
  visitor.SetCart(kStart, items);
  EXPECT_EQ(visitor.cart().quantity(), 64);
  Record(visitor, kStart, u"remove_from_cart", items);
  EXPECT_EQ(visitor.cart().quantity(), 0);
}

TEST(VisitorOrders, CountOnceByTransaction) {
  Visitor visitor;
  Record(visitor, kStart, u"page_view");
  EXPECT_EQ(Record(visitor, kStart, u"purchase", {Thing(u"a", 10, 3)}, u"t-1"),
            Recorded::kRecorded);
  EXPECT_EQ(visitor.orders().value(), 30);
  Record(visitor, kStart, u"add_to_cart", {Thing(u"b", 1)});
  const std::uint32_t events = visitor.event_count();
  EXPECT_EQ(Record(visitor, kStart + kDay, u"purchase", {Thing(u"a", 10, 3)},
                   u"t-1", 99),
            Recorded::kDuplicateOrder);
  EXPECT_EQ(visitor.orders().count(), 1u);
  EXPECT_EQ(visitor.orders().value(), 30);
  EXPECT_EQ(visitor.event_count(), events);
  EXPECT_EQ(visitor.cart().quantity(), 1);
  EXPECT_EQ(visitor.visit().number(), 1u);
  Record(visitor, kStart, u"purchase", {}, u"t-2", 12.5);
  EXPECT_EQ(visitor.orders().count(), 2u);
  EXPECT_EQ(visitor.orders().value(), 42.5);
}

TEST(VisitorOrders, WithoutTransactionAlwaysCount) {
  Visitor visitor;
  for (int i = 0; i < 3; ++i) Record(visitor, kStart, u"purchase", {}, u"", 5);
  EXPECT_EQ(visitor.orders().count(), 3u);
  EXPECT_EQ(visitor.orders().value(), 15);
}

TEST(VisitorOrders, OddValuesFallBackToTheItems) {
  for (double odd : {kNaN, kInfinity, -kInfinity, -1.0, 1e13}) {
    Visitor visitor;
    Record(visitor, kStart, u"purchase", {Thing(u"a", 4, 2), Thing(u"b")}, u"t",
           odd);
    EXPECT_EQ(visitor.orders().value(), 8) << odd;
  }
}

TEST(VisitorOrders, TotalsSurviveEvictionOfTransactions) {
  Visitor visitor;
  for (std::uint32_t i = 0; i < 65; ++i) {
    Record(visitor, kStart, u"purchase", {}, Numbered(u"t", i), 2);
  }
  EXPECT_EQ(visitor.orders().count(), 65u);
  EXPECT_EQ(visitor.orders().value(), 130);
  EXPECT_EQ(Record(visitor, kStart, u"purchase", {}, u"t1", 2),
            Recorded::kDuplicateOrder);
  EXPECT_EQ(Record(visitor, kStart, u"purchase", {}, u"t0", 2),
            Recorded::kRecorded)
      << "forgotten";
  EXPECT_EQ(visitor.orders().count(), 66u);
}

TEST(VisitorViews, DistinctMostRecentFirst) {
  Visitor visitor;
  Record(visitor, kStart, u"view_item", {Thing(u"a"), Thing(u""), Thing(u"b")});
  Record(visitor, kStart + 1, u"view_item", {Thing(u"c")});
  Record(visitor, kStart + 2, u"view_item", {Thing(u"a")});
  Record(visitor, kStart + 3, u"select_item", {Thing(u"x")});
  const auto items = visitor.views().items();
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0].item.text(), u"a");
  EXPECT_EQ(items[0].at, kStart + 2);
  EXPECT_EQ(items[0].id, ItemId(u"a"));
  EXPECT_EQ(items[1].item.text(), u"c");
  EXPECT_EQ(items[2].item.text(), u"b");
}

TEST(VisitorViews, KeepsTextsUpToFortyUnits) {
  const std::u16string fits(40, u'x'), too_long(41, u'x');
  Visitor visitor;
  Record(visitor, kStart, u"view_item", {Thing(fits), Thing(too_long)});
  EXPECT_EQ(visitor.views().items()[1].item.text(), fits);
  EXPECT_EQ(visitor.views().items()[0].item.text(), u"");
  EXPECT_EQ(visitor.views().items()[0].id, ItemId(too_long));
}

TEST(VisitorViews, Keeps128) {
  Visitor visitor;
  for (std::uint32_t i = 0; i < 128; ++i) {
    Record(visitor, kStart, u"view_item", {Thing(Numbered(u"i", i))});
  }
  EXPECT_EQ(visitor.views().items().size(), 128u);
  EXPECT_EQ(visitor.views().items()[127].item.text(), u"i0");
  Record(visitor, kStart, u"view_item", {Thing(u"new")});
  EXPECT_EQ(visitor.views().items().size(), 128u);
  EXPECT_EQ(visitor.views().items()[0].item.text(), u"new");
  EXPECT_EQ(visitor.views().items()[127].item.text(), u"i1");
}

TEST(VisitorCart, KnowsSinceWhenThereIsSomethingInIt) {
  Visitor visitor;
  EXPECT_TRUE(std::isnan(visitor.cart().filled_at()));
  Record(visitor, kStart, u"add_to_cart", {Thing(u"")});
  EXPECT_TRUE(std::isnan(visitor.cart().filled_at()))
      << "nothing was put there";
  Record(visitor, kStart + 1, u"add_to_cart", {Thing(u"a")});
  Record(visitor, kStart + 2, u"add_to_cart", {Thing(u"b")});
  Record(visitor, kStart + 3, u"remove_from_cart", {Thing(u"a")});
  visitor.SetCart(kStart + 4, std::vector<ItemInput>{Thing(u"c")});
  EXPECT_EQ(visitor.cart().filled_at(), kStart + 1);
  EXPECT_TRUE(visitor.cart().Has(ItemId(u"c")));
  EXPECT_FALSE(visitor.cart().Has(ItemId(u"b")));
  visitor.SetCart(kStart + 5, {});
  EXPECT_TRUE(std::isnan(visitor.cart().filled_at()));
  visitor.SetCart(kStart + 6, std::vector<ItemInput>{Thing(u"c")});
  EXPECT_EQ(visitor.cart().filled_at(), kStart + 6);
  Record(visitor, kStart + 7, u"remove_from_cart", {Thing(u"c")});
  EXPECT_TRUE(std::isnan(visitor.cart().filled_at()));
}

TEST(VisitorOrders, KnowsTheFirstAndTheLast) {
  Visitor visitor;
  EXPECT_TRUE(std::isnan(visitor.orders().first_at()));
  EXPECT_TRUE(std::isnan(visitor.orders().last_at()));
  for (int i = 0; i < 3; ++i) Record(visitor, kStart + i, u"purchase");
  EXPECT_EQ(visitor.orders().first_at(), kStart);
  EXPECT_EQ(visitor.orders().last_at(), kStart + 2);
}

TEST(VisitorVisit, KnowsHowLongTheVisitorWasAway) {
  Visitor visitor;
  EXPECT_TRUE(std::isnan(visitor.visit().gap()));
  EXPECT_TRUE(std::isnan(visitor.visit().Age(kStart)));
  Record(visitor, kStart, u"page_view");
  Record(visitor, kStart + kMinute, u"page_view");
  EXPECT_TRUE(std::isnan(visitor.visit().gap()));
  EXPECT_EQ(visitor.visit().Age(kStart + kHour), kHour);
  Record(visitor, kStart + 3 * kDay, u"page_view");
  EXPECT_EQ(visitor.visit().gap(), 3 * kDay - kMinute);
  EXPECT_EQ(visitor.visit().Age(kStart + 3 * kDay), 0);
}

TEST(VisitorVisit, AddsUpActiveTime) {
  Visitor visitor;
  Record(visitor, kStart, u"page_view");
  for (double ms : {1'500.7, kNaN, kInfinity, -5.0, 0.0, 500.0}) {
    visitor.AddActive(kStart + 20 * kMinute, ms);
  }
  EXPECT_EQ(visitor.visit().active(), 2'000);
  Record(visitor, kStart + 30 * kMinute, u"page_view");
  EXPECT_EQ(visitor.visit().number(), 2u) << "active time is no activity";
  EXPECT_EQ(visitor.visit().active(), 0);
}

TEST(VisitorReport, IsKeptOnlyIfTheBundleAsks) {
  CounterProgram bundle;
  bundle.Happens("hero", 0, kNone, IdentityKind::kShown);
  bundle.Add({.identity = 1});
  Visitor visitor;
  visitor.Bind(bundle.program);
  visitor.Report(kStart, ShownId(u"hero"));
  visitor.Report(kStart, ShownId(u"other"));
  visitor.Report(kStart, IdentityOf(IdentityKind::kClicked, u"hero"));
  visitor.Report(kStart, IdentityOf(IdentityKind::kEvent, u"hero"));
  EXPECT_EQ(visitor.Count(0), 1);
  EXPECT_EQ(visitor.event_count(), 1u);
  EXPECT_EQ(visitor.visit().started_at(), 0);
}

TEST(VisitorLog, KeepsTheLatest512Events) {
  Visitor visitor;
  for (int i = 0; i < 512; ++i) Record(visitor, kStart + i, u"scroll");
  EXPECT_EQ(visitor.event_count(), 512u);
  Record(visitor, kStart + 600, u"scroll");
  EXPECT_EQ(visitor.event_count(), 512u);
}

TEST(VisitorLog, Keeps1024ItemsInAllAnd16PerEvent) {
  EventLog log;
  const std::vector<Item> many(40, Item{.id = 7});
  for (int i = 0; i < 64; ++i) log.Add(kStart + i, 1, many);
  EXPECT_EQ(log.size(), 64u);
  EXPECT_EQ(log.lost_until(), 0);
  log.ForEachSince(0, [](const EventLog::Event& event) {
    EXPECT_EQ(event.items.size(), 16u);
  });
  log.Add(kStart + 64, 1, {});
  EXPECT_EQ(log.size(), 65u);
  log.Add(kStart + 65, 1, {many.data(), 1});
  EXPECT_EQ(log.size(), 65u);
  EXPECT_EQ(log.lost_until(), kStart);
  EXPECT_EQ(log.recorded(), 66u);
  std::uint32_t visited = 0;
  log.ForEachSince(64, [&](const EventLog::Event& event) {
    EXPECT_EQ(event.time, kStart + 64 + visited);
    EXPECT_EQ(event.items.size(), visited);
    ++visited;
  });
  EXPECT_EQ(visited, 2u);
}

TEST(VisitorForget, StartsAfresh) {
  CounterProgram bundle;
  bundle.Add(1, "page_view", Window::kLifetime);
  Visitor visitor;
  visitor.Bind(bundle.program);
  visitor.SetSeed(5);
  visitor.Assign(1, 2);
  visitor.Touch(kStart, {u"s", u"m", u"c", u"direct"});
  visitor.Record(kStart, {.name = u"search", .search = u"x", .value = kNaN});
  Record(visitor, kStart, u"page_view");
  Record(visitor, kStart + kDay, u"purchase", {Thing(u"a", 1)}, u"t");
  visitor.Forget();
  EXPECT_EQ(visitor.event_count(), 0u);
  EXPECT_EQ(visitor.visit().number(), 1u);
  EXPECT_EQ(visitor.orders().count(), 0u);
  EXPECT_EQ(visitor.seed(), -1);
  EXPECT_EQ(visitor.Assigned(1), kNoIdentity);
  EXPECT_EQ(visitor.Read({InputSource::kSearchLast}).tag, ValueTag::kNull);
  EXPECT_EQ(visitor.Read({InputSource::kTraffic}).tag, ValueTag::kNull);
  EXPECT_EQ(visitor.now(), kStart + kDay);
  EXPECT_EQ(visitor.Count(0), 0u);
  EXPECT_EQ(visitor.Since(0), kStart + kDay);
  Record(visitor, kStart + kDay, u"page_view");
  EXPECT_EQ(visitor.Count(0), 1u);
}

}  // namespace
}  // namespace vitrine::visitor_test
