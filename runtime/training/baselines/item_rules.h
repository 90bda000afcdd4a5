#ifndef VITRINE_RUNTIME_TRAINING_BASELINES_ITEM_RULES_H_
#define VITRINE_RUNTIME_TRAINING_BASELINES_ITEM_RULES_H_

#include <optional>
#include <vector>

#include "runtime/training/baselines/session_table.h"
#include "runtime/training/session_recommender.h"

namespace vitrine {

/// Rules of one item (Ludewig and Jannach, "Evaluation of session-based
/// recommendation algorithms", 2018): what to recommend depends on the latest
/// item alone. Equal scores: what was first seen together in the log. An item's
/// rules are counted when they are first asked for.
class ItemRules : public SessionRecommender {
 public:
  /// `table` must outlive the rules.
  explicit ItemRules(const SessionTable& table);

  std::span<const std::uint32_t> Rank(std::span<const std::uint32_t> session,
                                      std::size_t most) final;

 protected:
  /// Adds what `session`, which holds the item, tells of it, by Add.
  virtual void Count(std::uint32_t item,
                     std::span<const std::uint32_t> session) = 0;
  void Add(std::uint32_t item, double score);

 private:
  std::vector<std::uint32_t> RowOf(std::uint32_t item);

  const SessionTable& table_;
  ItemSessions sessions_;
  std::vector<std::optional<std::vector<std::uint32_t>>> rows_;
  std::vector<double> scores_;  ///< by item; 0 between rows
  std::vector<std::uint32_t> touched_;
};

/// AR: how often both items are in a session, each pair of events once.
class AssociationRules final : public ItemRules {
 public:
  using ItemRules::ItemRules;
  const char* name() const override { return "ar"; }

 private:
  void Count(std::uint32_t item,
             std::span<const std::uint32_t> session) override;
};

/// Steps that one item may stand ahead of another.
inline constexpr std::size_t kRuleSteps = 20;

/// SR: how often the one comes after the other, at most kRuleSteps later, each
/// time divided by the square of the number of steps.
class SequentialRules final : public ItemRules {
 public:
  using ItemRules::ItemRules;
  const char* name() const override { return "sr"; }

 private:
  void Count(std::uint32_t item,
             std::span<const std::uint32_t> session) override;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_BASELINES_ITEM_RULES_H_
