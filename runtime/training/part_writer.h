#ifndef VITRINE_RUNTIME_TRAINING_PART_WRITER_H_
#define VITRINE_RUNTIME_TRAINING_PART_WRITER_H_

#include "runtime/base/bytes.h"
#include "runtime/rank/part.h"

namespace vitrine {

/// Encode a file of a model; equal parts give equal bytes. Precondition: the
/// part satisfies what its reader checks, so that reading the result gives the
/// same part back.
Bytes WriteModelCore(const ModelCore& core);
Bytes WriteLookupPage(const LookupPage& page, const ModelCore& core);
/// `shard.neighbours` stand as the reader gives them.
Bytes WriteModelShard(const ModelShard& shard, const ModelCore& core);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_PART_WRITER_H_
