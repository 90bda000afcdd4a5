// The C ABI's calls for models and recommendations.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "bindings/runtime_abi.h"
#include "runtime/bundle/writer.h"
#include "tests/native/abi_client.h"
#include "tests/native/sample_model.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::AbiClient;
using testing::AbiItem;
using testing::AbiRecord;
using testing::SampleModel;
using testing::SampleProgram;
using Rules = std::vector<std::string>;
using Items = std::vector<std::uint32_t>;
using Files = std::vector<std::uint32_t>;

constexpr double kNoon = 1'767'268'800'000;
constexpr std::uint32_t kSimilar = 2;  // slot
// Items of the sample model.
constexpr std::uint32_t kBoot = 0;
constexpr std::uint32_t kSock = 2;
constexpr std::uint32_t kStove = 3;
// Its files, after two look-up pages.
constexpr std::uint32_t kFirstShard = 2;
constexpr std::uint32_t kDisplay = 5;

constexpr std::uint32_t Number(Strategy strategy) {
  return static_cast<std::uint32_t>(strategy);
}
constexpr std::uint32_t Number(Availability availability) {
  return static_cast<std::uint32_t>(availability);
}

/// An instance that has the sample program, consent, a visitor of 30 years,
/// for whom there is a rule, and the sample model.
class AbiModel : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(client.Load(WriteProgram(SampleProgram()), kNoon), VITRINE_OK);
    ASSERT_EQ(client.Consent(kNoon, true), VITRINE_OK);
    ASSERT_EQ(client.Value(kNoon, {1, 2, 30, u"30"}), VITRINE_OK);
    ASSERT_EQ(client.Model(core), VITRINE_OK);
  }
  void AddFiles() {
    for (std::uint32_t file = 0; file < kDisplay; ++file) {
      ASSERT_EQ(client.Part(SampleModel().File(file)), VITRINE_OK);
    }
    TellFrom(0);
  }
  /// Of all items from this number on.
  void TellFrom(std::uint32_t first) {
    const auto available = [](Availability availability) {
      return Number(availability);
    };
    const AbiRecord all[] = {
        {u"boot", 89.5, VITRINE_NONE, 0, u"Hiking", u"Fjell"},
        {u"tent", 1999, available(Availability::kPreorder), 1, u"Camping"},
        {u"sock", 9.99, available(Availability::kOutOfStock), 2, u"Hiking"},
        {u"stove", std::nan(""), VITRINE_NONE, 3, u"Camping", u"Fjell"},
        {u"\u00f8-\U0001f97e", 0, available(Availability::kBackorder), 4}};
    ASSERT_EQ(client.Tell(std::span(all).subspan(first)), VITRINE_OK);
  }

  const Bytes core = SampleModel().Core();
  AbiClient client;
};

TEST_F(AbiModel, LoadingTellsHowLargeItIs) {
  ASSERT_EQ(client.Model(core), VITRINE_OK);
  EXPECT_EQ(client.Result<VitrineModelInfo>().item_count, 5U);
  EXPECT_EQ(client.Result<VitrineModelInfo>().first_shard, 2U);
  EXPECT_EQ(client.Result<VitrineModelInfo>().first_display, 5U);
}

TEST_F(AbiModel, ItemsAndReasonsOfASlot) {
  AddFiles();
  client.Page(kNoon, u"boot");
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", "similar-adult"}));
  // Like the boot: the sock, which is sold out, and number 4, a backorder. In
  // stock, beside the boot itself: the stove, which is near.
  EXPECT_EQ(client.Items(kSimilar), (Items{kStove}));
  ASSERT_EQ(client.recommended[kSimilar].size(), 1U);
  EXPECT_EQ(client.recommended[kSimilar][0].strategy,
            Number(Strategy::kSimilar));
  EXPECT_EQ(client.recommended[kSimilar][0].because, kBoot);
  EXPECT_TRUE(client.recommended[0].empty());

  client.Tell({.id = u"sock", .availability = Number(Availability::kInStock)});
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kSock, kStove}));
  EXPECT_EQ(client.recommended[kSimilar][0].item, kSock);
  EXPECT_EQ(client.recommended[kSimilar][0].strategy,
            Number(Strategy::kSimilar));
  EXPECT_EQ(client.recommended[kSimilar][0].because, kBoot);
}

