#ifndef VITRINE_RUNTIME_RANK_MODEL_READER_H_
#define VITRINE_RUNTIME_RANK_MODEL_READER_H_

#include <cstdint>
#include <span>

#include "runtime/bundle/reader.h"
#include "runtime/rank/part.h"

namespace vitrine {

/// Decode and validate a file of a model as ReadProgram does for rules: every
/// count, index, enumerator and limit, before anything is allocated for it.
/// Safe for untrusted input: memory used is bounded by a constant times
/// `bytes.size()`. On an error the result is unspecified. Precondition: it is
/// empty.
///
/// ReadModelCore promises: 1 to kMaxItems items in 1 to kMaxShards shards, a
/// head that is not larger, no neighbours.
[[nodiscard]] ReadError ReadModelCore(std::span<const std::uint8_t> bytes,
                                      ModelCore& core);
/// ReadModelShard promises: at least one item; rows for each item or none at
/// all; neighbours below kMaxItems. Whether the shard fits a core, and whether
/// no item is there twice, is for Model to say.
[[nodiscard]] ReadError ReadModelShard(std::span<const std::uint8_t> bytes,
                                       ModelShard& shard);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_MODEL_READER_H_
