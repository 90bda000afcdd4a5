#include <gtest/gtest.h>

#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

TEST(VisitorCounters, WindowIsOpenAtItsStartAndClosedAtItsEnd) {
  CounterProgram bundle;
  bundle.Add(1, "view_item", Window::kDuration, kMinute, 5);
  Visitor visitor;
  visitor.Bind(bundle.program);
  EXPECT_EQ(visitor.NextChangeAt(), kInfinity);
  Record(visitor, kStart, u"view_item");
  EXPECT_EQ(visitor.Count(0), 1u);
  EXPECT_EQ(visitor.NextChangeAt(), kStart + kMinute);
  visitor.Advance(kStart + kMinute - 1);
  EXPECT_EQ(visitor.Count(0), 1u);
  visitor.Advance(kStart + kMinute);
  EXPECT_EQ(visitor.Count(0), 0u);
  EXPECT_EQ(visitor.NextChangeAt(), kInfinity);
}

TEST(VisitorCounters, SaturateAtKeptAndDropWhenTheRealCountDoes) {
  CounterProgram bundle;
  bundle.Add(1, "view_item", Window::kDuration, kMinute, 3);
  Visitor visitor;
  visitor.Bind(bundle.program);
  for (int i = 0; i < 5; ++i) {
    Record(visitor, kStart + i * kSecond, u"view_item");
  }
  EXPECT_EQ(visitor.Count(0), 3u);
  EXPECT_EQ(visitor.NextChangeAt(), kStart + kMinute + 2 * kSecond);
  visitor.Advance(kStart + kMinute + kSecond);
  EXPECT_EQ(visitor.Count(0), 3u);
  visitor.Advance(kStart + kMinute + 2 * kSecond);
  EXPECT_EQ(visitor.Count(0), 2u);
}

TEST(VisitorCounters, VisitCountsStartAgainWithTheNextVisit) {
  CounterProgram bundle;
  bundle.Add(1, "view_item", Window::kVisit);
  bundle.Add(2, "view_item", Window::kLifetime);
  Visitor visitor;
  visitor.Bind(bundle.program);
  Record(visitor, kStart, u"view_item");
  Record(visitor, kStart + kMinute, u"view_item");
  visitor.Advance(kStart + kHour);
  EXPECT_EQ(visitor.Count(0), 2u) << "the next visit has not begun";
  visitor.SetCart(kStart + kHour, {});
  EXPECT_EQ(visitor.Count(0), 0u);
  EXPECT_EQ(visitor.Count(1), 2u);
}

TEST(VisitorCounters, CountAnEventOnceWhenAnyItemFits) {
  CounterProgram bundle;
  const auto boots = bundle.Where(ItemField::kCategory, LeafOp::kStrictText,
                                  bundle.Symbol(IdentityKind::kValue, "Boots"));
  bundle.Add(1, "view_item", Window::kLifetime, 0, 0, boots);
  bundle.Add(2, "view_item", Window::kLifetime);
  Visitor visitor;
  visitor.Bind(bundle.program);
  const ItemInput boot{u"b", u"Alfa", u"Boots", 1, 1};
  const ItemInput sock{u"s", u"Alfa", u"Socks", 1, 1};
  Record(visitor, kStart, u"view_item", {sock, boot, boot});
  Record(visitor, kStart, u"view_item", {sock});
  Record(visitor, kStart, u"select_item", {boot});
  Record(visitor, kStart, u"view_item");
  EXPECT_EQ(visitor.Count(0), 1u);
  EXPECT_EQ(visitor.Count(1), 3u);
}