TEST_F(AbiModel, ChangedWhenTheItemsAre) {
  AddFiles();
  const auto changed = [&] {
    vitrine_decide(client.get(), kNoon);
    const auto slots = client.Results<VitrineSlotDecision>(
        client.Result<VitrineDecision>().slots_offset, 3);
    return slots[kSimilar].changed;
  };
  EXPECT_EQ(changed(), 1U);
  EXPECT_EQ(changed(), 0U);
  client.Tell(
      {.id = u"boot", .availability = Number(Availability::kOutOfStock)});
  EXPECT_EQ(changed(), 1U);
}

TEST_F(AbiModel, WantedFilesUntilTheyAreThere) {
  client.Page(kNoon, u"boot");
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}));
  ASSERT_EQ(client.wanted_files.size(), 2U);
  const std::uint32_t look_ups = client.wanted_files[0];
  EXPECT_LT(look_ups, kFirstShard);
  EXPECT_EQ(client.wanted_files[1], kDisplay) << "what is popular";
  EXPECT_EQ(client.Part(SampleModel().File(look_ups)), VITRINE_OK);
  client.Decide(kNoon);
  EXPECT_EQ(client.wanted_files, (Files{kFirstShard, kDisplay}));
  EXPECT_EQ(client.Part(SampleModel().File(kFirstShard)), VITRINE_OK);
  EXPECT_EQ(client.Part(SampleModel().File(kFirstShard)), VITRINE_OK)
      << "once more";
  client.Decide(kNoon);
  EXPECT_EQ(client.wanted_files, (Files{kDisplay}));
  TellFrom(0);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", "similar-adult"}));
  EXPECT_EQ(client.wanted_files, (Files{}));
}

TEST_F(AbiModel, OnlySlotsOnThePageRecommend) {
  EXPECT_EQ(client.Slots({0}), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}));
  EXPECT_EQ(client.wanted_files, (Files{}));
  EXPECT_EQ(client.Slots({0, 3}), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_slots(client.get(), 0xffffffff), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}))
      << "what was refused changes nothing";
  TellFrom(0);
  EXPECT_EQ(client.Slots({2, 2}), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", "similar-adult"}));
}

TEST_F(AbiModel, TheFirstItemOfAViewIsTheItemOfThePage) {
  AddFiles();
  const AbiItem viewed[] = {{u"boot"}, {u"stove"}};
  client.Event(kNoon, u"add_to_cart", AbiItem{u"tent"});
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kBoot, kStove}));
  client.Event(kNoon, u"view_item", viewed);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kStove}));
  client.Event(kNoon, u"view_item");
  client.Event(kNoon, u"view_item", AbiItem{u""});
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kStove}));
  client.Page(kNoon);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kBoot, kStove}));
}

TEST_F(AbiModel, WithoutConsentAViewIsNotTheItemOfThePage) {
  AddFiles();
  client.Event(kNoon, u"view_item", AbiItem{u"boot"});
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kStove}));
  client.Consent(kNoon, false);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kBoot, kStove}));
  EXPECT_EQ(client.Event(kNoon, u"view_item", AbiItem{u"boot"}),
            VITRINE_IGNORED);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kBoot, kStove}));
  EXPECT_EQ(client.Page(kNoon, u"boot"), VITRINE_IGNORED);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kStove})) << "the page may say so";
}

TEST_F(AbiModel, ForgettingForgetsTheItemViewed) {
  AddFiles();
  client.Event(kNoon, u"view_item", AbiItem{u"boot"});
  EXPECT_EQ(vitrine_forget(client.get(), kNoon, 1), VITRINE_OK);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kBoot, kStove}));
}

TEST_F(AbiModel, WhatTheShopSaysOfUnknownItemsIsPassedOver) {
  const auto gone = Number(Availability::kOutOfStock);
  const AbiRecord updates[] = {{u"nobody", 1, gone}, {u"stove", 1, gone}};
  EXPECT_EQ(client.Tell(updates), VITRINE_OK);
  AddFiles();
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kBoot, kStove}));
  EXPECT_EQ(client.Tell(updates), VITRINE_OK);
  TellFrom(0);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kBoot}));
}

TEST_F(AbiModel, RecordsOutOfRangeAreRefused) {
  EXPECT_EQ(client.Tell({.id = u"boot", .availability = 4}), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Tell({.id = u"nobody", .availability = 4}),
            VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Tell({.id = u"nobody", .number = 5}), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_items(client.get(), 0xffffffff, 0), VITRINE_BAD_INPUT);
  const VitrineText none = {0, VITRINE_NONE};
  VitrineItemRecord in = {{48, 1}, none,         none,        1,
                          0,       VITRINE_NONE, VITRINE_NONE};
  AbiClient fresh;
  ASSERT_EQ(fresh.Model(core), VITRINE_OK);
  const auto tell = [&] {
    std::memcpy(vitrine_arena(fresh.get(), sizeof in), &in, sizeof in);
    return vitrine_items(fresh.get(), 1, 0);
  };
  EXPECT_EQ(tell(), VITRINE_BAD_INPUT);
  in.id = {48, 0};
  EXPECT_EQ(tell(), VITRINE_OK);
  in.id = {1, 1};
  EXPECT_EQ(tell(), VITRINE_BAD_INPUT) << "odd";
  in.id = {48, 0};
  in.category = {48, 1};
  EXPECT_EQ(tell(), VITRINE_BAD_INPUT);
}

