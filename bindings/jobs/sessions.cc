#include "bindings/jobs/sessions.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace vitrine::jobs {
namespace {

constexpr double kDayMs = 86'400'000;

/// Leaves the first of rows that are equal in everything.
void DropRepeated(std::vector<LogRow>& rows) {
  const auto key = [](const LogRow& row) {
    return std::tuple(row.session, row.time, row.item, row.action);
  };
  std::vector<std::uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tuple_cat(key(rows[a]), std::tuple(a)) <
           std::tuple_cat(key(rows[b]), std::tuple(b));
  });
  std::vector<bool> repeated(rows.size());
  for (std::size_t i = 1; i < order.size(); ++i) {
    repeated[order[i]] = key(rows[order[i]]) == key(rows[order[i - 1]]);
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!repeated[i]) rows[kept++] = rows[i];
  }
  rows.resize(kept);
}

}  // namespace

std::uint32_t SplitVisits(std::vector<LogRow>& rows,
                          const std::vector<bool>& is_visitor,
                          std::uint32_t sessions,
                          std::vector<std::uint32_t>& visitor_of) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const std::uint32_t session = rows[i].session;
    if (session < is_visitor.size() && is_visitor[session]) order.push_back(i);
  }
  const auto key = [&rows](std::uint32_t i) {
    return std::tuple(rows[i].session, rows[i].time, i);
  };
  std::sort(
      order.begin(), order.end(),
      [&key](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  std::uint32_t visitor = kNone;
  std::uint32_t visit = kNone;
  double last = 0;
  for (const std::uint32_t i : order) {
    LogRow& row = rows[i];
    if (row.session != visitor) {
      visitor = visit = row.session;
    } else if (row.time - last > kVisitPauseMs) {
      visit = sessions++;
      visitor_of.push_back(visitor);
    }
    last = row.time;
    row.session = visit;
  }
  return sessions;
}

std::uint32_t DropSessions(std::vector<LogRow>& rows,
                           const std::vector<bool>& dropped) {
  std::erase_if(rows,
                [&dropped](const LogRow& row) { return dropped[row.session]; });
  std::vector<std::uint32_t> numbers(dropped.size(), kNone);
  for (const LogRow& row : rows) numbers[row.session] = 0;
  std::uint32_t count = 0;
  for (std::uint32_t& number : numbers) {
    if (number != kNone) number = count++;
  }
  for (LogRow& row : rows) row.session = numbers[row.session];
  return count;
}

std::vector<bool> HeldOut(const std::vector<LogRow>& rows,
                          std::uint32_t sessions, const Holdout& holdout) {
  std::vector<double> ends(sessions, -std::numeric_limits<double>::infinity());
  for (const LogRow& row : rows) {
    ends[row.session] = std::max(ends[row.session], row.time);
  }
  std::vector<bool> held_out(sessions);
  if (holdout.days > 0) {
    const double end = *std::max_element(ends.begin(), ends.end());
    for (std::uint32_t i = 0; i < sessions; ++i) {
      held_out[i] = ends[i] > end - holdout.days * kDayMs;
    }
    return held_out;
  }
  std::vector<std::uint32_t> order(sessions);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(
      order.begin(), order.end(),
      [&ends](std::uint32_t a, std::uint32_t b) { return ends[a] < ends[b]; });
  const auto share = static_cast<std::uint32_t>(holdout.share * sessions);
  const std::uint32_t count =
      std::min(std::max(share, 1U), std::max(sessions, 1U) - 1);
  for (std::uint32_t i = sessions - count; i < sessions; ++i) {
    held_out[order[i]] = true;
  }
  return held_out;
}

std::vector<HeldOutSession> SessionsToJudge(
    std::vector<LogRow> rows, const std::vector<std::string>& items,
    bool clocked) {
  const auto is_view = [](const LogRow& row) {
    return row.action == Action::kView;
  };
  if (std::any_of(rows.begin(), rows.end(), is_view)) {
    std::erase_if(rows, [&](const LogRow& row) { return !is_view(row); });
  }
  if (clocked) DropRepeated(rows);
  std::stable_sort(
      rows.begin(), rows.end(), [](const LogRow& a, const LogRow& b) {
        return std::tuple(a.session, a.time) < std::tuple(b.session, b.time);
      });
  std::vector<HeldOutSession> sessions;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i].session != rows[i - 1].session) {
      sessions.emplace_back();
    }
    sessions.back().items.push_back(items[rows[i].item]);
  }
  return sessions;
}

Renumbered NumberAnew(TrainingLog& log, std::uint32_t most) {
  std::vector<std::uint64_t> counts(log.items.size());
  std::vector<bool> named(log.items.size());
  for (const LogRow& row : log.rows) {
    ++counts[row.item];
    named[row.item] = true;
  }
  for (const FeedRow& row : log.feed) named[row.item] = true;
  Renumbered kept;
  for (std::uint32_t i = 0; i < named.size(); ++i) {
    if (named[i]) kept.old.push_back(i);
  }
  if (kept.old.size() > most) {
    kept.left_out = static_cast<std::uint32_t>(kept.old.size()) - most;
    std::sort(kept.old.begin(), kept.old.end(),
              [&](std::uint32_t a, std::uint32_t b) {
                return counts[a] != counts[b] ? counts[a] > counts[b]
                                              : log.items[a] < log.items[b];
              });
    kept.old.resize(most);
    std::sort(kept.old.begin(), kept.old.end());
  }
  std::vector<std::uint32_t> numbers(log.items.size(), kNone);
  std::vector<std::string> items;
  for (const std::uint32_t old : kept.old) {
    numbers[old] = static_cast<std::uint32_t>(items.size());
    items.push_back(std::move(log.items[old]));
  }
  log.items = std::move(items);
  const auto renumber = [&numbers](auto& rows) {
    std::erase_if(rows, [&numbers](const auto& row) {
      return numbers[row.item] == kNone;
    });
    for (auto& row : rows) row.item = numbers[row.item];
  };
  renumber(log.rows);
  renumber(log.feed);
  renumber(log.aliases);
  return kept;
}

}  // namespace vitrine::jobs
