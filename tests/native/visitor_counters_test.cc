#include <gtest/gtest.h>

#include <algorithm>

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
      text += visitor.Count(i) ? '1' : '0';
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

TEST(VisitorCounters, OldestUnusedGoFirstPast128) {
  const CounterProgram oldest = Lifetimes(1'000, 64);
  const CounterProgram older = Lifetimes(2'000, 64);
  const CounterProgram one = Lifetimes(3'000, 1);
  Visitor visitor;
  visitor.Bind(oldest.program);
  for (int i = 0; i < 600; ++i) Record(visitor, kStart, u"a");
  visitor.Bind(older.program);
  EXPECT_EQ(visitor.Count(0), 512u);
  visitor.Bind(one.program);  // 129: the last of the oldest goes
  visitor.Bind(oldest.program);
  EXPECT_EQ(visitor.Count(0), 600u);
  EXPECT_EQ(visitor.Count(62), 600u);
  EXPECT_EQ(visitor.Count(63), 512u) << "made up from the log";
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

/// Counts from scratch, from everything that ever happened.
class Oracle {
 public:
  struct Happened {
    double time;
    std::u16string name;
    std::vector<ItemInput> items;
  };
  void Record(double now, std::u16string name, std::vector<ItemInput> items) {
    Touch(now);
    events_.push_back({now, std::move(name), std::move(items)});
  }
  void Touch(double now) {
    if (now - active_ >= 30 * kMinute) visit_ = now;
    active_ = now;
  }
  /// Times at which the count's occurrences leave; infinity: never.
  std::vector<double> Ends(const Counter& counter, std::u16string_view name,
                           int where, double now) const {
    std::vector<double> ends;
    for (const Happened& event : events_) {
      bool fits = where == 0;
      for (const ItemInput& item : event.items) {
        fits |= where == 1 && item.category == u"Boots";
        fits |= where == 2 && item.price == item.price && item.price >= 50;
      }
      if (event.name != name || !fits) continue;
      double end = kInfinity;
      if (counter.window == Window::kVisit && event.time < visit_) continue;
      if (counter.window == Window::kDuration) {
        end = event.time + counter.duration_ms;
      }
      if (end > now) ends.push_back(end);
    }
    if (counter.window == Window::kDuration && ends.size() > counter.kept) {
      ends.erase(ends.begin(),
                 ends.end() - static_cast<std::ptrdiff_t>(counter.kept));
    }
    return ends;
  }

 private:
  std::vector<Happened> events_;
  double visit_ = 0;
  double active_ = -kInfinity;
};

constexpr const char* kNames[] = {"view_item", "add_to_cart", "purchase"};
constexpr const char16_t* kWideNames[] = {u"view_item", u"add_to_cart",
                                          u"purchase"};

/// A bundle of random counters, and what the oracle needs to know of them.
struct Asked {
  CounterProgram bundle;
  std::vector<std::uint32_t> names;
  std::vector<int> wheres;
};

Asked Ask(Dice& dice) {
  Asked asked;
  const std::uint32_t wheres[3] = {
      kNone,
      asked.bundle.Where(ItemField::kCategory, LeafOp::kStrictText,
                         asked.bundle.Symbol(IdentityKind::kValue, "Boots")),
      asked.bundle.Where(ItemField::kPrice, LeafOp::kGreaterEqual,
                         asked.bundle.Number(50))};
  const double durations[] = {10 * kSecond, kMinute, kHour, 3 * kDay};
  const std::uint32_t keeps[] = {1, 3, 64};
  for (std::uint32_t i = 0; i < 12; ++i) {
    const std::uint32_t name = dice.Roll(3), where = dice.Roll(3);
    const std::uint32_t window = dice.Roll(3), duration = dice.Roll(4);
    const bool lasts = window == 2;
    // As the compiler does: what a counter means makes its identity.
    const Identity identity =
        1 + name + 10 * where + 100 * window + (lasts ? 1'000 * duration : 0);
    asked.bundle.Add(identity, kNames[name], static_cast<Window>(window),
                     lasts ? durations[duration] : 0,
                     lasts ? keeps[dice.Roll(3)] : 0, wheres[where]);
    asked.names.push_back(name);
    asked.wheres.push_back(static_cast<int>(where));
  }
  return asked;
}

void Check(const Visitor& visitor, const Oracle& oracle, const Asked& asked) {
  double next = kInfinity;
  for (std::size_t i = 0; i < asked.names.size(); ++i) {
    const auto ends =
        oracle.Ends(asked.bundle.program.counters[i],
                    kWideNames[asked.names[i]], asked.wheres[i], visitor.now());
    ASSERT_EQ(visitor.Count(i), ends.size()) << "counter " << i;
    for (double end : ends) next = std::min(next, end);
  }
  ASSERT_EQ(visitor.NextChangeAt(), next);
}

/// `events` up to the log's quota may change bundles; a longer stream must
/// stay with one, as its log forgets.
void Compare(std::uint64_t seed, std::uint32_t events, std::uint32_t bundles) {
  SCOPED_TRACE(seed);
  Dice dice(seed);
  std::vector<Asked> asked;
  for (std::uint32_t i = 0; i < bundles; ++i) asked.push_back(Ask(dice));
  const double steps[] = {0,       1,       700,         10 * kSecond,
                          kMinute, kMinute, 5 * kMinute, 30 * kMinute,
                          kDay};
  Oracle oracle;
  Visitor visitors[2];
  std::uint32_t at = 0, bound = 0;
  visitors[at].Bind(asked[bound].bundle.program);
  double now = kStart;
  for (std::uint32_t recorded = 0; recorded < events;) {
    now += steps[dice.Roll(9)];
    Visitor& visitor = visitors[at];
    const std::uint32_t action = dice.Roll(20);
    if (action < 14) {
      std::vector<ItemInput> items;
      for (std::uint32_t i = dice.Roll(4); i > 1; --i) {
        items.push_back({u"i", u"", dice.Roll(2) ? u"Boots" : u"Socks",
                         dice.Roll(3) ? 25.0 * dice.Roll(5) : kNaN, 1});
      }
      const char16_t* name = kWideNames[dice.Roll(3)];
      Record(visitor, now, name, items);
      oracle.Record(now, name, items);
      ++recorded;
    } else if (action < 17) {
      visitor.Advance(now);
    } else if (action == 17) {
      visitor.SetCart(now, {});
      oracle.Touch(now);
    } else if (action == 18) {
      visitor.Advance(now);
      bound = dice.Roll(bundles);
      visitor.Bind(asked[bound].bundle.program);
    } else {
      const Bytes bytes = visitor.Snapshot(now);
      visitors[at ^= 1] = Visitor();
      if (dice.Roll(2)) visitors[at].Bind(asked[bound].bundle.program);
      ASSERT_EQ(visitors[at].Restore(bytes, now), RestoreError::kNone);
      visitors[at].Bind(asked[bound].bundle.program);
      ASSERT_EQ(visitors[at].Snapshot(now), bytes);
    }
    Check(visitors[at], oracle, asked[bound]);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(VisitorCounters, AgreeWithCountingFromScratch) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) Compare(seed, 300, 3);
}

TEST(VisitorCounters, AgreeWithCountingFromScratchPastTheLog) {
  for (std::uint64_t seed = 100; seed < 103; ++seed) Compare(seed, 700, 1);
}

}  // namespace
}  // namespace vitrine::visitor_test
