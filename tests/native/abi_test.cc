#include <gtest/gtest.h>

#include <limits>

#include "bindings/runtime_abi.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/program.h"
#include "runtime/bundle/writer.h"
#include "runtime/visitor/visitor.h"
#include "tests/native/abi_client.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::AbiClient;
using testing::AbiItem;
using testing::AbiValue;
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

TEST_F(Abi, VersionIsThree) { EXPECT_EQ(vitrine_abi_version(), 3U); }

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
  EXPECT_EQ(client.Text(VITRINE_TEXT_INPUT, 5), "$event view_item within 30m");
  EXPECT_EQ(client.Text(VITRINE_TEXT_SLOT, 3), "status -2");
  EXPECT_EQ(client.Text(VITRINE_TEXT_READ, 2), "member");
  EXPECT_EQ(client.Text(VITRINE_TEXT_PROPERTY, 0), "status -2");
  EXPECT_EQ(client.Text(12, 0), "status -2");
}

TEST_F(Abi, AVisitFromHeroToHero) {
  EXPECT_EQ(client.Page(kNoon), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"", "", ""}));
  EXPECT_EQ(client.next_change_at, kNever);

  client.Value(kNoon, {kAge, 2, 30, u"30"});
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

  client.Page(kNoon + kDay);
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
  client.Value(kNoon, {kAge, 2, 30, u"30"});
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
  EXPECT_EQ(client.Page(kNoon), VITRINE_IGNORED);
  EXPECT_EQ(client.Cart(kNoon, {}), VITRINE_IGNORED);
  EXPECT_EQ(client.Report(kNoon, 0, VITRINE_SHOWN), VITRINE_IGNORED);
  EXPECT_EQ(client.Restore(kNoon, {}), VITRINE_IGNORED);
  EXPECT_EQ(vitrine_forget(client.get(), kNoon, 2), VITRINE_IGNORED);
  EXPECT_TRUE(client.Snapshot(kNoon).empty());
  ASSERT_EQ(vitrine_profile(client.get(), kNoon), VITRINE_OK);
  EXPECT_EQ(client.Result<VitrineProfile>().known, 0U);

  client.Value(kNoon, {kAge, 2, 30, u"30"});
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}));

  client.Consent(kNoon, true);
  ASSERT_EQ(vitrine_profile(client.get(), kNoon), VITRINE_OK);
  EXPECT_EQ(client.Result<VitrineProfile>().known, 1U);
  EXPECT_EQ(client.Result<VitrineProfile>().view_count, 0U);
}

TEST_F(Abi, ASnapshotCarriesTheVisitorToAnotherDevice) {
  client.Page(kNoon);
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
  EXPECT_EQ(vitrine_forget(client.get(), kNoon, 2), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"", "", ""}));
  EXPECT_EQ(client.Event(kNoon, u"view_item", Boot()), VITRINE_OK);
}

TEST_F(Abi, ABadBundleLeavesTheOldOneInUse) {
  client.Value(kNoon, {kAge, 2, 30, u"30"});
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
  next.counters[0].length = 3'600'000;
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
  client.Value(kNoon, {kAge, 2, 30, u"30"});
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
    return client.FirstReason(0).since;
  };
  EXPECT_EQ(since(kNoon + 1), kNoon);
  client.Consent(kNoon + kMinute, false);
  client.Event(kNoon + 2 * kMinute, u"view_item", Boot());
  client.Consent(kNoon + 3 * kMinute, true);
  EXPECT_EQ(since(kNoon + 4 * kMinute), kNoon + 3 * kMinute);
}

TEST_F(Abi, SegmentsThatHold) {
  EXPECT_EQ(vitrine_segments(client.get(), kNoon), 0);
  client.Value(kNoon, {0, 3, std::nan(""), u"platinum"});
  ASSERT_EQ(vitrine_segments(client.get(), kNoon), 1);
  EXPECT_EQ(client.Result<std::uint32_t>(), 1U);
}

