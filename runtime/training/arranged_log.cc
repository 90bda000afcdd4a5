#include "runtime/training/arranged_log.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "runtime/bundle/program.h"

namespace vitrine {
namespace {

/// What a basket of the latest start weighs; the earliest ones weigh half.
constexpr std::uint64_t kFullBasketWeight = 1U << 16;

/// Repeats of an item within one session.
class SeenItems {
 public:
  explicit SeenItems(std::size_t items) : sessions_(items, kNone) {}

  /// False if the item was there in this session before.
  bool Add(std::uint32_t item, std::uint32_t session) {
    if (sessions_[item] == session) return false;
    sessions_[item] = session;
    return true;
  }

 private:
  std::vector<std::uint32_t> sessions_;  ///< the last one, by item
};

class Arrangement {
 public:
  Arrangement(const TrainingLog& log, const OrderedLog& ordered,
              const std::vector<std::uint32_t>& numbers, std::uint32_t items)
      : log_(log),
        ordered_(ordered),
        numbers_(numbers),
        seen_(items),
        bought_(items),
        strongest_(items),
        has_views_(std::any_of(
            log.rows.begin(), log.rows.end(),
            [](const LogRow& row) { return row.action == Action::kView; })) {}

  ArrangedLog Arrange() {
    const std::vector<std::uint32_t> order = SortedSessions();
    const auto all = static_cast<std::uint32_t>(order.size());
    std::vector<std::uint32_t>& later = result_.sessions.later;
    later.resize(all);
    for (std::uint32_t i = all; i-- > 0;) {
      const bool alike = i + 1 < all && ordered_.starts[order[i]] ==
                                            ordered_.starts[order[i + 1]];
      later[i] = alike ? later[i + 1] : all - 1 - i;
    }
    for (std::uint32_t i = 0; i < all; ++i) {
      AddSession(i, RowsOf(order[i]));
      result_.baskets.weights.push_back(static_cast<std::uint32_t>(
          kFullBasketWeight * all / (all + later[i])));
    }
    return std::move(result_);
  }

 private:
  /// As indexes of the log's.
  std::span<const std::uint32_t> RowsOf(std::uint32_t session) const {
    const std::uint32_t begin = session == 0 ? 0 : ordered_.ends[session - 1];
    return std::span(ordered_.rows)
        .subspan(begin, ordered_.ends[session] - begin);
  }

  std::vector<std::uint32_t> SortedSessions() const {
    std::vector<std::uint32_t> order(ordered_.ends.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto before = [this](std::uint32_t a, std::uint32_t b) {
      const auto key = [this](std::uint32_t index) {
        const LogRow& row = log_.rows[index];
        return std::pair(numbers_[row.item], row.action);
      };
      return key(a) < key(b);
    };
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) {
                if (ordered_.starts[a] != ordered_.starts[b]) {
                  return ordered_.starts[a] < ordered_.starts[b];
                }
                const auto one = RowsOf(a);
                const auto other = RowsOf(b);
                return std::lexicographical_compare(
                    one.begin(), one.end(), other.begin(), other.end(), before);
              });
    return order;
  }

  void AddSession(std::uint32_t number, std::span<const std::uint32_t> rows) {
    SessionLog& sessions = result_.sessions;
    Baskets& baskets = result_.baskets;
    const std::size_t first = sessions.items.size();
    for (const std::uint32_t index : rows) {
      const LogRow& row = log_.rows[index];
      const std::uint32_t item = numbers_[row.item];
      const bool is_new = seen_.Add(item, number);
      strongest_[item] =
          is_new ? row.action : std::max(strongest_[item], row.action);
      if (is_new || row.action == Action::kView || !has_views_) {
        sessions.items.push_back(item);
      }
      if (row.action != Action::kPurchase) continue;
      ++result_.purchases;
      if (bought_.Add(item, number)) baskets.items.push_back(item);
    }
    for (std::size_t i = first; i < sessions.items.size(); ++i) {
      sessions.actions.push_back(strongest_[sessions.items[i]]);
    }
    sessions.ends.push_back(static_cast<std::uint32_t>(sessions.items.size()));
    baskets.ends.push_back(static_cast<std::uint32_t>(baskets.items.size()));
  }

  const TrainingLog& log_;
  const OrderedLog& ordered_;
  const std::vector<std::uint32_t>& numbers_;
  SeenItems seen_;
  SeenItems bought_;
  std::vector<Action> strongest_;  ///< of the session that has the item now
  const bool has_views_;
  ArrangedLog result_;
};

}  // namespace

ArrangedLog ArrangeLog(const TrainingLog& log, const OrderedLog& ordered,
                       const std::vector<std::uint32_t>& numbers,
                       std::uint32_t items) {
  return Arrangement(log, ordered, numbers, items).Arrange();
}

}  // namespace vitrine
