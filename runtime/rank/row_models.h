#ifndef VITRINE_RUNTIME_RANK_ROW_MODELS_H_
#define VITRINE_RUNTIME_RANK_ROW_MODELS_H_

#include <cstdint>

#include "runtime/base/range_decoder.h"
#include "runtime/rank/part.h"

namespace vitrine {

/// Bits of a number's binary form.
constexpr unsigned BitWidth(std::uint32_t number) {
  unsigned bits = 0;
  for (; number != 0; number >>= 1) ++bits;
  return bits;
}

/// What reader and writer of a shard learn of the rows of one relation, and
/// what they look at to guess the next number.
struct RowModels {
  NumberModel count_above;
  NumberModel count_below[4];
  NumberModel first_gap;
  NumberModel gap[6];
  BitModel level[kLevels / 4][kLevels];

  NumberModel& CountBelow(std::uint32_t above) {
    const unsigned width = BitWidth(above);
    return count_below[width < 3 ? width : 3];
  }
  /// `last`: the gap before, in the same direction.
  NumberModel& Gap(bool first, std::uint32_t last) {
    if (first) return first_gap;
    const unsigned third = BitWidth(last) / 3;
    return gap[third < 5 ? third : 5];
  }
  /// `last`: the level before, in the same direction; 0 for the first one.
  BitModel* Level(std::uint32_t last) { return level[last / 4]; }
};

/// Own levels take one more than there are.
inline constexpr unsigned kSelfBits = kLevelBits + 1;

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_ROW_MODELS_H_
