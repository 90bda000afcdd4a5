#include "bindings/jobs/health.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "bindings/ingest/time.h"

namespace vitrine::jobs {
namespace {

constexpr double kDayMs = 86'400'000;

std::uint64_t CountDuplicates(const std::vector<LogRow>& rows,
                              std::uint32_t sessions) {
  // Rows of each session together, by counting.
  std::vector<std::uint32_t> begins(sessions + std::size_t{1});
  for (const LogRow& row : rows) ++begins[row.session + std::size_t{1}];
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  std::vector<std::uint32_t> grouped(rows.size());
  std::vector<std::uint32_t> next = begins;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    grouped[next[rows[i].session]++] = i;
  }
  const auto content = [&rows](std::uint32_t i) {
    return std::tuple(rows[i].time, rows[i].item, rows[i].action);
  };
  std::uint64_t duplicates = 0;
  for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
    std::uint32_t* const begin = grouped.data() + begins[i];
    std::uint32_t* const end = grouped.data() + begins[i + 1];
    std::sort(begin, end, [&content](std::uint32_t a, std::uint32_t b) {
      return content(a) < content(b);
    });
    for (const std::uint32_t* at = begin; at != end && at + 1 != end; ++at) {
      duplicates += content(at[0]) == content(at[1]) ? 1U : 0U;
    }
  }
  return duplicates;
}

LogHealth::Span SpanOf(const std::vector<LogRow>& rows) {
  const auto [first, last] = std::minmax_element(
      rows.begin(), rows.end(),
      [](const LogRow& a, const LogRow& b) { return a.time < b.time; });
  LogHealth::Span span = {.first = first->time, .last = last->time};
  const double first_day = std::floor(span.first / kDayMs);
  const auto day_of = [first_day](double time) {
    return static_cast<std::size_t>(std::floor(time / kDayMs) - first_day);
  };
  std::vector<bool> has_events(day_of(span.last) + 1);
  for (const LogRow& row : rows) has_events[day_of(row.time)] = true;
  span.days = static_cast<std::uint32_t>(has_events.size());
  bool within = false;
  for (std::size_t day = 0; day < has_events.size(); ++day) {
    if (has_events[day]) {
      within = false;
      continue;
    }
    ++span.days_without_events;
    const bool shown = within || span.gaps.size() < kMaxGaps;
    if (!within && shown) {
      const double time = (first_day + static_cast<double>(day)) * kDayMs;
      span.gaps.push_back({.from = ingest::IsoMinute(time).substr(0, 10)});
    }
    within = shown;
    if (shown) ++span.gaps.back().days;
  }
  return span;
}

}  // namespace

LogHealth HealthOf(const std::vector<LogRow>& rows, std::uint32_t sessions,
                   const std::vector<bool>& in_feed, bool clocked) {
  LogHealth health = {.events = rows.size()};
  std::vector<std::uint32_t> lengths(sessions);
  std::vector<bool> seen;
  for (const LogRow& row : rows) {
    ++lengths[row.session];
    if (row.item >= seen.size()) seen.resize(row.item + std::size_t{1});
    seen[row.item] = true;
    ++(row.action == Action::kView   ? health.views
       : row.action == Action::kCart ? health.carts
                                     : health.purchases);
  }
  const auto count = [](const auto& values, auto value) {
    return static_cast<std::uint64_t>(
        std::count(values.begin(), values.end(), value));
  };
  health.items = count(seen, true);
  health.sessions = lengths.size() - count(lengths, 0U);
  health.sessions_of_one_event = count(lengths, 1U);
  if (!in_feed.empty()) {
    health.events_in_feed = static_cast<std::uint64_t>(
        std::count_if(rows.begin(), rows.end(), [&](const LogRow& row) {
          return row.item < in_feed.size() && in_feed[row.item];
        }));
  }
  if (clocked) {
    health.duplicates = CountDuplicates(rows, sessions);
    health.span = SpanOf(rows);
  }
  return health;
}

}  // namespace vitrine::jobs
