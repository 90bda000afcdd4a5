#include "rules/check/sensitive.h"

#include <set>
#include <string>
#include <vector>

#include "rules/check/cycles.h"

namespace vitrine::rules {
namespace {

/// Indexes of sensitive attributes.
using Attributes = std::set<std::uint32_t>;

class SensitiveReads {
 public:
  explicit SensitiveReads(const Model& model)
      : model_(model),
        segments_(model.segments.size()),
        experiments_(model.experiments.size()) {
    for (const Definition definition : DefinitionOrder(model)) {
      if (!definition.is_experiment) {
        Add(model.segments[definition.index].condition,
            segments_[definition.index]);
        continue;
      }
      Add(model.experiments[definition.index], experiments_[definition.index]);
    }
  }

  Attributes Of(const RuleModel& rule) const {
    Attributes reads;
    Add(rule.condition, reads);
    AddExperiment(rule.experiment, reads);
    return reads;
  }

  /// What items are compared with.
  Attributes OfItems(const Model& model,
                     const RecommendModel& recommend) const {
    Attributes reads;
    Add(model.never_recommend, reads);
    Add(recommend.filter, reads);
    for (const BoostModel& boost : recommend.boosts) Add(boost.when, reads);
    return reads;
  }

 private:
  /// Who takes part, and by what: what is hashed decides as conditions do.
  void Add(const ExperimentModel& experiment, Attributes& reads) const {
    Add(experiment.eligible, reads);
    AddAttribute(experiment.attribute, reads);
    AddExperiment(experiment.holdout, reads);
    for (const std::uint32_t filter : experiment.filters) {
      AddExperiment(filter, reads);
    }
  }

  void AddAttribute(std::uint32_t attribute, Attributes& reads) const {
    if (attribute != kNone && model_.attributes[attribute].sensitive) {
      reads.insert(attribute);
    }
  }

  void AddExperiment(std::uint32_t experiment, Attributes& reads) const {
    if (experiment == kNone) return;
    const Attributes& more = experiments_[experiment];
    reads.insert(more.begin(), more.end());
  }

  void Add(const Condition& condition, Attributes& reads) const {
    const PathTarget& target = condition.target;
    switch (condition.kind) {
      case Condition::Kind::kPath:
        if (target.kind == PathTarget::Kind::kHost) {
          AddAttribute(target.argument, reads);
        }
        if (target.kind == PathTarget::Kind::kItemField) {
          AddReferences(condition.tests, reads);
        }
        return;
      case Condition::Kind::kSegment:
        reads.insert(segments_[condition.index].begin(),
                     segments_[condition.index].end());
        return;
      case Condition::Kind::kExperiment:
        return AddExperiment(condition.index, reads);
      default:
        for (const Condition& child : condition.children) Add(child, reads);
    }
  }

  void AddReferences(const std::vector<Test>& tests, Attributes& reads) const {
    for (const Test& test : tests) {
      AddReferences(test.tests, reads);
      for (const Condition& source : test.conditions) Add(source, reads);
    }
  }

  const Model& model_;
  std::vector<Attributes> segments_;
  std::vector<Attributes> experiments_;
};

/// `decided`: "whether the rule `a` shows".
void Warn(Shape& shape, const Model& model, const Attributes& sensitive,
          NodeId node, const std::string& decided) {
  if (sensitive.empty()) return;
  std::string list;
  for (const std::uint32_t attribute : sensitive) {
    if (!list.empty()) list += ", ";
    list += Quoted(model.attributes[attribute].name);
  }
  shape.diagnostics.Warning(
      shape.tree.KeyPlace(node), "sensitive-decision",
      "what is sensitive decides " + decided + ": " + list, {.found = list});
}

}  // namespace

void WarnOfSensitive(Shape& shape, const Model& model) {
  bool any = false;
  for (const AttributeModel& attribute : model.attributes) {
    any |= attribute.sensitive;
  }
  if (!any) return;
  const SensitiveReads reads(model);
  for (const RuleModel& rule : model.rules) {
    if (shape.diagnostics.warnings_full()) return;
    const NodeId when = shape.tree.Find(rule.node, "when");
    Warn(shape, model, reads.Of(rule), when == kNone ? rule.node : when,
         "whether the rule " + Quoted(rule.id) + " shows");
    if (rule.recommend.node == kNone) continue;
    Warn(shape, model, reads.OfItems(model, rule.recommend),
         rule.recommend.node,
         "what the rule " + Quoted(rule.id) + " recommends");
  }
}

}  // namespace vitrine::rules
