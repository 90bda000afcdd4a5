#ifndef VITRINE_RUNTIME_TRAINING_CLUSTERED_RATIO_H_
#define VITRINE_RUNTIME_TRAINING_CLUSTERED_RATIO_H_

#include <cstdint>

namespace vitrine {

/// Where the true value lies in 95 of 100 such samples.
struct Interval {
  double low = 0;
  double high = 0;
};

/// A sum divided by the number of cases that it is over, such as hits by
/// cases. The cases of one session depend on one another, those of different
/// sessions do not: the sessions are the sample, not the cases. Sums over
/// sessions are all that is kept.
class ClusteredRatio {
 public:
  /// Of one session; nothing without cases.
  void Add(double sum, std::uint64_t cases);

  double ratio() const;  ///< 0 without cases
  /// Of the ratio, as of an estimator of the ratio of two means; 0 with fewer
  /// than two sessions.
  double StandardError() const;
  /// By the normal distribution, so for some 30 sessions and more. The ratio
  /// twice with fewer than two.
  Interval Interval95() const;

 private:
  double sessions_ = 0;
  double sum_ = 0;
  double cases_ = 0;
  double sum_squares_ = 0;
  double case_squares_ = 0;
  double products_ = 0;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_CLUSTERED_RATIO_H_
