#include "rules/parse.h"

#include <limits>
#include <set>
#include <utility>

#include "rules/json_text.h"
#include "rules/parse_attribute.h"
#include "rules/parse_condition.h"
#include "rules/parse_recommend.h"
#include "rules/parse_store.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kTopKeys[] = {
    "$schema", "vitrine", "store", "attributes", "segments", "slots", "rules"};
constexpr std::string_view kSlotKeys[] = {"type", "limit"};
constexpr std::string_view kSlotTypeNames[kSlotTypes] = {"content",
                                                         "recommendations"};
constexpr std::string_view kRuleKeys[] = {"id",       "slot",      "when",
                                          "priority", "recommend", "show"};

constexpr std::int32_t kDefaultLimit = 8;
/// The content of a rule that recommends and says nothing else.
constexpr std::string_view kRecommendationsContent =
    R"({"template":"recommendations"})";

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
      using Limits = std::numeric_limits<std::int32_t>;
      shape_.IsWholeNumber(priority, "`priority`", Limits::min(), Limits::max(),
                           rule.priority);
    }
    if (const NodeId recommend = tree_.Find(node, "recommend");
        recommend != kNone) {
      rule.recommend = ParseRecommend(shape_, recommend);
      rule.content = kRecommendationsContent;
    }
    if (const NodeId show = tree_.Find(node, "show"); show != kNone) {
      ParseShow(show, rule);
    }
    model_.rules.push_back(std::move(rule));
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