TEST_F(Abi, HeldSegmentsHoldWhateverIsTrue) {
  EXPECT_EQ(vitrine_hold(client.get(), 0, 1), VITRINE_OK);
  ASSERT_EQ(vitrine_segments(client.get(), kNoon), 1);
  EXPECT_EQ(client.Result<std::uint32_t>(), 0U);
  client.Value(kNoon, {0, 3, std::nan(""), u"platinum"});
  EXPECT_EQ(vitrine_hold(client.get(), 0, 0), VITRINE_OK);
  EXPECT_EQ(vitrine_hold(client.get(), 1, 0), VITRINE_OK);
  EXPECT_EQ(vitrine_segments(client.get(), kNoon), 0);
  EXPECT_EQ(vitrine_hold(client.get(), 1, 2), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_hold(client.get(), 99, 1), VITRINE_BAD_INPUT);
}

TEST_F(Abi, ExplainsWhatStoppedEachRule) {
  client.Event(kNoon, u"view_item", Boot());
  client.Value(kNoon, {kAge, 2, 30, u"30"});
  client.Value(kNoon, {kMember, 1, 1, u"true"});
  ASSERT_EQ(vitrine_explain(client.get(), kNoon, 0), VITRINE_OK);
  const auto slot = client.Result<VitrineExplanation>();
  EXPECT_EQ(slot.winner, VITRINE_NONE);
  ASSERT_EQ(slot.rule_count, 3U);

  const auto rules =
      client.Results<VitrineRuleExplanation>(slot.rules_offset, 3);
  EXPECT_EQ(rules[0].outcome, VITRINE_OUTCOME_FALSE);
  EXPECT_EQ(rules[0].priority, 20);
  EXPECT_EQ(rules[0].group, 0U);
  ASSERT_EQ(rules[0].leaf_count, 1U);
  const auto hiker = client.FirstReason(0);
  EXPECT_EQ(hiker.input, 5U);
  EXPECT_EQ(hiker.source, static_cast<std::uint32_t>(InputSource::kCounter));
  EXPECT_EQ(hiker.op, static_cast<std::uint32_t>(LeafOp::kGreaterEqual));
  EXPECT_EQ(hiker.wanted, 1U);
  EXPECT_EQ(hiker.found_number, 1);
  EXPECT_EQ(hiker.since, kNoon);
  EXPECT_EQ(hiker.drops_at, kNoon + 30 * kMinute);
  ASSERT_EQ(hiker.operand_count, 1U);
  EXPECT_EQ(client.Result<double>(hiker.operands_offset), 2);

  EXPECT_EQ(rules[2].rule, 2U);
  const auto adult = client.FirstReason(2);
  EXPECT_EQ(adult.input, 2U);
  EXPECT_EQ(adult.wanted, 0U) << "member had to be false";
  EXPECT_TRUE(std::isnan(adult.since));
  EXPECT_TRUE(std::isnan(adult.drops_at));
}

TEST_F(Abi, ExplainsWhatMakesRulesHold) {
  client.Event(kNoon, u"view_item", Boot());
  client.Event(kNoon + 1, u"view_item", Boot());
  client.Value(kNoon, {kAge, 2, 30, u"30"});
  ASSERT_EQ(vitrine_explain(client.get(), kNoon + 2, 0), VITRINE_OK);
  const auto slot = client.Result<VitrineExplanation>();
  EXPECT_EQ(slot.winner, 0U);
  const auto rules =
      client.Results<VitrineRuleExplanation>(slot.rules_offset, 3);
  EXPECT_EQ(rules[0].outcome, VITRINE_OUTCOME_WON);
  const auto hiker = client.FirstReason(0);
  EXPECT_EQ(hiker.input, 5U);
  EXPECT_EQ(hiker.found_number, 2);

  EXPECT_EQ(rules[2].outcome, VITRINE_OUTCOME_OUTRANKED);
  ASSERT_EQ(rules[2].leaf_count, 2U);
  const auto adult = client.Results<VitrineLeafExplanation>(
      rules[2].leaves_offset, rules[2].leaf_count);
  EXPECT_EQ(adult[0].input, 2U);
  EXPECT_EQ(adult[0].wanted, 0U) << "not a member";
  EXPECT_EQ(adult[1].input, 1U);
  EXPECT_EQ(adult[1].wanted, 1U);
  EXPECT_EQ(adult[1].found_number, 30);
}

