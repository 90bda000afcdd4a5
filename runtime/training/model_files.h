#ifndef VITRINE_RUNTIME_TRAINING_MODEL_FILES_H_
#define VITRINE_RUNTIME_TRAINING_MODEL_FILES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/base/bytes.h"
#include "runtime/base/identity.h"
#include "runtime/rank/part.h"
#include "runtime/training/stored_rows.h"

namespace vitrine {

/// How a model is cut into files.
struct ModelShape {
  std::uint32_t shard_bits = kShardBits;  ///< at most kMaxShardBits
  /// Bytes of core and shards, without look-up pages, that neighbours may fill
  /// up; 0: as many neighbours as usual.
  std::size_t budget = 0;
};

/// A whole model, items by their number.
struct WholeModel {
  const StoredRows& rows;
  Ranking ranking;
  std::vector<Identity> names;
  std::vector<Identity> categories;          ///< kNoIdentity: none
  std::vector<std::uint32_t> by_popularity;  ///< the most popular item first
  std::vector<std::uint32_t> trending;       ///< kMaxTrending at most
  std::vector<std::uint32_t> fresh;          ///< kMaxFresh at most
  /// Other names of items.
  struct Alias {
    Identity name = kNoIdentity;
    std::uint32_t item = 0;
  };
  std::vector<Alias> aliases;
};

/// A model as files (runtime/FORMAT.md).
struct ModelFiles {
  std::uint64_t identity = 0;
  Bytes core;
  std::vector<Bytes> parts;       ///< look-up pages, then shards
  std::uint32_t first_shard = 0;  ///< index into parts
  /// The model's items, by their number there, as indexes of
  /// TrainingLog::items.
  std::vector<std::uint32_t> items;
  std::vector<std::uint32_t> by_popularity;  ///< numbers, of all items
  std::size_t neighbours = 0;  ///< of those that were learned: that fitted
  std::size_t by_content = 0;  ///< of those by content
  /// Names that a look-up page could not tell from another one: devices know
  /// these items where a display file tells of them.
  std::uint32_t names_left_out = 0;
};

/// The result has no `items`. Precondition: the model has an item.
ModelFiles WriteModelFiles(const WholeModel& model, const ModelShape& shape);

/// Says in all files which model they belong to. WriteModelFiles has said so
/// by what they hold; what else belongs to a model may be added to that.
void SetIdentity(ModelFiles& files, std::uint64_t identity);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_MODEL_FILES_H_
