#include "rules/parse/parse.h"

#include <limits>
#include <map>
#include <set>
#include <utility>

#include "rules/parse/attribute.h"
#include "rules/parse/cap.h"
#include "rules/parse/condition.h"
#include "rules/parse/experiment.h"
#include "rules/parse/recommend.h"
#include "rules/parse/schedule.h"
#include "rules/parse/store.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kTopKeys[] = {
    "$schema",    "vitrine", "store",    "templates", "events",
    "attributes", "groups",  "segments", "slots",     "experiments",
    "holdouts",   "budget",  "rules"};
constexpr std::string_view kSlotKeys[] = {"type", "limit"};
constexpr std::string_view kSlotTypeNames[kSlotTypes] = {
    "content", "recommendations", "popup"};
constexpr std::string_view kRuleKeys[] = {
    "id",  "slot",      "when",       "priority",  "schedule", "trigger",
    "cap", "exclusive", "experiment", "recommend", "show"};

constexpr std::int32_t kDefaultLimit = 8;

class ModelParser {
 public:
  ModelParser(Shape& shape, const Zones& zones)
      : shape_(shape), tree_(shape.tree), zones_(zones) {
    model_.zones.push_back({"UTC", *zones.Find("UTC")});
  }

  Model Parse() {
    constexpr NodeId kRoot = 0;
    if (!shape_.Is(kRoot, JsonType::kObject, "a rule file") ||
        !CheckVersion(kRoot)) {
      return std::move(model_);
    }
    shape_.HasOnlyKeys(kRoot, "the rule file", kTopKeys);
    if (const NodeId schema = tree_.Find(kRoot, "$schema"); schema != kNone) {
      shape_.Is(schema, JsonType::kString, "`$schema`");
    }
    if (const NodeId store = tree_.Find(kRoot, "store"); store != kNone) {
      ParseStore(shape_, store, zones_, model_);
    }
    ParseNames("templates", "a template", model_.templates);
    ParseNames("events", "an event", model_.events);
    EachMember("attributes", kMaxAttributes, "an attribute's name",
               [this](NodeId member) {
                 model_.attributes.push_back(ParseAttribute(shape_, member));
               });
    EachMember("groups", kMaxGroups, "a group's name",
               [this](NodeId member) { AddGroup(member); });
    EachMember("segments", kMaxSegments, "a segment's name",
               [this](NodeId member) { AddSegment(member); });
    EachMember("slots", kMaxSlots, "a slot's name",
               [this](NodeId member) { AddSlot(member); });
    ParseExperiments(shape_, tree_.Find(kRoot, "experiments"),
                     tree_.Find(kRoot, "holdouts"), model_);
    model_.budget_node = tree_.Find(kRoot, "budget");
    if (model_.budget_node != kNone) {
      ParseBudget(shape_, model_.budget_node, model_);
    }
    const NodeId rules = tree_.Find(kRoot, "rules");
    if (rules != kNone && shape_.Is(rules, JsonType::kArray, "`rules`")) {
      for (const NodeId rule : tree_.Children(rules)) {
        if (tree_[rule].index == kMaxRules)
          ReportLimit(rule, "rules", kMaxRules);
        if (tree_[rule].index >= kMaxRules) break;
        AddRule(rule);
      }
    }
    NumberGroups();
    return std::move(model_);
  }

 private:
  bool CheckVersion(NodeId root) {
    const NodeId version = shape_.Require(root, "a rule file", "vitrine");
    if (version == kNone) return true;
    if (!shape_.Is(version, JsonType::kNumber, "`vitrine`")) return true;
    const double number = tree_[version].number;
    if (number == kLanguageVersion) return true;
    const bool newer = number > kLanguageVersion;
    shape_.diagnostics.Error(
        tree_.ValuePlace(version), newer ? "newer-version" : "bad-value",
        newer ? "the file was made for a newer version of Vitrine: its "
                "language is " +
                    shape_.Found(version) + ", this version reads 1"
              : "`vitrine` must be 1",
        {.found = shape_.Found(version), .expected = "1"});
    return !newer;
  }

