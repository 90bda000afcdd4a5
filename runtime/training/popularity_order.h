#ifndef VITRINE_RUNTIME_TRAINING_POPULARITY_ORDER_H_
#define VITRINE_RUNTIME_TRAINING_POPULARITY_ORDER_H_

#include <cstdint>
#include <vector>

#include "runtime/rank/model.h"

namespace vitrine {

/// All items of a model, the most popular first, as far as its own files tell:
/// after those that the core names, the others by how many items they are
/// neighbours of, then by their numbers. `model` has all shards.
std::vector<std::uint32_t> ItemsByPopularity(const Model& model);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_POPULARITY_ORDER_H_
