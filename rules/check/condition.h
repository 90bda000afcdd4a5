#ifndef VITRINE_RULES_CHECK_CONDITION_H_
#define VITRINE_RULES_CHECK_CONDITION_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/model/model.h"
#include "rules/text/shape.h"

namespace vitrine::rules {

/// Where names lead, and the names themselves for "did you mean". The models
/// must stay where they are.
struct NameTable {
  std::map<std::string_view, std::uint32_t> indexes;
  std::vector<std::string_view> names;

  NameTable() = default;
  template <typename T>
  explicit NameTable(const std::vector<T>& models) {
    for (std::uint32_t i = 0; i < models.size(); ++i) Add(models[i].name, i);
  }
  void Add(std::string_view name, std::uint32_t index) {
    indexes.emplace(name, index);
    names.push_back(name);
  }
  std::uint32_t Find(std::string_view name) const {
    const auto found = indexes.find(name);
    return found == indexes.end() ? kNone : found->second;
  }
};

/// Resolves what the conditions of a model name, and reports what is not
/// there or makes no sense. Attributes, groups, experiments (with their arms),
/// segments (their names) and zones of the model must be complete.
class ConditionChecker {
 public:
  ConditionChecker(Shape& shape, const Model& model);

  /// A condition on the visitor: segments, rules, experiments.
  void Check(Condition& condition);
  /// A `filter`, or another condition on an item of the catalogue.
  void CheckFilter(Condition& condition);
  /// A path of an item of the catalogue, which is the key of `node`.
  std::optional<PathTarget> FindItem(NodeId node, std::string_view path);

  /// An attribute, a path into one, or what the device knows; marks an
  /// attribute as used. Paths that stand for events are not found.
  std::optional<PathTarget> FindPath(std::string_view path);
  /// Says that `path`, which stands at `place`, leads nowhere.
  void ReportPath(Place place, std::string_view path);

  /// By index in the model: whether something checked so far names it.
  std::vector<bool> attribute_used;
  std::vector<bool> group_used;
  std::vector<bool> segment_used;
  std::vector<bool> experiment_used;

 private:
  void CheckSegment(Condition& condition);
  void CheckExperiment(Condition& condition);
  void CheckPath(Condition& condition);
  void CheckTally(Condition& condition);
  void CheckWhat(Condition& condition);
  void CheckItems(ConditionScope scope, Condition& condition);
  void AddProperties(const Condition& condition);
  void AddProperty(const PathTarget& target, NodeId node);
  void ResolveReferences(const Condition& owner, std::vector<Test>& tests);
  void ResolveReferences(Condition& condition);
  void ResolveGroups(Condition& condition);
  void ResolveGroups(std::vector<Test>& tests);
  void UseGroup(const GroupModel& group, Test& test);

  Shape& shape_;
  const Model& model_;
  NameTable attributes_;
  NameTable groups_;
  NameTable segments_;
  NameTable experiments_;
  std::vector<std::string_view> paths_;
  /// By name; `true` are those of items.
  std::set<std::pair<std::string, bool>> properties_;
  std::size_t group_values_ = 0;  ///< put into tests so far
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_CONDITION_H_
