#include "rules/check/item.h"

#include <algorithm>
#include <string>
#include <vector>

#include "rules/check/test.h"
#include "runtime/bundle/paths.h"
#include "runtime/rank/part.h"

namespace vitrine::rules {
namespace {

/// GA4's names of what else an item of an event has.
struct ItemProperty {
  std::string_view name;
  ValueType type = ValueType::kString;
};
constexpr ItemProperty kItemProperties[] = {
    {"item_name"},
    {"item_variant"},
    {"item_category2"},
    {"item_category3"},
    {"item_category4"},
    {"item_category5"},
    {"item_list_name"},
    {"coupon"},
    {"index", ValueType::kNumber},
    {"discount", ValueType::kNumber},
};
/// In front of names that are not listed here.
constexpr std::string_view kItemPrefix = "item.";
constexpr std::string_view kEventPrefix = "event.";

/// The field's name in this scope; empty: it has none.
std::string_view PathOf(ConditionScope scope, ItemField field) {
  const char* path = scope == ConditionScope::kEventItem
                         ? EventItemPath(field)
                         : CatalogueItemPath(field);
  return path == nullptr ? std::string_view() : std::string_view(path);
}

std::optional<PathTarget> FindField(ConditionScope scope,
                                    std::string_view path) {
  for (std::uint32_t i = 0; i < kItemFields; ++i) {
    const auto field = static_cast<ItemField>(i);
    if (path != PathOf(scope, field)) continue;
    return PathTarget{.kind = PathTarget::Kind::kItemField,
                      .type = ItemFieldType(field),
                      .argument = i};
  }
  return {};
}

PathTarget PropertyTarget(std::uint32_t argument, std::string_view name,
                          ValueType type) {
  return {.kind = PathTarget::Kind::kItemField,
          .type = type,
          .argument = argument,
          .symbol = std::string(name)};
}

std::vector<std::string_view> PathNames(ConditionScope scope) {
  std::vector<std::string_view> names;
  for (std::uint32_t i = 0; i < kItemFields; ++i) {
    const std::string_view path = PathOf(scope, static_cast<ItemField>(i));
    if (!path.empty()) names.push_back(path);
  }
  if (scope == ConditionScope::kEventItem) {
    for (const ItemProperty& property : kItemProperties) {
      names.push_back(property.name);
    }
  }
  return names;
}

/// The field that the name of an attribute is likely meant to be: one letter
/// in three may be wrong. `category2` and `price_band` are names of their own.
bool IsNearField(std::string_view name) {
  constexpr std::string_view kFields[] = {"brand", "category", "price",
                                          "availability"};
  const std::string_view field = NearestName(name, kFields);
  if (field.empty()) return false;
  if (name.starts_with(field) &&
      name.find_first_not_of("0123456789", field.size()) ==
          std::string_view::npos) {
    return false;
  }
  const std::size_t longer = std::max(name.size(), field.size());
  return longer - std::min(name.size(), field.size()) <=
         std::max<std::size_t>(name.size() / 3, 1);
}

/// `item.<name>`: a field, or else an attribute of the catalogue.
std::optional<PathTarget> FindAttribute(std::string_view path) {
  if (!path.starts_with(kItemPrefix) || path.size() == kItemPrefix.size()) {
    return {};
  }
  const std::string_view name = path.substr(kItemPrefix.size());
  if (FindField(ConditionScope::kEventItem, name) || IsNearField(name)) {
    return {};
  }
  return PropertyTarget(kItemProperty, name, ValueType::kAny);
}

/// What an item of the catalogue can be.
std::vector<Constant> AvailabilityNames() {
  std::vector<Constant> names;
  for (std::uint32_t i = 0; i < kAvailabilities; ++i) {
    names.push_back({.type = JsonType::kString,
                     .text = AvailabilityName(static_cast<Availability>(i))});
  }
  return names;
}

}  // namespace

std::optional<PathTarget> FindItemPath(ConditionScope scope,
                                       std::string_view path) {
  if (auto field = FindField(scope, path)) return field;
  if (scope != ConditionScope::kEventItem) return FindAttribute(path);
  for (const ItemProperty& property : kItemProperties) {
    if (property.name != path) continue;
    return PropertyTarget(kItemProperty, path, property.type);
  }
  if (path.starts_with(kEventPrefix) && path.size() > kEventPrefix.size()) {
    return PropertyTarget(kEventProperty, path.substr(kEventPrefix.size()),
                          ValueType::kAny);
  }
  if (!path.starts_with(kItemPrefix) || path.size() == kItemPrefix.size() ||
      FindField(ConditionScope::kCatalogueItem, path)) {
    return {};
  }
  const std::string_view name = path.substr(kItemPrefix.size());
  // `item.item_brand` is `item_brand`.
  for (const std::string_view known : PathNames(scope)) {
    if (known == name) return FindItemPath(scope, name);
  }
  return PropertyTarget(kItemProperty, name, ValueType::kAny);
}

void ReportItemPath(Shape& shape, ConditionScope scope, NodeId node,
                    std::string_view path) {
  const bool event = scope == ConditionScope::kEventItem;
  const ConditionScope other =
      event ? ConditionScope::kCatalogueItem : ConditionScope::kEventItem;
  const auto foreign = FindField(other, path);
  if (!foreign) {
    shape.ReportUnknown(shape.tree.KeyPlace(node),
                        event ? "item field" : "item path", path,
                        PathNames(scope));
    return;
  }
  // The name is right in the other kind of condition; here it may have
  // another one.
  const std::string_view name =
      PathOf(scope, static_cast<ItemField>(foreign->argument));
  const std::string here = event ? "`where`" : "`filter`";
  const std::string there = event ? "`filter`" : "`where`";
  const std::string message =
      Quoted(path) + " belongs to a " + there +
      (name.empty() ? "; there is no such thing in a "
                    : "; use " + Quoted(name) + " in a ") +
      here;
  shape.diagnostics.Error(shape.tree.KeyPlace(node),
                          event ? "unknown-item-field" : "unknown-item-path",
                          message,
                          {.found = std::string(path),
                           .expected = std::string(name),
                           .nearest = std::string(name)});
}

void CheckItemCondition(Shape& shape, ConditionScope scope,
                        Condition& condition) {
  if (condition.kind != Condition::Kind::kPath) {
    for (Condition& child : condition.children) {
      CheckItemCondition(shape, scope, child);
    }
    return;
  }
  const auto target = FindItemPath(scope, condition.name);
  if (!target) {
    ReportItemPath(shape, scope, condition.node, condition.name);
    return;
  }
  condition.target = *target;
  static const std::vector<Constant> kAvailabilityNames = AvailabilityNames();
  TestedPath path{.name = condition.name,
                  .target = condition.target,
                  .of_catalogue = scope == ConditionScope::kCatalogueItem};
  if (target->argument ==
      static_cast<std::uint32_t>(ItemField::kAvailability)) {
    path.values = kAvailabilityNames;
  }
  CheckTests(shape, path, condition.tests);
}

}  // namespace vitrine::rules
