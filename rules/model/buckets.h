#ifndef VITRINE_RULES_MODEL_BUCKETS_H_
#define VITRINE_RULES_MODEL_BUCKETS_H_

#include <span>
#include <vector>

#include "rules/model/model.h"

namespace vitrine::rules {

/// A sum of weights outside of these bounds is a mistake.
inline constexpr double kLowestWeights = 0.99;
inline constexpr double kHighestWeights = 1.01;

/// `arms` weights of the same size.
std::vector<double> EqualWeights(std::size_t arms);
double SumOf(std::span<const double> weights);

/// Sets the arms' parts of 0 to 1 as getBucketRanges of the GrowthBook SDK
/// does, bit for bit below 1, which no hash reaches. Precondition: as many
/// weights as arms; weights and coverage are from 0 to 1.
void AssignBuckets(std::span<const double> weights, double coverage,
                   std::span<ArmModel> arms);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_BUCKETS_H_