  template <typename Add>
  void EachMember(std::string_view key, std::uint32_t limit,
                  std::string_view what, Add add) {
    const NodeId object = tree_.Find(0, key);
    if (object == kNone || !shape_.Is(object, JsonType::kObject, Quoted(key))) {
      return;
    }
    std::set<std::string_view> seen;
    for (const NodeId member : tree_.Children(object)) {
      if (tree_[member].index == limit) return ReportLimit(member, key, limit);
      if (!shape_.HasName(member, what)) continue;
      if (seen.insert(tree_.key(member)).second) add(member);
    }
  }

  void ReportLimit(NodeId node, std::string_view what, std::uint32_t limit) {
    const std::string expected = "at most " + std::to_string(limit);
    shape_.diagnostics.Error(
        tree_.KeyPlace(node), "limit",
        "too many " + std::string(what) + ": " + expected + " are possible",
        {.found = std::to_string(tree_[tree_[node].parent].size),
         .expected = expected});
  }

  void ParseNames(std::string_view key, std::string_view what,
                  std::vector<std::string>& names) {
    const NodeId list = tree_.Find(0, key);
    if (list == kNone || !shape_.Is(list, JsonType::kArray, Quoted(key))) {
      return;
    }
    if (tree_[list].size == 0) {
      shape_.diagnostics.Error(tree_.ValuePlace(list), "bad-value",
                               Quoted(key) + " must not be empty",
                               {.found = "[]"});
    }
    std::set<std::string_view> seen;
    for (const NodeId child : tree_.Children(list)) {
      if (!shape_.IsName(child, what)) continue;
      if (!seen.insert(tree_.text(child)).second) {
        shape_.diagnostics.Error(
            tree_.ValuePlace(child), "bad-value",
            Quoted(tree_.text(child)) + " stands in " + Quoted(key) + " twice",
            {.found = shape_.Found(child)});
      }
      names.emplace_back(tree_.text(child));
    }
  }

  void AddGroup(NodeId member) {
    GroupModel group{.name = std::string(tree_.key(member)), .node = member};
    if (shape_.Is(member, JsonType::kArray, "a group")) {
      for (const NodeId child : tree_.Children(member)) {
        const JsonType type = tree_[child].type;
        if (type != JsonType::kNumber &&
            !shape_.Is(child, JsonType::kString, "a value of a group")) {
          continue;
        }
        auto constant = ParseConstant(shape_, child, "a value of a group");
        if (constant) group.values.push_back(std::move(*constant));
      }
    }
    model_.groups.push_back(std::move(group));
  }

  void AddSegment(NodeId member) {
    model_.segments.push_back(
        {.name = std::string(tree_.key(member)),
         .condition = ParseCondition(shape_, member, ConditionScope::kVisitor),
         .node = member});
  }

  void AddSlot(NodeId member) {
    model_.slots.push_back(
        {.name = std::string(tree_.key(member)), .node = member});
    SlotModel& slot = model_.slots.back();
    if (!shape_.Is(member, JsonType::kObject, "a slot")) return;
    shape_.HasOnlyKeys(member, "a slot", kSlotKeys);
    const NodeId type = shape_.Require(member, "a slot", "type");
    std::uint32_t index = kNone;
    if (type != kNone) {
      index = shape_.Choose(type, "`type`", "slot type", "unknown-type",
                            kSlotTypeNames);
    }
    if (index != kNone) {
      slot.type = static_cast<SlotType>(index);
      slot.valid = true;
    }
    const bool recommends = slot.type == SlotType::kRecommendations;
    std::int32_t limit = recommends ? kDefaultLimit : 0;
    const NodeId given = tree_.Find(member, "limit");
    if (given != kNone && slot.valid && !recommends) {
      shape_.diagnostics.Error(
          tree_.KeyPlace(given), "unknown-key",
          "`limit` is for slots of the type `recommendations`",
          {.found = "limit"});
    } else if (given != kNone) {
      shape_.IsWholeNumber(given, "`limit`", 1,
                           static_cast<std::int32_t>(kMaxSlotItems), limit);
    }
    slot.limit = static_cast<std::uint32_t>(limit);
  }

