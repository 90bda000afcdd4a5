#include "rules/check/check.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/check/condition.h"
#include "rules/check/cycles.h"
#include "rules/check/recommend.h"
#include "rules/check/sensitive.h"
#include "rules/parse/show.h"

namespace vitrine::rules {
namespace {

/// What a text can say of a recommended item.
constexpr std::string_view kShownItemFields[] = {
    "id",       "title", "link",       "image_link",   "brand",
    "category", "price", "sale_price", "availability", "stock"};

bool IsItemField(std::string_view name) {
  for (const std::string_view field : kShownItemFields) {
    if (field == name) return true;
  }
  return false;
}

class ModelChecker {
 public:
  ModelChecker(Shape& shape, Model& model)
      : shape_(shape),
        tree_(shape.tree),
        model_(model),
        conditions_(shape, model),
        slots_(model.slots),
        slot_used_(model.slots.size(), false),
        holdout_used_(model.experiments.size(), false) {
    for (std::uint32_t i = 0; i < model.experiments.size(); ++i) {
      const ExperimentModel& experiment = model.experiments[i];
      if (!experiment.listed) continue;
      (experiment.is_holdout ? holdouts_ : experiments_)
          .Add(experiment.name, i);
    }
  }

  void Check() {
    for (ExperimentModel& experiment : model_.experiments) {
      CheckExperiment(experiment);
    }
    for (SegmentModel& segment : model_.segments) {
      conditions_.Check(segment.condition);
    }
    CheckCycles(shape_, model_);
    conditions_.CheckFilter(model_.never_recommend);
    CheckRules();
    // What a wrong part uses is not known.
    if (shape_.diagnostics.has_errors()) return;
    WarnOfUnused();
    WarnOfSensitive(shape_, model_);
  }

 private:
  void CheckExperiment(ExperimentModel& experiment) {
    if (experiment.holdout_node != kNone) {
      experiment.holdout = holdouts_.Find(experiment.holdout_name);
      if (experiment.holdout == kNone) {
        shape_.ReportUnknown(tree_.ValuePlace(experiment.holdout_node),
                             "holdout", experiment.holdout_name,
                             holdouts_.names);
      } else {
        holdout_used_[experiment.holdout] = true;
      }
    }
    if (experiment.path_node != kNone) CheckHashPath(experiment);
    conditions_.Check(experiment.eligible);
  }

  /// What is hashed is a text that tells visitors apart.
  void CheckHashPath(ExperimentModel& experiment) {
    // A namespace hashes by the path of its experiment.
    const bool is_new = hash_nodes_.insert(experiment.path_node).second;
    const Place place = tree_.ValuePlace(experiment.path_node);
    const auto target = conditions_.FindPath(experiment.path);
    if (!target) {
      if (is_new) conditions_.ReportPath(place, experiment.path);
      return;
    }
    const ValueType type = target->type;
    const bool hashes = type == ValueType::kString ||
                        type == ValueType::kNumber || type == ValueType::kAny;
    if (target->kind == PathTarget::Kind::kHost && hashes) {
      experiment.attribute = target->argument;
      return;
    }
    if (!is_new) return;
    constexpr char kExpected[] =
        "an attribute of the type `string`, `number` or `any`";
    shape_.diagnostics.Error(place, "wrong-type",
                             "experiments hash " + std::string(kExpected) +
                                 ", and " + Quoted(experiment.path) +
                                 " is none",
                             {.found = experiment.path, .expected = kExpected});
  }

  void CheckRules() {
    std::map<std::string_view, NodeId> ids;
    for (RuleModel& rule : model_.rules) {
      if (rule.id_node != kNone) {
        const auto [first, is_new] = ids.emplace(rule.id, rule.id_node);
        if (!is_new) {
          shape_.diagnostics.Error(
              tree_.ValuePlace(rule.id_node), "duplicate-id",
              "two rules are called " + Quoted(rule.id) +
                  ", the other one is " +
                  tree_.Pointer(tree_[first->second].parent),
              {.found = rule.id});
        }
      }
      FindSlot(rule);
      FindExperiment(rule);
      CheckPurpose(rule);
      conditions_.Check(rule.condition);
      CheckRecommend(
          shape_, model_,
          rule.slot_index == kNone ? nullptr : &model_.slots[rule.slot_index],
          conditions_, rule.recommend);
      CheckContents(rule);
    }
  }

  void FindSlot(RuleModel& rule) {
    if (rule.slot_node == kNone) return;
    rule.slot_index = slots_.Find(rule.slot);
    if (rule.slot_index == kNone) {
      shape_.ReportUnknown(tree_.ValuePlace(rule.slot_node), "slot", rule.slot,
                           slots_.names);
    } else {
      slot_used_[rule.slot_index] = true;
    }
  }

  void FindExperiment(RuleModel& rule) {
    if (rule.experiment_node == kNone) return;
    rule.experiment = experiments_.Find(rule.experiment_name);
    if (rule.experiment == kNone) {
      shape_.ReportUnknown(tree_.ValuePlace(rule.experiment_node), "experiment",
                           rule.experiment_name, experiments_.names);
    } else {
      conditions_.experiment_used[rule.experiment] = true;
    }
  }

