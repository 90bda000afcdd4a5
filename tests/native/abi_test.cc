#include <gtest/gtest.h>

#include <limits>

#include "bindings/runtime_abi.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/program.h"
#include "runtime/bundle/writer.h"
#include "tests/native/abi_client.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::AbiClient;
using testing::AbiItem;
using testing::SampleProgram;
using Rules = std::vector<std::string>;

constexpr double kNoon = 1'767'268'800'000;  // 2026-01-01T12:00Z
constexpr double kMinute = 60'000;
constexpr double kDay = 86'400'000;
constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::uint32_t kAge = 1;
constexpr std::uint32_t kMember = 2;

AbiItem Boot() { return {u"boot-1", u"Fjell", u"Hiking", 89.5}; }

/// An instance that has the sample program and consent.
class Abi : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(client.Load(WriteProgram(SampleProgram()), kNoon), VITRINE_OK);
    ASSERT_EQ(client.Consent(kNoon, true), VITRINE_OK);
  }
  AbiClient client;
};

TEST_F(Abi, VersionIsTwo) { EXPECT_EQ(vitrine_abi_version(), 2U); }

TEST_F(Abi, LoadTellsWhatTheBundleHolds) {
  const Bytes bundle = WriteProgram(SampleProgram());
  ASSERT_EQ(client.Load(bundle, kNoon), VITRINE_OK);
  const auto info = client.Result<VitrineBundleInfo>();
  EXPECT_EQ(std::memcmp(&info, bundle.data() + kChecksumOffset, 8), 0);
  EXPECT_EQ(info.attribute_count, 3U);
  EXPECT_EQ(info.slot_count, 3U);
  EXPECT_EQ(info.segment_count, 2U);
  EXPECT_EQ(info.rule_count, 5U);
  EXPECT_EQ(info.content_count, 5U);
  EXPECT_EQ(client.Result<std::uint8_t>(info.attribute_types_offset), 0);
  EXPECT_EQ(client.Result<std::uint8_t>(info.attribute_types_offset + 1), 1);
  EXPECT_EQ(client.Result<std::uint8_t>(info.attribute_types_offset + 2), 2);
}

TEST_F(Abi, TextsOfTheBundle) {
  EXPECT_EQ(client.Text(VITRINE_TEXT_ATTRIBUTE, 1), "age");
  EXPECT_EQ(client.Text(VITRINE_TEXT_SLOT, 1), "bar");
  EXPECT_EQ(client.Text(VITRINE_TEXT_SEGMENT, 0), "hiker");
  EXPECT_EQ(client.Text(VITRINE_TEXT_RULE, 3), "bar-cart");
  EXPECT_EQ(client.Text(VITRINE_TEXT_CONTENT, 2), R"({"template":"hero"})");
  EXPECT_EQ(client.Text(VITRINE_TEXT_INPUT, 0), "tier");
  EXPECT_EQ(client.Text(VITRINE_TEXT_INPUT, 3), "visit.number");
  EXPECT_EQ(client.Text(VITRINE_TEXT_INPUT, 5), "$event view_item");
  EXPECT_EQ(client.Text(VITRINE_TEXT_SLOT, 3), "status -2");
  EXPECT_EQ(client.Text(8, 0), "status -2");
}

TEST_F(Abi, AVisitFromHeroToHero) {
  EXPECT_EQ(client.Page(kNoon, u"home", u"/"), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"", "", ""}));
  EXPECT_EQ(client.next_change_at, kNever);

  client.Attribute(kNoon, kAge, 2, 30, u"30");
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}));

  client.Event(kNoon + 1, u"view_item", Boot());
  EXPECT_EQ(client.Decide(kNoon + 1), (Rules{"hero-adult", "", ""}));
  EXPECT_EQ(client.next_change_at, kNoon + 1000) << "the age's time to live";
  EXPECT_EQ(client.Decide(kNoon + 999), (Rules{"hero-adult", "", ""}));
  EXPECT_EQ(client.Decide(kNoon + 1000), (Rules{"", "", ""}));
  client.Event(kNoon + 2000, u"view_item", Boot());
  EXPECT_EQ(client.Decide(kNoon + 2000), (Rules{"hero-hiker", "", ""}));
  EXPECT_EQ(client.next_change_at, kNoon + 1 + 30 * kMinute);
  EXPECT_EQ(client.Decide(client.next_change_at - 1),
            (Rules{"hero-hiker", "", ""}));
  EXPECT_EQ(client.Decide(kNoon + 1 + 30 * kMinute), (Rules{"", "", ""}));

  client.Page(kNoon + kDay, u"home", u"/");
  EXPECT_EQ(client.Decide(kNoon + kDay), (Rules{"hero-back", "", ""}));
}

