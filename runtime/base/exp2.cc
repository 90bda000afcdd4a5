#include "runtime/base/exp2.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace vitrine {
namespace {

// Taylor series of 2^f around 0: ln(2)^k / k!, highest power first. On
// [-0.5, 0.5] the first term left out is below 3e-13.
constexpr double kTaylor[] = {7.054911620801121e-09,
                              1.0178086009239696e-07,
                              1.3215486790144305e-06,
                              1.5252733804059838e-05,
                              0.00015403530393381606,
                              0.0013333558146428441,
                              0.009618129107628477,
                              0.055504108664821576,
                              0.2402265069591007,
                              0.6931471805599453,
                              1.0};

}  // namespace

double Exp2(double x) {
  if (!(x >= -1022)) return 0;
  if (x >= 1023.5) return __builtin_inf();
  const double whole = std::floor(x + 0.5);
  const double fraction = x - whole;
  double power = kTaylor[0];
  for (std::size_t i = 1; i < std::size(kTaylor); ++i) {
    power = power * fraction + kTaylor[i];
  }
  const std::uint64_t bits =
      static_cast<std::uint64_t>(static_cast<std::int32_t>(whole) + 1023) << 52;
  double scale;
  std::memcpy(&scale, &bits, sizeof scale);
  return power * scale;
}

}  // namespace vitrine
