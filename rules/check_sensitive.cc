#include "rules/check_sensitive.h"

#include <set>
#include <string>
#include <vector>

#include "rules/check_cycles.h"

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
      Add(model.experiments[definition.index].eligible,
          experiments_[definition.index]);
    }
  }

  Attributes Of(const RuleModel& rule) const {
    Attributes reads;
    Add(rule.condition, reads);
    if (rule.experiment != kNone) {
      const Attributes& more = experiments_[rule.experiment];
      reads.insert(more.begin(), more.end());
    }
    return reads;
  }

 private:
  void Add(const Condition& condition, Attributes& reads) const {
    const PathTarget& target = condition.target;
    switch (condition.kind) {
      case Condition::Kind::kPath:
        if (target.kind == PathTarget::Kind::kHost &&
            model_.attributes[target.argument].sensitive) {
          reads.insert(target.argument);
        }
        return;
      case Condition::Kind::kSegment:
        reads.insert(segments_[condition.index].begin(),
                     segments_[condition.index].end());
        return;
      case Condition::Kind::kExperiment:
        reads.insert(experiments_[condition.index].begin(),
                     experiments_[condition.index].end());
        return;
      default:
        for (const Condition& child : condition.children) Add(child, reads);
    }
  }

  const Model& model_;
  std::vector<Attributes> segments_;
  std::vector<Attributes> experiments_;
};

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
    const Attributes sensitive = reads.Of(rule);
    if (sensitive.empty()) continue;
    std::string list;
    for (const std::uint32_t attribute : sensitive) {
      if (!list.empty()) list += ", ";
      list += Quoted(model.attributes[attribute].name);
    }
    const NodeId when = shape.tree.Find(rule.node, "when");
    shape.diagnostics.Warning(
        shape.tree.KeyPlace(when == kNone ? rule.node : when),
        "sensitive-decision",
        "what is sensitive decides whether the rule " + Quoted(rule.id) +
            " shows: " + list,
        {.found = list});
  }
}

}  // namespace vitrine::rules