TEST_F(Abi, CartDecides) {
  const AbiItem cart[] = {{u"a", {}, {}, 20, 2}, {u"b", {}, {}, 9.9}};
  client.Cart(kNoon, cart);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"", "", ""}));
  const AbiItem more[] = {{u"a", {}, {}, 20, 2}, {u"b", {}, {}, 9.91}};
  client.Cart(kNoon, more);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"", "bar-cart", ""}));
  client.Event(kNoon, u"purchase", more, u"t-1");
  EXPECT_EQ(client.Decide(kNoon), (Rules{"", "", ""}));
}

TEST_F(Abi, AnOrderCountsOnce) {
  const AbiItem item = {u"a", {}, {}, 20, 2};
  EXPECT_EQ(client.Event(kNoon, u"purchase", {&item, 1}, u"t-1"), VITRINE_OK);
  EXPECT_EQ(client.Event(kNoon, u"purchase", {&item, 1}, u"t-1"),
            VITRINE_DUPLICATE);
  ASSERT_EQ(vitrine_profile(client.get(), kNoon), VITRINE_OK);
  EXPECT_EQ(client.Result<VitrineProfile>().orders_count, 1U);
  EXPECT_EQ(client.Result<VitrineProfile>().orders_value, 40);
}

TEST_F(Abi, DecidingTwiceSaysWhatChanged) {
  client.Attribute(kNoon, kAge, 2, 30, u"30");
  vitrine_decide(client.get(), kNoon);
  const auto slots = client.Result<VitrineDecision>().slots_offset;
  EXPECT_EQ(client.Result<VitrineSlotDecision>(slots).changed, 1U);
  EXPECT_EQ(client.Result<VitrineSlotDecision>(slots).content, 2U);
  vitrine_decide(client.get(), kNoon);
  EXPECT_EQ(client.Result<VitrineSlotDecision>(slots).changed, 0U);
}

TEST_F(Abi, WithoutConsentNothingOfBehaviourIsKeptOrKnown) {
  client.Event(kNoon, u"view_item", Boot());
  client.Event(kNoon, u"view_item", Boot());
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-hiker", "", ""}));
  client.Consent(kNoon, false);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"", "", ""}));
  EXPECT_EQ(client.next_change_at, kNever);
  EXPECT_EQ(client.Event(kNoon, u"view_item", Boot()), VITRINE_IGNORED);
  EXPECT_EQ(client.Page(kNoon, u"home", u"/"), VITRINE_IGNORED);
  EXPECT_EQ(client.Cart(kNoon, {}), VITRINE_IGNORED);
  EXPECT_EQ(vitrine_report(client.get(), kNoon, 0, VITRINE_SHOWN),
            VITRINE_IGNORED);
  EXPECT_EQ(client.Restore(kNoon, {}), VITRINE_IGNORED);
  EXPECT_EQ(vitrine_forget(client.get(), kNoon), VITRINE_IGNORED);
  EXPECT_TRUE(client.Snapshot(kNoon).empty());
  ASSERT_EQ(vitrine_profile(client.get(), kNoon), VITRINE_OK);
  EXPECT_EQ(client.Result<VitrineProfile>().known, 0U);

  client.Attribute(kNoon, kAge, 2, 30, u"30");
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}));

  client.Consent(kNoon, true);
  ASSERT_EQ(vitrine_profile(client.get(), kNoon), VITRINE_OK);
  EXPECT_EQ(client.Result<VitrineProfile>().known, 1U);
  EXPECT_EQ(client.Result<VitrineProfile>().view_count, 0U);
}

TEST_F(Abi, ASnapshotCarriesTheVisitorToAnotherDevice) {
  client.Page(kNoon, u"home", u"/");
  client.Event(kNoon, u"view_item", Boot());
  client.Event(kNoon, u"view_item", Boot());
  const Bytes snapshot = client.Snapshot(kNoon);
  AbiClient other;
  other.Load(WriteProgram(SampleProgram()), kNoon);
  other.Consent(kNoon, true);
  EXPECT_EQ(other.Decide(kNoon), (Rules{"", "", ""}));
  EXPECT_EQ(other.Restore(kNoon, snapshot), VITRINE_OK);
  EXPECT_EQ(other.Decide(kNoon), (Rules{"hero-hiker", "", ""}));
  EXPECT_EQ(other.Snapshot(kNoon), snapshot);
}

