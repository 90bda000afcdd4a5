#include "rules/check.h"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/check_cycles.h"
#include "rules/check_item.h"
#include "rules/check_test.h"
#include "rules/event_names.h"
#include "runtime/bundle/paths.h"

namespace vitrine::rules {
namespace {

/// Where names lead, and the names themselves for "did you mean".
struct NameTable {
  std::map<std::string_view, std::uint32_t> indexes;
  std::vector<std::string_view> names;

  template <typename T>
  explicit NameTable(const std::vector<T>& models) {
    for (const T& model : models) {
      indexes.emplace(model.name, static_cast<std::uint32_t>(names.size()));
      names.push_back(model.name);
    }
  }
  std::uint32_t Find(std::string_view name) const {
    const auto found = indexes.find(name);
    return found == indexes.end() ? kNone : found->second;
  }
};

class ModelChecker {
 public:
  ModelChecker(Shape& shape, Model& model)
      : shape_(shape),
        model_(model),
        attributes_(model.attributes),
        segments_(model.segments),
        slots_(model.slots),
        paths_(attributes_.names),
        attribute_used_(model.attributes.size(), false),
        segment_used_(model.segments.size(), false),
        slot_used_(model.slots.size(), false) {
    for (const DevicePath& path : DevicePaths()) paths_.push_back(path.path);
  }

  void Check() {
    for (SegmentModel& segment : model_.segments) Resolve(segment.condition);
    CheckSegmentCycles(shape_, model_);
    CheckRules();
    // What a wrong part uses is not known.
    if (!shape_.diagnostics.has_errors()) WarnOfUnused();
  }

 private:
  void CheckRules() {
    std::map<std::string_view, NodeId> ids;
    for (RuleModel& rule : model_.rules) {
      if (rule.id_node != kNone) {
        const auto [first, is_new] = ids.emplace(rule.id, rule.id_node);
        if (!is_new) {
          shape_.diagnostics.Error(
              shape_.tree.ValuePlace(rule.id_node), "duplicate-id",
              "two rules are called " + Quoted(rule.id) +
                  ", the other one is " +
                  shape_.tree.Pointer(shape_.tree[first->second].parent),
              {.found = rule.id});
        }
      }
      if (rule.slot_node != kNone) {
        rule.slot_index = slots_.Find(rule.slot);
        if (rule.slot_index == kNone) {
          shape_.ReportUnknown(shape_.tree.ValuePlace(rule.slot_node), "slot",
                               rule.slot, slots_.names);
        } else {
          slot_used_[rule.slot_index] = true;
        }
      }
      CheckPurpose(rule);
      Resolve(rule.condition);
      CheckItemCondition(shape_, ConditionScope::kCatalogueItem,
                         rule.recommend.filter);
    }
  }

  /// What a rule must say depends on the type of its slot.
  void CheckPurpose(const RuleModel& rule) {
    const JsonTree& tree = shape_.tree;
    const bool recommends = rule.recommend.node != kNone;
    const SlotModel* slot =
        rule.slot_index == kNone ? nullptr : &model_.slots[rule.slot_index];
    if (slot != nullptr && !slot->valid) return;
    if (slot != nullptr && slot->type == SlotType::kRecommendations) {
      if (recommends) return;
      shape_.diagnostics.Error(tree.ValuePlace(rule.node), "missing-key",
                               "a rule of " + Quoted(slot->name) +
                                   ", a slot of recommendations, needs the key "
                                   "`recommend`",
                               {.expected = "`recommend`"});
    } else if (!recommends) {
      shape_.Require(rule.node, "a rule", "show");
    } else if (slot != nullptr) {
      shape_.diagnostics.Error(
          tree.KeyPlace(rule.recommend.node), "unknown-key",
          "`recommend` needs a slot of the type `recommendations`, and " +
              Quoted(slot->name) + " is of the type " +
              Quoted(TypeName(slot->type)),
          {.found = "recommend"});
    }
  }

