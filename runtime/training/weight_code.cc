#include "runtime/training/weight_code.h"

#include "runtime/rank/part.h"

namespace vitrine {
namespace {

constexpr std::uint8_t kCodeStep = 4;
static_assert(kLargestCode % kCodeStep == 0 && kLargestCode > 255 - kCodeStep);

}  // namespace

std::uint8_t WeightCode(double share) {
  const double weight = share * WeightOf(kLargestCode);
  std::uint8_t code = 0;
  while (code < kLargestCode) {
    const auto larger = static_cast<std::uint8_t>(code + kCodeStep);
    if (2 * weight < WeightOf(code) + WeightOf(larger)) break;
    code = larger;
  }
  return code;
}

}  // namespace vitrine
