#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "tests/native/visitor_test_support.h"

namespace vitrine::visitor_test {
namespace {

constexpr std::size_t kVersionOffset = 4;
constexpr std::size_t kSizeOffset = 8;
constexpr std::size_t kChecksumOffset = 12;

void Repair(Bytes& bytes) {
  const std::uint64_t sum = Checksum(
      std::span<const std::uint8_t>(bytes).subspan(kSnapshotHeaderBytes));
  std::memcpy(bytes.data() + kChecksumOffset, &sum, sizeof sum);
}

void SetU32(Bytes& bytes, std::size_t offset, std::uint32_t value) {
  std::memcpy(bytes.data() + offset, &value, sizeof value);
}

CounterProgram SomeCounters() {
  CounterProgram bundle;
  bundle.Add(11, "view_item", Window::kLifetime);
  bundle.Add(12, "view_item", Window::kVisit);
  bundle.Add(13, "view_item", Window::kDuration, kHour, 4);
  bundle.Add(14, "page_view", Window::kDuration, 400 * kDay, 64);
  bundle.Happens("hero", 0, kNone, IdentityKind::kShown);
  bundle.Add({.identity = 15, .window = Window::kDays, .length = 7, .kept = 4});
  bundle.Happens("purchase");
  bundle.Add({.identity = 16,
              .tally = Tally::kSum,
              .what = static_cast<std::uint32_t>(ItemField::kPrice)});
  bundle.Happens("purchase");
  bundle.Add({.identity = 17,
              .tally = Tally::kSum,
              .window = Window::kDuration,
              .length = 9 * kDay,
              .what = static_cast<std::uint32_t>(ItemField::kPrice),
              .kept = 6});
  bundle.Happens("purchase");
  bundle.Add({.identity = 18,
              .tally = Tally::kDistinct,
              .what = static_cast<std::uint32_t>(ItemField::kBrand),
              .kept = 6});
  bundle.Happens("view_item");
  bundle.Happens("add_to_cart", kHour);
  bundle.Lacks("purchase", 20 * kSecond);
  bundle.Happens("page_view");
  bundle.Add({.identity = 19, .tally = Tally::kSequence});
  return bundle;
}

/// A little of everything.
void Live(Visitor& visitor, double now) {
  const ItemInput boot{u"boot-1", u"Alfa", u"Hiking", 1499.5, kNaN, true};
  const ItemInput odd{u"s\u00f8vn \u732b", std::u16string_view(u"\xd800", 1),
                      u"Friluftsliv p\u00e5 60 breddegrad nord og s\u00f8r!!",
                      0.123456, 2.5};
  visitor.SetSeed(123'456'789'012'345.0);
  visitor.Touch(now, {u"news", u"email", u"", u"email"});
  visitor.Assign(41, 42);
  Record(visitor, now, u"page_view");
  Record(visitor, now + 1, u"view_item", {boot});
  visitor.Record(
      now + 2,
      {.name = u"search", .search = u"s\u00f8vn \u732b", .value = kNaN});
  Record(visitor, now + kMinute, u"view_item", {odd});
  Record(visitor, now + 2 * kMinute, u"add_to_cart", {boot, odd});
  Record(visitor, now + 3 * kMinute, u"purchase", {boot}, u"T-1", 1499.5);
  Record(visitor, now + 3 * kMinute, u"purchase", {odd}, u"T-2");
  visitor.SetCart(now + 4 * kMinute, std::vector<ItemInput>{boot, odd});
  visitor.Report(now + 4 * kMinute, ShownId(u"hero"));
  visitor.Report(now + 5 * kMinute, ShownId(u"hero"));
  visitor.Touch(now + kHour, {u"google", u"cpc", u"", u"paid"});
  Record(visitor, now + kHour, u"page_view");
  visitor.AddActive(now + kHour, 12'345);
  for (const char16_t* shown : {u"tent", u"sock", u"tent"}) {
    visitor.Show(ItemId(shown));
    Record(visitor, now + kHour, u"page_view");
  }
  visitor.Show(ItemId(u"sock"));
  Record(visitor, now + kHour, u"not_interested", {Thing(u"s\u00f8vn 2")});
}

/// What a restored visitor must stand, whatever it says it knows.
void Use(Visitor& visitor, const Program& program) {
  visitor.Bind(program);
  const double now = visitor.now();
  for (double later : {0.0, kHour, 500 * kDay}) {
    Live(visitor, now + later);
    (void)visitor.NextChangeAt();
    for (std::uint32_t source = 0; source < kInputSources; ++source) {
      (void)visitor.Read({static_cast<InputSource>(source), 0});
    }
    for (std::uint32_t i = 0; i < program.counters.size(); ++i) {
      EXPECT_TRUE(std::isfinite(visitor.Count(i)));
      (void)visitor.Read({InputSource::kSince, i});
    }
  }
  for (std::size_t i = 0; i < visitor.categories().entries().size(); ++i) {
    EXPECT_LE(visitor.categories().Share(i), 1);
  }
  const Bytes bytes = visitor.Snapshot(visitor.now());
  Visitor again;
  EXPECT_EQ(again.Restore(bytes, visitor.now()), RestoreError::kNone);
  EXPECT_EQ(again.Snapshot(visitor.now()), bytes);
}

TEST(VisitorSnapshot, OfNothing) {
  Visitor visitor, restored;
  const Bytes bytes = visitor.Snapshot(kStart);
  EXPECT_LT(bytes.size(), 60u);
  EXPECT_EQ(restored.Restore(bytes, kStart), RestoreError::kNone);
  EXPECT_EQ(restored.visit().number(), 1u);
  EXPECT_EQ(restored.Snapshot(kStart), bytes);
}

TEST(VisitorSnapshot, KeepsEverything) {
  const CounterProgram bundle = SomeCounters();
  Visitor visitor, restored;
  visitor.Bind(bundle.program);
  Live(visitor, kStart);
  const double now = kStart + kHour + kMinute;
  const Bytes bytes = visitor.Snapshot(now);
  restored.Bind(bundle.program);
  ASSERT_EQ(restored.Restore(bytes, now), RestoreError::kNone);
  EXPECT_EQ(restored.now(), now);
  EXPECT_EQ(restored.visit().number(), 2u);
  EXPECT_EQ(restored.visit().pages(), 4u);
  EXPECT_EQ(restored.visit().started_at(), kStart + kHour);
  EXPECT_EQ(restored.cart().quantity(), 3.5);
  EXPECT_EQ(restored.cart().value(), 1499.5 + 0.123456 * 2.5);
  EXPECT_EQ(restored.orders().count(), 2u);
  EXPECT_EQ(restored.orders().value(), 1499.5 + 0.123456 * 2.5);
  EXPECT_EQ(Record(restored, now, u"purchase", {}, u"T-1"),
            Recorded::kDuplicateOrder);
  ASSERT_EQ(restored.views().items().size(), 2u);
  EXPECT_EQ(restored.views().items()[0].item.text(), u"s\u00f8vn \u732b");
  EXPECT_EQ(restored.views().items()[0].at, kStart + kMinute);
  EXPECT_EQ(restored.views().items()[1].item.text(), u"boot-1");
  EXPECT_EQ(restored.views().items()[1].id, ItemId(u"boot-1"));
  EXPECT_EQ(restored.views().items()[0].price, 0.123456);
  EXPECT_FALSE(restored.views().items()[0].was_sold_out);
  EXPECT_EQ(restored.views().items()[1].price, 1499.5);
  EXPECT_TRUE(restored.views().items()[1].was_sold_out);
  const auto bought = restored.purchases().items();
  ASSERT_EQ(bought.size(), 2u);
  EXPECT_EQ(bought[0].id, ItemId(u"s\u00f8vn \u732b"));
  EXPECT_EQ(bought[1].id, ItemId(u"boot-1"));
  EXPECT_EQ(bought[1].at, kStart + 3 * kMinute);
  EXPECT_TRUE(std::isnan(bought[1].gap));
  ASSERT_EQ(restored.attention().shown().size(), 2u);
  EXPECT_EQ(restored.attention().ShownCount(ItemId(u"tent")), 2u);
  EXPECT_EQ(restored.attention().ShownCount(ItemId(u"sock")), 1u);
  ASSERT_EQ(restored.attention().unwanted().size(), 1u);
  EXPECT_EQ(restored.attention().unwanted()[0].item.text(), u"s\u00f8vn 2");
  EXPECT_TRUE(restored.attention().IsUnwanted(ItemId(u"s\u00f8vn 2")));
  ASSERT_EQ(restored.categories().entries().size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(restored.categories().Share(i), visitor.categories().Share(i));
    EXPECT_EQ(restored.categories().entries()[i].name.text(),
              visitor.categories().entries()[i].name.text());
    EXPECT_EQ(restored.brands().entries()[i].id,
              visitor.brands().entries()[i].id);
  }
  EXPECT_EQ(restored.visit().gap(), kHour - 4 * kMinute);
  EXPECT_EQ(restored.visit().active(), 12'345);
  EXPECT_EQ(restored.cart().filled_at(), kStart + 4 * kMinute);
  EXPECT_EQ(restored.orders().first_at(), kStart + 3 * kMinute);
  EXPECT_EQ(restored.orders().last_at(), kStart + 3 * kMinute);
  EXPECT_EQ(restored.seed(), 123'456'789'012'345.0);
  EXPECT_EQ(restored.Assigned(41), 42u);
  EXPECT_EQ(restored.Read({InputSource::kSearchLast}).units,
            u"s\u00f8vn \u732b");
  const auto traffic = [&](TrafficField field) {
    return restored.Read(
        {InputSource::kTraffic, static_cast<std::uint32_t>(field)});
  };
  EXPECT_EQ(traffic(TrafficField::kChannel).text, ValueId(u"paid"));
  EXPECT_EQ(traffic(TrafficField::kFirstChannel).text, ValueId(u"email"));
  EXPECT_EQ(traffic(TrafficField::kSource).units, u"google");
  EXPECT_EQ(traffic(TrafficField::kFirstSource).units, u"news");
  EXPECT_EQ(traffic(TrafficField::kCampaign).tag, ValueTag::kNull);
  EXPECT_EQ(restored.event_count(), 14u);
  EXPECT_EQ(restored.Count(0), 2u);
  EXPECT_EQ(restored.Count(1), 0u);
  EXPECT_EQ(restored.Count(2), 0u);
  EXPECT_EQ(restored.Count(3), 5u);
  EXPECT_EQ(restored.Count(4), 2);
  EXPECT_EQ(restored.Count(5), 1499.5 + 0.123456 * 2.5);
  EXPECT_EQ(restored.Count(6), 1499.5 + 0.123456 * 2.5);
  EXPECT_EQ(restored.Count(7), 2);
  EXPECT_EQ(restored.Count(8), 0) << "a purchase came between";
  EXPECT_EQ(restored.Read({InputSource::kSince, 4}).number, 56 * kMinute);
  EXPECT_EQ(restored.NextChangeAt(), visitor.NextChangeAt());
  EXPECT_EQ(restored.Since(0), kStart);
}

TEST(VisitorSnapshot, RestoredVisitorBehavesLikeTheOriginal) {
  const CounterProgram bundle = SomeCounters();
  Visitor visitor, restored;
  visitor.Bind(bundle.program);
  restored.Bind(bundle.program);
  Dice dice(7);
  double now = kStart;
  const char16_t* names[] = {
      u"page_view", u"view_item", u"add_to_cart", u"remove_from_cart",
      u"purchase",  u"search",    u"select_item", u"not_interested"};
  for (int i = 0; i < 900; ++i) {
    now += dice.Roll(10) == 0 ? kHour : dice.Roll(90'000);
    if (i % 150 == 50) {
      ASSERT_EQ(restored.Restore(visitor.Snapshot(now), now),
                RestoreError::kNone);
    }
    const std::u16string id = Numbered(u"item-", dice.Roll(300));
    const std::u16string category = Numbered(u"c", dice.Roll(80));
    const std::u16string order = Numbered(u"t", dice.Roll(50));
    const ItemInput item{id,       u"Brand",
                         category, dice.Roll(9'999) * 0.01,
                         kNaN,     dice.Roll(2) == 0};
    const std::vector<ItemInput> items(1 + dice.Roll(3), item);
    const char16_t* name = names[dice.Roll(8)];
    EXPECT_EQ(Record(visitor, now, name, items, order),
              Record(restored, now, name, items, order));
    const Identity experiment = 1 + dice.Roll(90);
    const std::u16string term = Numbered(u"q", dice.Roll(9));
    for (Visitor* each : {&visitor, &restored}) {
      each->Report(now, ShownId(u"hero"));
      each->Show(ItemId(id));
      each->Assign(experiment, 7);
      each->AddActive(now, 1'000);
      each->Touch(now, {term, u"m", u"", u"search"});
      each->Record(now, {.name = u"search", .search = term, .value = kNaN});
    }
    if (i >= 50 && i % 25 == 0) {
      ASSERT_EQ(visitor.Snapshot(now), restored.Snapshot(now)) << i;
      for (std::size_t c = 0; c < 9; ++c) {
        ASSERT_EQ(visitor.Count(c), restored.Count(c)) << c;
        ASSERT_EQ(visitor.Since(c), restored.Since(c));
      }
    }
  }
  RecordProperty("typical_full_bytes",
                 static_cast<int>(visitor.Snapshot(now).size()));
}

TEST(VisitorSnapshot, OfALittleLaterThanNowKeepsItsTime) {
  Visitor visitor, restored;
  Live(visitor, kStart);
  const double told = visitor.now() + kDay;
  const Bytes bytes = visitor.Snapshot(told);
  ASSERT_EQ(restored.Restore(bytes, told - kMaxClockLeadMs),
            RestoreError::kNone);
  EXPECT_EQ(restored.now(), told);
  EXPECT_FALSE(restored.times_moved());
  ASSERT_EQ(restored.Restore(bytes, told + kDay), RestoreError::kNone);
  EXPECT_EQ(restored.now(), told + kDay);
}

TEST(VisitorSnapshot, OfAClockThatWasWrongMovesBack) {
  constexpr double kYears = 3650 * kDay;
  Visitor wrong, right;
  Live(wrong, kStart + kYears);
  Live(right, kStart);
  const double now = right.now();
  Visitor restored;
  ASSERT_EQ(restored.Restore(wrong.Snapshot(now + kYears), now),
            RestoreError::kNone);
  EXPECT_TRUE(restored.times_moved());
  EXPECT_EQ(restored.now(), now);
  EXPECT_EQ(restored.Snapshot(now), right.Snapshot(now))
      << "as if the clock had been right all along";
  EXPECT_FALSE(restored.visit().started_at() > now);
}

/// Everything at its quota, and as large as it can be told.
void Fill(Visitor& visitor, double now = kStart) {
  for (std::uint32_t i = 0; i < 1'100; ++i) {
    now += 3 * kHour + i;
    const std::u16string wide(36, u'\u732b');
    const std::u16string id = Numbered(wide, i);
    const std::u16string category = Numbered(wide, i % 97 + 900);
    const std::u16string brand = Numbered(wide, i % 83);
    const ItemInput item{id, brand, category, 1 / (i + 3.0), 1 / (i + 7.0)};
    const ItemInput more{brand, id, wide, 1 / (i + 5.0), 1 / (i + 9.0)};
    Record(visitor, now, u"view_item", {item, more});
    Record(visitor, now, Numbered(u"custom", i), {item, more});
    if (i < 128) Record(visitor, now, u"purchase", {item, more}, id);
    visitor.Show(ItemId(category));
    visitor.Show(ItemId(Numbered(u"i", i)));
    Record(visitor, now, u"add_to_cart", {item});
    Record(visitor, now, u"not_interested", {item});
    visitor.Assign(i + 1, i + 2);
    visitor.Touch(now, {id, brand, category, wide});
    visitor.Record(now, {.name = u"search",
                         .search = std::u16string(100, u'\u732b'),
                         .value = kNaN});
  }
  for (std::uint32_t i = 0; i < 512; ++i) {
    now += kHour + i;
    std::u16string texts[6];
    for (std::uint32_t t = 0; t < 6; ++t) texts[t] = Numbered(u"u", 6 * i + t);
    const double third = 1 / (i + 3.0);
    Record(visitor, now, texts[0],
           {{texts[0], texts[1], texts[2], third, third},
            {texts[3], texts[4], texts[5], third, third}});
  }
}

TEST(VisitorSnapshot, NeverExceeds64KB) {
  CounterProgram bundle;
  for (std::uint32_t i = 0; i < 512; ++i) {
    bundle.Happens("view_item");
    bundle.Add({.identity = i + 1,
                .tally = Tally::kSum,
                .window = Window::kDuration,
                .length = 400 * kDay - i,
                .what = static_cast<std::uint32_t>(ItemField::kPrice),
                .kept = 2});
  }
  Visitor visitor, restored;
  visitor.Bind(bundle.program);
  restored.Bind(bundle.program);
  Fill(visitor);
  EXPECT_EQ(visitor.event_count(), 512u);
  const Bytes bytes = visitor.Snapshot(visitor.now());
  EXPECT_LE(bytes.size(), kMaxSnapshotBytes);
  EXPECT_GT(bytes.size(), kMaxSnapshotBytes * 3 / 4);
  EXPECT_LT(visitor.event_count(), 512u) << "the oldest had to go";
  EXPECT_EQ(visitor.views().items().size(), 128u);
  EXPECT_EQ(visitor.purchases().items().size(), 128u);
  EXPECT_EQ(visitor.attention().shown().size(), 128u);
  EXPECT_EQ(visitor.attention().unwanted().size(), 100u);
  EXPECT_EQ(visitor.categories().entries().size(), 64u);
  EXPECT_EQ(visitor.cart().lines().size(), 64u);
  ASSERT_EQ(restored.Restore(bytes, visitor.now()), RestoreError::kNone);
  EXPECT_EQ(restored.event_count(), visitor.event_count());
  EXPECT_EQ(restored.Count(511), visitor.Count(511));
  EXPECT_GT(restored.Count(511), 0);
  EXPECT_EQ(restored.Snapshot(visitor.now()), bytes);
}

TEST(VisitorSnapshot, GivesUpViewsWhereAllTimesAreLong) {
  CounterProgram bundle;
  for (std::uint32_t i = 0; i < 512; ++i) {
    bundle.Happens("view_item");
    bundle.Add({.identity = i + 1,
                .tally = Tally::kSum,
                .window = Window::kDuration,
                .length = 400 * kDay - i,
                .what = static_cast<std::uint32_t>(ItemField::kPrice),
                .kept = 2});
  }
  Visitor visitor, restored;
  restored.Bind(bundle.program);
  visitor.SetSeed(kMaxSeed);
  Record(visitor, 0, u"page_view");
  Fill(visitor, 7e15);
  visitor.Bind(bundle.program);  // that does not know of everything
  Fill(visitor, 8e15);
  const Bytes bytes = visitor.Snapshot(visitor.now());
  EXPECT_LE(bytes.size(), kMaxSnapshotBytes);
  EXPECT_EQ(visitor.event_count(), 0u);
  EXPECT_LT(visitor.views().items().size(), 128u);
  EXPECT_GT(visitor.views().items().size(), 32u);
  EXPECT_EQ(visitor.purchases().items().size(), 128u);
  ASSERT_EQ(restored.Restore(bytes, visitor.now()), RestoreError::kNone);
  EXPECT_EQ(restored.views().items().size(), visitor.views().items().size());
  EXPECT_EQ(restored.views().Last(), visitor.views().Last());
  EXPECT_EQ(restored.Snapshot(visitor.now()), bytes);
}

class VisitorBadSnapshot : public testing::Test {
 protected:
  VisitorBadSnapshot() {
    Visitor visitor;
    visitor.Bind(bundle_.program);
    Live(visitor, kStart);
    bytes_ = visitor.Snapshot(kStart + kHour);
  }

  RestoreError Try(const Bytes& bytes) {
    Visitor visitor;
    visitor.Bind(bundle_.program);
    Live(visitor, kStart);
    const RestoreError error = visitor.Restore(bytes, kStart + kHour);
    if (error != RestoreError::kNone) {
      EXPECT_EQ(visitor.event_count(), 0u);
      EXPECT_EQ(visitor.orders().count(), 0u);
      EXPECT_EQ(visitor.visit().number(), 1u);
      EXPECT_EQ(visitor.Count(0), 0u);
      EXPECT_EQ(visitor.now(), kStart + kHour);
      EXPECT_EQ(visitor.Since(0), kStart + kHour);
      EXPECT_EQ(visitor.seed(), 123'456'789'012'345.0)
          << "the visitor must be somebody";
    }
    return error;
  }

  CounterProgram bundle_ = SomeCounters();
  Bytes bytes_;
};

TEST_F(VisitorBadSnapshot, TruncatedAtEveryByte) {
  for (std::size_t size = 0; size < bytes_.size(); ++size) {
    Bytes cut(bytes_.begin(),
              bytes_.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_EQ(Try(cut), size < kSnapshotHeaderBytes ? RestoreError::kTooShort
                                                    : RestoreError::kWrongSize);
    if (size < kSnapshotHeaderBytes) continue;
    SetU32(cut, kSizeOffset, static_cast<std::uint32_t>(size));
    EXPECT_EQ(Try(cut), RestoreError::kChecksum);
    Repair(cut);
    EXPECT_EQ(Try(cut), RestoreError::kEncoding) << size;
  }
}

TEST_F(VisitorBadSnapshot, ExtraBytes) {
  Bytes more = bytes_;
  more.push_back(0);
  EXPECT_EQ(Try(more), RestoreError::kWrongSize);
  SetU32(more, kSizeOffset, static_cast<std::uint32_t>(more.size()));
  Repair(more);
  EXPECT_EQ(Try(more), RestoreError::kEncoding);
  more.resize(kMaxSnapshotBytes + 1);
  SetU32(more, kSizeOffset, static_cast<std::uint32_t>(more.size()));
  Repair(more);
  EXPECT_EQ(Try(more), RestoreError::kWrongSize);
}

TEST_F(VisitorBadSnapshot, EveryBitFlipped) {
  for (std::size_t bit = 0; bit < bytes_.size() * 8; ++bit) {
    Bytes flipped = bytes_;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const std::size_t at = bit / 8;
    const RestoreError error = Try(flipped);
    if (at < kVersionOffset) {
      EXPECT_EQ(error, RestoreError::kNotASnapshot);
    } else if (at < kSizeOffset) {
      EXPECT_EQ(error, bit <= kVersionOffset * 8 + 1 ? RestoreError::kTooOld
                                                     : RestoreError::kTooNew);
    } else if (at < kChecksumOffset) {
      EXPECT_EQ(error, RestoreError::kWrongSize);
    } else {
      EXPECT_EQ(error, RestoreError::kChecksum);
    }
  }
}

TEST_F(VisitorBadSnapshot, EveryBitFlippedWithTheChecksumRepaired) {
  std::uint32_t refused = 0, accepted = 0;
  for (std::size_t bit = kSnapshotHeaderBytes * 8; bit < bytes_.size() * 8;
       ++bit) {
    SCOPED_TRACE(bit);
    Bytes flipped = bytes_;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    Repair(flipped);
    Visitor visitor;
    if (visitor.Restore(flipped, kStart + kHour) == RestoreError::kNone) {
      ++accepted;
      Use(visitor, bundle_.program);
    } else {
      ++refused;
      if (refused % 16 == 0) Use(visitor, bundle_.program);
    }
  }
  EXPECT_GT(refused, 500u);
  EXPECT_GT(accepted, 500u);
}

TEST_F(VisitorBadSnapshot, RandomBodies) {
  Dice dice(3);
  for (int i = 0; i < 3'000; ++i) {
    Bytes random = bytes_;
    for (std::uint32_t n = 1 + dice.Roll(6); n > 0; --n) {
      const std::size_t at =
          kSnapshotHeaderBytes + dice.Roll(static_cast<std::uint32_t>(
                                     bytes_.size() - kSnapshotHeaderBytes));
      random[at] = static_cast<std::uint8_t>(dice.Roll(256));
    }
    Repair(random);
    Visitor visitor;
    if (visitor.Restore(random, kStart) == RestoreError::kNone) {
      Use(visitor, bundle_.program);
    }
  }
}

TEST_F(VisitorBadSnapshot, UnknownVersions) {
  for (std::uint32_t version : {4u, 5u, 0x7fffffffu, 0xffffffffu}) {
    SetU32(bytes_, kVersionOffset, version);
    EXPECT_EQ(Try(bytes_), RestoreError::kTooNew);
  }
  for (std::uint32_t version : {0u, 1u, 2u}) {
    SetU32(bytes_, kVersionOffset, version);
    EXPECT_EQ(Try(bytes_), RestoreError::kTooOld);
  }
}

}  // namespace
}  // namespace vitrine::visitor_test
