#ifndef VITRINE_RUNTIME_TRAINING_POWERS_H_
#define VITRINE_RUNTIME_TRAINING_POWERS_H_

#include <cmath>
#include <cstdint>

namespace vitrine {

/// `base` to the power of `sixteenths` / 16, with the same bits on every
/// machine, unlike pow. Preconditions: base >= 0, sixteenths <= 16.
inline double PowerOfSixteenths(double base, std::uint32_t sixteenths) {
  double power = sixteenths >= 16 ? base : 1;
  double root = base;
  for (std::uint32_t bit = 8; bit != 0; bit /= 2) {
    root = std::sqrt(root);
    if ((sixteenths & bit) != 0) power *= root;
  }
  return power;
}

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_POWERS_H_
