#ifndef VITRINE_RUNTIME_RANK_PART_READER_H_
#define VITRINE_RUNTIME_RANK_PART_READER_H_

#include <cstdint>
#include <span>

#include "runtime/bundle/format.h"
#include "runtime/bundle/reader.h"
#include "runtime/rank/part.h"

namespace vitrine {

/// What kind of file the bytes claim to be: nothing of it is checked.
FileKind ClaimedKind(std::span<const std::uint8_t> bytes);

/// Decode and validate a file of a model as ReadProgram does for rules: every
/// count, number and limit, before anything is allocated for it. Safe for
/// untrusted input. On an error the result is unspecified. Precondition: it is
/// empty.
[[nodiscard]] ReadError ReadModelCore(std::span<const std::uint8_t> bytes,
                                      ModelCore& core);
/// Of another model than the core's: kWrongModel.
[[nodiscard]] ReadError ReadLookupPage(std::span<const std::uint8_t> bytes,
                                       const ModelCore& core, LookupPage& page);
/// Gives a row for each of the shard's items.
[[nodiscard]] ReadError ReadModelShard(std::span<const std::uint8_t> bytes,
                                       const ModelCore& core,
                                       ModelShard& shard);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_PART_READER_H_
