#include <gtest/gtest.h>

#include <cmath>

#include "runtime/base/exp2.h"
#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

ItemInput Of(std::u16string_view category, std::u16string_view brand = {}) {
  return {{}, brand, category, kNaN, kNaN};
}

TEST(Exp2, IsCloseToTheLibrarys) {
  double worst = 0;
  for (int i = -40'000; i <= 40'000; ++i) {
    const double x = i * 0.02531;
    const double error = std::abs(Exp2(x) / std::exp2(x) - 1);
    if (error > worst) worst = error;
  }
  EXPECT_LT(worst, 1e-12);
}

TEST(Exp2, IsExactForWholeNumbers) {
  for (int i = -1022; i <= 1023; ++i) {
    ASSERT_EQ(Exp2(i), std::ldexp(1.0, i)) << i;
  }
}

TEST(Exp2, Ends) {
  EXPECT_EQ(Exp2(-1022.1), 0);
  EXPECT_EQ(Exp2(-kInfinity), 0);
  EXPECT_EQ(Exp2(kNaN), 0);
  EXPECT_EQ(Exp2(1023.5), kInfinity);
  EXPECT_EQ(Exp2(kInfinity), kInfinity);
  EXPECT_TRUE(std::isfinite(Exp2(1023.49)));
}

TEST(Exp2, HasTheseBitsEverywhere) {
  EXPECT_EQ(Exp2(0.1), 0x1.125fbee250664p+0);
  EXPECT_EQ(Exp2(-33.7), 0x1.3b2c47bff831ap-34);
}

TEST(VisitorAffinity, WeighsEventsByTheirMeaning) {
  const struct {
    const char16_t* event;
    double weight;
  } table[] = {{u"view_item", 1},       {u"select_item", 1},
               {u"add_to_wishlist", 3}, {u"add_to_cart", 3},
               {u"purchase", 5},        {u"remove_from_cart", 0},
               {u"view_item_list", 0},  {u"refund", 0}};
  for (const auto& [event, weight] : table) {
    Visitor visitor;
    Record(visitor, kStart, u"add_to_cart", {Of(u"known", u"K")});
    Record(visitor, kStart, event, {Of(u"tried", u"T")});
    double share = 0, brand_share = 0;
    for (std::size_t i = 0; i < visitor.categories().entries().size(); ++i) {
      if (visitor.categories().entries()[i].name.text() == u"tried") {
        share = visitor.categories().Share(i);
        brand_share = visitor.brands().Share(i);
      }
    }
    EXPECT_EQ(share, weight / (3 + weight));
    EXPECT_EQ(brand_share, weight / (3 + weight));
  }
}

TEST(VisitorAffinity, HalvesInFourteenDays) {
  Visitor visitor;
  Record(visitor, kStart, u"purchase", {Of(u"old")});
  Record(visitor, kStart + 14 * kDay, u"add_to_cart", {Of(u"new")});
  EXPECT_EQ(visitor.categories().Top(), ValueId(u"new"));
  EXPECT_DOUBLE_EQ(visitor.categories().Share(0), 3 / 5.5);
  EXPECT_EQ(visitor.categories().entries()[0].name.text(), u"new");
  const double share = visitor.categories().Share(1);
  visitor.Advance(kStart + 300 * kDay);
  EXPECT_EQ(visitor.categories().Share(1), share) << "all fade alike";
}

TEST(VisitorAffinity, BreaksTiesByIdentity) {
  for (bool swapped : {false, true}) {
    Visitor visitor;
    Record(visitor, kStart, u"view_item", {Of(swapped ? u"a" : u"b")});
    Record(visitor, kStart, u"view_item", {Of(swapped ? u"b" : u"a")});
    EXPECT_EQ(visitor.categories().Top(),
              std::min(ValueId(u"a"), ValueId(u"b")));
  }
}

TEST(VisitorAffinity, EmptyTextsAreNothing) {
  Visitor visitor;
  Record(visitor, kStart, u"view_item", {Of(u"", u"")});
  EXPECT_EQ(visitor.categories().Top(), kNoIdentity);
  EXPECT_TRUE(visitor.brands().entries().empty());
}

TEST(VisitorAffinity, KeepsSixtyFourAndDropsTheWeakest) {
  Visitor visitor;
  for (std::uint32_t i = 0; i < 64; ++i) {
    Record(visitor, kStart, u"add_to_cart", {Of(Numbered(u"c", i))});
  }
  Record(visitor, kStart, u"add_to_cart", {Of(u"c7")});
  // All but c7 weigh the same: the largest identity goes.
  const Identity weakest = visitor.categories().entries()[63].id;
  for (const AffinityEntry& entry : visitor.categories().entries()) {
    if (entry.id != ValueId(u"c7")) EXPECT_LE(entry.id, weakest);
  }
  Record(visitor, kStart, u"view_item", {Of(u"new")});
  const auto entries = visitor.categories().entries();
  ASSERT_EQ(entries.size(), 64u);
  EXPECT_EQ(entries[0].id, ValueId(u"c7"));
  EXPECT_EQ(entries[63].id, ValueId(u"new")) << "a newcomer always gets in";
  for (const AffinityEntry& entry : entries) EXPECT_NE(entry.id, weakest);
}

TEST(VisitorAffinity, KeepsTextsUpToFortyUnits) {
  const std::u16string fits(40, u'\u00e5'), too_long(41, u'x');
  Visitor visitor;
  Record(visitor, kStart, u"purchase", {Of(fits, too_long)});
  EXPECT_EQ(visitor.categories().entries()[0].name.text(), fits);
  EXPECT_EQ(visitor.brands().entries()[0].name.text(), u"");
  EXPECT_EQ(visitor.brands().Top(), ValueId(too_long));
}

TEST(VisitorAffinity, SurvivesManyHalfLives) {
  Visitor visitor;
  double now = kStart;
  for (int i = 0; i < 1'000; ++i, now += 50 * kDay) {
    Record(visitor, now, u"view_item", {Of(i % 2 ? u"odd" : u"even")});
    ASSERT_EQ(visitor.categories().Top(), ValueId(i % 2 ? u"odd" : u"even"));
  }
  // The other is 50 days older: by 2^(50/14).
  EXPECT_NEAR(visitor.categories().Share(1), 1 / (1 + std::exp2(50 / 14.0)),
              1e-9);
  Record(visitor, 8.6e15, u"view_item", {Of(u"last")});
  EXPECT_EQ(visitor.categories().entries().size(), 1u);
  EXPECT_EQ(visitor.categories().Share(0), 1);
}

}  // namespace
}  // namespace vitrine::visitor_test