TEST_F(Abi, ADamagedSnapshotStartsAFreshVisitor) {
  client.Event(kNoon, u"view_item", Boot());
  client.Event(kNoon, u"view_item", Boot());
  Bytes snapshot = client.Snapshot(kNoon);
  snapshot.back() ^= 1;
  EXPECT_EQ(client.Restore(kNoon, snapshot), VITRINE_RESTORE_ERROR - 6);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"", "", ""}));
  client.Event(kNoon, u"view_item", Boot());
  client.Event(kNoon, u"view_item", Boot());
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-hiker", "", ""}));
}

TEST_F(Abi, ForgettingKeepsConsentAndBundle) {
  client.Event(kNoon, u"view_item", Boot());
  client.Event(kNoon, u"view_item", Boot());
  EXPECT_EQ(vitrine_forget(client.get(), kNoon), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"", "", ""}));
  EXPECT_EQ(client.Event(kNoon, u"view_item", Boot()), VITRINE_OK);
}

TEST_F(Abi, ABadBundleLeavesTheOldOneInUse) {
  client.Attribute(kNoon, kAge, 2, 30, u"30");
  Bytes bad = WriteProgram(SampleProgram());
  bad.back() ^= 1;
  EXPECT_EQ(client.Load(bad, kNoon), VITRINE_LOAD_ERROR - 7);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}));
}

TEST_F(Abi, ANewBundleKeepsTheVisitorAndRebuildsItsCounters) {
  client.Event(kNoon, u"view_item", Boot());
  client.Event(kNoon, u"view_item", Boot());
  Program next = SampleProgram();
  next.counters[0].identity = 77;
  next.counters[0].duration_ms = 3'600'000;
  ASSERT_EQ(client.Load(WriteProgram(next), kNoon), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-hiker", "", ""}));
  EXPECT_EQ(client.next_change_at, kNoon + 60 * kMinute);
}

TEST_F(Abi, AClockThatJumpsBackLosesNothing) {
  client.Event(kNoon, u"view_item", Boot());
  client.Event(kNoon - kDay, u"view_item", Boot());
  EXPECT_EQ(client.Decide(kNoon - kDay), (Rules{"hero-hiker", "", ""}));
  EXPECT_EQ(client.next_change_at, kNoon + 30 * kMinute);
}

TEST_F(Abi, AClockSetBackDoesNotEndATimeToLive) {
  client.Decide(kNoon + kDay);
  client.Attribute(kNoon, kAge, 2, 30, u"30");
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}));
  EXPECT_EQ(client.next_change_at, kNoon + kDay + 1000);
}

TEST_F(Abi, ASnapshotFromAWrongClockIsMovedAndThatIsSaid) {
  client.Event(kNoon + 3650 * kDay, u"view_item", Boot());
  client.Event(kNoon + 3650 * kDay, u"view_item", Boot());
  const Bytes snapshot = client.Snapshot(kNoon + 3650 * kDay);
  AbiClient other;
  other.Load(WriteProgram(SampleProgram()), kNoon);
  other.Consent(kNoon, true);
  EXPECT_EQ(other.Restore(kNoon, snapshot), VITRINE_MOVED);
  EXPECT_EQ(other.Decide(kNoon), (Rules{"hero-hiker", "", ""}));
  EXPECT_EQ(other.next_change_at, kNoon + 30 * kMinute);
}

TEST_F(Abi, CountersKnowSinceTheConsent) {
  const auto since = [&](double now) {
    EXPECT_EQ(vitrine_explain(client.get(), now, 0), VITRINE_OK);
    return client
        .Result<VitrineRuleExplanation>(
            client.Result<VitrineExplanation>().rules_offset)
        .since;
  };
  EXPECT_EQ(since(kNoon + 1), kNoon);
  client.Consent(kNoon + kMinute, false);
  client.Event(kNoon + 2 * kMinute, u"view_item", Boot());
  client.Consent(kNoon + 3 * kMinute, true);
  EXPECT_EQ(since(kNoon + 4 * kMinute), kNoon + 3 * kMinute);
}

TEST_F(Abi, SegmentsThatHold) {
  EXPECT_EQ(vitrine_segments(client.get(), kNoon), 0);
  client.Attribute(kNoon, 0, 3, std::nan(""), u"platinum");
  ASSERT_EQ(vitrine_segments(client.get(), kNoon), 1);
  EXPECT_EQ(client.Result<std::uint32_t>(), 1U);
}