TEST_F(AbiModel, ABadFileChangesNothing) {
  AddFiles();
  Bytes bad = core;
  bad.back() ^= 1;
  EXPECT_EQ(client.Model(bad), VITRINE_LOAD_ERROR - 7);
  EXPECT_EQ(client.Part(bad), VITRINE_LOAD_ERROR - 7);
  EXPECT_EQ(client.Part(core), VITRINE_LOAD_ERROR - 5) << "another kind";
  EXPECT_EQ(client.Model(SampleModel().File(0)), VITRINE_LOAD_ERROR - 5);
  testing::ModelBuilder other = SampleModel();
  other.identity = 1;
  EXPECT_EQ(client.Part(other.File(0)), VITRINE_LOAD_ERROR - 15);
  EXPECT_EQ(client.Part(other.File(2)), VITRINE_LOAD_ERROR - 15);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Items{kBoot, kStove}));
}

TEST(AbiModelInput, CallsBeforeAModelSaySo) {
  AbiClient client;
  EXPECT_EQ(vitrine_part(client.get(), 0), VITRINE_NO_MODEL);
  EXPECT_EQ(vitrine_items(client.get(), 0, 0), VITRINE_NO_MODEL);
}

TEST_F(AbiModel, ExplainsTheItemsOfASlot) {
  AddFiles();
  client.Page(kNoon, u"boot");
  client.Tell({.id = u"sock", .availability = Number(Availability::kInStock)});
  client.Decide(kNoon);
  ASSERT_EQ(client.Items(kSimilar), (Items{kSock, kStove}));
  ASSERT_EQ(vitrine_explain_items(client.get(), kNoon, kSimilar), VITRINE_OK);
  const auto all = client.Result<VitrineItemsExplanation>();
  const auto items =
      client.Results<VitrineItemExplanation>(all.items_offset, all.item_count);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].item, kSock);
  EXPECT_EQ(items[1].item, kStove);
  EXPECT_EQ(items[0].strategy, Number(Strategy::kSimilar));
  EXPECT_EQ(items[0].source, 0U);
  EXPECT_EQ(items[0].boost, 1);
  EXPECT_EQ(items[0].rotation, 1);
  EXPECT_EQ(items[0].likeness, 1);
  const auto parts =
      client.Results<VitrinePart>(items[0].parts_offset, items[0].part_count);
  ASSERT_FALSE(parts.empty());
  double sum = 0;
  for (const VitrinePart& part : parts) {
    EXPECT_EQ(part.item, kBoot);
    sum += part.weight;
  }
  EXPECT_NEAR(sum, items[0].score, 1e-6);
  const auto removed =
      client.Results<std::uint32_t>(all.removed_offset, all.removed_count);
  // The filter wants what is in stock: not the preorder and the backorder. And
  // the page is about the boot.
  EXPECT_EQ(removed, (Items{0, 0, 2, 0, 0, 0, 1}));
  EXPECT_EQ(vitrine_explain_items(client.get(), kNoon, 0), VITRINE_OK);
  EXPECT_EQ(client.Result<VitrineItemsExplanation>().item_count, 0U);
  EXPECT_EQ(vitrine_explain_items(client.get(), kNoon, 3), VITRINE_BAD_INPUT);
}

TEST_F(AbiModel, OrdersAListing) {
  AddFiles();
  client.Event(kNoon, u"view_item", AbiItem{.id = u"boot"});
  const std::u16string_view ids[] = {u"nobody", u"tent", u"stove", u"sock"};
  EXPECT_EQ(client.Rerank(kNoon, ids, 0), (Items{0, 1, 2, 3}));
  EXPECT_EQ(client.Rerank(kNoon, ids, 3)[0], 3U);
  EXPECT_EQ(vitrine_rerank(client.get(), kNoon, VITRINE_MAX_LISTED + 1, 1),
            VITRINE_BAD_INPUT);
  AbiClient bare;
  EXPECT_EQ(vitrine_rerank(bare.get(), kNoon, 0, 1), VITRINE_NO_BUNDLE);
  ASSERT_EQ(bare.Load(WriteProgram(SampleProgram()), kNoon), VITRINE_OK);
  EXPECT_EQ(bare.Rerank(kNoon, ids, 3), Items{}) << "without a model";
}

