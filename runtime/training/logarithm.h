#ifndef VITRINE_RUNTIME_TRAINING_LOGARITHM_H_
#define VITRINE_RUNTIME_TRAINING_LOGARITHM_H_

#include <bit>
#include <cstdint>

namespace vitrine {

/// Of base 2, in 2^-16, rounded down: the same on every machine. Precondition:
/// number > 0.
inline std::int32_t Logarithm(std::uint64_t number) {
  const int whole = static_cast<int>(std::bit_width(number)) - 1;
  std::int32_t result = whole << 16;
  // In 2^-31, from 1 to 2. Squared, its logarithm doubles.
  std::uint64_t rest =
      whole > 31 ? number >> (whole - 31) : number << (31 - whole);
  for (int bit = 15; bit >= 0; --bit) {
    rest = rest * rest >> 31;
    if (rest >> 32 != 0) {
      rest >>= 1;
      result |= 1 << bit;
    }
  }
  return result;
}

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_LOGARITHM_H_
