#ifndef VITRINE_RUNTIME_TRAINING_POPULARITY_ORDER_H_
#define VITRINE_RUNTIME_TRAINING_POPULARITY_ORDER_H_

#include <cstdint>
#include <vector>

#include "runtime/rank/model.h"

namespace vitrine {

/// The model's items, the most popular first. Precondition: all are known.
std::vector<std::uint32_t> ItemsByPopularity(const Model& model);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_POPULARITY_ORDER_H_