TEST_F(Abi, ExplainTellsSoManyReasons) {
  testing::ProgramBuilder b;
  b.Attribute("n", ValueType::kNumber);
  Network& n = b.program.conditions;
  for (std::uint32_t i = 0; i < 700; ++i) {
    n.children.push_back(
        testing::ProgramBuilder::Leaf(n, 0, LeafOp::kGreater, b.Number(i)));
  }
  n.gates.push_back({.kind = GateKind::kAll, .child_count = 700});
  const std::uint32_t all = n.size() - 1;
  b.Slot("s");
  for (std::uint32_t i = 0; i < 3; ++i) b.Rule("r", 0, all, "{}");
  b.Rule("z", 0, 0, "{}");
  ASSERT_EQ(client.Load(WriteProgram(b.program), kNoon), VITRINE_OK);
  client.Value(kNoon, {0, 2, 1000, u"1000"});
  const auto counts = [&] {
    EXPECT_EQ(vitrine_explain(client.get(), kNoon, 0), VITRINE_OK);
    std::vector<std::uint32_t> result;
    for (const auto& rule : client.Results<VitrineRuleExplanation>(
             client.Result<VitrineExplanation>().rules_offset, 4)) {
      result.push_back(rule.leaf_count);
    }
    return result;
  };
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{700, 324, 0, 0}));
  client.Value(kNoon, {0, 2, -1, u"-1"});
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 1, 1, 1}));
}

TEST_F(Abi, ExplainGivesTheTextsOfAList) {
  Program program = SampleProgram();
  program.rules[0].node = 0;
  ASSERT_EQ(client.Load(WriteProgram(program), kNoon), VITRINE_OK);
  client.Value(kNoon, {0, 3, std::nan(""), u"Hiking"});
  ASSERT_EQ(vitrine_explain(client.get(), kNoon, 0), VITRINE_OK);
  const auto leaf = client.FirstReason(0);
  ASSERT_EQ(leaf.operand_count, 2U);
  const auto first = client.Result<std::uint32_t>(leaf.operands_offset);
  const auto second = client.Result<std::uint32_t>(leaf.operands_offset + 4);
  EXPECT_EQ(client.Text(VITRINE_TEXT_SYMBOL, leaf.found_symbol), "Hiking");
  EXPECT_EQ(client.Text(VITRINE_TEXT_SYMBOL, first), "gold");
  EXPECT_EQ(client.Text(VITRINE_TEXT_SYMBOL, second), "platinum");
}

