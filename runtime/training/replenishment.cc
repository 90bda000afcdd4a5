#include "runtime/training/replenishment.h"

#include <algorithm>
#include <tuple>

namespace vitrine {
namespace {

constexpr double kDayMs = 86'400'000;

}  // namespace

std::vector<RebuyDays> FindRebuyDays(std::vector<VisitorPurchase> purchases,
                                     std::uint32_t min_support) {
  std::sort(purchases.begin(), purchases.end(),
            [](const VisitorPurchase& a, const VisitorPurchase& b) {
              return std::tuple(a.item, a.visitor, a.time) <
                     std::tuple(b.item, b.visitor, b.time);
            });
  std::vector<RebuyDays> result;
  std::vector<std::uint32_t> days;  // between purchases of one item
  for (std::size_t i = 0; i < purchases.size();) {
    const std::uint32_t item = purchases[i].item;
    std::uint32_t visitors = 0;
    days.clear();
    while (i < purchases.size() && purchases[i].item == item) {
      const std::uint32_t visitor = purchases[i].visitor;
      const std::size_t gaps = days.size();
      double last = purchases[i].time;
      for (; i < purchases.size() && purchases[i].item == item &&
             purchases[i].visitor == visitor;
           ++i) {
        const double gap = purchases[i].time - last;
        if (gap < kDayMs) continue;
        days.push_back(static_cast<std::uint32_t>(gap / kDayMs));
        last = purchases[i].time;
      }
      if (days.size() > gaps) ++visitors;
    }
    if (visitors == 0 || visitors < min_support) continue;
    const auto middle =
        days.begin() + static_cast<std::ptrdiff_t>((days.size() - 1) / 2);
    std::nth_element(days.begin(), middle, days.end());
    result.push_back({item, *middle});
  }
  return result;
}

}  // namespace vitrine
