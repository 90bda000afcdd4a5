#include "runtime/training/baselines/item_rules.h"

#include <algorithm>

namespace vitrine {

ItemRules::ItemRules(const SessionTable& table, RuleKind kind)
    : table_(table),
      kind_(kind),
      sessions_(table),
      rows_(table.item_count),
      scores_(table.item_count) {}

std::span<const std::uint32_t> ItemRules::Rank(
    std::span<const std::uint32_t> session, std::size_t most) {
  auto& row = rows_[session.back()];
  if (!row) row = RowOf(session.back());
  return std::span<const std::uint32_t>(*row).first(
      std::min(most, row->size()));
}

void ItemRules::Add(std::uint32_t item, double score) {
  if (scores_[item] == 0) touched_.push_back(item);
  scores_[item] += score;
}

std::vector<std::uint32_t> ItemRules::RowOf(std::uint32_t item) {
  touched_.clear();
  for (const std::uint32_t session : sessions_[item]) {
    if (kind_ == RuleKind::kAssociation) {
      CountAssociations(item, table_[session]);
    } else {
      CountSequences(item, table_[session]);
    }
  }
  std::vector<std::uint32_t> row = touched_;
  std::stable_sort(row.begin(), row.end(),
                   [this](std::uint32_t a, std::uint32_t b) {
                     return scores_[a] > scores_[b];
                   });
  for (const std::uint32_t seen : touched_) scores_[seen] = 0;
  return row;
}

void ItemRules::CountAssociations(std::uint32_t item,
                                  std::span<const std::uint32_t> session) {
  std::size_t held = 0;  // how often up to here
  for (std::size_t later = 0; later < session.size(); ++later) {
    if (session[later] != item) {
      if (held > 0) Add(session[later], static_cast<double>(held));
      continue;
    }
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      // Of an item and itself both directions are the same rule.
      Add(session[earlier], session[earlier] == item ? 2 : 1);
    }
    ++held;
  }
}

void ItemRules::CountSequences(std::uint32_t item,
                               std::span<const std::uint32_t> session) {
  for (std::size_t at = 1; at < session.size(); ++at) {
    for (std::size_t step = 1; step <= std::min(kRuleSteps, at); ++step) {
      if (session[at - step] != item) continue;
      Add(session[at], 1 / static_cast<double>(step * step));
    }
  }
}

}  // namespace vitrine
