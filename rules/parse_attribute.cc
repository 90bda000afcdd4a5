#include "rules/parse_attribute.h"

#include <set>
#include <utility>

#include "rules/parse_condition.h"
#include "runtime/bundle/paths.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kKeys[] = {"type", "values", "ttl", "sensitive"};
constexpr std::string_view kTypes[kValueTypes] = {"string", "number",
                                                  "boolean"};
constexpr JsonType kJsonTypes[kValueTypes] = {
    JsonType::kString, JsonType::kNumber, JsonType::kBoolean};

/// Names that would read as something else in a condition.
constexpr std::string_view kEventKeys[] = {"where", "within", "count", "sum",
                                           "distinct"};

/// Families that the device knows now or will know: `page.type`, `time.hour`.
constexpr std::string_view kFamilies[] = {
    "page.",   "traffic.", "visit.",  "device.",   "time.", "cart.",
    "orders.", "viewed.",  "search.", "affinity.", "item."};

std::string_view ReasonReserved(std::string_view name) {
  if (name.starts_with('$')) return "names with `$` are operators";
  for (const std::string_view key : kEventKeys) {
    if (name == key) return "the word belongs to `$event`";
  }
  for (const DevicePath& path : DevicePaths()) {
    if (name == path.path) return "the device knows this path itself";
  }
  for (const std::string_view family : kFamilies) {
    if (name.starts_with(family)) return "such paths belong to the device";
  }
  return {};
}

void CheckName(Shape& shape, NodeId member) {
  const std::string_view name = shape.tree.key(member);
  const std::string_view reason = ReasonReserved(name);
  if (reason.empty()) return;
  shape.diagnostics.Error(shape.tree.KeyPlace(member), "reserved-name",
                          "an attribute cannot be called " + Quoted(name) +
                              ": " + std::string(reason),
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
  if (!shape.Is(node, JsonType::kArray, "`values`")) return;
  const JsonTree& tree = shape.tree;
  if (tree[node].size == 0) {
    shape.diagnostics.Error(tree.ValuePlace(node), "bad-value",
                            "`values` must not be empty", {.found = "[]"});
  }
  const JsonType type = kJsonTypes[static_cast<std::size_t>(attribute.type)];
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
  CheckName(shape, member);
  if (!shape.Is(member, JsonType::kObject, "an attribute")) return attribute;
  shape.HasOnlyKeys(member, "an attribute", kKeys);
  const NodeId type = shape.Require(member, "an attribute", "type");
  if (type != kNone) attribute.valid = ParseType(shape, type, attribute.type);
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
