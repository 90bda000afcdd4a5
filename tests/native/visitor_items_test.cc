// What a visitor's device knows of single items: views, purchases, what was
// shown, and what is not wanted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

TEST(VisitorViews, KnowPriceAndStockOfTheLatestView) {
  Visitor visitor;
  ItemInput boot = Thing(u"boot", 89.5);
  boot.sold_out = true;
  Record(visitor, kStart, u"view_item", {boot});
  EXPECT_EQ(visitor.views().items()[0].price, 89.5);
  EXPECT_TRUE(visitor.views().items()[0].was_sold_out);
  Record(visitor, kStart + 1, u"add_to_cart", {Thing(u"boot", 70)});
  EXPECT_EQ(visitor.views().items()[0].price, 89.5) << "no view";
  Record(visitor, kStart + 2, u"view_item", {Thing(u"boot")});
  EXPECT_TRUE(std::isnan(visitor.views().items()[0].price));
  EXPECT_FALSE(visitor.views().items()[0].was_sold_out);
  Record(visitor, kStart + 3, u"view_item", {Thing(u"boot", -1)});
  EXPECT_TRUE(std::isnan(visitor.views().items()[0].price));
}

TEST(VisitorPurchases, KnowTheTimeBetween) {
  Visitor visitor;
  Record(visitor, kStart, u"purchase", {Thing(u"a"), Thing(u"b"), Thing(u"")});
  ASSERT_EQ(visitor.purchases().items().size(), 2u);
  EXPECT_EQ(visitor.purchases().items()[0].id, ItemId(u"b"));
  EXPECT_TRUE(std::isnan(visitor.purchases().items()[0].gap));
  Record(visitor, kStart + 30 * kDay, u"purchase", {Thing(u"a"), Thing(u"a")});
  const auto& again = visitor.purchases().items()[0];
  EXPECT_EQ(again.id, ItemId(u"a"));
  EXPECT_EQ(again.at, kStart + 30 * kDay);
  EXPECT_EQ(again.gap, 30 * kDay);
  Record(visitor, kStart + 31 * kDay - 1, u"purchase", {Thing(u"a")});
  EXPECT_EQ(visitor.purchases().items()[0].at, kStart + 31 * kDay - 1);
  EXPECT_EQ(visitor.purchases().items()[0].gap, 30 * kDay)
      << "one purchase in two orders";
  Record(visitor, kStart + 32 * kDay - 1, u"purchase", {Thing(u"a")});
  EXPECT_EQ(visitor.purchases().items()[0].gap, kDay);
}

TEST(VisitorPurchases, CountAnOrderOnce) {
  Visitor visitor;
  Record(visitor, kStart, u"purchase", {Thing(u"a")}, u"T-1");
  Record(visitor, kStart + 5 * kDay, u"purchase", {Thing(u"a")}, u"T-1");
  EXPECT_EQ(visitor.purchases().items()[0].at, kStart);
}

TEST(VisitorPurchases, Keep128) {
  Visitor visitor;
  for (std::uint32_t i = 0; i < 129; ++i) {
    Record(visitor, kStart, u"purchase", {Thing(Numbered(u"i", i))});
  }
  ASSERT_EQ(visitor.purchases().items().size(), 128u);
  EXPECT_EQ(visitor.purchases().items()[0].id, ItemId(u"i128"));
  EXPECT_EQ(visitor.purchases().items()[127].id, ItemId(u"i1"));
}

/// The item is shown, and the page left.
void Pass(Visitor& visitor, std::u16string_view item, int pages = 1) {
  for (; pages > 0; --pages) {
    visitor.Show(ItemId(item));
    Record(visitor, kStart, u"page_view");
  }
}

TEST(VisitorAttention, CountsPagesThatShowedAnItem) {
  Visitor visitor;
  const auto count = [&] {
    return visitor.attention().ShownCount(ItemId(u"a"));
  };
  visitor.Show(kNoIdentity);
  EXPECT_TRUE(visitor.attention().shown().empty());
  visitor.Show(ItemId(u"a"));
  visitor.Show(ItemId(u"a"));
  EXPECT_EQ(count(), 0u) << "not before the page is left";
  Record(visitor, kStart, u"page_view");
  EXPECT_EQ(count(), 1u) << "twice on one page";
  Record(visitor, kStart, u"page_view");
  EXPECT_EQ(count(), 1u);
  Pass(visitor, u"a");
  EXPECT_EQ(count(), 2u);
  Pass(visitor, u"a", 100);
  EXPECT_EQ(count(), 63u);
  EXPECT_EQ(visitor.attention().ShownCount(ItemId(u"b")), 0u);
}

