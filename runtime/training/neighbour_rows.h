#ifndef VITRINE_RUNTIME_TRAINING_NEIGHBOUR_ROWS_H_
#define VITRINE_RUNTIME_TRAINING_NEIGHBOUR_ROWS_H_

#include "runtime/rank/part.h"
#include "runtime/training/parameters.h"
#include "runtime/training/ridge_columns.h"

namespace vitrine {

/// The rows as a model stores them, with the largest weight as the largest code
/// there is; without rows if nothing goes with anything. `ranking`: what makes
/// a device rank alike with them.
Neighbours StoredRows(const SparseRows& rows,
                      const RankingParameters& parameters, Ranking& ranking);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_NEIGHBOUR_ROWS_H_
