#include "rules/text/duration.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace vitrine::rules {
namespace {

struct Unit {
  std::string_view name;
  double milliseconds;
};
constexpr Unit kUnits[] = {
    {"ms", 1},        {"s", 1'000},      {"m", 60'000},
    {"h", 3'600'000}, {"d", 86'400'000}, {"w", 604'800'000},
};
constexpr std::size_t kMaxDigits = 12;

}  // namespace

std::optional<double> ParseDuration(std::string_view text) {
  double amount = 0;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    amount = amount * 10 + (text[digits] - '0');
    ++digits;
  }
  if (digits == 0 || digits > kMaxDigits || text[0] == '0') return {};
  for (const Unit& unit : kUnits) {
    if (text.substr(digits) == unit.name) return amount * unit.milliseconds;
  }
  return {};
}

std::string DurationText(double milliseconds) {
  std::string text;
  for (const Unit& unit : kUnits) {
    const double amount = std::floor(milliseconds / unit.milliseconds);
    if (amount * unit.milliseconds != milliseconds) continue;
    text = std::to_string(static_cast<std::int64_t>(amount));
    text += unit.name;
  }
  return text;
}

}  // namespace vitrine::rules
