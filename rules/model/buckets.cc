#include "rules/model/buckets.h"

#include <algorithm>

namespace vitrine::rules {

std::vector<double> EqualWeights(std::size_t arms) {
  return std::vector<double>(arms, 1.0 / static_cast<double>(arms));
}

double SumOf(std::span<const double> weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  return sum;
}

void AssignBuckets(std::span<const double> weights, double coverage,
                   std::span<ArmModel> arms) {
  double from = 0;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    arms[i].from = std::min(from, 1.0);
    arms[i].until = std::min(from + coverage * weights[i], 1.0);
    from += weights[i];
  }
}

}  // namespace vitrine::rules
