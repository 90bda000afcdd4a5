#include "runtime/training/replenishment.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace vitrine {
namespace {

constexpr double kDayMs = 86'400'000;

/// Of an even number the lower one of both in the middle. Precondition: not
/// empty.
std::uint32_t Median(std::vector<std::uint32_t>& numbers) {
  const auto middle =
      numbers.begin() + static_cast<std::ptrdiff_t>((numbers.size() - 1) / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return *middle;
}

}  // namespace

std::vector<RebuyDays> FindRebuyDays(std::vector<VisitorPurchase> purchases,
                                     std::uint32_t min_support) {
  const auto who = [&purchases](std::size_t i) {
    return std::pair(purchases[i].item, purchases[i].visitor);
  };
  std::sort(purchases.begin(), purchases.end(),
            [](const VisitorPurchase& a, const VisitorPurchase& b) {
              return std::tuple(a.item, a.visitor, a.time) <
                     std::tuple(b.item, b.visitor, b.time);
            });
  std::vector<RebuyDays> result;
  std::vector<std::uint32_t> of_visitors;  // of one item
  std::vector<std::uint32_t> of_visitor;
  for (std::size_t i = 0; i < purchases.size();) {
    const std::size_t first = i;
    double last = purchases[i].time;
    of_visitor.clear();
    for (; i < purchases.size() && who(i) == who(first); ++i) {
      const double gap = purchases[i].time - last;
      if (gap < kDayMs) continue;
      of_visitor.push_back(static_cast<std::uint32_t>(gap / kDayMs));
      last = purchases[i].time;
    }
    if (!of_visitor.empty()) of_visitors.push_back(Median(of_visitor));
    const std::uint32_t item = purchases[first].item;
    if (i < purchases.size() && purchases[i].item == item) continue;
    if (!of_visitors.empty() && of_visitors.size() >= min_support) {
      result.push_back({item, Median(of_visitors)});
    }
    of_visitors.clear();
  }
  return result;
}

}  // namespace vitrine
