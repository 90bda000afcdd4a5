#include "rules/parse.h"

#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "rules/json_text.h"
#include "rules/parse_attribute.h"
#include "rules/parse_condition.h"
#include "rules/parse_store.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kTopKeys[] = {
    "$schema", "vitrine", "store", "attributes", "segments", "slots", "rules"};
constexpr std::string_view kSlotKeys[] = {"type"};
constexpr std::string_view kSlotTypes[] = {"content"};
constexpr std::string_view kRuleKeys[] = {"id", "slot", "when", "priority",
                                          "show"};

class ModelParser {
 public:
  explicit ModelParser(Shape& shape) : shape_(shape), tree_(shape.tree) {}

  Model Parse() {
    constexpr NodeId kRoot = 0;
    if (!shape_.Is(kRoot, JsonType::kObject, "a rule file")) return {};
    if (!CheckVersion(kRoot)) return {};
    shape_.HasOnlyKeys(kRoot, "the rule file", kTopKeys);
    if (const NodeId schema = tree_.Find(kRoot, "$schema"); schema != kNone) {
      shape_.Is(schema, JsonType::kString, "`$schema`");
    }
    if (const NodeId store = tree_.Find(kRoot, "store"); store != kNone) {
      CheckStore(shape_, store);
    }
    EachMember("attributes", kMaxAttributes, "an attribute's name",
               [this](NodeId member) {
                 model_.attributes.push_back(ParseAttribute(shape_, member));
               });
    EachMember("segments", kMaxSegments, "a segment's name",
               [this](NodeId member) { AddSegment(member); });
    EachMember("slots", kMaxSlots, "a slot's name",
               [this](NodeId member) { AddSlot(member); });
    const NodeId rules = tree_.Find(kRoot, "rules");
    if (rules != kNone && shape_.Is(rules, JsonType::kArray, "`rules`")) {
      for (const NodeId rule : tree_.Children(rules)) {
        if (tree_[rule].index == kMaxRules)
          ReportLimit(rule, "rules", kMaxRules);
        if (tree_[rule].index >= kMaxRules) break;
        AddRule(rule);
      }
    }
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

  void AddSegment(NodeId member) {
    model_.segments.push_back(
        {.name = std::string(tree_.key(member)),
         .condition = ParseCondition(shape_, member, ConditionScope::kVisitor),
         .node = member});
  }

  void AddSlot(NodeId member) {
    model_.slots.push_back(
        {.name = std::string(tree_.key(member)), .node = member});
    if (!shape_.Is(member, JsonType::kObject, "a slot")) return;
    shape_.HasOnlyKeys(member, "a slot", kSlotKeys);
    const NodeId type = shape_.Require(member, "a slot", "type");
    if (type == kNone || !shape_.Is(type, JsonType::kString, "`type`")) return;
    if (tree_.text(type) == kSlotTypes[0]) return;
    const std::string_view nearest = NearestName(tree_.text(type), kSlotTypes);
    shape_.diagnostics.Error(
        tree_.ValuePlace(type), "unknown-type",
        "unknown slot type " + Quoted(tree_.text(type)) +
            (nearest.empty() ? "; allowed: " + OneOf(kSlotTypes)
                             : DidYouMean(nearest)),
        {.found = shape_.Found(type),
         .expected = OneOf(kSlotTypes),
         .nearest = std::string(nearest)});
  }

  void AddRule(NodeId node) {
    RuleModel rule{.node = node};
    if (!shape_.Is(node, JsonType::kObject, "a rule")) return;
    shape_.HasOnlyKeys(node, "a rule", kRuleKeys);
    const NodeId id = shape_.Require(node, "a rule", "id");
    if (id != kNone && shape_.IsName(id, "`id`")) {
      rule.id = tree_.text(id);
      rule.id_node = id;
    }
    const NodeId slot = shape_.Require(node, "a rule", "slot");
    if (slot != kNone && shape_.IsName(slot, "`slot`")) {
      rule.slot = tree_.text(slot);
      rule.slot_node = slot;
    }
    if (const NodeId when = tree_.Find(node, "when"); when != kNone) {
      rule.condition = ParseCondition(shape_, when, ConditionScope::kVisitor);
    }
    if (const NodeId priority = tree_.Find(node, "priority");
        priority != kNone) {
      ParsePriority(priority, rule);
    }
    if (const NodeId show = shape_.Require(node, "a rule", "show");
        show != kNone) {
      ParseShow(show, rule);
    }
    model_.rules.push_back(std::move(rule));
  }

  void ParsePriority(NodeId node, RuleModel& rule) {
    if (!shape_.Is(node, JsonType::kNumber, "`priority`")) return;
    using Limits = std::numeric_limits<std::int32_t>;
    const double number = tree_[node].number;
    if (number >= Limits::min() && number <= Limits::max() &&
        std::floor(number) == number) {
      rule.priority = static_cast<std::int32_t>(number);
      return;
    }
    const std::string expected =
        "a whole number from -2147483648 to 2147483647";
    shape_.diagnostics.Error(
        tree_.ValuePlace(node), "bad-value", "`priority` must be " + expected,
        {.found = shape_.Found(node), .expected = expected});
  }

  void ParseShow(NodeId node, RuleModel& rule) {
    if (!shape_.Is(node, JsonType::kObject, "`show`")) return;
    const NodeId name = shape_.Require(node, "`show`", "template");
    if (name != kNone) shape_.IsName(name, "`template`");
    rule.content = "{";
    for (const NodeId field : tree_.Children(node)) {
      const std::string_view key = tree_.key(field);
      const JsonType type = tree_[field].type;
      if (type == JsonType::kString || type == JsonType::kNumber ||
          type == JsonType::kBoolean) {
        if (rule.content.size() > 1) rule.content += ',';
        AppendJsonString(key, rule.content);
        rule.content += ':';
        if (type == JsonType::kString) {
          AppendJsonString(tree_.text(field), rule.content);
        } else {
          rule.content += tree_.token(field);
        }
      } else if (key != "template") {
        const std::string expected = "a text, a number, true or false";
        shape_.diagnostics.Error(
            tree_.ValuePlace(field), "wrong-type",
            "the field " + Quoted(key) + " of `show` must be " + expected +
                ", found " + shape_.Found(field),
            {.found = shape_.Found(field), .expected = expected});
      }
    }
    rule.content += '}';
  }

  Shape& shape_;
  const JsonTree& tree_;
  Model model_;
};

}  // namespace

Model ParseModel(Shape& shape) { return ModelParser(shape).Parse(); }

}  // namespace vitrine::rules
