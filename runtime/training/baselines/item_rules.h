#ifndef VITRINE_RUNTIME_TRAINING_BASELINES_ITEM_RULES_H_
#define VITRINE_RUNTIME_TRAINING_BASELINES_ITEM_RULES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtime/training/baselines/session_table.h"

namespace vitrine {

/// What a rule counts of an item and another.
enum class RuleKind : std::uint8_t {
  /// AR: how often both are in a session, each pair of events once.
  kAssociation,
  /// SR: how often the other comes after the one, at most kRuleSteps later,
  /// each time divided by the square of the number of steps.
  kSequence,
};
inline constexpr std::size_t kRuleSteps = 20;

/// Rules of one item (Ludewig and Jannach, "Evaluation of session-based
/// recommendation algorithms", 2018): what to recommend depends on the latest
/// item alone. Equal scores: what was first seen together in the log. An item's
/// rules are counted when they are first asked for.
class ItemRules {
 public:
  /// `table` must outlive the rules.
  ItemRules(const SessionTable& table, RuleKind kind);

  /// As SessionRecommender.
  std::span<const std::uint32_t> Rank(std::span<const std::uint32_t> session,
                                      std::size_t most);

 private:
  std::vector<std::uint32_t> RowOf(std::uint32_t item);
  /// Add what `session`, which holds the item, tells of it.
  void CountAssociations(std::uint32_t item,
                         std::span<const std::uint32_t> session);
  void CountSequences(std::uint32_t item,
                      std::span<const std::uint32_t> session);
  void Add(std::uint32_t item, double score);

  const SessionTable& table_;
  const RuleKind kind_;
  ItemSessions sessions_;
  std::vector<std::optional<std::vector<std::uint32_t>>> rows_;
  std::vector<double> scores_;  ///< by item; 0 between rows
  std::vector<std::uint32_t> touched_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_BASELINES_ITEM_RULES_H_
