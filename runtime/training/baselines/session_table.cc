#include "runtime/training/baselines/session_table.h"

#include <algorithm>

#include "runtime/training/ordered_log.h"

namespace vitrine {
namespace {

/// Calls `with(item, session)` once for each session that holds an item.
template <typename With>
void ForEachHolder(const SessionTable& table, With with) {
  std::vector<std::uint32_t> last(table.item_count, kNone);
  for (std::uint32_t session = 0; session < table.size(); ++session) {
    for (const std::uint32_t item : table[session]) {
      if (last[item] == session) continue;
      last[item] = session;
      with(item, session);
    }
  }
}

}  // namespace

SessionTable TableOf(const TrainingLog& log,
                     const std::vector<std::uint32_t>& numbers,
                     std::uint32_t item_count) {
  std::vector<bool> counts(log.items.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    counts[i] = numbers[i] != kNone;
  }
  const OrderedLog ordered = OrderLog(log, counts);
  const bool any_view = std::any_of(
      log.rows.begin(), log.rows.end(),
      [](const LogRow& row) { return row.action == Action::kView; });
  SessionTable table = {.item_count = item_count};
  std::size_t at = 0;
  for (const std::uint32_t end : ordered.ends) {
    const std::size_t begin = table.items.size();
    double last = 0;
    for (; at < end; ++at) {
      const LogRow& row = log.rows[ordered.rows[at]];
      if (any_view && row.action != Action::kView) continue;
      table.items.push_back(numbers[row.item]);
      last = row.time;
    }
    if (table.items.size() == begin) continue;
    table.ends.push_back(static_cast<std::uint32_t>(table.items.size()));
    table.last_times.push_back(last);
  }
  return table;
}

ItemSessions::ItemSessions(const SessionTable& table)
    : begins_(table.item_count + std::size_t{1}) {
  ForEachHolder(table, [this](std::uint32_t item, std::uint32_t) {
    ++begins_[item + std::size_t{1}];
  });
  for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  sessions_.resize(begins_.back());
  std::vector<std::uint32_t> next = begins_;
  ForEachHolder(table, [&](std::uint32_t item, std::uint32_t session) {
    sessions_[next[item]++] = session;
  });
}

}  // namespace vitrine
