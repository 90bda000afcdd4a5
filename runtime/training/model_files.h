#ifndef VITRINE_RUNTIME_TRAINING_MODEL_FILES_H_
#define VITRINE_RUNTIME_TRAINING_MODEL_FILES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/base/bytes.h"
#include "runtime/rank/part.h"

namespace vitrine {

/// A model as files (runtime/FORMAT.md).
struct ModelFiles {
  Bytes core;
  std::vector<Bytes> shards;
  /// The model's items, by their number there, as indexes of
  /// TrainingLog::items. Descending popularity.
  std::vector<std::uint32_t> items;
};

/// Cuts a whole model into a core and as many shards of about equally many
/// items as are needed for none to be larger than `most_bytes`, if there are
/// items enough. Gives the model its identity: that of what the shards say.
/// `files.items` stays as it is. Precondition: the model has an item.
void WriteModelFiles(const Part& whole, const Ranking& ranking,
                     std::size_t most_bytes, ModelFiles& files);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_MODEL_FILES_H_
