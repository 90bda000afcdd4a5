#include <gtest/gtest.h>

#include <tuple>

#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

TEST(VisitorTraffic, KeepsTheFirstTouchAndTheLast) {
  CounterProgram bundle;
  Visitor visitor;
  visitor.Bind(bundle.program);
  const auto field = [&](TrafficField which) {
    return visitor.Read(
        {InputSource::kTraffic, static_cast<std::uint32_t>(which)});
  };
  EXPECT_EQ(field(TrafficField::kChannel).tag, ValueTag::kNull);
  visitor.Touch(kStart, {u"ignored", u"m", u"c", u""});
  EXPECT_EQ(field(TrafficField::kSource).tag, ValueTag::kNull);
  visitor.Touch(kStart, {u"news", u"email", u"spring", u"email"});
  visitor.Touch(kStart + 1, {u"google", u"cpc", u"", u"paid"});
  EXPECT_EQ(field(TrafficField::kSource).text, ValueId(u"google"));
  EXPECT_EQ(field(TrafficField::kMedium).text, ValueId(u"cpc"));
  EXPECT_EQ(field(TrafficField::kCampaign).tag, ValueTag::kNull);
  EXPECT_EQ(field(TrafficField::kChannel).text, ValueId(u"paid"));
  EXPECT_EQ(field(TrafficField::kFirstSource).text, ValueId(u"news"));
  EXPECT_EQ(field(TrafficField::kFirstMedium).text, ValueId(u"email"));
  EXPECT_EQ(field(TrafficField::kFirstCampaign).text, ValueId(u"spring"));
  EXPECT_EQ(field(TrafficField::kFirstChannel).text, ValueId(u"email"));
  EXPECT_EQ(visitor.event_count(), 0u);
  EXPECT_EQ(visitor.visit().started_at(), 0) << "no activity";
}

TEST(VisitorTraffic, DirectSaysNothingNewWithinAVisit) {
  CounterProgram bundle;
  Visitor visitor;
  visitor.Bind(bundle.program);
  const auto channel = [&](TrafficField which) {
    return visitor
        .Read({InputSource::kTraffic, static_cast<std::uint32_t>(which)})
        .units;
  };
  const TouchInput direct = {u"", u"", u"", u"direct"};
  Record(visitor, kStart, u"page_view");
  visitor.Touch(kStart, direct);
  EXPECT_EQ(channel(TrafficField::kChannel), u"direct") << "the very first";
  visitor.Touch(kStart, {u"news", u"email", u"spring", u"email"});
  Record(visitor, kStart + 1, u"page_view");
  visitor.Touch(kStart + kMinute, direct);
  EXPECT_EQ(channel(TrafficField::kChannel), u"email");
  EXPECT_EQ(channel(TrafficField::kCampaign), u"spring");
  visitor.Touch(kStart + 30 * kMinute, direct);
  EXPECT_EQ(channel(TrafficField::kChannel), u"email") << "1 ms is left";
  visitor.Touch(kStart + 30 * kMinute, {u"a", u"b", u"c", u"paid"});
  EXPECT_EQ(channel(TrafficField::kChannel), u"paid");
  visitor.Touch(kStart + 30 * kMinute + 1, direct);
  EXPECT_EQ(channel(TrafficField::kChannel), u"direct");
  EXPECT_EQ(channel(TrafficField::kCampaign), u"");
  EXPECT_EQ(channel(TrafficField::kFirstChannel), u"direct");
}

TEST(VisitorTraffic, BeforeAnyVisitDirectReplaces) {
  CounterProgram bundle;
  Visitor visitor;
  visitor.Bind(bundle.program);
  visitor.Touch(kStart, {u"news", u"email", u"spring", u"email"});
  visitor.Touch(kStart, {u"", u"", u"", u"direct"});
  EXPECT_EQ(visitor
                .Read({InputSource::kTraffic,
                       static_cast<std::uint32_t>(TrafficField::kChannel)})
                .text,
            ValueId(u"direct"));
}

