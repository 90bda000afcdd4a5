#include "rules/check_item.h"

#include <string>
#include <string_view>
#include <vector>

#include "rules/check_test.h"
#include "runtime/bundle/paths.h"
#include "runtime/rank/part.h"

namespace vitrine::rules {
namespace {

/// The field's name in this scope; empty: it has none.
std::string_view PathOf(ConditionScope scope, ItemField field) {
  const char* path = scope == ConditionScope::kEventItem
                         ? EventItemPath(field)
                         : CatalogueItemPath(field);
  return path == nullptr ? std::string_view() : std::string_view(path);
}

class ItemChecker {
 public:
  ItemChecker(Shape& shape, ConditionScope scope)
      : shape_(shape), scope_(scope) {
    for (std::uint32_t i = 0; i < kAvailabilities; ++i) {
      availabilities_.push_back(
          {.type = JsonType::kString,
           .text = AvailabilityName(static_cast<Availability>(i))});
    }
  }

  void Check(Condition& condition) {
    if (condition.kind != Condition::Kind::kPath) {
      for (Condition& child : condition.children) Check(child);
      return;
    }
    for (std::uint32_t i = 0; i < kItemFields; ++i) {
      const auto field = static_cast<ItemField>(i);
      if (condition.name != PathOf(scope_, field)) continue;
      condition.target = {.kind = PathTarget::Kind::kItemField,
                          .type = ItemFieldType(field),
                          .argument = i};
      TestedPath path{.name = condition.name, .target = condition.target};
      if (field == ItemField::kAvailability) path.values = availabilities_;
      CheckTests(shape_, path, condition.tests);
      return;
    }
    ReportUnknown(condition);
  }

 private:
  void ReportUnknown(const Condition& condition) {
    const bool event = scope_ == ConditionScope::kEventItem;
    const ConditionScope other =
        event ? ConditionScope::kCatalogueItem : ConditionScope::kEventItem;
    std::vector<std::string_view> paths;
    for (std::uint32_t i = 0; i < kItemFields; ++i) {
      const auto field = static_cast<ItemField>(i);
      const std::string_view path = PathOf(scope_, field);
      if (condition.name == PathOf(other, field)) {
        return ReportForeign(condition, path);
      }
      if (!path.empty()) paths.push_back(path);
    }
    shape_.ReportUnknown(shape_.tree.KeyPlace(condition.node),
                         event ? "item field" : "item path", condition.name,
                         paths);
  }

  /// The name is right in the other kind of condition; `path` is what the
  /// field is called in this one.
  void ReportForeign(const Condition& condition, std::string_view path) {
    const bool event = scope_ == ConditionScope::kEventItem;
    const std::string_view here = event ? "`where`" : "`filter`";
    const std::string_view there = event ? "`filter`" : "`where`";
    const std::string message =
        Quoted(condition.name) + " belongs to a " + std::string(there) +
        (path.empty() ? "; there is no such thing in a "
                      : "; use " + Quoted(path) + " in a ") +
        std::string(here);
    shape_.diagnostics.Error(shape_.tree.KeyPlace(condition.node),
                             event ? "unknown-item-field" : "unknown-item-path",
                             message,
                             {.found = condition.name,
                              .expected = std::string(path),
                              .nearest = std::string(path)});
  }

  Shape& shape_;
  ConditionScope scope_;
  std::vector<Constant> availabilities_;
};

}  // namespace

void CheckItemCondition(Shape& shape, ConditionScope scope,
                        Condition& condition) {
  ItemChecker(shape, scope).Check(condition);
}

}  // namespace vitrine::rules