TEST(VisitorAttention, BeginsAnewWhenTheItemIsLookedAt) {
  for (const char16_t* name : {u"view_item", u"select_item", u"add_to_cart"}) {
    Visitor visitor;
    Pass(visitor, u"a", 3);
    Pass(visitor, u"b", 3);
    Record(visitor, kStart, name, {Thing(u"a")});
    EXPECT_EQ(visitor.attention().ShownCount(ItemId(u"a")), 0u);
    EXPECT_EQ(visitor.attention().ShownCount(ItemId(u"b")), 3u);
  }
  Visitor visitor;
  Pass(visitor, u"a", 3);
  for (const char16_t* name : {u"purchase", u"remove_from_cart", u"custom",
                               u"add_to_wishlist", u"not_interested"}) {
    Record(visitor, kStart, name, {Thing(u"a")});
  }
  EXPECT_EQ(visitor.attention().ShownCount(ItemId(u"a")), 3u);
}

TEST(VisitorAttention, KnowsWhatIsNotWanted) {
  Visitor visitor;
  Record(visitor, kStart, u"not_interested",
         {Thing(u"a"), Thing(u"b"), Thing(u"")});
  Record(visitor, kStart, u"not_interested", {Thing(u"a")});
  const auto unwanted = visitor.attention().unwanted();
  ASSERT_EQ(unwanted.size(), 2u);
  EXPECT_EQ(unwanted[0].item.text(), u"a") << "latest first";
  for (const char16_t* name : {u"view_item", u"select_item", u"purchase"}) {
    Record(visitor, kStart, name, {Thing(u"a")});
  }
  EXPECT_TRUE(visitor.attention().IsUnwanted(ItemId(u"a")));
  Record(visitor, kStart, u"add_to_cart", {Thing(u"a")});
  EXPECT_FALSE(visitor.attention().IsUnwanted(ItemId(u"a")));
  EXPECT_TRUE(visitor.attention().IsUnwanted(ItemId(u"b")));
  EXPECT_TRUE(visitor.categories().entries().empty());
}

TEST(VisitorAttention, KeepsTheLatest) {
  Visitor visitor;
  for (std::uint32_t i = 0; i < 129; ++i) {
    const std::u16string id = Numbered(u"i", i);
    Pass(visitor, id);
    Record(visitor, kStart, u"not_interested", {Thing(id)});
  }
  EXPECT_EQ(visitor.attention().shown().size(), 128u);
  EXPECT_EQ(visitor.attention().ShownCount(ItemId(u"i0")), 0u);
  EXPECT_EQ(visitor.attention().ShownCount(ItemId(u"i1")), 1u);
  EXPECT_EQ(visitor.attention().unwanted().size(), 100u);
  EXPECT_FALSE(visitor.attention().IsUnwanted(ItemId(u"i28")));
  EXPECT_TRUE(visitor.attention().IsUnwanted(ItemId(u"i29")));
}

TEST(VisitorAttention, IsForgottenWithTheVisitor) {
  Visitor visitor;
  Pass(visitor, u"a");
  Record(visitor, kStart, u"not_interested", {Thing(u"a")});
  Record(visitor, kStart, u"purchase", {Thing(u"a")});
  visitor.Forget();
  EXPECT_TRUE(visitor.attention().shown().empty());
  EXPECT_TRUE(visitor.attention().unwanted().empty());
  EXPECT_TRUE(visitor.purchases().items().empty());
}

/// Everything that ever happened, asked from its end.
struct Happening {
  double time;
  std::u16string name;  ///< "shown": of an item on the page
  std::u16string item;
  double price;
  bool sold_out;
};

std::vector<std::u16string> Latest(const std::vector<Happening>& all,
                                   const std::u16string& name,
                                   std::size_t most) {
  std::vector<std::u16string> items;
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    if (one->name != name || items.size() == most ||
        std::find(items.begin(), items.end(), one->item) != items.end()) {
      continue;
    }
    items.push_back(one->item);
  }
  return items;
}

