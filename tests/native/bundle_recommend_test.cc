#include "runtime/bundle/paths.h"
#include "tests/native/bundle_test_support.h"

namespace vitrine {
namespace {

using testing::Changed;
using testing::FullProgram;
using testing::RoundTrip;
using testing::SampleProgram;

TEST(Bundle, TheRuleLanguageNamesFieldsAndStrategies) {
  EXPECT_STREQ(EventItemPath(ItemField::kId), "item_id");
  EXPECT_STREQ(EventItemPath(ItemField::kQuantity), "quantity");
  EXPECT_EQ(EventItemPath(ItemField::kAvailability), nullptr);
  EXPECT_STREQ(CatalogueItemPath(ItemField::kId), "item.id");
  EXPECT_STREQ(CatalogueItemPath(ItemField::kBrand), "item.brand");
  EXPECT_STREQ(CatalogueItemPath(ItemField::kCategory), "item.category");
  EXPECT_STREQ(CatalogueItemPath(ItemField::kPrice), "item.price");
  EXPECT_EQ(CatalogueItemPath(ItemField::kQuantity), nullptr);
  EXPECT_STREQ(CatalogueItemPath(ItemField::kAvailability),
               "item.availability");
  EXPECT_EQ(ItemFieldType(ItemField::kPrice), ValueType::kNumber);
  EXPECT_EQ(ItemFieldType(ItemField::kAvailability), ValueType::kString);
  const char* strategies[] = {
      "for_you",         "similar",    "bought_together",
      "recently_viewed", "popular",    "popular_in_category",
      "complementary",   "buy_again",  "trending",
      "new_arrivals",    "price_drop", "back_in_stock",
      "upsell",          "curated",    "explore"};
  for (std::uint8_t i = 0; i < kStrategies; ++i) {
    EXPECT_STREQ(StrategyName(static_cast<Strategy>(i)), strategies[i]);
  }
}

TEST(Bundle, OnlySlotsOfRecommendationsRecommend) {
  const auto broken = [](auto change) {
    Program program = SampleProgram();
    change(program);
    return RoundTrip(program);
  };
  const Program program = SampleProgram();
  ASSERT_EQ(program.slots[2].type, SlotType::kRecommendations);
  EXPECT_EQ(broken([](Program& p) { p.slots[2].limit = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.slots[0].limit = 1; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.rules[4].recommendation = kNone; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.rules[0].recommendation = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.recommendations[0].source_count = 0; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.recommendations[0].source_count = 3; }),
            ReadError::kEncoding);
  EXPECT_EQ(
      broken([](Program& p) { p.sources[1].strategy = Strategy{kStrategies}; }),
      ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.slots[2].type = SlotType::kPopup; }),
            ReadError::kValue);
  EXPECT_EQ(broken([](Program& p) { p.slots[1].type = SlotType{3}; }),
            ReadError::kValue);
}

TEST(Bundle, SourcesBoostsAndCapsAreChecked) {
  const Program program = FullProgram();
  ASSERT_EQ(program.sources[2].strategy, Strategy::kExplore);
  ASSERT_EQ(program.sources[3].strategy, Strategy::kCurated);
  const auto source = [](auto Source::*column, auto value) {
    return Changed([=](Program& p) { p.sources[3].*column = value; });
  };
  const auto lists = static_cast<std::uint32_t>(program.symbol_lists.size());
  // Only what is curated has a list, and always.
  EXPECT_EQ(source(&Source::items, kNone), ReadError::kValue);
  EXPECT_EQ(source(&Source::strategy, Strategy::kTrending), ReadError::kValue);
  EXPECT_EQ(Changed([](Program& p) { p.sources[2].items = 0; }),
            ReadError::kValue);
  EXPECT_EQ(source(&Source::items, lists - 1), ReadError::kNone);
  EXPECT_EQ(source(&Source::items, lists), ReadError::kReference);
  EXPECT_EQ(source(&Source::take, 0U), ReadError::kNone);
  EXPECT_EQ(source(&Source::take, kMaxSlotItems), ReadError::kNone);
  EXPECT_EQ(source(&Source::take, kMaxSlotItems + 1), ReadError::kLimit);

  const auto boost = [](auto Boost::*column, auto value) {
    return Changed([=](Program& p) { p.boosts[1].*column = value; });
  };
  EXPECT_EQ(boost(&Boost::node, program.item_conditions.size() - 1),
            ReadError::kNone);
  EXPECT_EQ(boost(&Boost::node, program.item_conditions.size()),
            ReadError::kReference);
  EXPECT_EQ(boost(&Boost::node, kNone), ReadError::kReference);
  EXPECT_EQ(boost(&Boost::percent, 0U), ReadError::kNone);
  EXPECT_EQ(boost(&Boost::percent, kMaxBoostPercent), ReadError::kNone);
  EXPECT_EQ(boost(&Boost::percent, kMaxBoostPercent + 1), ReadError::kLimit);

  const auto cap = [](auto ItemCap::*column, auto value) {
    return Changed([=](Program& p) { p.item_caps[0].*column = value; });
  };
  const auto fields =
      kItemFields + static_cast<std::uint32_t>(program.properties.size());
  EXPECT_EQ(cap(&ItemCap::field, fields - 1), ReadError::kNone);
  EXPECT_EQ(cap(&ItemCap::field, fields), ReadError::kReference);
  EXPECT_EQ(cap(&ItemCap::most, 0U), ReadError::kValue);
  EXPECT_EQ(cap(&ItemCap::most, kMaxSlotItems), ReadError::kNone);
  EXPECT_EQ(cap(&ItemCap::most, kMaxSlotItems + 1), ReadError::kLimit);

  const auto recommendation = [](auto Recommendation::*column, auto value) {
    return Changed([=](Program& p) { p.recommendations[0].*column = value; });
  };
  EXPECT_EQ(recommendation(&Recommendation::diversity, std::uint8_t{100}),
            ReadError::kNone);
  EXPECT_EQ(recommendation(&Recommendation::diversity, std::uint8_t{101}),
            ReadError::kValue);
  // As many rows as are counted, and each counted once.
  EXPECT_NE(recommendation(&Recommendation::boost_count, 1U), ReadError::kNone);
  EXPECT_NE(recommendation(&Recommendation::boost_count, 3U), ReadError::kNone);
  EXPECT_NE(recommendation(&Recommendation::cap_count, 0U), ReadError::kNone);
  EXPECT_NE(recommendation(&Recommendation::cap_count, 2U), ReadError::kNone);
}