TEST(VisitorCounters, WhereSeesEveryFieldAndNullForWhatIsMissing) {
  CounterProgram bundle;
  const auto symbol = [&](IdentityKind kind, const char* text) {
    return bundle.Symbol(kind, text);
  };
  const std::uint32_t conditions[] = {
      bundle.Where(ItemField::kId, LeafOp::kStrictText,
                   symbol(IdentityKind::kItem, "a")),
      bundle.Where(ItemField::kId, LeafOp::kIsNull, 0),
      bundle.Where(ItemField::kBrand, LeafOp::kStrictText,
                   symbol(IdentityKind::kValue, "B")),
      bundle.Where(ItemField::kBrand, LeafOp::kIsNull, 0),
      bundle.Where(ItemField::kCategory, LeafOp::kStrictText,
                   symbol(IdentityKind::kValue, "C")),
      bundle.Where(ItemField::kCategory, LeafOp::kIsNull, 0),
      bundle.Where(ItemField::kPrice, LeafOp::kStrictNumber,
                   bundle.Number(9.5)),
      bundle.Where(ItemField::kPrice, LeafOp::kIsNull, 0),
      bundle.Where(ItemField::kQuantity, LeafOp::kStrictNumber,
                   bundle.Number(1)),
      bundle.Where(ItemField::kQuantity, LeafOp::kIsNull, 0),
  };
  for (std::uint32_t i = 0; i < 10; ++i) {
    bundle.Add(i + 1, "e", Window::kLifetime, 0, 0, conditions[i]);
  }
  const auto counts = [&](std::vector<ItemInput> items) {
    Visitor visitor;
    visitor.Bind(bundle.program);
    Record(visitor, kStart, u"e", items);
    std::string text;
    for (std::uint32_t i = 0; i < 10; ++i) {
      text += visitor.Count(i) > 0 ? '1' : '0';
    }
    return text;
  };
  EXPECT_EQ(counts({{u"a", u"B", u"C", 9.5, kNaN}}), "1010101010");
  EXPECT_EQ(counts({{u"", u"", u"", kNaN, 2}}), "0101010100");
  EXPECT_EQ(counts({}), "0101010101");
  EXPECT_EQ(counts({{u"a", u"", u"", -1, 1}, {u"", u"B", u"", 9.5, 2}}),
            "1111011110");
}

TEST(VisitorCounters, NewOnesAreMadeUpFromTheLog) {
  CounterProgram empty, bundle;
  bundle.Add(1, "view_item", Window::kLifetime);
  bundle.Add(2, "view_item", Window::kVisit);
  bundle.Add(3, "view_item", Window::kDuration, kHour, 4);
  Visitor visitor;
  visitor.Bind(empty.program);
  visitor.Advance(kStart - 5);
  Record(visitor, kStart, u"view_item");
  Record(visitor, kStart + kHour, u"page_view");
  Record(visitor, kStart + kHour + 1, u"view_item");
  visitor.Bind(bundle.program);
  EXPECT_EQ(visitor.Count(0), 2u);
  EXPECT_EQ(visitor.Count(1), 1u);
  EXPECT_EQ(visitor.Count(2), 1u);
  EXPECT_EQ(visitor.NextChangeAt(), kStart + 2 * kHour + 1);
  EXPECT_EQ(visitor.Since(0), kStart - 5);
}

TEST(VisitorCounters, KnowSinceWhenTheyCount) {
  CounterProgram old, bundle;
  old.Add(1, "a", Window::kLifetime);
  bundle.Add(1, "a", Window::kLifetime);
  bundle.Add(2, "b", Window::kLifetime);
  Visitor visitor;
  visitor.Bind(old.program);
  EXPECT_EQ(visitor.Since(0), 0);
  for (int i = 0; i < 512; ++i) Record(visitor, kStart + i, u"b");
  Record(visitor, kStart + 512, u"a");  // pushes the first one out
  Record(visitor, kStart + 513, u"a");
  visitor.Bind(bundle.program);
  EXPECT_EQ(visitor.Count(0), 2u);
  EXPECT_EQ(visitor.Since(0), kStart);
  EXPECT_EQ(visitor.Count(1), 510u);
  EXPECT_EQ(visitor.Since(1), kStart + 1);
}

