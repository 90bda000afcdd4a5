// Conditions that compare items with others, with inputs and with interests.
#include "tests/native/outdoor_shop.h"

namespace vitrine {
namespace {

using testing::NumberProperty;
using testing::ProgramBuilder;
using testing::TextProperty;

class Compared : public testing::OutdoorShop {
 protected:
  /// What of `popular` passes a filter, in a situation.
  Items Pass(std::uint32_t filter, const Situation& situation,
             std::span<const KeptValue> inputs = {}) {
    Begin(situation);
    return Numbers({.inputs = inputs, .filter = filter}, {Strategy::kPopular});
  }
  const Items all = {kBoots, kTent, kSocks, kStove, kPoles, kGas, kMap};
};

TEST_F(Compared, WithThePriceOfTheItemOfThePage) {
  const std::uint32_t ratio = p.Derived(PropertyKind::kRatioToViewed, kPrice);
  const std::uint32_t node = Leaf(ratio, LeafOp::kLessEqual, p.Number(1.5));
  EXPECT_EQ(Pass(node, {.current = kStove}),
            (Items{kBoots, kSocks, kPoles, kGas, kMap}))
      << "90 is 60 * 1.5; the map's price is not known";
  const Items viewed = {kStove, kTent};
  EXPECT_EQ(Pass(node, {.viewed = viewed}),
            (Items{kBoots, kSocks, kStove, kPoles, kGas, kMap}))
      << "else of the item viewed last";
  EXPECT_EQ(Pass(node, {.viewed = viewed, .item_page = true}), all)
      << "an unknown item of the page";
  EXPECT_EQ(Pass(node, {}), all);
  EXPECT_EQ(Pass(node, {.current = kMap}).size(), 6U);
}

TEST_F(Compared, WithTheDearestOfTheCart) {
  const std::uint32_t ratio = p.Derived(PropertyKind::kRatioToCart, kPrice);
  const std::uint32_t node = Leaf(ratio, LeafOp::kLess, p.Number(1));
  const Items cart = {kSocks, kStove, kMap};
  EXPECT_EQ(Pass(node, {.cart = cart}), (Items{kPoles, kGas}));
  EXPECT_EQ(Pass(node, {}), all);
}

TEST_F(Compared, WithAnInput) {
  const std::uint32_t ratio = p.Derived(PropertyKind::kRatioToInput, kPrice, 1);
  const std::uint32_t node = Leaf(ratio, LeafOp::kLessEqual, p.Number(1));
  KeptValue inputs[] = {{}, NumberProperty(40)};
  EXPECT_EQ(Pass(node, {}, inputs), (Items{kSocks, kPoles, kGas, kMap}));
  inputs[1] = {};
  EXPECT_EQ(Pass(node, {}, inputs), all);
  inputs[1] = {.tag = ValueTag::kUnknown};
  EXPECT_EQ(Pass(node, {}, inputs), all);
  const std::uint32_t same = p.Derived(PropertyKind::kSameAsInput, kBrand, 1);
  const std::uint32_t is = Leaf(same, LeafOp::kStrictTruth, 1);
  inputs[1] = TextProperty("Ull");
  EXPECT_EQ(Pass(is, {}, inputs), (Items{kSocks, kPoles, kMap}));
}

TEST_F(Compared, WithBrandOrCategory) {
  const std::uint32_t brand = p.Derived(PropertyKind::kSameAsViewed, kBrand);
  const std::uint32_t other = Leaf(brand, LeafOp::kStrictTruth, 0);
  EXPECT_EQ(Pass(other, {.current = kBoots}),
            (Items{kSocks, kStove, kPoles, kGas, kMap}));
  const std::uint32_t category =
      p.Derived(PropertyKind::kSameAsCart, kCategory);
  const std::uint32_t same = Leaf(category, LeafOp::kStrictTruth, 1);
  const Items cart = {kSocks, kMap};
  EXPECT_EQ(Pass(same, {.cart = cart}), (Items{kBoots, kPoles}));
  const Items both = {kSocks, kTent};
  EXPECT_EQ(Pass(same, {.cart = both}),
            (Items{kBoots, kStove, kPoles, kGas, kMap}));
  const Items nothing = {kMap};
  EXPECT_EQ(Pass(same, {.cart = nothing}).size(), 6U);
}

TEST_F(Compared, WithInterests) {
  const std::uint32_t interest = p.Derived(PropertyKind::kInterest, kBrand);
  const std::uint32_t price = p.Derived(PropertyKind::kInterest, kPrice);
  const std::uint32_t some = Leaf(interest, LeafOp::kGreater, p.Number(0));
  const std::uint32_t much =
      Leaf(interest, LeafOp::kGreaterEqual, p.Number(0.5));
  const std::uint32_t senseless = Leaf(price, LeafOp::kGreater, p.Number(0));
  const Identity ull = IdentityOf(IdentityKind::kValue, "Ull");
  const Identity primus = IdentityOf(IdentityKind::kValue, "Primus");
  const Interest interests[] = {{ItemField::kBrand, ull, 0.75},
                                {ItemField::kCategory, primus, 1},
                                {ItemField::kBrand, primus, 0.25}};
  const Situation situation = {.visitor_known = true, .interests = interests};
  EXPECT_EQ(Pass(some, situation), (Items{kSocks, kStove, kPoles, kGas}));
  EXPECT_EQ(Pass(much, situation), (Items{kSocks, kPoles}));
  EXPECT_EQ(Pass(senseless, situation), all);
  EXPECT_EQ(Pass(some, {.visitor_known = true}), (Items{}));
  EXPECT_EQ(Pass(some, {}), all);
}

/// Items with properties: color, of all but the map, and size.
class WithProperties : public Compared {
 protected:
  WithProperties() {
    const auto item = [&](const char* id, const char* of_color,
                          double of_size) {
      return b.Item(
          {.id = id,
           .properties = {TextProperty(of_color), NumberProperty(of_size)}});
    };
    property_count = 2;
    p.Property("event.value", false);
    color = p.Property("color", true);
    p.Derived(PropertyKind::kInterest, kBrand);
    size = p.Property("size", true);
    shirt = item("shirt", "red", 3);
    cap = item("cap", "red", 1);
    coat = item("coat", "blue", 4);
    b.trending = {shirt, cap, coat, kMap};
  }
  Items Trend(std::uint32_t filter, const Situation& situation) {
    Begin(situation);
    return Numbers({.filter = filter}, {Strategy::kTrending});
  }
  std::uint32_t color, size, shirt, cap, coat;
};

TEST_F(WithProperties, TheirOwnValues) {
  EXPECT_EQ(Trend(Is(color, "red"), {}), (Items{shirt, cap}));
  EXPECT_EQ(Trend(Leaf(size, LeafOp::kGreaterEqual, p.Number(3)), {}),
            (Items{shirt, coat}));
  EXPECT_EQ(Trend(Leaf(color, LeafOp::kIsNull), {}), (Items{kMap}));
}

TEST_F(WithProperties, ThoseOfOthers) {
  const std::uint32_t same = p.Derived(PropertyKind::kSameAsViewed, color);
  const std::uint32_t ratio = p.Derived(PropertyKind::kRatioToViewed, size);
  EXPECT_EQ(Trend(Leaf(same, LeafOp::kStrictTruth, 1), {.current = shirt}),
            (Items{cap, kMap}));
  EXPECT_EQ(
      Trend(Leaf(ratio, LeafOp::kGreater, p.Number(1)), {.current = shirt}),
      (Items{coat, kMap}));
}

TEST_F(WithProperties, WhatTheShopSaysNowStays) {
  Begin({});
  const KeptValue blue[] = {TextProperty("blue"), {}};
  model->Update(IdOf(cap), blue);
  model->Tell(cap, b.Told(cap),
              std::vector<KeptValue>{TextProperty("red"), NumberProperty(2)});
  const std::uint32_t is_blue = Is(color, "blue");
  const std::uint32_t is_small = Leaf(size, LeafOp::kStrictNumber, p.Number(1));
  EXPECT_EQ(Numbers({.filter = is_blue}, {Strategy::kTrending}),
            (Items{cap, coat}));
  recommender.Begin(*model, {});
  EXPECT_EQ(Numbers({.filter = is_small}, {Strategy::kTrending}), (Items{cap}));
  model->SetProperties(1);
  recommender.Begin(*model, {});
  EXPECT_EQ(Numbers({.filter = is_blue}, {Strategy::kTrending}), (Items{}));
}

TEST_F(WithProperties, CapsCountThem) {
  const ItemCap caps[] = {{color, 1}};
  Begin({});
  EXPECT_EQ(Numbers({.caps = caps}, {Strategy::kTrending}),
            (Items{shirt, coat, kMap}));
}

/// A shop of which only the core, look-ups and rows are known.
class NotKnown : public Compared {
 protected:
  void Start(const Situation& situation) {
    model.emplace();
    ASSERT_EQ(model->LoadCore(b.Core()), ReadError::kNone);
    ASSERT_EQ(model->AddPart(b.File(0)), ReadError::kNone);
    ASSERT_EQ(model->AddPart(b.File(1)), ReadError::kNone);
    recommender.Begin(*model, situation);
  }
  Items Wanted() {
    return {recommender.wanted().begin(), recommender.wanted().end()};
  }
};

TEST_F(NotKnown, WhatIsComparedWithIsWanted) {
  for (int i = 0; i < 60; ++i) b.Item({"more-" + std::to_string(i)});
  const std::uint32_t ratio = p.Derived(PropertyKind::kRatioToViewed, kPrice);
  const std::uint32_t cart_ratio =
      p.Derived(PropertyKind::kRatioToCart, kPrice);
  const std::uint32_t filter = Leaf(ratio, LeafOp::kLess, p.Number(1));
  const std::uint32_t of_cart = Leaf(cart_ratio, LeafOp::kLess, p.Number(1));
  const std::uint32_t none = Is(kBrand, "Ull");
  const Items cart = {65};
  const Situation situation = {.current = 40, .cart = cart};
  const std::uint32_t display = b.page_count() + b.shard_count();
  const auto wants = [&](std::uint32_t node) {
    Start(situation);
    Numbers({.limit = 1, .filter = node}, {Strategy::kTrending});
    return Wanted();
  };
  EXPECT_EQ(wants(none), (Items{display}));
  EXPECT_EQ(wants(filter), (Items{display + 1, display}));
  EXPECT_EQ(wants(of_cart), (Items{display + 2, display}));
}

TEST_F(NotKnown, AsMuchIsWantedAsMayBeChosen) {
  for (int i = 0; i < 400; ++i) b.Item({"more-" + std::to_string(i)});
  b.trending.clear();
  for (std::uint32_t i = 0; i < 10; ++i) b.trending.push_back(i * 32);
  const std::uint32_t display = b.page_count() + b.shard_count();
  Start({});
  Numbers({.limit = 2}, {Strategy::kTrending});
  EXPECT_EQ(Wanted(), (Items{display, display + 1}));
  Start({});
  Numbers({.limit = 2, .diversity = 30}, {Strategy::kTrending});
  EXPECT_EQ(Wanted(), (Items{display, display + 1, display + 2, display + 3,
                             display + 4, display + 5}));
  Start({});
  const Source sources[] = {{Strategy::kTrending, 1}, {Strategy::kNewArrivals}};
  b.fresh = {320, 352, 384};
  Start({});
  Numbers({.sources = sources, .limit = 3});
  EXPECT_EQ(Wanted(), (Items{display, display + 10, display + 11}));
}

}  // namespace
}  // namespace vitrine
