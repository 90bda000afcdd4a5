#ifndef VITRINE_RUNTIME_TRAINING_WEIGHT_CODE_H_
#define VITRINE_RUNTIME_TRAINING_WEIGHT_CODE_H_

#include <cstdint>

namespace vitrine {

/// The code of the largest weight in use.
inline constexpr std::uint8_t kLargestCode = 252;

/// The code of the weight that is nearest to `share` of the largest one in
/// use; only weights of two bits of mantissa are, because they compress better
/// and rank as well. `share`: 0 to 1.
std::uint8_t WeightCode(double share);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_WEIGHT_CODE_H_