TEST(VisitorCounters, RollingABundleBackLosesNothing) {
  CounterProgram first, second;
  first.Add(1, "a", Window::kLifetime);
  first.Add(2, "a", Window::kVisit);
  first.Add(3, "a", Window::kDuration, kHour, 9);
  second.Add(4, "b", Window::kLifetime);
  Visitor visitor;
  visitor.Bind(first.program);
  for (int i = 0; i < 600; ++i) Record(visitor, kStart + i, u"a");
  visitor.Bind(second.program);
  for (int i = 0; i < 10; ++i) Record(visitor, kStart + 600 + i, u"a");
  visitor.Bind(first.program);
  EXPECT_EQ(visitor.Count(0), 610u);
  EXPECT_EQ(visitor.Count(1), 610u);
  EXPECT_EQ(visitor.Count(2), 9u);
  EXPECT_EQ(visitor.Since(0), kStart);

  visitor.Bind(second.program);
  for (int i = 0; i < 513; ++i) Record(visitor, kStart + 700 + i, u"a");
  visitor.Bind(first.program);
  EXPECT_EQ(visitor.Count(0), 610u + 512);
  EXPECT_EQ(visitor.Since(0), kStart + 700) << "one was missed";
}

TEST(VisitorCounters, MoreKeptTimesComeFromTheLog) {
  CounterProgram few, many;
  few.Add(1, "a", Window::kDuration, kHour, 2);
  many.Add(1, "a", Window::kDuration, kHour, 8);
  Visitor visitor;
  visitor.Bind(few.program);
  for (int i = 0; i < 5; ++i) Record(visitor, kStart + i, u"a");
  EXPECT_EQ(visitor.Count(0), 2u);
  visitor.Bind(many.program);
  EXPECT_EQ(visitor.Count(0), 5u);
  visitor.Bind(few.program);
  EXPECT_EQ(visitor.Count(0), 2u);
  EXPECT_EQ(visitor.NextChangeAt(), kStart + 3 + kHour);
}

CounterProgram Lifetimes(Identity first, std::uint32_t count) {
  CounterProgram bundle;
  for (std::uint32_t i = 0; i < count; ++i) {
    bundle.Add(first + i, "a", Window::kLifetime);
  }
  return bundle;
}

TEST(VisitorCounters, OldestUnusedGoFirstPast512) {
  const CounterProgram oldest = Lifetimes(1'000, 256);
  const CounterProgram older = Lifetimes(2'000, 256);
  const CounterProgram one = Lifetimes(3'000, 1);
  Visitor visitor;
  visitor.Bind(oldest.program);
  for (int i = 0; i < 600; ++i) Record(visitor, kStart, u"a");
  visitor.Bind(older.program);
  EXPECT_EQ(visitor.Count(0), 512u);
  visitor.Bind(one.program);  // 513: the last of the oldest goes
  visitor.Bind(oldest.program);
  EXPECT_EQ(visitor.Count(0), 600u);
  EXPECT_EQ(visitor.Count(254), 600u);
  EXPECT_EQ(visitor.Count(255), 512u) << "made up from the log";
}

TEST(VisitorCounters, OldestUnusedGoFirstPast1024Times) {
  CounterProgram bundles[3];
  for (std::uint32_t b = 0; b < 3; ++b) {
    for (std::uint32_t i = 0; i < 8; ++i) {
      bundles[b].Add(100 * b + i + 1, "a", Window::kDuration, kDay, 64);
    }
    bundles[b].Add(100 * b + 50, "a", Window::kLifetime);
  }
  Visitor visitor;
  visitor.Bind(bundles[0].program);
  for (int i = 0; i < 600; ++i) Record(visitor, kStart + i, u"a");
  visitor.Bind(bundles[1].program);  // 512 + 512 times: both have room
  visitor.Bind(bundles[0].program);
  EXPECT_EQ(visitor.Count(8), 600u);
  visitor.Bind(bundles[1].program);
  visitor.Bind(bundles[2].program);  // 1,536: the oldest go
  visitor.Bind(bundles[0].program);
  EXPECT_EQ(visitor.Count(0), 64u);
  EXPECT_EQ(visitor.Count(8), 512u);
}

}  // namespace
}  // namespace vitrine::visitor_test
