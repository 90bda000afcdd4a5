#include "runtime/training/item_lists.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "runtime/bundle/program.h"
#include "runtime/rank/part.h"

namespace vitrine {
namespace {

constexpr double kDayMs = 86'400'000;
constexpr double kShortestLogMs = 14 * kDayMs;
constexpr double kShortestPartMs = 3 * kDayMs;
constexpr double kLongestPartMs = 14 * kDayMs;
constexpr double kPartsOfLog = 8;

/// Sessions that every item is given beforehand, so that a few accidental ones
/// make no trend.
constexpr double kGivenSessions = 3;
constexpr double kLeastGrowth = 1.25;

struct LatestPart {
  double begin = 0;  ///< what is in it is later
  double end = 0;
};

std::optional<LatestPart> LatestPartOf(const TrainingLog& log,
                                       const OrderedLog& ordered) {
  if (!log.clocked || ordered.starts.empty()) return {};
  const auto [first, last] =
      std::minmax_element(ordered.starts.begin(), ordered.starts.end());
  const double span = *last - *first;
  if (span < kShortestLogMs) return {};
  const double length =
      std::clamp(span / kPartsOfLog, kShortestPartMs, kLongestPartMs);
  return LatestPart{*last - length, *last};
}

struct Sessions {
  std::uint32_t before = 0;
  std::uint32_t recent = 0;
};

/// The least mean that makes so many likely: in 95 of 100 cases it is higher.
/// The square root of a count varies by about 1/2 whatever the count is.
double Low(std::uint32_t count) {
  const double root = std::sqrt(count + 0.375) - 1.645 / 2;
  return root * root - 0.375;
}

/// Of each item, and of all together.
class SessionCounts {
 public:
  SessionCounts(const TrainingLog& log, const OrderedLog& ordered,
                const std::vector<std::uint32_t>& numbers, std::uint32_t items,
                const LatestPart& part)
      : items_(items) {
    std::vector<std::uint32_t> last_session(items, kNone);
    std::uint32_t begin = 0;
    for (std::uint32_t session = 0; session < ordered.ends.size(); ++session) {
      const bool recent = ordered.starts[session] > part.begin;
      Count(recent, all_);
      for (; begin < ordered.ends[session]; ++begin) {
        const std::uint32_t item = numbers[log.rows[ordered.rows[begin]].item];
        if (last_session[item] == session) continue;
        last_session[item] = session;
        Count(recent, items_[item]);
      }
    }
  }

  const Sessions& operator[](std::uint32_t item) const { return items_[item]; }
  double Growth(std::uint32_t item) const {
    const double expected =
        static_cast<double>(items_[item].before) * all_.recent / all_.before;
    return Low(items_[item].recent) / (expected + kGivenSessions);
  }

 private:
  static void Count(bool recent, Sessions& sessions) {
    ++(recent ? sessions.recent : sessions.before);
  }

  std::vector<Sessions> items_;
  Sessions all_;
};

std::vector<std::uint32_t> TrendingOf(const SessionCounts& counts,
                                      std::uint32_t items,
                                      std::uint32_t min_support) {
  struct Trend {
    double growth = 0;
    std::uint32_t item = 0;
  };
  std::vector<Trend> trends;
  for (std::uint32_t item = 0; item < items; ++item) {
    if (counts[item].recent < min_support) continue;
    const double growth = counts.Growth(item);
    if (growth >= kLeastGrowth) trends.push_back({growth, item});
  }
  std::sort(trends.begin(), trends.end(), [](const Trend& a, const Trend& b) {
    return a.growth != b.growth ? a.growth > b.growth : a.item < b.item;
  });
  std::vector<std::uint32_t> trending;
  for (const Trend& trend : trends) trending.push_back(trend.item);
  trending.resize(std::min<std::size_t>(trending.size(), kMaxTrending));
  return trending;
}

std::vector<std::uint32_t> FreshOf(const SessionCounts& counts,
                                   const std::vector<double>& available,
                                   const LatestPart& part) {
  std::vector<std::uint32_t> viewed;
  std::vector<std::uint32_t> others;
  for (std::uint32_t item = 0; item < available.size(); ++item) {
    const double since = available[item];
    const bool fresh = std::isnan(since)
                           ? counts[item].before == 0
                           : since > part.begin && since <= part.end;
    if (fresh) (counts[item].recent > 0 ? viewed : others).push_back(item);
  }
  std::stable_sort(viewed.begin(), viewed.end(),
                   [&counts](std::uint32_t a, std::uint32_t b) {
                     return counts[a].recent > counts[b].recent;
                   });
  viewed.resize(std::min<std::size_t>(viewed.size(), kMaxFresh));
  const std::size_t room =
      std::min(others.size(), std::size_t{kMaxFresh} - viewed.size());
  for (std::size_t i = 0; i < room; ++i) {
    viewed.push_back(others[i * others.size() / room]);
  }
  return viewed;
}

}  // namespace

ItemLists FindItemLists(const TrainingLog& log, const OrderedLog& ordered,
                        const std::vector<std::uint32_t>& numbers,
                        std::uint32_t items, std::uint32_t min_support) {
  const std::optional<LatestPart> part = LatestPartOf(log, ordered);
  if (!part) return {};
  const SessionCounts counts(log, ordered, numbers, items, *part);
  std::vector<double> available(items,
                                std::numeric_limits<double>::quiet_NaN());
  for (const FeedRow& row : log.feed) {
    available[numbers[row.item]] = row.available;
  }
  return {.trending = TrendingOf(counts, items, min_support),
          .fresh = FreshOf(counts, available, *part)};
}

}  // namespace vitrine
