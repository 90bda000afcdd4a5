#include "runtime/base/exp2.h"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace vitrine {
namespace {

constexpr double kLn2 = 0.6931471805599453;
/// Of the Taylor series of e^x: on [-ln(2) / 2, ln(2) / 2] the first term left
/// out is below 3e-13.
constexpr int kTerms = 10;

}  // namespace

double Exp2(double x) {
  if (!(x >= -1022)) return 0;
  if (x >= 1023.5) return __builtin_inf();
  const double whole = std::floor(x + 0.5);
  const double exponent = (x - whole) * kLn2;
  double power = 1;
  for (int term = kTerms; term > 0; --term)
    power = 1 + power * (exponent / term);
  const std::uint64_t bits =
      static_cast<std::uint64_t>(static_cast<std::int32_t>(whole) + 1023) << 52;
  double scale;
  std::memcpy(&scale, &bits, sizeof scale);
  return power * scale;
}

}  // namespace vitrine
