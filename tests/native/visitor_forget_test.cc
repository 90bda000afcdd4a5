// Forgetting one item or interest: it is as if there had been none, and all
// else stays.
#include <gtest/gtest.h>

#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

constexpr ItemInput kBoot = {u"boot", u"Norr", u"Hiking", 120, 1};
constexpr ItemInput kSock = {u"sock", u"Ull", u"Hiking", 15, 1};
constexpr ItemInput kTent = {u"tent", u"Norr", u"Camping", 300, 1};

ItemsOf TheItem(std::u16string_view id) { return {&Item::id, ItemId(id)}; }
ItemsOf TheCategory(std::u16string_view name) {
  return {&Item::category, ValueId(name)};
}

/// Counts views: all, of Hiking, of Camping, of two in a row.
struct Counting {
  Counting() {
    const auto in = [this](std::string_view category) {
      return bundle.Where(ItemField::kCategory, LeafOp::kStrictText,
                          bundle.Symbol(IdentityKind::kValue, category));
    };
    const auto hiking = in("Hiking");
    const auto camping = in("Camping");
    bundle.Add(1, "view_item", Window::kLifetime);
    bundle.Add(2, "view_item", Window::kLifetime, 0, 0, hiking);
    bundle.Add(3, "view_item", Window::kDuration, kDay, 5, camping);
    bundle.Happens("view_item", 0, hiking);
    bundle.Happens("view_item", 0, camping);
    bundle.Add({.identity = 4, .tally = Tally::kSequence});
    bundle.Add(5, "page_view", Window::kLifetime);
    visitor.Bind(bundle.program);
  }
  std::vector<double> Counts() const {
    return {visitor.Count(0), visitor.Count(1), visitor.Count(2),
            visitor.Count(3), visitor.Count(4)};
  }

  CounterProgram bundle;
  Visitor visitor;
};

TEST(VisitorForgets, AnItemAsIfItHadNotBeenLookedAt) {
  Counting it;
  Visitor& visitor = it.visitor;
  Record(visitor, kStart, u"page_view");
  Record(visitor, kStart, u"view_item", {kBoot});
  Record(visitor, kStart + kMinute, u"view_item", {kTent});
  Record(visitor, kStart + kMinute, u"view_item", {kSock});
  ASSERT_EQ(it.Counts(), (std::vector<double>{3, 2, 1, 1, 1}));
  visitor.ForgetItems(kStart + kHour, TheItem(u"boot"));
  EXPECT_EQ(it.Counts(), (std::vector<double>{2, 1, 1, 0, 1}));
  ASSERT_EQ(visitor.views().items().size(), 2u);
  EXPECT_FALSE(visitor.views().Has(ItemId(u"boot")));
  EXPECT_EQ(visitor.event_count(), 3u);
  EXPECT_EQ(visitor.categories().entries().size(), 2u) << "has its own way";
  EXPECT_EQ(visitor.Since(0), kStart) << "the log has all of it";
  EXPECT_EQ(visitor.NextChangeAt(), kStart + kMinute + kDay);
}

TEST(VisitorForgets, OnlyTheItemOfAnEventOfSeveral) {
  Counting it;
  Visitor& visitor = it.visitor;
  Record(visitor, kStart, u"view_item", {kBoot, kTent});
  visitor.ForgetItems(kStart, TheItem(u"boot"));
  EXPECT_EQ(it.Counts(), (std::vector<double>{1, 0, 1, 0, 0}));
  EXPECT_EQ(visitor.event_count(), 1u);
}

TEST(VisitorForgets, WhatWasBoughtShownAndNotWanted) {
  Visitor visitor;
  Record(visitor, kStart, u"purchase", {kBoot, kTent}, u"T-1", 420);
  Record(visitor, kStart, u"add_to_cart", {kBoot});
  Record(visitor, kStart, u"not_interested", {kBoot, kTent});
  visitor.Show(ItemId(u"boot"));
  visitor.ForgetItems(kStart, TheItem(u"boot"));
  ASSERT_EQ(visitor.purchases().items().size(), 1u);
  EXPECT_EQ(visitor.purchases().items()[0].id, ItemId(u"tent"));
  EXPECT_FALSE(visitor.attention().IsUnwanted(ItemId(u"boot")));
  EXPECT_TRUE(visitor.attention().IsUnwanted(ItemId(u"tent")));
  EXPECT_TRUE(visitor.attention().shown().empty());
  EXPECT_EQ(visitor.orders().count(), 1u) << "orders stay";
  EXPECT_EQ(visitor.orders().value(), 420);
  EXPECT_EQ(visitor.cart().quantity(), 1) << "so does the cart";
  EXPECT_EQ(Record(visitor, kStart, u"purchase", {kBoot}, u"T-1"),
            Recorded::kDuplicateOrder);
}