TEST(Bundle, PropertiesAreChecked) {
  const Program program = FullProgram();
  constexpr std::uint32_t kVariant = kItemFields + 1;
  ASSERT_EQ(program.properties[1].kind, PropertyKind::kOfItem);
  ASSERT_EQ(program.properties[3].kind, PropertyKind::kSameAsInput);
  ASSERT_EQ(program.properties[3].field, kVariant);
  const auto with = [](std::size_t index, auto Property::*column, auto value) {
    return Changed([=](Program& p) { p.properties[index].*column = value; });
  };
  EXPECT_EQ(with(3, &Property::kind, PropertyKind{kPropertyKinds}),
            ReadError::kValue);
  EXPECT_EQ(with(3, &Property::name,
                 static_cast<std::uint32_t>(program.strings.size())),
            ReadError::kReference);
  EXPECT_EQ(with(3, &Property::field, kItemFields - 1), ReadError::kNone);
  EXPECT_EQ(
      with(3, &Property::field,
           kItemFields + static_cast<std::uint32_t>(program.properties.size())),
      ReadError::kReference);
  // What is compared is told: not of events, not compared itself.
  for (const std::uint32_t other : {0U, 2U, 3U, 4U}) {
    EXPECT_EQ(with(3, &Property::field, kItemFields + other), ReadError::kValue)
        << other;
  }
  // What is told compares nothing.
  for (const std::size_t told : {0U, 1U}) {
    EXPECT_EQ(with(told, &Property::field, 1U), ReadError::kValue);
    EXPECT_EQ(with(told, &Property::input, 0U), ReadError::kValue);
  }
  // Only what names an input has one, and always.
  for (std::uint8_t i = 2; i < kPropertyKinds; ++i) {
    const PropertyKind kind{i};
    const bool names_input = kind == PropertyKind::kRatioToInput ||
                             kind == PropertyKind::kSameAsInput;
    EXPECT_EQ(with(3, &Property::kind, kind),
              names_input ? ReadError::kNone : ReadError::kValue);
    EXPECT_EQ(with(2, &Property::kind, kind),
              names_input ? ReadError::kValue : ReadError::kNone);
  }
  EXPECT_EQ(with(3, &Property::input,
                 static_cast<std::uint32_t>(program.inputs.size() - 1)),
            ReadError::kNone);
  EXPECT_EQ(with(3, &Property::input,
                 static_cast<std::uint32_t>(program.inputs.size())),
            ReadError::kReference);
}

TEST(Bundle, RecommendationsHaveLimits) {
  const auto with_items = [](std::uint32_t limit) {
    Program program = SampleProgram();
    program.slots[2].limit = limit;
    return RoundTrip(program);
  };
  EXPECT_EQ(with_items(1), ReadError::kNone);
  EXPECT_EQ(with_items(kMaxSlotItems), ReadError::kNone);
  EXPECT_EQ(with_items(kMaxSlotItems + 1), ReadError::kLimit);

  const auto with_sources = [](std::uint32_t count) {
    Program program = SampleProgram();
    program.recommendations[0].source_count = count;
    program.sources = Array<Source>(count, Source{});
    return RoundTrip(program);
  };
  EXPECT_EQ(with_sources(kMaxSources), ReadError::kNone);
  EXPECT_EQ(with_sources(kMaxSources + 1), ReadError::kLimit);

  const auto with_boosts = [](std::uint32_t count) {
    Program program = SampleProgram();
    program.recommendations[0].boost_count = count;
    program.boosts = Array<Boost>(count, Boost{});
    return RoundTrip(program);
  };
  EXPECT_EQ(with_boosts(kMaxBoosts), ReadError::kNone);
  EXPECT_EQ(with_boosts(kMaxBoosts + 1), ReadError::kLimit);

  const auto with_caps = [](std::uint32_t count) {
    Program program = SampleProgram();
    program.recommendations[0].cap_count = count;
    program.item_caps = Array<ItemCap>(count, ItemCap{});
    return RoundTrip(program);
  };
  EXPECT_EQ(with_caps(kMaxItemCaps), ReadError::kNone);
  EXPECT_EQ(with_caps(kMaxItemCaps + 1), ReadError::kLimit);
}

}  // namespace
}  // namespace vitrine
