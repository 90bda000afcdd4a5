// The C ABI's calls for models and recommendations.
#include <gtest/gtest.h>

#include "bindings/runtime_abi.h"
#include "runtime/bundle/writer.h"
#include "runtime/training/model_writer.h"
#include "tests/native/abi_client.h"
#include "tests/native/sample_model.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

using testing::AbiClient;
using testing::AbiItem;
using testing::AbiUpdate;
using testing::SampleModel;
using testing::SampleProgram;
using Rules = std::vector<std::string>;
using Ids = std::vector<std::string>;
using Shards = std::vector<std::uint32_t>;

constexpr double kNoon = 1'767'268'800'000;
constexpr std::uint32_t kSimilar = 2;  // slot

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
  void AddShards() {
    ASSERT_EQ(client.Shard(first), VITRINE_OK);
    ASSERT_EQ(client.Shard(second), VITRINE_OK);
  }

  const Bytes core = WriteModelCore(SampleModel().core);
  const Bytes first = WriteModelShard(SampleModel().shards[0]);
  const Bytes second = WriteModelShard(SampleModel().shards[1]);
  AbiClient client;
};

TEST_F(AbiModel, LoadingTellsHowLargeItIs) {
  ASSERT_EQ(client.Model(core), VITRINE_OK);
  EXPECT_EQ(client.Result<VitrineModelInfo>().item_count, 5U);
  EXPECT_EQ(client.Result<VitrineModelInfo>().shard_count, 2U);
}

TEST_F(AbiModel, ItemsAndReasonsOfASlot) {
  AddShards();
  client.Page(kNoon, u"boot");
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", "similar-adult"}));
  // Like the boot: the sock, which is sold out, and number 4, a backorder. In
  // stock, beside the boot itself: the stove.
  EXPECT_EQ(client.Items(kSimilar), (Ids{"stove"}));
  ASSERT_EQ(client.recommended[kSimilar].size(), 1U);
  EXPECT_EQ(client.recommended[kSimilar][0].strategy,
            Number(Strategy::kPopular));
  EXPECT_EQ(client.recommended[kSimilar][0].because, VITRINE_NONE);
  EXPECT_TRUE(client.recommended[0].empty());

  client.Update(
      {.id = u"sock", .availability = Number(Availability::kInStock)});
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"sock", "stove"}));
  EXPECT_EQ(client.recommended[kSimilar][0].item, 2U);
  EXPECT_EQ(client.recommended[kSimilar][0].strategy,
            Number(Strategy::kSimilar));
  EXPECT_EQ(
      client.Text(VITRINE_TEXT_ITEM, client.recommended[kSimilar][0].because),
      "boot");
}

TEST_F(AbiModel, ChangedWhenTheItemsAre) {
  AddShards();
  const auto changed = [&] {
    vitrine_decide(client.get(), kNoon);
    const auto slots = client.Results<VitrineSlotDecision>(
        client.Result<VitrineDecision>().slots_offset, 3);
    return slots[kSimilar].changed;
  };
  EXPECT_EQ(changed(), 1U);
  EXPECT_EQ(changed(), 0U);
  client.Update(
      {.id = u"boot", .availability = Number(Availability::kOutOfStock)});
  EXPECT_EQ(changed(), 1U);
}

TEST_F(AbiModel, WantedShardsUntilTheyAreThere) {
  client.Page(kNoon, u"boot");
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}));
  EXPECT_EQ(client.wanted_shards, (Shards{0, 1}));
  EXPECT_EQ(client.Shard(second), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", "similar-adult"}));
  EXPECT_EQ(client.wanted_shards, (Shards{0}));
  EXPECT_EQ(client.Shard(second), VITRINE_OK) << "once more";
  EXPECT_EQ(client.Shard(first), VITRINE_OK);
  client.Decide(kNoon);
  EXPECT_EQ(client.wanted_shards, (Shards{}));
}

TEST_F(AbiModel, OnlySlotsOnThePageRecommend) {
  EXPECT_EQ(client.Slots({0}), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}));
  EXPECT_EQ(client.wanted_shards, (Shards{}));
  EXPECT_EQ(client.Slots({0, 3}), VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_slots(client.get(), 0xffffffff), VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", ""}))
      << "what was refused changes nothing";
  EXPECT_EQ(client.Slots({2, 2}), VITRINE_OK);
  EXPECT_EQ(client.Decide(kNoon), (Rules{"hero-adult", "", "similar-adult"}));
}

TEST_F(AbiModel, TheFirstItemOfAViewIsTheItemOfThePage) {
  AddShards();
  const AbiItem viewed[] = {{u"boot"}, {u"stove"}};
  client.Event(kNoon, u"add_to_cart", AbiItem{u"tent"});
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"boot", "stove"}));
  client.Event(kNoon, u"view_item", viewed);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"stove"}));
  client.Event(kNoon, u"view_item");
  client.Event(kNoon, u"view_item", AbiItem{u""});
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"stove"}));
  client.Page(kNoon);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"boot", "stove"}));
}

