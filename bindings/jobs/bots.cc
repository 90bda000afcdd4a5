#include "bindings/jobs/bots.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace vitrine::jobs {
namespace {

constexpr double kDayMs = 86'400'000;

/// Whether more than `most` of the ascending times lie within `span`.
bool Crowded(const std::vector<double>& times, std::size_t most, double span) {
  for (std::size_t i = most; i < times.size(); ++i) {
    if (times[i] - times[i - most] <= span) return true;
  }
  return false;
}

class Finder {
 public:
  Finder(const std::vector<LogRow>& rows,
         const std::vector<std::uint32_t>& owners)
      : rows_(rows), owners_(owners), events_(owners.size()) {
    for (const LogRow& row : rows) ++events_[row.session];
    bots_.sessions.resize(owners.size());
  }

  void FindLong() {
    std::vector<std::uint32_t> sorted;
    for (const std::uint32_t count : events_) {
      if (count > 0) sorted.push_back(count);
    }
    if (sorted.empty()) return;
    const auto within = [&](std::size_t percent) -> std::uint64_t {
      const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(
                                           (sorted.size() - 1) * percent / 100);
      std::nth_element(sorted.begin(), at, sorted.end());
      return *at;
    };
    const std::uint64_t most = std::max<std::uint64_t>(
        kManyEvents,
        std::min(kTimesUsual * within(99), kTimesMost * within(90)));
    Begin("more than " + std::to_string(most) + " events in a visit");
    for (std::uint32_t i = 0; i < events_.size(); ++i) {
      if (events_[i] > most) Add(i);
    }
  }

  void FindFast() {
    if (UsualPause() < kLeastUsualPauseMs) return;
    Begin("views at more than " + std::to_string(kFastViews) +
          " different times within " +
          std::to_string(static_cast<int>(kFastMs / 1'000)) + " seconds");
    // Few sessions are long enough to be looked at.
    std::vector<std::vector<double>> times(events_.size());
    for (const LogRow& row : rows_) {
      if (row.action != Action::kView || events_[row.session] <= kFastViews) {
        continue;
      }
      times[row.session].push_back(row.time);
    }
    for (std::uint32_t i = 0; i < times.size(); ++i) {
      std::sort(times[i].begin(), times[i].end());
      times[i].erase(std::unique(times[i].begin(), times[i].end()),
                     times[i].end());
      if (Crowded(times[i], kFastViews, kFastMs)) Add(i);
    }
  }

  void FindRestless() {
    Begin("more than " + std::to_string(kVisitsADay) +
          " visits of a visitor within a day");
    std::vector<double> starts(events_.size());
    std::vector<bool> seen(events_.size());
    for (const LogRow& row : rows_) {
      double& start = starts[row.session];
      start = seen[row.session] ? std::min(start, row.time) : row.time;
      seen[row.session] = true;
    }
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < owners_.size(); ++i) {
      if (owners_[i] != kNone && seen[i]) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](auto a, auto b) {
      return std::tuple(owners_[a], starts[a], a) <
             std::tuple(owners_[b], starts[b], b);
    });
    const auto all =
        static_cast<double>(std::count(seen.begin(), seen.end(), true));
    std::vector<double> times;
    for (std::size_t begin = 0, end; begin < order.size(); begin = end) {
      times.clear();
      for (end = begin;
           end < order.size() && owners_[order[end]] == owners_[order[begin]];
           ++end) {
        times.push_back(starts[order[end]]);
      }
      const bool nobody =
          static_cast<double>(times.size()) > kNobodysShare * all;
      if (nobody || !Crowded(times, kVisitsADay, kDayMs)) continue;
      for (std::size_t i = begin; i < end; ++i) Add(order[i]);
    }
  }

  Bots Take() && {
    std::erase_if(bots_.rules,
                  [](const BotRule& rule) { return rule.sessions == 0; });
    return std::move(bots_);
  }

 private:
  /// Of half of the visits that have events at different times, the mean time
  /// from one event to the next stays within it; 0: there are no such visits.
  double UsualPause() const {
    std::vector<double> firsts(events_.size());
    std::vector<double> lasts(events_.size());
    std::vector<bool> seen(events_.size());
    for (const LogRow& row : rows_) {
      double& first = firsts[row.session];
      double& last = lasts[row.session];
      first = seen[row.session] ? std::min(first, row.time) : row.time;
      last = seen[row.session] ? std::max(last, row.time) : row.time;
      seen[row.session] = true;
    }
    std::vector<double> pauses;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      if (lasts[i] == firsts[i]) continue;
      pauses.push_back((lasts[i] - firsts[i]) / (events_[i] - 1));
    }
    if (pauses.empty()) return 0;
    const auto middle =
        pauses.begin() + static_cast<std::ptrdiff_t>((pauses.size() - 1) / 2);
    std::nth_element(pauses.begin(), middle, pauses.end());
    return *middle;
  }

  void Begin(std::string rule) {
    bots_.rules.push_back({.rule = std::move(rule)});
  }
  void Add(std::uint32_t session) {
    if (bots_.sessions[session]) return;
    bots_.sessions[session] = true;
    ++bots_.rules.back().sessions;
    bots_.rules.back().events += events_[session];
  }

  const std::vector<LogRow>& rows_;
  const std::vector<std::uint32_t>& owners_;
  std::vector<std::uint32_t> events_;  // by session
  Bots bots_;
};

}  // namespace

Bots FindBots(const std::vector<LogRow>& rows,
              const std::vector<std::uint32_t>& owners, bool clocked) {
  Finder finder(rows, owners);
  finder.FindLong();
  if (clocked) {
    finder.FindFast();
    finder.FindRestless();
  }
  return std::move(finder).Take();
}

}  // namespace vitrine::jobs