/// Items of which the only property is "blue".
TEST(AbiModelInput, PropertiesOfItems) {
  testing::ProgramBuilder b = testing::SampleBuilder();
  const std::uint32_t color = b.Property("color", true);
  b.program.recommendations[0].filter = testing::ProgramBuilder::Leaf(
      b.program.item_conditions, color, LeafOp::kStrictText, b.Value("blue"));
  AbiClient client;
  ASSERT_EQ(client.Load(WriteProgram(b.program), kNoon), VITRINE_OK);
  ASSERT_EQ(client.Value(kNoon, {1, 2, 30, u"30"}), VITRINE_OK);
  ASSERT_EQ(client.Model(SampleModel().Core()), VITRINE_OK);
  const AbiRecord items[] = {{.id = u"boot", .number = 0, .property = u"blue"},
                             {.id = u"tent", .number = 1, .property = u"red"},
                             {.id = u"sock", .number = 2}};
  ASSERT_EQ(client.Tell(items, true), VITRINE_OK);
  const auto chosen = [&] {
    client.Decide(kNoon);
    Items list = client.Items(kSimilar);
    std::sort(list.begin(), list.end());
    return list;
  };
  EXPECT_EQ(chosen(), (Items{kBoot}));
  const AbiRecord live[] = {{.id = u"sock", .property = u"blue"},
                            {.id = u"boot"}};
  ASSERT_EQ(client.Tell(live, true), VITRINE_OK);
  EXPECT_EQ(chosen(), (Items{kBoot, kSock})) << "null stays as it was";
  // The values would lie past the arena.
  EXPECT_EQ(vitrine_items(client.get(), 1, 0xfffffff8), VITRINE_BAD_INPUT);
}

/// How many items were shown and not looked at.
std::uint32_t ShownCount(AbiClient& client) {
  EXPECT_EQ(vitrine_profile(client.get(), kNoon), VITRINE_OK);
  return client.Result<VitrineProfile>().shown_count;
}

TEST_F(AbiModel, KnowsWhichItemsWereShown) {
  AddFiles();
  const Items items = {kBoot, kSock, kBoot, 5, VITRINE_NONE};
  for (std::uint32_t outcome : {VITRINE_CLICKED, VITRINE_CONVERTED}) {
    EXPECT_EQ(client.Report(kNoon, 0, outcome, items), VITRINE_OK);
  }
  EXPECT_EQ(ShownCount(client), 0U);
  EXPECT_EQ(client.Report(kNoon, 0, VITRINE_SHOWN, items), VITRINE_OK);
  EXPECT_EQ(ShownCount(client), 2U);
  const AbiItem boot = {u"boot"};
  EXPECT_EQ(client.Event(kNoon, u"select_item", boot), VITRINE_OK);
  EXPECT_EQ(ShownCount(client), 1U);
}

TEST_F(AbiModel, ItemsThatAreSeenLaterCount) {
  AddFiles();
  EXPECT_EQ(client.Report(kNoon, 0, VITRINE_SHOWN, Items{kBoot}), VITRINE_OK);
  EXPECT_EQ(client.Report(kNoon, 0, VITRINE_SEEN, Items{kBoot, kSock}),
            VITRINE_OK);
  EXPECT_EQ(ShownCount(client), 2U);
}

TEST_F(AbiModel, OfUnknownItemsNobodyKnowsWhichWereShown) {
  const Items items = {kBoot, kStove};
  EXPECT_EQ(client.Report(kNoon, 0, VITRINE_SHOWN, items), VITRINE_OK);
  EXPECT_EQ(ShownCount(client), 0U);
}

TEST_F(AbiModel, NoMoreItemsThanAnEventHasAreReported) {
  AddFiles();
  EXPECT_EQ(client.Report(kNoon, 0, VITRINE_SHOWN, Items(64, kBoot)),
            VITRINE_OK);
  EXPECT_EQ(client.Report(kNoon, 0, VITRINE_SHOWN, Items(65, kBoot)),
            VITRINE_BAD_INPUT);
  client.Consent(kNoon, false);
  EXPECT_EQ(client.Report(kNoon, 0, VITRINE_SHOWN, Items(9, kBoot)),
            VITRINE_IGNORED);
  EXPECT_EQ(client.Result<std::uint64_t>(), 0U) << "nothing stays behind";
}

}  // namespace
}  // namespace vitrine