TEST_F(AbiModel, WithoutConsentAViewIsNotTheItemOfThePage) {
  AddShards();
  client.Event(kNoon, u"view_item", AbiItem{u"boot"});
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"stove"}));
  client.Consent(kNoon, false);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"boot", "stove"}));
  EXPECT_EQ(client.Event(kNoon, u"view_item", AbiItem{u"boot"}),
            VITRINE_IGNORED);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"boot", "stove"}));
  EXPECT_EQ(client.Page(kNoon, u"boot"), VITRINE_IGNORED);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"stove"})) << "the page may say so";
}

TEST_F(AbiModel, ForgettingForgetsTheItemViewed) {
  AddShards();
  client.Event(kNoon, u"view_item", AbiItem{u"boot"});
  EXPECT_EQ(vitrine_forget(client.get(), kNoon, 1), VITRINE_OK);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"boot", "stove"}));
}

TEST_F(AbiModel, UpdatesOfUnknownItemsArePassedOver) {
  const auto gone = Number(Availability::kOutOfStock);
  const AbiUpdate updates[] = {{u"nobody", 1, gone}, {u"boot", 1, gone}};
  EXPECT_EQ(client.Update(updates), VITRINE_OK);
  EXPECT_EQ(client.Update({.id = u"stove", .availability = gone}), VITRINE_OK)
      << "which is not loaded yet";
  AddShards();
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"stove"}));
}

TEST_F(AbiModel, UpdatesOutOfRangeAreRefused) {
  EXPECT_EQ(client.Update({.id = u"boot", .availability = 4}),
            VITRINE_BAD_INPUT);
  EXPECT_EQ(client.Update({.id = u"nobody", .availability = 4}),
            VITRINE_BAD_INPUT);
  EXPECT_EQ(vitrine_items(client.get(), 0xffffffff), VITRINE_BAD_INPUT);
  VitrineItemUpdate in = {{24, 1}, 1, VITRINE_NONE, 0};
  AbiClient fresh;
  ASSERT_EQ(fresh.Model(core), VITRINE_OK);
  const auto update = [&] {
    std::memcpy(vitrine_arena(fresh.get(), sizeof in), &in, sizeof in);
    return vitrine_items(fresh.get(), 1);
  };
  EXPECT_EQ(update(), VITRINE_BAD_INPUT);
  in.id = {24, 0};
  EXPECT_EQ(update(), VITRINE_OK);
  in.id = {1, 1};
  EXPECT_EQ(update(), VITRINE_BAD_INPUT) << "odd";
}

TEST_F(AbiModel, IdsOfItems) {
  EXPECT_EQ(client.Text(VITRINE_TEXT_ITEM, 1), "tent");
  EXPECT_EQ(client.Text(VITRINE_TEXT_ITEM, 4), "status -2") << "not known yet";
  AddShards();
  EXPECT_EQ(client.Text(VITRINE_TEXT_ITEM, 4), "\xc3\xb8-\xf0\x9f\xa5\xbe");
  EXPECT_EQ(client.Text(VITRINE_TEXT_ITEM, 5), "status -2");
  EXPECT_EQ(client.Text(VITRINE_TEXT_ITEM, 0xffffffff), "status -2");
}

TEST_F(AbiModel, ABadFileChangesNothing) {
  AddShards();
  Bytes bad = core;
  bad.back() ^= 1;
  EXPECT_EQ(client.Model(bad), VITRINE_LOAD_ERROR - 7);
  EXPECT_EQ(client.Shard(bad), VITRINE_LOAD_ERROR - 7);
  EXPECT_EQ(client.Shard(core), VITRINE_LOAD_ERROR - 5) << "another kind";
  EXPECT_EQ(client.Model(first), VITRINE_LOAD_ERROR - 5);
  testing::ModelParts other = SampleModel();
  other.shards[0].part.model = 1;
  EXPECT_EQ(client.Shard(WriteModelShard(other.shards[0])),
            VITRINE_LOAD_ERROR - 15);
  client.Decide(kNoon);
  EXPECT_EQ(client.Items(kSimilar), (Ids{"boot", "stove"}));
}

TEST(AbiModelInput, CallsBeforeAModelSaySo) {
  AbiClient client;
  EXPECT_EQ(vitrine_shard(client.get(), 0), VITRINE_NO_MODEL);
  EXPECT_EQ(vitrine_items(client.get(), 0), VITRINE_NO_MODEL);
  EXPECT_EQ(client.Text(VITRINE_TEXT_ITEM, 0), "status -3");
  EXPECT_EQ(client.Model(WriteModelCore(SampleModel().core)), VITRINE_OK);
  EXPECT_EQ(client.Text(VITRINE_TEXT_ITEM, 0), "boot") << "without a bundle";
}

}  // namespace
}  // namespace vitrine
