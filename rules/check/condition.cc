#include "rules/check/condition.h"

#include "rules/check/bounds.h"
#include "rules/check/item.h"
#include "rules/check/reference.h"
#include "rules/check/test.h"
#include "rules/model/device_paths.h"
#include "rules/model/event_names.h"

namespace vitrine::rules {
namespace {

using Kind = PathTarget::Kind;

/// Values of all groups that conditions name, each as often as it is named.
constexpr std::size_t kMaxGroupValues = 1'000'000;

bool HasPathsInside(ValueType type) {
  return type == ValueType::kAny || type == ValueType::kList ||
         type == ValueType::kObject;
}

std::vector<Constant> Texts(Names names) {
  std::vector<Constant> texts;
  for (const std::string_view name : names) {
    texts.push_back({.type = JsonType::kString, .text = std::string(name)});
  }
  return texts;
}

void Scale(std::vector<Test>& tests, double factor) {
  for (Test& test : tests) {
    for (Constant& constant : test.constants) constant.number *= factor;
    Scale(test.tests, factor);
  }
}

}  // namespace

ConditionChecker::ConditionChecker(Shape& shape, const Model& model)
    : attribute_used(model.attributes.size(), false),
      group_used(model.groups.size(), false),
      segment_used(model.segments.size(), false),
      experiment_used(model.experiments.size(), false),
      shape_(shape),
      model_(model),
      attributes_(model.attributes),
      groups_(model.groups),
      segments_(model.segments),
      paths_(attributes_.names) {
  for (std::uint32_t i = 0; i < model.experiments.size(); ++i) {
    const ExperimentModel& experiment = model.experiments[i];
    if (experiment.listed && !experiment.is_holdout) {
      experiments_.Add(experiment.name, i);
    }
  }
  for (const std::string_view path : DevicePathNames()) paths_.push_back(path);
}

void ConditionChecker::Check(Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kPath:
      return CheckPath(condition);
    case Condition::Kind::kSegment:
      return CheckSegment(condition);
    case Condition::Kind::kExperiment:
      return CheckExperiment(condition);
    case Condition::Kind::kEvent:
    case Condition::Kind::kSince:
      return CheckTally(condition);
    default:
      for (Condition& child : condition.children) Check(child);
      if (condition.kind == Condition::Kind::kAll) {
        WarnOfBounds(shape_, condition);
      }
  }
}

void ConditionChecker::CheckFilter(Condition& condition) {
  CheckItems(ConditionScope::kCatalogueItem, condition);
  ResolveReferences(condition);
}

std::optional<PathTarget> ConditionChecker::FindItem(NodeId node,
                                                     std::string_view path) {
  const auto target = FindItemPath(ConditionScope::kCatalogueItem, path);
  if (target) {
    AddProperty(*target, node);
  } else {
    ReportItemPath(shape_, ConditionScope::kCatalogueItem, node, path);
  }
  return target;
}

void ConditionChecker::ResolveReferences(Condition& condition) {
  for (Condition& child : condition.children) ResolveReferences(child);
  if (condition.kind == Condition::Kind::kPath &&
      condition.target.kind == Kind::kItemField) {
    ResolveReferences(condition, condition.tests);
  }
}

void ConditionChecker::ResolveReferences(const Condition& owner,
                                         std::vector<Test>& tests) {
  for (Test& test : tests) {
    ResolveReferences(owner, test.tests);
    if (!test.is_reference) continue;
    Condition& source = test.conditions[0];
    if (CheckAnotherItem(shape_, owner, source, paths_, test)) continue;
    if (ExpandDevicePath(source)) {
      CheckTally(source);
    } else if (const auto target = FindPath(source.name)) {
      source.target = *target;
    } else {
      ReportReference(shape_, owner, source, paths_);
      continue;
    }
    CheckReference(shape_, owner, source, test);
  }
}

void ConditionChecker::CheckItems(ConditionScope scope, Condition& condition) {
  ResolveGroups(condition);
  CheckItemCondition(shape_, scope, condition);
  AddProperties(condition);
}

void ConditionChecker::CheckSegment(Condition& condition) {
  condition.index = segments_.Find(condition.name);
  if (condition.index == kNone) {
    shape_.ReportUnknown(shape_.tree.ValuePlace(condition.node), "segment",
                         condition.name, segments_.names);
  } else {
    segment_used[condition.index] = true;
  }
}

