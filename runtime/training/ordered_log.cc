#include "runtime/training/ordered_log.h"

#include <algorithm>
#include <tuple>

namespace vitrine {
namespace {

/// Rows of one session, as indexes of `log.rows`.
void OrderSession(const TrainingLog& log, std::vector<std::uint32_t>& session) {
  if (log.clocked) {
    const auto content = [&log](std::uint32_t index) {
      const LogRow& row = log.rows[index];
      return std::tuple(row.time, row.item, row.action);
    };
    std::sort(session.begin(), session.end(),
              [&content](std::uint32_t a, std::uint32_t b) {
                return std::tuple(content(a), a) < std::tuple(content(b), b);
              });
    const auto end = std::unique(session.begin(), session.end(),
                                 [&content](std::uint32_t a, std::uint32_t b) {
                                   return content(a) == content(b);
                                 });
    session.erase(end, session.end());
  }
  std::sort(session.begin(), session.end(),
            [&log](std::uint32_t a, std::uint32_t b) {
              return std::tuple(log.rows[a].time, a) <
                     std::tuple(log.rows[b].time, b);
            });
}

}  // namespace

OrderedLog OrderLog(const TrainingLog& log, const std::vector<bool>& counts) {
  // Rows of each session together, by counting.
  std::vector<std::uint32_t> begins(log.sessions + std::size_t{1});
  for (const LogRow& row : log.rows) {
    if (counts[row.item]) ++begins[row.session + std::size_t{1}];
  }
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  std::vector<std::uint32_t> grouped(begins.back());
  std::vector<std::uint32_t> next = begins;
  for (std::uint32_t i = 0; i < log.rows.size(); ++i) {
    const LogRow& row = log.rows[i];
    if (counts[row.item]) grouped[next[row.session]++] = i;
  }

  OrderedLog ordered;
  ordered.rows.reserve(grouped.size());
  std::vector<std::uint32_t> session;
  for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
    if (begins[i] == begins[i + 1]) continue;
    session.assign(grouped.data() + begins[i], grouped.data() + begins[i + 1]);
    OrderSession(log, session);
    ordered.starts.push_back(log.rows[session.front()].time);
    ordered.rows.insert(ordered.rows.end(), session.begin(), session.end());
    ordered.ends.push_back(static_cast<std::uint32_t>(ordered.rows.size()));
  }
  return ordered;
}

}  // namespace vitrine