TEST_F(Abi, ProfileListsTheStrongestFirst) {
  const AbiItem stove = {u"stove-1", u"Primus", u"Cooking", 100};
  client.Page(kNoon);
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

TEST_F(Abi, TellsInterestsInCategories) {
  const std::u16string_view names[] = {u"Climbing", u"Hiking", u"Cooking"};
  client.Page(kNoon);
  client.Event(kNoon, u"view_item",
               AbiItem{u"stove-1", u"Primus", u"Cooking", 100});
  client.Event(kNoon + 1, u"add_to_cart", Boot());
  client.Event(kNoon + 2, u"view_item", Boot());
  const auto shares = client.Interests(kNoon + 2, names);
  ASSERT_EQ(shares.size(), 3U);
  EXPECT_EQ(shares[0], 0);
  EXPECT_NEAR(shares[1], 0.8, 1e-6);
  EXPECT_NEAR(shares[2], 0.2, 1e-6);
  client.Consent(kNoon + 3, false);
  EXPECT_EQ(client.Interests(kNoon + 3, names), (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(client.Interests(std::nan(""), names), std::vector<double>{});
  EXPECT_EQ(vitrine_interests(client.get(), kNoon + 3, VITRINE_MAX_LISTED + 1),
            VITRINE_BAD_INPUT);
}

TEST(AbiInput, CallsBeforeABundleSaySo) {
  AbiClient client;
  EXPECT_EQ(vitrine_decide(client.get(), kNoon), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_segments(client.get(), kNoon), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_explain(client.get(), kNoon, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_values(client.get(), kNoon, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_force(client.get(), 0, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_hold(client.get(), 0, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(client.Report(kNoon, 0, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_text(client.get(), 0, 0), VITRINE_NO_BUNDLE);
  EXPECT_EQ(vitrine_slots(client.get(), 0), VITRINE_NO_BUNDLE);
  client.Consent(kNoon, true);
  EXPECT_EQ(client.Event(kNoon, u"view_item", Boot()), VITRINE_OK)
      << "behaviour may come before the bundle";
}

TEST_F(Abi, TimesOutsideOfTheCalendarAreRefused) {
  for (double now : {std::nan(""), kNever, -kNever, 8.64e15 + 1, -1e300}) {
    EXPECT_EQ(client.Page(now), VITRINE_BAD_INPUT);
    EXPECT_EQ(client.Event(now, u"view_item"), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_decide(client.get(), now), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_consent(client.get(), now, 1, 1), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_load(client.get(), now, 0), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_snapshot(client.get(), now), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_restore(client.get(), now, 0), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_forget(client.get(), now, 2), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_profile(client.get(), now), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_segments(client.get(), now), VITRINE_BAD_INPUT);
    EXPECT_EQ(vitrine_explain(client.get(), now, 0), VITRINE_BAD_INPUT);
    EXPECT_EQ(client.Report(now, 0, 0), VITRINE_BAD_INPUT);
  }
}

TEST_F(Abi, IndexesPastTheEndAreRefused) {
  EXPECT_EQ(client.Value(kNoon, {3, 0, 0, u""}), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Value(kNoon, {0, 5, 0, u""}), VITRINE_OK);
  EXPECT_EQ(client.Value(kNoon, {0, 6, 0, u""}), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_explain(client.get(), kNoon, 3), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Report(kNoon, 5, 0), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Slots({3}), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Report(kNoon, 3, 5), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Report(kNoon, 3, 3), VITRINE_OK);
}

TEST(AbiInput, OffsetsOutsideTheArenaAreRefused) {
  AbiClient client;
  client.Consent(kNoon, true);
  constexpr VitrineText kAbsent = {0, VITRINE_NONE};
  const auto page = [&](VitrineText text, int field = 0) {
    VitrineText in[] = {kAbsent, kAbsent, kAbsent, kAbsent, kAbsent, kAbsent};
    in[field] = text;
    static_assert(sizeof in == sizeof(VitrinePage));
    std::memcpy(vitrine_arena(client.get(), sizeof in), &in, sizeof in);
    return vitrine_page(client.get(), kNoon);
  };
  EXPECT_EQ(page(kAbsent), VITRINE_OK);
  for (int field = 0; field < 6; ++field) {
    EXPECT_EQ(page({0, 24}, field), VITRINE_OK);
    EXPECT_EQ(page({0, 25}, field), VITRINE_BAD_INPUT);
  }
  EXPECT_EQ(page({48, 0}), VITRINE_OK);
  EXPECT_EQ(page({48, 1}), VITRINE_BAD_INPUT);
  EXPECT_EQ(page({50, 0}), VITRINE_BAD_INPUT);
  EXPECT_EQ(page({1, 1}), VITRINE_BAD_INPUT) << "odd";
  EXPECT_EQ(page({2, 0x7fffffff}), VITRINE_BAD_INPUT);
  EXPECT_EQ(page({0xfffffffe, 1}), VITRINE_BAD_INPUT);

  const auto items = [&](std::uint32_t offset, std::uint32_t count) {
    const VitrineEvent in = {.name = kAbsent,
                             .transaction = kAbsent,
                             .search = kAbsent,
                             .value = 0,
                             .item_count = count,
                             .items_offset = offset,
                             .properties_offset = 0,
                             .reserved = 0};
    std::memcpy(vitrine_arena(client.get(), sizeof in), &in, sizeof in);
    return vitrine_event(client.get(), kNoon);
  };
  EXPECT_EQ(items(48, 0), VITRINE_OK);
  EXPECT_EQ(items(16, 1), VITRINE_BAD_INPUT);
  EXPECT_EQ(items(0xfffffff8, 2), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_load(client.get(), kNoon, 0xffffffff), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_restore(client.get(), kNoon, 0xffffffff),
            VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_model(client.get(), 0xffffffff), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_part(client.get(), 0xffffffff), VITRINE_BAD_INPUT);
}

TEST_F(Abi, ANewVisitorGetsTheSeedThatComesAlong) {
  ASSERT_EQ(client.Load(WriteProgram(testing::FullProgram()), kNoon),
            VITRINE_OK);
  const auto offer = [&] {
    client.Decide(kNoon);
    return client.decided[3];
  };
  // hash("copy", "00000000000001", 2) is 0.7039, of "01234567890abc" 0.1456.
  EXPECT_EQ(offer().arm, 1U);
  EXPECT_EQ(offer().experiment, 0U);
  EXPECT_NE(offer().content, VITRINE_NONE);
  EXPECT_EQ(vitrine_forget(client.get(), kNoon, 0x1234567890abc), VITRINE_OK);
  ASSERT_EQ(vitrine_profile(client.get(), kNoon), VITRINE_OK);
  EXPECT_EQ(client.Result<VitrineProfile>().seed, 0x1234567890abc);
  EXPECT_EQ(offer().arm, 0U);
  EXPECT_EQ(offer().content, VITRINE_NONE) << "the control group";
  EXPECT_NE(offer().rule, VITRINE_NONE);
  client.Consent(kNoon, false);
  EXPECT_EQ(offer().rule, VITRINE_NONE);
  EXPECT_EQ(offer().experiment, VITRINE_NONE);
  EXPECT_EQ(vitrine_force(client.get(), 0, 1), VITRINE_OK);
  EXPECT_EQ(offer().arm, 1U);
  EXPECT_EQ(vitrine_force(client.get(), 0, VITRINE_NONE), VITRINE_OK);
  EXPECT_EQ(offer().rule, VITRINE_NONE);
  EXPECT_EQ(vitrine_force(client.get(), 0, 2), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_force(client.get(), 2, 0), VITRINE_BAD_INPUT);
}

TEST_F(Abi, LoadTellsWhatThePageHasToKnow) {
  ASSERT_EQ(client.Load(WriteProgram(testing::FullProgram()), kNoon),
            VITRINE_OK);
  const auto info = client.Result<VitrineBundleInfo>();
  ASSERT_EQ(info.read_count, 5U);
  const auto reads =
      client.Results<VitrineRead>(info.reads_offset, info.read_count);
  EXPECT_EQ(reads[3].attribute, 3U);
  EXPECT_EQ(reads[3].needs, kNeedsTree);
  EXPECT_EQ(reads[4].attribute, VITRINE_NONE);
  ASSERT_EQ(info.property_count, 5U);
  EXPECT_EQ(client.Results<std::uint8_t>(info.properties_offset, 5),
            (std::vector<std::uint8_t>{0, 1, 2, 7, 8}));
  ASSERT_EQ(info.experiment_count, 2U);
  const auto experiments =
      client.Results<VitrineExperiment>(info.experiments_offset, 2);
  EXPECT_EQ(experiments[1].first_arm, 2U);
  EXPECT_EQ(experiments[1].arm_count, 1U);
  EXPECT_EQ(client.Results<std::uint8_t>(info.slot_types_offset, 4),
            (std::vector<std::uint8_t>{0, 0, 1, 2}));
  EXPECT_EQ(client.Text(VITRINE_TEXT_READ, 4), "page.path");
  EXPECT_EQ(client.Text(VITRINE_TEXT_PROPERTY, 1), "item_variant");
  EXPECT_EQ(client.Text(VITRINE_TEXT_EXPERIMENT, 1), "hours");
  EXPECT_EQ(client.Text(VITRINE_TEXT_ARM, 1), "b");
  EXPECT_EQ(client.Text(VITRINE_TEXT_ARM, 3), "status -2");
}

/// `{"tags": [tag]}` in a list that is the attribute cards.
std::vector<AbiValue> Cards(std::u16string_view tag) {
  constexpr auto kNaN = std::numeric_limits<double>::quiet_NaN();
  return {{.read = 3, .tag = 4, .number = kNaN, .text = u"", .size = 5},
          {.tag = 2, .number = 1, .text = u"1", .key = u"0"},
          {.tag = 5, .number = kNaN, .text = u"", .key = u"1", .size = 3},
          {.tag = 4, .number = kNaN, .text = u"", .key = u"tags", .size = 2},
          {.tag = 3, .number = kNaN, .text = tag, .key = u"0"}};
}

class AbiTrees : public Abi {
 protected:
  void SetUp() override {
    ASSERT_EQ(client.Load(WriteProgram(testing::FullProgram()), kNoon),
              VITRINE_OK);
    ASSERT_EQ(client.Consent(kNoon, true, -1), VITRINE_OK) << "in no arm";
  }
  std::string Note() { return client.Decide(kNoon)[3]; }
};

TEST_F(AbiTrees, ElementsOfElements) {
  EXPECT_EQ(client.Values(kNoon, Cards(u"b")), VITRINE_OK);
  EXPECT_EQ(Note(), "");
  EXPECT_EQ(client.Values(kNoon, Cards(u"a")), VITRINE_OK);
  EXPECT_EQ(Note(), "note");
  EXPECT_EQ(client.Value(kNoon, {.read = 3}), VITRINE_OK);
  EXPECT_EQ(Note(), "");
}

TEST_F(AbiTrees, PatternsSearchTheText) {
  EXPECT_EQ(client.Value(kNoon, {.read = 4, .tag = 3, .text = u"/a/x/b"}),
            VITRINE_OK);
  EXPECT_EQ(Note(), "note");
  EXPECT_EQ(client.Value(kNoon, {.read = 4, .tag = 3, .text = u"/a"}),
            VITRINE_OK);
  EXPECT_EQ(Note(), "");
}

TEST_F(AbiTrees, NothingReachesBeyondWhatContainsIt) {
  std::vector<AbiValue> cards = Cards(u"a");
  for (std::size_t i = 1; i < cards.size(); ++i) {
    for (std::uint32_t size : {7U, 4U, 0xffffffffU}) {
      std::vector<AbiValue> bad = cards;
      bad[i].size = size;
      EXPECT_EQ(client.Values(kNoon, bad), VITRINE_OK) << i;
      Note();
    }
    std::vector<AbiValue> bad = cards;
    bad[i].size = 0;
    EXPECT_EQ(client.Values(kNoon, bad), VITRINE_BAD_INPUT) << i;
  }
  for (std::uint32_t size : {0U, 6U, 0xffffffffU}) {
    cards[0].size = size;
    EXPECT_EQ(client.Values(kNoon, cards), VITRINE_BAD_INPUT);
  }
  EXPECT_EQ(vitrine_values(client.get(), kNoon, 0xffffffff), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_values(client.get(), kNoon, 1U << 26), VITRINE_BAD_INPUT);
}

TEST_F(AbiTrees, WhatComesAfterTheMostNodesIsIgnored) {
  for (std::uint32_t before : {VITRINE_MAX_NODES - 5, VITRINE_MAX_NODES - 4}) {
    std::vector<AbiValue> cards = Cards(u"a");
    cards[0].size += before;
    cards.insert(cards.begin() + 1, before, AbiValue{.tag = 2, .text = u"0"});
    // A value that follows is not touched by that.
    cards.push_back({.read = 4, .tag = 3, .text = u"/a"});
    EXPECT_EQ(client.Values(kNoon, cards), VITRINE_OK);
    EXPECT_EQ(Note(), before == VITRINE_MAX_NODES - 5 ? "note" : "");
  }
}

TEST(AbiProperties, OfTheEventComeBeforeThoseOfItsItems) {
  testing::ProgramBuilder b;
  Network& where = b.program.item_conditions;
  const std::uint32_t variant = b.Property("item_variant", true);
  const std::uint32_t method = b.Property("event.method", false);
  testing::ProgramBuilder::Leaf(where, variant, LeafOp::kStrictText,
                                b.Value("blue"));
  testing::ProgramBuilder::Leaf(where, method, LeafOp::kStrictText,
                                b.Value("app"));
  const std::uint32_t blue_in_app =
      testing::ProgramBuilder::Gate(where, GateKind::kAll, {0, 1});
  const std::uint32_t counter = b.Counter(
      {.identity = 1}, {{.event = b.Symbol(IdentityKind::kEvent, "share"),
                         .where = blue_in_app}});
  const std::uint32_t input = b.Input(InputSource::kCounter, counter);
  testing::ProgramBuilder::Leaf(b.program.conditions, input, LeafOp::kGreater,
                                b.Number(0));
  b.Slot("slot");
  b.Rule("rule", 0, 0, "{}");

  const AbiItem items[] = {{u"a"}, {u"b"}};
  const auto holds = [&](std::vector<AbiValue> told) {
    AbiClient client;
    client.Load(WriteProgram(b.program), kNoon);
    client.Consent(kNoon, true);
    EXPECT_EQ(client.Event(kNoon, u"share", items, u"", 0, u"", told),
              VITRINE_OK);
    return client.Decide(kNoon)[0] == "rule";
  };
  const AbiValue app = {.tag = 3, .text = u"app"};
  const AbiValue red = {.tag = 3, .text = u"red"};
  const AbiValue blue = {.tag = 3, .text = u"blue"};
  EXPECT_TRUE(holds({app, red, blue}));
  EXPECT_TRUE(holds({app, blue, red}));
  EXPECT_FALSE(holds({app, red, red}));
  EXPECT_FALSE(holds({red, app, blue}));
  EXPECT_FALSE(holds({})) << "none were told";
}

TEST_F(AbiTrees, PropertiesOutsideTheArenaAreRefused) {
  for (std::uint32_t offset : {0x10000U, 0xffffffc0U}) {
    const VitrineEvent in = {.name = {0, VITRINE_NONE},
                             .transaction = {0, VITRINE_NONE},
                             .search = {0, VITRINE_NONE},
                             .value = 0,
                             .item_count = 0,
                             .items_offset = 0,
                             .properties_offset = offset,
                             .reserved = 0};
    std::memcpy(vitrine_arena(client.get(), sizeof in), &in, sizeof in);
    EXPECT_EQ(vitrine_event(client.get(), kNoon), VITRINE_BAD_INPUT);
  }
}

TEST_F(Abi, ActiveTimeIsBehaviour) {
  EXPECT_EQ(vitrine_active(client.get(), kNoon, 1000), VITRINE_OK);
  EXPECT_EQ(vitrine_active(client.get(), kNoon, std::nan("")), VITRINE_OK);
  EXPECT_EQ(vitrine_active(client.get(), kNever, 1), VITRINE_BAD_INPUT);
  client.Consent(kNoon, false);
  EXPECT_EQ(vitrine_active(client.get(), kNoon, 1000), VITRINE_IGNORED);
}

TEST_F(Abi, ExplainsThatARuleOfTheGroupStandsBefore) {
  Program program = testing::FullProgram();
  program.rules[3].group = 1;  // bar-cart
  program.rules[3].node = program.rules.back().node = 1;
  ASSERT_EQ(client.Load(WriteProgram(program), kNoon), VITRINE_OK);
  client.Consent(kNoon, false);
  client.Value(kNoon, {kAge, 2, 30, u"30"});
  const auto outcome_of_note = [&] {
    EXPECT_EQ(vitrine_explain(client.get(), kNoon, 3), VITRINE_OK);
    const auto slot = client.Result<VitrineExplanation>();
    const auto note =
        client.Results<VitrineRuleExplanation>(slot.rules_offset, 3)[2];
    EXPECT_EQ(note.group, 1U);
    return note.outcome;
  };
  EXPECT_EQ(outcome_of_note(), VITRINE_OUTCOME_GROUP);
  client.Slots({3, 1});
  EXPECT_EQ(outcome_of_note(), VITRINE_OUTCOME_WON);
  EXPECT_EQ(client.Decide(kNoon)[1], "");
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

TEST_F(Abi, ForgetsOneItemOrInterest) {
  const auto forget = [&](std::uint32_t field, std::u16string_view name) {
    client.SendListed({&name, 1});
    return vitrine_forget_one(client.get(), kNoon, field);
  };
  const auto counts = [&] {
    vitrine_profile(client.get(), kNoon);
    const auto profile = client.Result<VitrineProfile>();
    return std::vector<std::uint32_t>{profile.view_count,
                                      profile.category_count,
                                      profile.brand_count, profile.event_count};
  };
  client.Event(kNoon, u"view_item", AbiItem{u"boot", u"Norr", u"Hiking"});
  client.Event(kNoon, u"view_item", AbiItem{u"tent", u"Norr", u"Camping"});
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{2, 2, 1, 2}));
  EXPECT_EQ(forget(VITRINE_FORGET_ITEM, u"boot"), VITRINE_OK);
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 2, 1, 1}));
  EXPECT_EQ(forget(VITRINE_FORGET_CATEGORY, u"Hiking"), VITRINE_OK);
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 1, 1, 1}));
  EXPECT_EQ(forget(VITRINE_FORGET_BRAND, u"Norr"), VITRINE_OK);
  EXPECT_EQ(counts(), (std::vector<std::uint32_t>{1, 1, 0, 0}));
  EXPECT_EQ(forget(VITRINE_FORGET_BRAND + 1, u"Norr"), VITRINE_BAD_INPUT);
  EXPECT_EQ(forget(VITRINE_FORGET_ITEM, u""), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_forget_one(client.get(), std::nan(""), 0),
            VITRINE_BAD_INPUT);
  vitrine_consent(client.get(), kNoon, 0, 1);
  EXPECT_EQ(forget(VITRINE_FORGET_ITEM, u"tent"), VITRINE_IGNORED);
}

TEST_F(Abi, ProfileHasPurchasesAndUnwantedItems) {
  const AbiItem boot = {u"boot"};
  client.Event(kNoon, u"view_item", boot);
  for (const auto* id : {u"boot", u"sock"}) {
    client.Event(kNoon + 1000, u"purchase", AbiItem{id});
  }
  client.Event(kNoon + 2000, u"not_interested", AbiItem{u"tent"});
  client.Event(kNoon + 3000, u"not_interested",
               AbiItem{u"a name of more than forty units, that nobody keeps"});
  ASSERT_EQ(vitrine_profile(client.get(), kNoon + 3000), VITRINE_OK);
  const auto profile = client.Result<VitrineProfile>();
  const auto bought = client.Results<VitrineProfileEntry>(
      profile.purchases_offset, profile.purchase_count);
  ASSERT_EQ(bought.size(), 2U);
  EXPECT_EQ(client.ResultText(bought[0].text), u"(none)") << "never viewed";
  EXPECT_EQ(client.ResultText(bought[1].text), u"boot");
  EXPECT_EQ(bought[1].number, kNoon + 1000);
  const auto unwanted = client.Results<VitrineProfileEntry>(
      profile.unwanted_offset, profile.unwanted_count);
  ASSERT_EQ(unwanted.size(), 2U);
  EXPECT_EQ(client.ResultText(unwanted[0].text), u"(none)");
  EXPECT_EQ(client.ResultText(unwanted[1].text), u"tent");
}

TEST_F(Abi, AViewTellsPriceAndAvailability) {
  const auto view = [](std::uint32_t availability) {
    AbiClient shop;
    shop.Consent(kNoon, true);
    const AbiItem boot = {u"boot", {}, {}, 89.5, 1, availability};
    EXPECT_EQ(shop.Event(kNoon, u"view_item", boot), VITRINE_OK);
    Visitor visitor;
    EXPECT_EQ(visitor.Restore(shop.Snapshot(kNoon), kNoon),
              RestoreError::kNone);
    return visitor.views().items()[0];
  };
  EXPECT_EQ(view(VITRINE_NONE).price, 89.5);
  EXPECT_FALSE(view(VITRINE_NONE).was_sold_out);
  EXPECT_FALSE(view(0).was_sold_out);
  EXPECT_TRUE(view(1).was_sold_out);
  EXPECT_FALSE(view(2).was_sold_out) << "can be ordered";
  const AbiItem odd = {u"boot", {}, {}, 89.5, 1, 4};
  EXPECT_EQ(client.Event(kNoon, u"view_item", odd), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Cart(kNoon, std::span(&odd, 1)), VITRINE_BAD_INPUT);
}

}  // namespace
}  // namespace vitrine