TEST_F(Abi, ExplainsWhatStoppedEachRule) {
  client.Event(kNoon, u"view_item", Boot());
  client.Attribute(kNoon, kAge, 2, 30, u"30");
  client.Attribute(kNoon, kMember, 1, 1, u"true");
  ASSERT_EQ(vitrine_explain(client.get(), kNoon, 0), VITRINE_OK);
  const auto slot = client.Result<VitrineExplanation>();
  EXPECT_EQ(slot.winner, VITRINE_NONE);
  ASSERT_EQ(slot.rule_count, 3U);

  const auto hiker = client.Result<VitrineRuleExplanation>(slot.rules_offset);
  EXPECT_EQ(hiker.outcome, VITRINE_OUTCOME_FALSE);
  EXPECT_EQ(hiker.input, 5U);
  EXPECT_EQ(hiker.op, static_cast<std::uint32_t>(LeafOp::kGreaterEqual));
  EXPECT_EQ(hiker.wanted, 1U);
  EXPECT_EQ(hiker.found_number, 1);
  EXPECT_EQ(hiker.since, kNoon);
  ASSERT_EQ(hiker.operand_count, 1U);
  EXPECT_EQ(client.Result<double>(hiker.operands_offset), 2);

  const auto adult =
      client.Result<VitrineRuleExplanation>(slot.rules_offset + 112);
  EXPECT_EQ(adult.rule, 2U);
  EXPECT_EQ(adult.input, 2U);
  EXPECT_EQ(adult.wanted, 0U) << "member had to be false";
  EXPECT_TRUE(std::isnan(adult.since));
}

TEST_F(Abi, ExplainGivesTheTextsOfAList) {
  Program program = SampleProgram();
  program.rules[0].node = 0;
  ASSERT_EQ(client.Load(WriteProgram(program), kNoon), VITRINE_OK);
  client.Attribute(kNoon, 0, 3, std::nan(""), u"Hiking");
  ASSERT_EQ(vitrine_explain(client.get(), kNoon, 0), VITRINE_OK);
  const auto rule = client.Result<VitrineRuleExplanation>(
      client.Result<VitrineExplanation>().rules_offset);
  ASSERT_EQ(rule.operand_count, 2U);
  const auto first = client.Result<std::uint32_t>(rule.operands_offset);
  const auto second = client.Result<std::uint32_t>(rule.operands_offset + 4);
  EXPECT_EQ(client.Text(VITRINE_TEXT_SYMBOL, rule.found_symbol), "Hiking");
  EXPECT_EQ(client.Text(VITRINE_TEXT_SYMBOL, first), "gold");
  EXPECT_EQ(client.Text(VITRINE_TEXT_SYMBOL, second), "platinum");
}

TEST_F(Abi, ProfileListsTheStrongestFirst) {
  const AbiItem stove = {u"stove-1", u"Primus", u"Cooking", 100};
  client.Page(kNoon, u"home", u"/");
  client.Event(kNoon, u"view_item", stove);
  client.Event(kNoon + 1, u"add_to_cart", Boot());
  client.Event(kNoon + 2, u"view_item", Boot());
  ASSERT_EQ(vitrine_profile(client.get(), kNoon + 2), VITRINE_OK);
  const auto profile = client.Result<VitrineProfile>();
  EXPECT_EQ(profile.visit_number, 1U);
  EXPECT_EQ(profile.visit_pages, 1U);
  EXPECT_EQ(profile.visit_started, kNoon);
  EXPECT_EQ(profile.event_count, 4U);
  EXPECT_EQ(profile.cart_quantity, 1);
  EXPECT_EQ(profile.cart_value, 89.5);
  ASSERT_EQ(profile.view_count, 2U);
  const auto view = client.Result<VitrineProfileEntry>(profile.views_offset);
  EXPECT_EQ(client.ResultText(view.text), u"boot-1");
  EXPECT_EQ(view.number, kNoon + 2);
  ASSERT_EQ(profile.category_count, 2U);
  const auto category =
      client.Result<VitrineProfileEntry>(profile.categories_offset);
  EXPECT_EQ(client.ResultText(category.text), u"Hiking");
  EXPECT_NEAR(category.number, 0.8, 1e-6);
  ASSERT_EQ(profile.brand_count, 2U);
  const auto brand =
      client.Result<VitrineProfileEntry>(profile.brands_offset + 16);
  EXPECT_EQ(client.ResultText(brand.text), u"Primus");
  EXPECT_NEAR(brand.number, 0.2, 1e-6);
}

