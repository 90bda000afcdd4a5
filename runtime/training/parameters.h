#ifndef VITRINE_RUNTIME_TRAINING_PARAMETERS_H_
#define VITRINE_RUNTIME_TRAINING_PARAMETERS_H_

#include <cstdint>

namespace vitrine {

/// Every shop begins with these values, a middle way between five shops.

/// What the statistics of sessions depend on.
struct StatisticsParameters {
  /// How much the item k steps back counts in a context: context_decay^k.
  float context_decay = 0.28F;
  /// The same for the item k steps ahead of a context.
  float future_decay = 0.23F;
  /// A session that began before all others weighs 1 / (1 + recency).
  float recency = 0.5F;
  /// The co-occurrences of a session are divided by its number of different
  /// items to this power, in sixteenths.
  std::uint32_t length_exponent = 4;
  /// What an item counts that was put into the cart, or bought; 1: viewed.
  float cart_weight = 1;
  float purchase_weight = 1;
  /// Different sessions that must support two items for them to be a pair.
  std::uint32_t min_support = 1;
  bool operator==(const StatisticsParameters&) const = default;
};

/// What the columns that are solved depend on beside.
struct ColumnParameters {
  /// The share of co-occurrence in a session; the rest is what follows what.
  float co_occurrence = 0.4F;
  float ridge = 60;
  bool operator==(const ColumnParameters&) const = default;
};

/// What is done to the solution.
struct SmoothingParameters {
  /// Weights are divided by the target's popularity to this power, and by the
  /// source's, in sixteenths.
  std::uint32_t target_exponent = 3;
  std::uint32_t source_exponent = 1;
  /// How much what goes with an item that goes with an item counts.
  float hop = 0.15F;
  bool operator==(const SmoothingParameters&) const = default;
};

/// How a device uses what was learned. Weights are such that an item's best
/// neighbour has 1, on average.
struct RankingParameters {
  float decay = 0.38F;          ///< of the context's item k steps back: decay^k
  float self = 0.6F;            ///< factor of an item's weight for itself
  float revisit = 0.6F;         ///< for each item of the context itself
  float revisit_decay = 0.66F;  ///< of that, as of decay
  /// For what stands near in browse order, and how much less further away.
  float near = 0.4F;
  float near_slope = 3;
  bool operator==(const RankingParameters&) const = default;
};

struct Parameters {
  StatisticsParameters statistics;
  ColumnParameters columns;
  SmoothingParameters smoothing;
  RankingParameters ranking;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_PARAMETERS_H_