bool Looks(const std::u16string& name) {
  return name == u"view_item" || name == u"select_item" ||
         name == u"add_to_cart";
}

std::uint32_t PagesSince(const std::vector<Happening>& all,
                         const std::u16string& item) {
  std::uint32_t pages = 0;
  bool shown = false;
  for (const Happening& one : all) {
    if (one.name == u"page_view") {
      pages += shown;
      shown = false;
    }
    if (one.item != item) continue;
    if (Looks(one.name)) pages = shown = 0;
    shown |= one.name == u"shown";
  }
  return pages;
}

bool Refused(const std::vector<Happening>& all, const std::u16string& item) {
  bool refused = false;
  for (const Happening& one : all) {
    if (one.item != item) continue;
    if (one.name == u"not_interested") refused = true;
    if (one.name == u"add_to_cart") refused = false;
  }
  return refused;
}

double Gap(const std::vector<Happening>& all, const std::u16string& item) {
  double gap = kNaN;
  double before = kNaN;
  for (const Happening& one : all) {
    if (one.item != item || one.name != u"purchase") continue;
    if (one.time - before >= kDay) gap = one.time - before;
    before = one.time;
  }
  return gap;
}

void Check(const Visitor& visitor, const std::vector<Happening>& all) {
  const auto viewed = Latest(all, u"view_item", 128);
  ASSERT_EQ(visitor.views().items().size(), viewed.size());
  for (std::size_t i = 0; i < viewed.size(); ++i) {
    const View& view = visitor.views().items()[i];
    ASSERT_EQ(view.item.text(), viewed[i]);
    const auto last =
        std::find_if(all.rbegin(), all.rend(), [&](const Happening& one) {
          return one.name == u"view_item" && one.item == viewed[i];
        });
    ASSERT_EQ(view.at, last->time);
    ASSERT_TRUE(view.price == last->price || std::isnan(last->price));
    ASSERT_EQ(std::isnan(view.price), std::isnan(last->price));
    ASSERT_EQ(view.was_sold_out, last->sold_out);
  }
  const auto bought = Latest(all, u"purchase", 128);
  ASSERT_EQ(visitor.purchases().items().size(), bought.size());
  for (std::size_t i = 0; i < bought.size(); ++i) {
    const Purchase& purchase = visitor.purchases().items()[i];
    ASSERT_EQ(purchase.id, ItemId(bought[i]));
    const double gap = Gap(all, bought[i]);
    ASSERT_TRUE(purchase.gap == gap ||
                (std::isnan(gap) && purchase.gap != purchase.gap));
  }
  for (std::uint32_t i = 0; i < 40; ++i) {
    const std::u16string item = Numbered(u"i", i);
    ASSERT_EQ(visitor.attention().ShownCount(ItemId(item)),
              PagesSince(all, item));
    ASSERT_EQ(visitor.attention().IsUnwanted(ItemId(item)), Refused(all, item));
  }
}

TEST(VisitorItems, AgreeWithLookingThroughEverything) {
  const char16_t* names[] = {u"view_item",   u"page_view",      u"add_to_cart",
                             u"purchase",    u"not_interested", u"shown",
                             u"select_item", u"shown"};
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed);
    Visitor visitor;
    std::vector<Happening> all;
    double now = kStart;
    for (int i = 0; i < 400; ++i) {
      now += dice.Roll(3) == 0 ? kDay * dice.Roll(3) / 2 : dice.Roll(90'000);
      Happening one = {now, names[dice.Roll(8)], Numbered(u"i", dice.Roll(40)),
                       dice.Roll(3) == 0 ? kNaN : dice.Roll(900) / 7.0,
                       dice.Roll(2) == 0};
      if (one.name == u"page_view") one.item.clear();
      all.push_back(one);
      if (one.name == u"shown") {
        visitor.Show(ItemId(one.item));
      } else {
        ItemInput item = Thing(one.item, one.price);
        item.sold_out = one.sold_out;
        Record(visitor, now, one.name, {item});
      }
      if (dice.Roll(10) == 0) {
        const Bytes bytes = visitor.Snapshot(now);
        Visitor restored;
        ASSERT_EQ(restored.Restore(bytes, now), RestoreError::kNone);
        ASSERT_EQ(restored.Snapshot(now), bytes);
        visitor = std::move(restored);
      }
      Check(visitor, all);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace vitrine::visitor_test