TEST(AbiInput, CallsBeforeABundleSaySo) {
  AbiClient client;
  EXPECT_EQ(vitrine_decide(client.get(), kNoon), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_segments(client.get(), kNoon), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_explain(client.get(), kNoon, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_attributes(client.get(), kNoon, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_report(client.get(), kNoon, 0, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_text(client.get(), 0, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_slots(client.get(), 0), VITRINE_NO_BUNDLE);
  client.Consent(kNoon, true);
  EXPECT_EQ(client.Event(kNoon, u"view_item", Boot()), VITRINE_OK)
      << "behaviour may come before the bundle";
}

TEST_F(Abi, TimesOutsideOfTheCalendarAreRefused) {
  for (double now : {std::nan(""), kNever, -kNever, 8.64e15 + 1, -1e300}) {
    EXPECT_EQ(client.Page(now, u"", u""), VITRINE_BAD_INPUT);
    EXPECT_EQ(client.Event(now, u"view_item"), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_decide(client.get(), now), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_consent(client.get(), now, 1), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_load(client.get(), now, 0), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_snapshot(client.get(), now), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_restore(client.get(), now, 0), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_forget(client.get(), now), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_profile(client.get(), now), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_segments(client.get(), now), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_explain(client.get(), now, 0), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_report(client.get(), now, 0, 0), VITRINE_BAD_INPUT);
  }
}

TEST_F(Abi, IndexesPastTheEndAreRefused) {
  EXPECT_EQ(client.Attribute(kNoon, 3, 0, 0, u""), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Attribute(kNoon, 0, 4, 0, u""), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_explain(client.get(), kNoon, 3), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_report(client.get(), kNoon, 5, 0), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Slots({3}), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_report(client.get(), kNoon, 3, 4), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_report(client.get(), kNoon, 3, 3), VITRINE_OK);
}

TEST(AbiInput, OffsetsOutsideTheArenaAreRefused) {
  AbiClient client;
  client.Consent(kNoon, true);
  constexpr VitrineText kAbsent = {0, VITRINE_NONE};
  const auto page = [&](VitrineText text, int field = 0) {
    VitrineText in[] = {kAbsent, kAbsent, kAbsent, kAbsent};
    in[field] = text;
    static_assert(sizeof in == sizeof(VitrinePage));
    std::memcpy(vitrine_arena(client.get(), sizeof in), &in, sizeof in);
    return vitrine_page(client.get(), kNoon);
  };
  EXPECT_EQ(page(kAbsent), VITRINE_OK);
  for (int field = 0; field < 4; ++field) {
    EXPECT_EQ(page({0, 16}, field), VITRINE_OK);
    EXPECT_EQ(page({0, 17}, field), VITRINE_BAD_INPUT);
  }
  EXPECT_EQ(page({32, 0}), VITRINE_OK);
  EXPECT_EQ(page({32, 1}), VITRINE_BAD_INPUT);
  EXPECT_EQ(page({34, 0}), VITRINE_BAD_INPUT);
  EXPECT_EQ(page({1, 1}), VITRINE_BAD_INPUT) << "odd";
  EXPECT_EQ(page({2, 0x7fffffff}), VITRINE_BAD_INPUT);
  EXPECT_EQ(page({0xfffffffe, 1}), VITRINE_BAD_INPUT);

  const auto items = [&](std::uint32_t offset, std::uint32_t count) {
    VitrineEvent in = {{0, VITRINE_NONE}, {0, VITRINE_NONE}, 0, count, offset};
    std::memcpy(vitrine_arena(client.get(), sizeof in), &in, sizeof in);
    return vitrine_event(client.get(), kNoon);
  };
  EXPECT_EQ(items(32, 0), VITRINE_OK);
  EXPECT_EQ(items(0, 1), VITRINE_BAD_INPUT);
  EXPECT_EQ(items(0xfffffff8, 2), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_load(client.get(), kNoon, 0xffffffff), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_restore(client.get(), kNoon, 0xffffffff),
            VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_model(client.get(), 0xffffffff), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_shard(client.get(), 0xffffffff), VITRINE_BAD_INPUT);
}

TEST(AbiInput, TheArenaHasALimit) {
  AbiClient client;
  EXPECT_NE(vitrine_arena(client.get(), VITRINE_MAX_ARENA_BYTES), nullptr);
  EXPECT_EQ(vitrine_arena(client.get(), VITRINE_MAX_ARENA_BYTES + 1), nullptr);
}

TEST_F(Abi, ItemsPastTheLimitAreIgnored) {
  std::vector<AbiItem> items(VITRINE_MAX_ITEMS + 1, AbiItem{u"a", {}, {}, 1});
  client.Cart(kNoon, items);
  vitrine_profile(client.get(), kNoon);
  const double limit = client.Result<VitrineProfile>().cart_quantity;
  items.pop_back();
  client.Cart(kNoon, items);
  vitrine_profile(client.get(), kNoon);
  EXPECT_EQ(client.Result<VitrineProfile>().cart_quantity, limit);
}

}  // namespace
}  // namespace vitrine
