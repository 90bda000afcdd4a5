// Files of every published version, as they were. They are never made anew: a
// failure here means that the format changed, so raise its version, go on
// reading the old one, and add a file of the new one.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "bindings/runtime_abi.h"
#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "tests/native/abi_client.h"
#include "tests/native/sample_model.h"
#include "tests/native/sample_program.h"

namespace vitrine {
namespace {

constexpr double kNoon = 1'767'268'800'000;

Bytes Frozen(const std::string& name) {
  std::ifstream file(VITRINE_SOURCE_DIR "/tests/native/frozen/" + name);
  Bytes bytes;
  for (std::string line; std::getline(file, line);) {
    for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
      bytes.push_back(
          static_cast<std::uint8_t>(std::stoi(line.substr(i, 2), nullptr, 16)));
    }
  }
  return bytes;
}

TEST(Frozen, BundleOfVersion3) {
  const Bytes bytes = Frozen("bundle_v3.hex");
  Program program;
  ASSERT_EQ(ReadProgram(bytes, program), ReadError::kNone);
  EXPECT_EQ(program, testing::FullProgram());
  EXPECT_EQ(WriteProgram(program), bytes);
}

TEST(Frozen, ModelOfVersion3) {
  const testing::ModelBuilder sample = testing::SampleModel();
  const Bytes core = Frozen("model_core_v3.hex");
  const Bytes look_ups = Frozen("model_lookups_v3.hex");
  const Bytes shard = Frozen("model_shard_v3.hex");
  EXPECT_EQ(sample.Core(), core);
  EXPECT_EQ(sample.LookUps(1), look_ups);
  EXPECT_EQ(sample.Shard(0), shard);
  Model model;
  ASSERT_EQ(model.LoadCore(core), ReadError::kNone);
  ASSERT_EQ(model.AddPart(look_ups), ReadError::kNone);
  ASSERT_EQ(model.AddPart(shard), ReadError::kNone);
  const NeighbourRow row = model.Neighbours(Relation::kSimilar, 0);
  ASSERT_EQ(row.items.size(), 2U);
  EXPECT_EQ(row.items[0].item, 2U);
  EXPECT_EQ(row.items[1].item, 4U);
}

TEST(Frozen, SnapshotOfVersion3) {
  testing::AbiClient client;
  ASSERT_EQ(client.Load(Frozen("bundle_v3.hex"), kNoon), VITRINE_OK);
  client.Consent(kNoon, true);
  const Bytes snapshot = Frozen("snapshot_v3.hex");
  ASSERT_EQ(client.Restore(kNoon + 7000, snapshot), VITRINE_OK);
  EXPECT_EQ(client.Snapshot(kNoon + 7000), snapshot);
  EXPECT_EQ(client.Decide(kNoon + 7000),
            (std::vector<std::string>{"hero-hiker", "bar-cart", "", "offer"}));
  ASSERT_EQ(vitrine_profile(client.get(), kNoon + 7000), VITRINE_OK);
  const auto profile = client.Result<VitrineProfile>();
  EXPECT_EQ(profile.visit_number, 1U);
  EXPECT_EQ(profile.event_count, 7U);
  EXPECT_EQ(profile.orders_count, 1U);
  EXPECT_EQ(profile.orders_value, 89.5);
  EXPECT_EQ(profile.cart_value, 68);
  EXPECT_EQ(profile.view_count, 1U);
  EXPECT_EQ(profile.category_count, 2U);
  EXPECT_EQ(profile.purchase_count, 2U);
  EXPECT_EQ(profile.unwanted_count, 1U);
  EXPECT_EQ(profile.shown_count, 2U);
}

}  // namespace
}  // namespace vitrine