  void AddRule(NodeId node) {
    RuleModel rule{.node = node};
    if (!shape_.Is(node, JsonType::kObject, "a rule")) return;
    shape_.HasOnlyKeys(node, "a rule", kRuleKeys);
    const NodeId id = shape_.Require(node, "a rule", "id");
    if (id != kNone && shape_.IsName(id, "`id`")) {
      rule.id = tree_.text(id);
      rule.id_node = id;
      if (rule.id == kAllPopups) {
        shape_.diagnostics.Error(
            tree_.ValuePlace(id), "reserved-name",
            "a rule cannot be called `*`: the name stands for all popups",
            {.found = shape_.Found(id)});
      }
    }
    const NodeId slot = shape_.Require(node, "a rule", "slot");
    if (slot != kNone && shape_.IsName(slot, "`slot`")) {
      rule.slot = tree_.text(slot);
      rule.slot_node = slot;
    }
    const NodeId exclusive = tree_.Find(node, "exclusive");
    if (exclusive != kNone && shape_.IsName(exclusive, "`exclusive`")) {
      rule.exclusive = tree_.text(exclusive);
    }
    const NodeId experiment = tree_.Find(node, "experiment");
    if (experiment != kNone && shape_.IsName(experiment, "`experiment`")) {
      rule.experiment_name = tree_.text(experiment);
      rule.experiment_node = experiment;
    }
    if (const NodeId priority = tree_.Find(node, "priority");
        priority != kNone) {
      using Limits = std::numeric_limits<std::int32_t>;
      shape_.IsWholeNumber(priority, "`priority`", Limits::min(), Limits::max(),
                           rule.priority);
    }
    ParseConditions(node, rule);
    if (const NodeId recommend = tree_.Find(node, "recommend");
        recommend != kNone) {
      rule.recommend = ParseRecommend(shape_, recommend);
    }
    // What they may hold depends on the slot and the experiment.
    rule.show_node = tree_.Find(node, "show");
    rule.trigger_node = tree_.Find(node, "trigger");
    model_.rules.push_back(std::move(rule));
  }

  void ParseConditions(NodeId node, RuleModel& rule) {
    rule.condition.node = node;
    if (const NodeId when = tree_.Find(node, "when"); when != kNone) {
      rule.condition = ParseCondition(shape_, when, ConditionScope::kVisitor);
    }
    if (const NodeId schedule = tree_.Find(node, "schedule");
        schedule != kNone) {
      rule.limits = ParseSchedule(shape_, schedule, zones_, model_);
    }
    if (const NodeId cap = tree_.Find(node, "cap"); cap != kNone) {
      for (Condition& limit : ParseCap(shape_, cap, rule.id)) {
        rule.limits.push_back(std::move(limit));
      }
    }
  }

  /// By name, so that the order of the rules does not matter.
  void NumberGroups() {
    std::map<std::string_view, std::uint32_t> groups;
    for (const RuleModel& rule : model_.rules) {
      if (!rule.exclusive.empty()) groups.emplace(rule.exclusive, 0);
    }
    std::uint32_t number = 0;
    for (auto& group : groups) group.second = ++number;
    for (RuleModel& rule : model_.rules) {
      if (!rule.exclusive.empty()) rule.group = groups.at(rule.exclusive);
    }
  }

  Shape& shape_;
  const JsonTree& tree_;
  const Zones& zones_;
  Model model_;
};

}  // namespace

Model ParseModel(Shape& shape, const Zones& zones) {
  return ModelParser(shape, zones).Parse();
}

}  // namespace vitrine::rules