TEST(VisitorRead, GivesTheTextsThatAreKept) {
  CounterProgram bundle;
  Visitor visitor;
  visitor.Bind(bundle.program);
  const auto read = [&](InputSource source, std::uint32_t argument = 0) {
    return visitor.Read({source, argument});
  };
  const std::u16string fits(40, u'\u732b');
  const std::u16string too_long(41, u'x');
  const auto view = [&](std::u16string_view id, std::u16string_view brand,
                        std::u16string_view category) {
    Record(visitor, kStart, u"view_item", {{id, brand, category, kNaN, kNaN}});
  };
  view(fits, u"Alfa", u"Hiking");
  visitor.Touch(kStart, {fits, too_long, u"", u"email"});
  EXPECT_EQ(read(InputSource::kViewedLast).units, fits);
  EXPECT_EQ(read(InputSource::kTopBrand).units, u"Alfa");
  EXPECT_EQ(read(InputSource::kTopCategory).units, u"Hiking");
  EXPECT_EQ(read(InputSource::kTraffic, 0).units, fits);
  EXPECT_EQ(read(InputSource::kTraffic, 1).units, u"");
  EXPECT_EQ(read(InputSource::kTraffic, 1).text, ValueId(too_long));
  EXPECT_EQ(read(InputSource::kTraffic, 2).tag, ValueTag::kNull);
  EXPECT_EQ(read(InputSource::kTraffic, 7).units, u"email");
  for (int i = 0; i < 2; ++i) view(too_long, too_long, too_long);
  for (InputSource source : {InputSource::kViewedLast, InputSource::kTopBrand,
                             InputSource::kTopCategory}) {
    EXPECT_EQ(read(source).tag, ValueTag::kText);
    EXPECT_EQ(read(source).units, u"") << "too long to be kept";
  }
}

TEST(VisitorSearch, KeepsTheLastOneUpToAHundredUnits) {
  CounterProgram bundle;
  Visitor visitor;
  visitor.Bind(bundle.program);
  const auto last = [&] { return visitor.Read({InputSource::kSearchLast}); };
  const auto search = [&](std::u16string_view name, std::u16string_view text) {
    visitor.Record(kStart, {.name = name, .search = text, .value = kNaN});
  };
  EXPECT_EQ(last().tag, ValueTag::kNull);
  search(u"search", u"red boots");
  search(u"view_search_results", u"other");
  search(u"search", u"");
  EXPECT_EQ(last().tag, ValueTag::kText);
  EXPECT_EQ(last().units, u"red boots");
  EXPECT_EQ(last().text, ValueId(u"red boots"));
  EXPECT_EQ(last().lower, ValueId(u"red boots"));
  const std::u16string fits(100, u'x');
  search(u"search", fits);
  EXPECT_EQ(last().units, fits);
  search(u"search", fits + u"y");
  EXPECT_EQ(last().units, fits) << "cut";
  EXPECT_EQ(last().text, ValueId(fits));
}