void ConditionChecker::CheckExperiment(Condition& condition) {
  condition.index = experiments_.Find(condition.name);
  if (condition.index == kNone) {
    shape_.ReportUnknown(shape_.tree.ValuePlace(condition.node), "experiment",
                         condition.name, experiments_.names);
    return;
  }
  experiment_used[condition.index] = true;
  const NameTable arms(model_.experiments[condition.index].arms);
  for (const Constant& name : condition.arm_names) {
    const std::uint32_t arm = arms.Find(name.text);
    if (arm == kNone) {
      shape_.ReportUnknown(shape_.tree.ValuePlace(name.node), "variation",
                           name.text, arms.names);
    } else {
      condition.arms.push_back(arm);
    }
  }
}

std::optional<PathTarget> ConditionChecker::FindPath(std::string_view path) {
  const std::uint32_t exact = attributes_.Find(path);
  if (exact != kNone) {
    attribute_used[exact] = true;
    return PathTarget{.kind = Kind::kHost,
                      .type = model_.attributes[exact].type,
                      .argument = exact};
  }
  if (auto target = FindDevicePath(path)) return target;
  for (std::size_t dot = path.rfind('.');
       dot != std::string_view::npos && dot > 0;
       dot = path.rfind('.', dot - 1)) {
    const std::uint32_t index = attributes_.Find(path.substr(0, dot));
    if (index == kNone) continue;
    attribute_used[index] = true;
    const AttributeModel& attribute = model_.attributes[index];
    if (attribute.valid && !HasPathsInside(attribute.type)) return {};
    return PathTarget{
        .kind = Kind::kHost, .type = ValueType::kAny, .argument = index};
  }
  return {};
}

void ConditionChecker::ReportPath(Place place, std::string_view path) {
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos;
       dot = path.find('.', dot + 1)) {
    const std::uint32_t index = attributes_.Find(path.substr(0, dot));
    if (index == kNone) continue;
    const AttributeModel& attribute = model_.attributes[index];
    shape_.diagnostics.Error(
        place, "unknown-path",
        "unknown path " + Quoted(path) + "; " + Quoted(attribute.name) +
            " is a " + std::string(TypeName(attribute.type)) +
            ", and only attributes of the types `any`, `object` and `list` "
            "have paths inside",
        {.found = std::string(path)});
    return;
  }
  shape_.ReportUnknown(place, "path", path, paths_,
                       "a declared attribute or a path of the device");
}

void ConditionChecker::CheckPath(Condition& condition) {
  ResolveGroups(condition.tests);
  if (ExpandDevicePath(condition)) return CheckTally(condition);
  const auto target = FindPath(condition.name);
  if (!target) {
    ReportPath(shape_.tree.KeyPlace(condition.node), condition.name);
    return;
  }
  condition.target = *target;
  TestedPath path{.name = condition.name, .target = *target};
  if (!model_.zones.empty()) path.zone = &model_.zones[0];
  std::vector<Constant> values;
  if (target->kind != Kind::kHost) {
    values = Texts(DevicePathValues(condition.name));
    path.values = values;
  } else {
    const AttributeModel& attribute = model_.attributes[target->argument];
    if (!attribute.valid) return;
    if (attribute.name == condition.name) path.values = attribute.values;
  }
  CheckTests(shape_, path, condition.tests);
}

void ConditionChecker::CheckTally(Condition& condition) {
  for (EventPattern& step : condition.steps) {
    if (step.kind == IdentityKind::kEvent) {
      CheckEventName(shape_, step.node, step.event, model_.events);
    }
    for (Condition& where : step.where) {
      CheckItems(ConditionScope::kEventItem, where);
    }
  }
  if (!condition.what.empty()) CheckWhat(condition);
  ResolveGroups(condition.tests);
  // What stands for events goes by its own name.
  TestedPath path = {
      .name = condition.name,
      .target = {.kind = Kind::kTally, .type = ValueType::kNumber}};
  if (condition.kind == Condition::Kind::kSince) {
    path.target.form = PathTarget::Form::kClock;
    path.target.unit_ms = condition.target.unit_ms;
    CheckTests(shape_, path, condition.tests);
    Scale(condition.tests, condition.target.unit_ms);
    return;
  }
  if (path.name.starts_with('$')) {
    path.name = condition.tally == Tally::kSum        ? "sum"
                : condition.tally == Tally::kDistinct ? "distinct"
                                                      : "count";
  }
  const bool moves = condition.window == Window::kDuration ||
                     condition.window == Window::kDays;
  if (condition.tally == Tally::kDistinct ||
      (condition.tally == Tally::kCount && moves)) {
    path.largest_count = kMaxKeptTimes - 1;
  }
  CheckTests(shape_, path, condition.tests);
}

