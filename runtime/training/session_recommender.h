#ifndef VITRINE_RUNTIME_TRAINING_SESSION_RECOMMENDER_H_
#define VITRINE_RUNTIME_TRAINING_SESSION_RECOMMENDER_H_

#include <cstdint>
#include <span>

namespace vitrine {

/// A method to compare a model with. Items by their number in the model.
class SessionRecommender {
 public:
  virtual ~SessionRecommender() = default;

  virtual const char* name() const = 0;
  /// The items that come next most likely, best first, at most `most` of them:
  /// only those for which anything speaks. `session`: items so far in their
  /// order, at least one. Valid until the next call.
  virtual std::span<const std::uint32_t> Rank(
      std::span<const std::uint32_t> session, std::size_t most) = 0;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_SESSION_RECOMMENDER_H_