  void Resolve(Condition& condition) {
    switch (condition.kind) {
      case Condition::Kind::kPath:
        ResolvePath(condition);
        return;
      case Condition::Kind::kSegment:
        condition.segment = segments_.Find(condition.name);
        if (condition.segment == kNone) {
          shape_.ReportUnknown(shape_.tree.ValuePlace(condition.node),
                               "segment", condition.name, segments_.names);
        } else {
          segment_used_[condition.segment] = true;
        }
        return;
      case Condition::Kind::kEvent:
        WarnOfEventName(condition);
        for (Condition& where : condition.children) {
          CheckItemCondition(shape_, ConditionScope::kEventItem, where);
        }
        CheckCount(condition);
        return;
      default:
        for (Condition& child : condition.children) Resolve(child);
        return;
    }
  }

  void CheckCount(const Condition& event) {
    TestedPath path = {.name = "count",
                       .target = {.kind = PathTarget::Kind::kCount,
                                  .type = ValueType::kNumber}};
    if (event.window == Window::kDuration) {
      path.largest_count = kMaxKeptTimes - 1;
    }
    CheckTests(shape_, path, event.tests);
  }

  void ResolvePath(Condition& condition) {
    const std::uint32_t index = attributes_.Find(condition.name);
    if (index != kNone) {
      const AttributeModel& attribute = model_.attributes[index];
      attribute_used_[index] = true;
      condition.target = {.kind = PathTarget::Kind::kHost,
                          .type = attribute.type,
                          .argument = index};
      if (attribute.valid) {
        CheckTests(shape_,
                   {.name = condition.name,
                    .target = condition.target,
                    .values = attribute.values},
                   condition.tests);
      }
      return;
    }
    for (const DevicePath& path : DevicePaths()) {
      if (condition.name != path.path) continue;
      condition.target = {.kind = PathTarget::Kind::kDevice,
                          .type = path.type,
                          .source = path.source};
      CheckTests(shape_, {.name = condition.name, .target = condition.target},
                 condition.tests);
      return;
    }
    shape_.ReportUnknown(shape_.tree.KeyPlace(condition.node), "path",
                         condition.name, paths_,
                         "a declared attribute or a path of the device");
  }

  /// Shops send events of their own, so another name is no mistake, but one
  /// that is nearly a standard name probably is.
  void WarnOfEventName(const Condition& condition) {
    if (shape_.diagnostics.warnings_full()) return;
    const std::string_view nearest =
        NearestName(condition.name, StandardEventNames());
    if (nearest.empty() || nearest == condition.name) return;
    shape_.diagnostics.Warning(
        shape_.tree.ValuePlace(condition.node), "unusual-event",
        Quoted(condition.name) + " is not a standard event" +
            DidYouMean(nearest),
        {.found = condition.name, .nearest = std::string(nearest)});
  }

  void WarnOfUnused() {
    for (std::size_t i = 0; i < attribute_used_.size(); ++i) {
      if (attribute_used_[i]) continue;
      Warn(model_.attributes[i].node, "unused-attribute",
           "no condition reads the attribute " +
               Quoted(model_.attributes[i].name));
    }
    for (std::size_t i = 0; i < segment_used_.size(); ++i) {
      if (segment_used_[i]) continue;
      Warn(model_.segments[i].node, "unused-segment",
           "nothing uses the segment " + Quoted(model_.segments[i].name));
    }
    for (std::size_t i = 0; i < slot_used_.size(); ++i) {
      if (slot_used_[i]) continue;
      Warn(model_.slots[i].node, "empty-slot",
           "no rule fills the slot " + Quoted(model_.slots[i].name));
    }
  }

  void Warn(NodeId node, std::string_view code, std::string message) {
    shape_.diagnostics.Warning(shape_.tree.KeyPlace(node), code,
                               std::move(message));
  }

  Shape& shape_;
  Model& model_;
  NameTable attributes_;
  NameTable segments_;
  NameTable slots_;
  std::vector<std::string_view> paths_;
  std::vector<bool> attribute_used_;
  std::vector<bool> segment_used_;
  std::vector<bool> slot_used_;
};

}  // namespace

void CheckModel(Shape& shape, Model& model) {
  ModelChecker(shape, model).Check();
}

}  // namespace vitrine::rules
