// Bytes as a model core and a part of it: read, written again, and asked for
// all that they say. The first byte of the input is the number of bytes that go
// to the core, the others go to the part.
#include <algorithm>

#include "runtime/rank/model.h"
#include "runtime/rank/part_reader.h"
#include "tests/fuzz/patched_file.h"
#include "tests/native/sample_model.h"

namespace vitrine {
namespace {

using testing::Require;

/// What was read can be written, and then reads the same. The bytes may differ:
/// more than one stream of bits says the same.
void CheckPart(const Bytes& bytes, const ModelCore& core) {
  LookupPage page, page_again;
  if (ReadLookupPage(bytes, core, page) == ReadError::kNone) {
    Require(ReadLookupPage(WriteLookupPage(page, core), core, page_again) ==
            ReadError::kNone);
    Require(page.number == page_again.number);
    Require(page.lookups == page_again.lookups);
    Require(page.items == page_again.items);
  }
  ModelShard shard, shard_again;
  if (ReadModelShard(bytes, core, shard) == ReadError::kNone) {
    Require(ReadModelShard(WriteModelShard(shard, core), core, shard_again) ==
            ReadError::kNone);
    Require(shard.number == shard_again.number);
    Require(shard.rows == shard_again.rows);
    Require(shard.neighbours == shard_again.neighbours);
  }
}

void CheckItems(const Model& model) {
  // A core may claim many items.
  const std::uint32_t size = std::min(model.size(), 1000U);
  for (std::uint32_t item = 0; item < size; ++item) {
    for (const Relation relation : {Relation::kSimilar, Relation::kTogether}) {
      const NeighbourRow row = model.Neighbours(relation, item);
      for (const Neighbour other : row.items) {
        Require(other.item < model.size() && other.item != item);
        Require(row.WeightOf(other) >= 0);
      }
    }
    Require(model.SelfWeight(item) >= 0);
    Require(model.ShardOf(item) < model.first_display());
  }
  for (const char* name : {"boot", "tent", "sock", "stove", "nobody"}) {
    for (const IdentityKind kind :
         {IdentityKind::kItem, IdentityKind::kValue}) {
      const Model::Found found =
          model.Find(IdentityOf(kind, std::string_view(name)));
      Require(found.items.empty() || found.wanted == kNone);
      Require(found.wanted == kNone || found.wanted < model.first_shard());
      for (const std::uint32_t item : found.items) {
        Require(item < model.size());
      }
    }
  }
}

}  // namespace
}  // namespace vitrine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace vitrine;
  static const testing::ModelBuilder sample = testing::SampleModel();
  static const Bytes good_core = sample.Core();
  static const Bytes good_parts[] = {sample.File(0), sample.File(1),
                                     sample.File(2), sample.File(3),
                                     sample.File(4)};
  if (size == 0) return 0;
  const auto input = std::span<const std::uint8_t>(data, size).subspan(1);
  const auto cut = std::min<std::size_t>(data[0] / 5, input.size());
  const Bytes core = testing::PatchedFile(good_core, input.first(cut));
  const Bytes part =
      testing::PatchedFile(good_parts[data[0] % 5], input.subspan(cut));

  ModelCore read;
  if (ReadModelCore(core, read) != ReadError::kNone) return 0;
  ModelCore again;
  Require(ReadModelCore(WriteModelCore(read), again) == ReadError::kNone);
  Require(read.item_count == again.item_count &&
          read.ranking == again.ranking && read.popular == again.popular &&
          read.trending == again.trending && read.fresh == again.fresh);
  CheckPart(part, read);

  Model model;
  Require(model.LoadCore(core) == ReadError::kNone);
  CheckItems(model);
  static_cast<void>(model.AddPart(part));
  CheckItems(model);
  for (const Bytes& bytes : good_parts) {
    static_cast<void>(model.AddPart(bytes));
    CheckItems(model);
  }
  return 0;
}
