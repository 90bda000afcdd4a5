#include "rules/parse/attribute.h"

#include <set>
#include <utility>

#include "rules/model/device_paths.h"
#include "rules/parse/condition.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kKeys[] = {"type", "values", "ttl", "sensitive"};
constexpr std::string_view kTypes[kValueTypes] = {
    "string", "number", "boolean", "date", "any", "list", "object"};
/// Types whose values can be listed, and what they are in JSON.
constexpr JsonType kJsonTypes[] = {JsonType::kString, JsonType::kNumber,
                                   JsonType::kBoolean};

/// Names that would read as something else in a condition.
constexpr std::string_view kEventKeys[] = {"where", "within", "count", "sum",
                                           "distinct"};

/// Families that the device knows: `page.type`, `time.hour`.
constexpr std::string_view kFamilies[] = {
    "page",   "traffic", "visit",  "device",   "time", "cart",
    "orders", "viewed",  "search", "affinity", "item"};

bool HasPaths(ValueType type) {
  return type == ValueType::kAny || type == ValueType::kList ||
         type == ValueType::kObject;
}

/// Empty: the name is free.
std::string ReasonReserved(const AttributeModel& attribute) {
  const std::string_view name = attribute.name;
  if (name.starts_with('$')) return "names with `$` are operators";
  for (const std::string_view key : kEventKeys) {
    if (name == key) return "the word belongs to `$event`";
  }
  if (FindDevicePath(name)) return "the device knows this path itself";
  for (const std::string_view family : kFamilies) {
    if (!name.starts_with(family)) continue;
    const std::string_view rest = name.substr(family.size());
    if (rest.starts_with('.') || (rest.empty() && HasPaths(attribute.type))) {
      return "such paths belong to the device";
    }
  }
  return {};
}

void CheckName(Shape& shape, NodeId member, const AttributeModel& attribute) {
  const std::string_view name = attribute.name;
  const std::string reason = ReasonReserved(attribute);
  if (reason.empty()) return;
  shape.diagnostics.Error(
      shape.tree.KeyPlace(member), "reserved-name",
      "an attribute cannot be called " + Quoted(name) + ": " + reason,
      {.found = std::string(name)});
}

bool ParseType(Shape& shape, NodeId node, ValueType& type) {
  const std::uint32_t index =
      shape.Choose(node, "`type`", "attribute type", "unknown-type", kTypes);
  if (index == kNone) return false;
  type = static_cast<ValueType>(index);
  return true;
}

void ParseValues(Shape& shape, NodeId node, AttributeModel& attribute) {
  const JsonTree& tree = shape.tree;
  const auto index = static_cast<std::size_t>(attribute.type);
  if (index >= std::size(kJsonTypes)) {
    shape.diagnostics.Error(
        tree.KeyPlace(node), "unknown-key",
        "`values` is for attributes of the types `string`, `number` and "
        "`boolean`",
        {.found = "values"});
    return;
  }
  if (!shape.Is(node, JsonType::kArray, "`values`")) return;
  if (tree[node].size == 0) {
    shape.diagnostics.Error(tree.ValuePlace(node), "bad-value",
                            "`values` must not be empty", {.found = "[]"});
  }
  const JsonType type = kJsonTypes[index];
  std::set<std::pair<double, std::string>> seen;
  for (const NodeId child : tree.Children(node)) {
    if (attribute.valid &&
        !shape.Is(child, type,
                  "a value of the attribute " + Quoted(attribute.name))) {
      continue;
    }
    auto constant = ParseConstant(shape, child, "a value");
    if (!constant) continue;
    const double number = constant->type == JsonType::kNumber ? constant->number
                                                              : constant->truth;
    if (!seen.insert({number, constant->text}).second) {
      shape.diagnostics.Error(tree.ValuePlace(child), "bad-value",
                              "the value stands in `values` twice",
                              {.found = shape.Found(child)});
    }
    attribute.values.push_back(std::move(*constant));
  }
}

}  // namespace

AttributeModel ParseAttribute(Shape& shape, NodeId member) {
  const JsonTree& tree = shape.tree;
  AttributeModel attribute{.name = std::string(tree.key(member)),
                           .node = member};
  const NodeId type = tree[member].type == JsonType::kObject
                          ? tree.Find(member, "type")
                          : kNone;
  if (type != kNone) attribute.valid = ParseType(shape, type, attribute.type);
  CheckName(shape, member, attribute);
  if (!shape.Is(member, JsonType::kObject, "an attribute")) return attribute;
  shape.HasOnlyKeys(member, "an attribute", kKeys);
  shape.Require(member, "an attribute", "type");
  if (const NodeId values = tree.Find(member, "values"); values != kNone) {
    ParseValues(shape, values, attribute);
  }
  if (const NodeId ttl = tree.Find(member, "ttl"); ttl != kNone) {
    shape.IsDuration(ttl, "`ttl`", attribute.ttl_ms);
  }
  if (const NodeId sensitive = tree.Find(member, "sensitive");
      sensitive != kNone &&
      shape.Is(sensitive, JsonType::kBoolean, "`sensitive`")) {
    attribute.sensitive = tree[sensitive].truth;
  }
  return attribute;
}

}  // namespace vitrine::rules