TEST(VisitorForgets, AnInterestAndWhatWasCountedOfIt) {
  Counting it;
  Visitor& visitor = it.visitor;
  Record(visitor, kStart, u"view_item", {kBoot});
  Record(visitor, kStart, u"view_item", {kTent});
  visitor.ForgetItems(kStart, TheCategory(u"Hiking"));
  EXPECT_EQ(it.Counts(), (std::vector<double>{1, 0, 1, 0, 0}));
  ASSERT_EQ(visitor.categories().entries().size(), 1u);
  EXPECT_EQ(visitor.categories().ShareOf(ValueId(u"Camping")), 1);
  EXPECT_EQ(visitor.brands().entries().size(), 1u);
  EXPECT_EQ(visitor.views().items().size(), 2u) << "have their own way";
  visitor.ForgetItems(kStart, {&Item::brand, ValueId(u"Norr")});
  EXPECT_TRUE(visitor.brands().entries().empty());
  EXPECT_EQ(it.Counts(), (std::vector<double>{0, 0, 0, 0, 0}));
}

TEST(VisitorForgets, NothingWhereNothingIs) {
  Counting it;
  Visitor& visitor = it.visitor;
  visitor.ForgetItems(kStart, TheItem(u"boot"));
  Record(visitor, kStart, u"view_item", {kTent});
  Record(visitor, kStart, u"view_item");
  const Bytes before = visitor.Snapshot(kStart);
  visitor.ForgetItems(kStart, TheItem(u"boot"));
  EXPECT_EQ(visitor.Snapshot(kStart), before);
}

TEST(VisitorForgets, CountersThatKnewMoreThanTheLogBeginWhereItBegins) {
  Counting it;
  Visitor& visitor = it.visitor;
  Record(visitor, kStart, u"view_item", {kTent});
  for (std::size_t i = 1; i <= kMaxLoggedEvents; ++i) {
    Record(visitor, kStart + static_cast<double>(i), u"view_item", {kSock});
  }
  Record(visitor, kStart + kSecond, u"view_item", {kBoot});
  ASSERT_EQ(it.Counts(), (std::vector<double>{514, 513, 1, 0, 0}));
  visitor.ForgetItems(kStart + kSecond, TheItem(u"boot"));
  EXPECT_EQ(it.Counts(), (std::vector<double>{511, 511, 1, 0, 0}))
      << "what cannot have counted the boot is left alone";
  EXPECT_EQ(visitor.Since(0), kStart + 1);
  EXPECT_EQ(visitor.Since(2), kStart);
}

TEST(VisitorForgets, InTheSnapshotToo) {
  Counting it;
  Record(it.visitor, kStart, u"view_item", {kBoot});
  Record(it.visitor, kStart, u"view_item", {kTent});
  it.visitor.ForgetItems(kStart, TheItem(u"boot"));
  const Bytes bytes = it.visitor.Snapshot(kStart);
  Counting other;
  ASSERT_EQ(other.visitor.Restore(bytes, kStart), RestoreError::kNone);
  EXPECT_EQ(other.Counts(), it.Counts());
  EXPECT_EQ(other.visitor.Snapshot(kStart), bytes);
  Record(other.visitor, kStart + 1, u"view_item", {kBoot});
  EXPECT_EQ(other.Counts(), (std::vector<double>{2, 1, 1, 0, 0}));
}

TEST(VisitorForgets, CountersOutOfUseWhoseBundleIsGone) {
  Counting it;
  Record(it.visitor, kStart, u"view_item", {kBoot});
  CounterProgram other;
  other.Add(9, "view_item", Window::kLifetime);
  it.visitor.Bind(other.program);
  it.visitor.ForgetItems(kStart, TheItem(u"boot"));
  EXPECT_EQ(it.visitor.Count(0), 0);
  it.visitor.Bind(it.bundle.program);
  EXPECT_EQ(it.Counts(), (std::vector<double>{0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace vitrine::visitor_test
