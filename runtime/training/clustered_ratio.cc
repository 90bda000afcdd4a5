#include "runtime/training/clustered_ratio.h"

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

/// 95 % of a normal distribution lie within so many standard errors.
constexpr double kNormal95 = 1.959963984540054;

}  // namespace

void ClusteredRatio::Add(double sum, std::uint64_t cases) {
  if (cases == 0) return;
  const auto count = static_cast<double>(cases);
  ++sessions_;
  sum_ += sum;
  cases_ += count;
  sum_squares_ += sum * sum;
  case_squares_ += count * count;
  products_ += sum * count;
}

double ClusteredRatio::ratio() const { return cases_ == 0 ? 0 : sum_ / cases_; }

double ClusteredRatio::StandardError() const {
  if (sessions_ < 2) return 0;
  // The sum of (sum - ratio * cases)^2 over sessions. Where all of them are
  // alike, rounding may leave a little less than nothing.
  const double residual = sum_squares_ - 2 * ratio() * products_ +
                          ratio() * ratio() * case_squares_;
  return std::sqrt(std::max(residual, 0.0) * sessions_ / (sessions_ - 1)) /
         cases_;
}

Interval ClusteredRatio::Interval95() const {
  const double half = kNormal95 * StandardError();
  return {.low = ratio() - half, .high = ratio() + half};
}

}  // namespace vitrine
