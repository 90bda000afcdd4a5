#include "rules/lower/lower.h"

#include <utility>

#include "rules/check/cycles.h"
#include "rules/lower/condition.h"

namespace vitrine::rules {
namespace {

using Part = FormulaPool::Part;
using Parts = std::vector<Part>;

class ModelLowering {
 public:
  explicit ModelLowering(const Model& model)
      : model_(model),
        lowering_(model, out_),
        candidates_(model.experiments.size()) {}

  LoweredModel Run() {
    out_.segments.resize(model_.segments.size());
    out_.experiments.resize(model_.experiments.size());
    for (const Definition definition : DefinitionOrder(model_)) {
      if (definition.is_experiment) {
        LowerExperiment(definition.index);
      } else {
        out_.segments[definition.index] =
            Lower(model_.segments[definition.index].condition).formula;
      }
    }
    quiet_ = Lower(model_.popup_quiet).formula;
    budget_ = out_.conditions.All({Lower(model_.popup_limits), {quiet_, true}});
    for (const RuleModel& rule : model_.rules) {
      out_.rules.push_back(RowsOf(rule));
      out_.recommendations.push_back(RecommendationOf(rule.recommend));
    }
    for (const PlaceholderModel& placeholder : model_.placeholders) {
      lowering_.Read(placeholder.path, placeholder.attribute);
    }
    return std::move(out_);
  }

 private:
  Part Lower(const Condition& condition) {
    return lowering_.Lower(condition, out_.conditions);
  }

  void LowerExperiment(std::uint32_t index) {
    const ExperimentModel& experiment = model_.experiments[index];
    Parts parts{Lower(experiment.eligible)};
    for (const std::uint32_t filter : experiment.filters) {
      parts.push_back({lowering_.InAnyArm(filter)});
    }
    candidates_[index] = out_.conditions.All(parts);
    out_.experiments[index] = candidates_[index];
    if (experiment.holdout != kNone) {
      const Formula held = lowering_.InAnyArm(experiment.holdout);
      out_.experiments[index] = out_.conditions.All(
          {{candidates_[index], true}, {out_.conditions.None({{held}})}});
    }
    if (experiment.source == HashSource::kRead) {
      lowering_.Read(experiment.path, experiment.attribute);
    }
  }

  std::vector<LoweredRow> RowsOf(const RuleModel& rule) {
    Parts parts{Lower(rule.condition)};
    for (const Condition& limit : rule.limits) parts.push_back(Lower(limit));
    if (model_.slots[rule.slot_index].type == SlotType::kPopup) {
      parts.push_back({rule.is_asked_for ? quiet_ : budget_, true});
    }
    const Formula applies = out_.conditions.All(parts);
    if (rule.experiment == kNone) return {{.node = applies, .content = 0}};

    const ExperimentModel& experiment = model_.experiments[rule.experiment];
    std::vector<LoweredRow> rows;
    if (experiment.holdout != kNone) {
      rows.push_back({.node = out_.conditions.All(
                          {{applies, true},
                           {candidates_[rule.experiment], true},
                           {lowering_.InAnyArm(experiment.holdout)}}),
                      .experiment = experiment.holdout,
                      .content = ContentOf(rule, experiment.arms.size())});
    }
    const auto arms = static_cast<std::uint32_t>(experiment.arms.size());
    for (std::uint32_t arm = 0; arm < arms; ++arm) {
      rows.push_back({.node = out_.conditions.All(
                          {{applies, true},
                           {out_.experiments[rule.experiment], true},
                           {lowering_.InArm(rule.experiment, arm)}}),
                      .experiment = rule.experiment,
                      .arm = arm,
                      .content = ContentOf(rule, arm)});
    }
    return rows;
  }

  LoweredRecommendation RecommendationOf(const RecommendModel& recommend) {
    LoweredRecommendation out;
    if (recommend.node == kNone) return out;
    Condition negation{.kind = Condition::Kind::kNone};
    negation.children.push_back(model_.never_recommend);
    Condition all{.kind = Condition::Kind::kAll};
    all.children = {recommend.filter, std::move(negation)};
    out.filter = lowering_.LowerItems(all);
    for (const BoostModel& boost : recommend.boosts) {
      const Formula when = lowering_.LowerItems(boost.when);
      if (when == kNone || boost.percent == 100) continue;
      out.boosts.push_back({.node = when, .percent = boost.percent});
    }
    for (const ItemCapModel& cap : recommend.caps) {
      out.cap_fields.push_back(lowering_.Field(cap.target));
    }
    return out;
  }

  static std::uint32_t ContentOf(const RuleModel& rule, std::size_t index) {
    return rule.contents[index].empty() ? kNone
                                        : static_cast<std::uint32_t>(index);
  }

  const Model& model_;
  LoweredModel out_;
  ConditionLowering lowering_;
  /// By experiment: who would take part if nobody were held out.
  std::vector<Formula> candidates_;
  Formula quiet_ = 0;
  Formula budget_ = 0;
};

}  // namespace

LoweredModel Lower(const Model& model) { return ModelLowering(model).Run(); }

}  // namespace vitrine::rules