void ConditionChecker::CheckWhat(Condition& condition) {
  const auto target = FindItemPath(ConditionScope::kEventItem, condition.what);
  if (!target) {
    ReportItemPath(shape_, ConditionScope::kEventItem, condition.what_node,
                   condition.what);
    return;
  }
  condition.target = *target;
  AddProperty(*target, condition.what_node);
  const bool sum = condition.tally == Tally::kSum;
  const ValueType wrong = sum ? ValueType::kString : ValueType::kNumber;
  if (target->type != wrong) return;
  const std::string expected = sum ? "a number" : "a name or a text";
  shape_.diagnostics.Error(
      shape_.tree.KeyPlace(condition.what_node), "wrong-type",
      (sum ? "`sum` adds numbers, and " : "`distinct` counts names, and ") +
          Quoted(condition.what) + " is a " + std::string(TypeName(wrong)),
      {.found = condition.what, .expected = expected});
}

void ConditionChecker::AddProperties(const Condition& condition) {
  for (const Condition& child : condition.children) AddProperties(child);
  if (condition.kind == Condition::Kind::kPath) {
    AddProperty(condition.target, condition.node);
  }
}

void ConditionChecker::AddProperty(const PathTarget& target, NodeId node) {
  if (target.kind != Kind::kItemField || target.argument < kItemFields) return;
  const bool of_item = target.argument == kItemProperty;
  if (!properties_.emplace(target.symbol, of_item).second ||
      properties_.size() != kMaxProperties + 1) {
    return;
  }
  const std::string expected = "at most " + std::to_string(kMaxProperties);
  shape_.diagnostics.Error(shape_.tree.KeyPlace(node), "limit",
                           "too many properties of events and items: " +
                               expected + " may be read, and this is beyond",
                           {.expected = expected});
}

void ConditionChecker::ResolveGroups(Condition& condition) {
  for (Condition& child : condition.children) ResolveGroups(child);
  ResolveGroups(condition.tests);
}

void ConditionChecker::ResolveGroups(std::vector<Test>& tests) {
  for (Test& test : tests) {
    ResolveGroups(test.tests);
    for (Condition& condition : test.conditions) ResolveGroups(condition);
    if ((test.op != Operator::kInGroup && test.op != Operator::kNotInGroup) ||
        test.constants.empty()) {
      continue;
    }
    const std::string name = std::move(test.constants[0].text);
    test.constants.clear();
    const std::uint32_t index = groups_.Find(name);
    if (index != kNone) {
      group_used[index] = true;
      UseGroup(model_.groups[index], test);
    } else if (shape_.lenient) {
      shape_.diagnostics.Warning(
          shape_.tree.ValuePlace(test.node), "lenient",
          "counts as empty: unknown group " + Quoted(name), {.found = name});
    } else {
      shape_.ReportUnknown(shape_.tree.ValuePlace(test.node), "group", name,
                           groups_.names);
    }
  }
}

void ConditionChecker::UseGroup(const GroupModel& group, Test& test) {
  group_values_ += group.values.size();
  if (group_values_ <= kMaxGroupValues) {
    test.constants = group.values;
    return;
  }
  if (shape_.diagnostics.errors_full()) return;
  const std::string expected = "at most " + std::to_string(kMaxGroupValues);
  shape_.diagnostics.Error(
      shape_.tree.ValuePlace(test.node), "limit",
      "conditions name groups of too many values: " + expected +
          " are possible in all, and this is beyond; put the condition into a "
          "segment",
      {.expected = expected});
}

}  // namespace vitrine::rules
