#ifndef VITRINE_RUNTIME_TRAINING_BASELINES_NEAREST_SESSIONS_H_
#define VITRINE_RUNTIME_TRAINING_BASELINES_NEAREST_SESSIONS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/training/baselines/session_table.h"

namespace vitrine {

/// Of the sessions that share an item, so many that ended last are looked at,
inline constexpr std::size_t kSampledSessions = 2'500;
/// and so many that are most alike are the neighbours.
inline constexpr std::size_t kNeighbourSessions = 500;

/// How much more a rare item scores: 1 + kRarity * ln(sessions / events of it).
inline constexpr double kRarity = 5;

/// V-SKNN (Ludewig and Jannach, 2018): the nearest past sessions recommend
/// their items. An item of the session so far weighs (place / length)^2, with
/// places counted from the beginning, one that stands there twice by its later
/// place. A neighbour's likeness is the sum of these weights over the items
/// that both hold, by the number of different items of the session; its items
/// score that, by how many steps ago the latest item was seen that both hold,
/// and more where they are rare. Equally alike: the session that ended later.
/// Equal scores: the item of the smaller number.
class NearestSessions {
 public:
  explicit NearestSessions(const SessionTable& table);

  /// As SessionRecommender.
  std::span<const std::uint32_t> Rank(std::span<const std::uint32_t> session,
                                      std::size_t most);

 private:
  struct Neighbour {
    std::uint32_t session = 0;
    double likeness = 0;
  };

  void WeighItems(std::span<const std::uint32_t> session);
  /// The sessions that ended last of those that share an item with `session`.
  void Sample(std::span<const std::uint32_t> session);
  void AddToSample(std::uint32_t item);
  void FindNeighbours();
  void ScoreItems();

  /// Sessions ordered by their end, items once each.
  SessionTable table_;
  ItemSessions sessions_;
  std::vector<double> rarity_;  ///< by item, a factor

  std::vector<double> weights_;       ///< by item; 0: not in the session
  std::vector<std::uint32_t> steps_;  ///< by item: how many steps ago, from 1
  std::vector<std::uint32_t> seen_;   ///< items of the session, once each
  std::vector<std::uint32_t> sampled_for_;  ///< the session of the last call
  std::vector<std::uint32_t> sample_;       ///< ascending
  std::vector<std::uint32_t> merged_;
  std::vector<Neighbour> neighbours_;
  std::vector<double> scores_;  ///< by item; 0 between calls
  std::vector<std::uint32_t> scored_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_BASELINES_NEAREST_SESSIONS_H_
