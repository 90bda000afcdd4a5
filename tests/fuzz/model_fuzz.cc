// Bytes as a model core and a shard: read, written again, and asked for all
// that they say. The first byte of the input is the number of bytes that go to
// the core, the others go to the shard.
#include <algorithm>

#include "runtime/rank/model.h"
#include "runtime/rank/model_reader.h"
#include "runtime/training/model_writer.h"
#include "tests/fuzz/patched_file.h"
#include "tests/native/sample_model.h"

namespace vitrine {
namespace {

using testing::Require;

void CheckCore(const Bytes& bytes) {
  ModelCore core, again;
  if (ReadModelCore(bytes, core) != ReadError::kNone) return;
  Require(ReadModelCore(WriteModelCore(core), again) == ReadError::kNone);
  Require(testing::SameCore(core, again));
}

void CheckShard(const Bytes& bytes) {
  ModelShard shard, again;
  if (ReadModelShard(bytes, shard) != ReadError::kNone) return;
  Require(ReadModelShard(WriteModelShard(shard), again) == ReadError::kNone);
  Require(testing::SameShard(shard, again));
}

void CheckItems(const Model& model) {
  std::uint32_t known = 0;
  for (std::uint32_t item = 0; item < model.size(); ++item) {
    for (const Relation relation : {Relation::kSimilar, Relation::kTogether}) {
      const NeighbourRow row = model.Neighbours(relation, item);
      Require(row.items.size() == row.weights.size());
      for (const std::uint32_t other : row.items) Require(other < model.size());
    }
    Require(model[item].known() == !model.Id(item).empty());
    if (!model[item].known()) continue;
    ++known;
    Require(model.Find(model[item].id) == item);
    Require(model[item].id == IdentityOf(IdentityKind::kItem, model.Id(item)));
  }
  Require(known == model.size() || !model.complete());
}

}  // namespace
}  // namespace vitrine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace vitrine;
  static const testing::ModelParts sample = testing::SampleModel();
  static const Bytes good_core = WriteModelCore(sample.core);
  static const Bytes good_shards[] = {WriteModelShard(sample.shards[0]),
                                      WriteModelShard(sample.shards[1])};
  if (size == 0) return 0;
  const auto input = std::span<const std::uint8_t>(data, size).subspan(1);
  const auto cut = std::min<std::size_t>(data[0], input.size());
  const Bytes core = testing::PatchedFile(good_core, input.first(cut));
  const Bytes shard =
      testing::PatchedFile(good_shards[data[0] % 2], input.subspan(cut));
  CheckCore(core);
  CheckShard(shard);

  Model model;
  if (model.LoadCore(core) != ReadError::kNone) return 0;
  CheckItems(model);
  for (const Bytes& bytes : {shard, good_shards[0], good_shards[1]}) {
    // A shard that is refused changes nothing.
    static_cast<void>(model.AddShard(bytes));
    CheckItems(model);
  }
  return 0;
}