  /// What a rule must say depends on the type of its slot.
  void CheckPurpose(const RuleModel& rule) {
    const bool recommends = rule.recommend.node != kNone;
    const SlotModel* slot =
        rule.slot_index == kNone ? nullptr : &model_.slots[rule.slot_index];
    if (slot != nullptr && !slot->valid) return;
    if (slot != nullptr && rule.trigger_node != kNone &&
        slot->type != SlotType::kPopup) {
      ReportForeignKey(rule.trigger_node, SlotType::kPopup, *slot);
    }
    if (slot != nullptr && slot->type == SlotType::kRecommendations) {
      if (recommends) return;
      shape_.diagnostics.Error(tree_.ValuePlace(rule.node), "missing-key",
                               "a rule of " + Quoted(slot->name) +
                                   ", a slot of recommendations, needs the key "
                                   "`recommend`",
                               {.expected = "`recommend`"});
    } else if (!recommends) {
      shape_.Require(rule.node, "a rule", "show");
    } else if (slot != nullptr) {
      ReportForeignKey(rule.recommend.node, SlotType::kRecommendations, *slot);
    }
  }

  void ReportForeignKey(NodeId key, SlotType type, const SlotModel& slot) {
    shape_.diagnostics.Error(
        tree_.KeyPlace(key), "unknown-key",
        Quoted(tree_.key(key)) + " needs a slot of the type " +
            Quoted(TypeName(type)) + ", and " + Quoted(slot.name) +
            " is of the type " + Quoted(TypeName(slot.type)),
        {.found = std::string(tree_.key(key))});
  }

  void CheckContents(RuleModel& rule) {
    const bool recommends = rule.recommend.node != kNone;
    if (rule.show_node == kNone && !recommends) return;
    for (const Placeholder& placeholder :
         ParseContents(shape_, model_, rule, content_bytes_)) {
      CheckPlaceholder(placeholder, recommends);
    }
  }

  /// Paths that the host or the page knows, and the recommended item.
  void CheckPlaceholder(const Placeholder& placeholder, bool recommends) {
    const auto [known, is_new] = placeholders_.emplace(placeholder.path, false);
    const bool of_item = recommends && IsItemField(placeholder.path);
    if (!is_new && (known->second || of_item)) return;
    const auto target = conditions_.FindPath(placeholder.path);
    const bool is_read = target && (target->kind == PathTarget::Kind::kHost ||
                                    target->kind == PathTarget::Kind::kPage);
    if (is_read) {
      known->second = true;
      model_.placeholders.push_back(
          {.path = placeholder.path,
           .attribute = target->kind == PathTarget::Kind::kHost
                            ? target->argument
                            : kNone});
    } else if (target && !of_item) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(placeholder.node), "wrong-type",
          "texts show attributes and what the page knows, and " +
              Quoted(placeholder.path) + " is neither",
          {.found = placeholder.path});
    } else if (!of_item) {
      conditions_.ReportPath(tree_.ValuePlace(placeholder.node),
                             placeholder.path);
    }
  }

  void WarnOfUnused() {
    const auto warn = [this](const auto& models, const std::vector<bool>& used,
                             std::string_view code, std::string_view message) {
      for (std::size_t i = 0; i < models.size(); ++i) {
        if (used[i]) continue;
        shape_.diagnostics.Warning(
            tree_.KeyPlace(models[i].node), code,
            std::string(message) + " " + Quoted(models[i].name));
      }
    };
    warn(model_.attributes, conditions_.attribute_used, "unused-attribute",
         "nothing reads the attribute");
    warn(model_.groups, conditions_.group_used, "unused-group",
         "nothing reads the group");
    warn(model_.segments, conditions_.segment_used, "unused-segment",
         "nothing uses the segment");
    warn(model_.slots, slot_used_, "empty-slot", "no rule fills the slot");
    WarnOfUnusedExperiments();
    if (model_.budget_node != kNone && !HasSlot(SlotType::kPopup)) {
      shape_.diagnostics.Warning(tree_.KeyPlace(model_.budget_node),
                                 "unused-budget",
                                 "there is no slot of popups for `budget`");
    }
    if (model_.never_node != kNone && !HasSlot(SlotType::kRecommendations)) {
      shape_.diagnostics.Warning(
          tree_.KeyPlace(model_.never_node), "no-effect",
          "there is no slot of recommendations for `never_recommend`");
    }
  }

  bool HasSlot(SlotType type) const {
    for (const SlotModel& slot : model_.slots) {
      if (slot.type == type) return true;
    }
    return false;
  }

  void WarnOfUnusedExperiments() {
    for (std::size_t i = 0; i < model_.experiments.size(); ++i) {
      const ExperimentModel& experiment = model_.experiments[i];
      if (!experiment.listed || conditions_.experiment_used[i] ||
          holdout_used_[i]) {
        continue;
      }
      const std::string kind = experiment.is_holdout ? "holdout" : "experiment";
      shape_.diagnostics.Warning(
          tree_.KeyPlace(experiment.node), "unused-" + kind,
          "nothing uses the " + kind + " " + Quoted(experiment.name));
    }
  }

  Shape& shape_;
  const JsonTree& tree_;
  Model& model_;
  ConditionChecker conditions_;
  NameTable slots_;
  NameTable experiments_;
  NameTable holdouts_;
  std::vector<bool> slot_used_;
  std::vector<bool> holdout_used_;
  std::set<NodeId> hash_nodes_;
  /// Paths of placeholders, and whether they are among the model's.
  std::map<std::string, bool> placeholders_;
  std::size_t content_bytes_ = 0;
};

}  // namespace

void CheckModel(Shape& shape, Model& model) {
  ModelChecker(shape, model).Check();
}

}  // namespace vitrine::rules
