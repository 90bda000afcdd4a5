#ifndef VITRINE_RUNTIME_TRAINING_SESSION_RECOMMENDER_H_
#define VITRINE_RUNTIME_TRAINING_SESSION_RECOMMENDER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace vitrine {

/// A method to compare a model with: the items that come next most likely, best
/// first, at most `most` of them, and only those for which anything speaks.
/// `session`: items so far in their order, at least one. Items by their number
/// in the model. Valid until the next call.
using SessionRecommender = std::function<std::span<const std::uint32_t>(
    std::span<const std::uint32_t> session, std::size_t most)>;

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_SESSION_RECOMMENDER_H_