TEST(VisitorSeed, IsTheFirstThatWasTold) {
  Visitor visitor;
  EXPECT_EQ(visitor.seed(), -1);
  for (double odd : {kNaN, -1.0, 0.5, 9'007'199'254'740'992.0, kInfinity}) {
    visitor.SetSeed(odd);
    EXPECT_EQ(visitor.seed(), -1) << odd;
  }
  visitor.SetSeed(9'007'199'254'740'991.0);
  visitor.SetSeed(7);
  EXPECT_EQ(visitor.seed(), 9'007'199'254'740'991.0);
  visitor.Forget();
  EXPECT_EQ(visitor.seed(), -1);
  visitor.SetSeed(0);
  visitor.SetSeed(7);
  EXPECT_EQ(visitor.seed(), 0);
}

TEST(VisitorAssignments, Keeps64ExperimentsLeastRecentlyAssignedGoFirst) {
  Visitor visitor;
  EXPECT_EQ(visitor.Assigned(1), kNoIdentity);
  for (Identity i = 1; i <= 64; ++i) visitor.Assign(i, 1'000 + i);
  visitor.Assign(1, 2'001);
  visitor.Assign(kNoIdentity, 5);
  visitor.Assign(500, kNoIdentity);
  EXPECT_EQ(visitor.Assigned(2), 1'002u);
  visitor.Assign(65, 1'065);
  EXPECT_EQ(visitor.Assigned(1), 2'001u);
  EXPECT_EQ(visitor.Assigned(2), kNoIdentity);
  EXPECT_EQ(visitor.Assigned(3), 1'003u);
  EXPECT_EQ(visitor.Assigned(65), 1'065u);
}

TEST(VisitorRead, GivesEveryBehaviourSource) {
  CounterProgram bundle;
  bundle.Add(1, "page_view", Window::kLifetime);
  bundle.Add(2, "never", Window::kLifetime);
  const auto boot = bundle.Symbol(IdentityKind::kItem, "boot");
  const auto sock = bundle.Symbol(IdentityKind::kItem, "sock");
  const auto hiking = bundle.Symbol(IdentityKind::kValue, "Hiking");
  const auto town = bundle.Symbol(IdentityKind::kValue, "Town");
  const auto alfa = bundle.Symbol(IdentityKind::kValue, "Alfa");
  Visitor visitor;
  visitor.Bind(bundle.program);
  const auto read = [&](InputSource source, std::uint32_t argument = 0) {
    return visitor.Read({source, argument});
  };
  for (InputSource source :
       {InputSource::kSince,         InputSource::kVisitAge,
        InputSource::kVisitGap,      InputSource::kCartAge,
        InputSource::kOrdersAverage, InputSource::kOrdersFirst,
        InputSource::kOrdersLast,    InputSource::kOrdersFirstAt,
        InputSource::kOrdersLastAt,  InputSource::kViewedLast,
        InputSource::kSearchLast,    InputSource::kTraffic,
        InputSource::kTopCategory,   InputSource::kTopBrand,
        InputSource::kRead,          InputSource::kAttributeAge,
        InputSource::kExperiment,    InputSource::kNow,
        InputSource::kMinute,        InputSource::kWeekday}) {
    EXPECT_EQ(read(source).tag, ValueTag::kNull) << static_cast<int>(source);
  }
  EXPECT_EQ(read(InputSource::kVisitNumber).number, 1);
  EXPECT_EQ(read(InputSource::kCategoryShare, hiking).number, 0);
  EXPECT_EQ(read(InputSource::kCategoryShare, hiking).tag, ValueTag::kNumber);

  Record(visitor, kStart - kDay, u"page_view");
  Record(visitor, kStart, u"page_view");
  Record(visitor, kStart + 1, u"page_view");
  Record(visitor, kStart + 2, u"purchase", {}, u"", 8);
  Record(visitor, kStart + 3, u"purchase", {}, u"", 4);
  Record(visitor, kStart + 4, u"view_item",
         {{u"boot", u"Alfa", u"Hiking", kNaN, kNaN}});
  Record(visitor, kStart + 5, u"add_to_cart", {{u"sock", u"", u"Town", 2, 3}});
  Record(visitor, kStart + 6, u"add_to_cart", {Thing(u"hat", 1)});
  visitor.AddActive(kStart + 6, 1'250);
  visitor.Advance(kStart + 10);
  const struct {
    InputSource source;
    std::uint32_t argument;
    double number;
  } expected[] = {
      {InputSource::kCounter, 0, 3},
      {InputSource::kCounter, 1, 0},
      {InputSource::kSince, 0, 9},
      {InputSource::kVisitNumber, 0, 2},
      {InputSource::kVisitPages, 0, 2},
      {InputSource::kVisitAge, 0, 10},
      {InputSource::kVisitGap, 0, kDay},
      {InputSource::kVisitActive, 0, 1'250},
      {InputSource::kCartQuantity, 0, 4},
      {InputSource::kCartValue, 0, 7},
      {InputSource::kCartLines, 0, 2},
      {InputSource::kCartAge, 0, 5},
      {InputSource::kOrdersCount, 0, 2},
      {InputSource::kOrdersValue, 0, 12},
      {InputSource::kOrdersAverage, 0, 6},
      {InputSource::kOrdersFirst, 0, 8},
      {InputSource::kOrdersLast, 0, 7},
      {InputSource::kOrdersFirstAt, 0, kStart + 2},
      {InputSource::kOrdersLastAt, 0, kStart + 3},
      {InputSource::kViewedCount, 0, 1},
      {InputSource::kBrandShare, alfa, 1},
      {InputSource::kBrandShare, town, 0},
  };
  for (const auto& [source, argument, number] : expected) {
    const Value value = read(source, argument);
    EXPECT_EQ(value.tag, ValueTag::kNumber) << static_cast<int>(source);
    EXPECT_EQ(value.number, number) << static_cast<int>(source);
    EXPECT_EQ(value.truthy, number != 0);
  }
  EXPECT_NEAR(read(InputSource::kCategoryShare, hiking).number, 0.25, 1e-9);
  EXPECT_NEAR(read(InputSource::kCategoryShare, town).number, 0.75, 1e-9);
  EXPECT_EQ(read(InputSource::kTopCategory).text, ValueId(u"Town"));
  EXPECT_EQ(read(InputSource::kTopBrand).text, ValueId(u"Alfa"));
  EXPECT_EQ(read(InputSource::kTopBrand).tag, ValueTag::kText);
  EXPECT_EQ(read(InputSource::kViewedLast).text, ItemId(u"boot"));
  for (const auto& [source, item, holds] :
       {std::tuple{InputSource::kCartHas, sock, true},
        {InputSource::kCartHas, boot, false},
        {InputSource::kViewedHas, boot, true},
        {InputSource::kViewedHas, sock, false}}) {
    EXPECT_EQ(read(source, item).tag, ValueTag::kTruth);
    EXPECT_EQ(read(source, item).truthy, holds);
    EXPECT_EQ(read(source, item).number, holds ? 1 : 0);
  }
}

}  // namespace
}  // namespace vitrine::visitor_test
