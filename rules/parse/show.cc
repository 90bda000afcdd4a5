#include "rules/parse/show.h"

#include <algorithm>
#include <utility>

#include "rules/parse/promise.h"
#include "rules/parse/trigger.h"
#include "rules/text/json_text.h"
#include "rules/text/limits.h"

namespace vitrine::rules {
namespace {

/// The content of a rule that recommends and says nothing else.
constexpr std::string_view kRecommendationsContent =
    R"({"template":"recommendations"})";
constexpr char kFieldTypes[] = "a text, a number, true, false or a list";
constexpr char kScalarTypes[] = "a text, a number, true or false";
constexpr char kPartTypes[] =
    "a text, a number, true, false or an object of such";

template <typename T>
std::vector<std::string_view> NamesOf(const std::vector<T> &models) {
  std::vector<std::string_view> names;
  for (const T &model : models) names.push_back(model.name);
  return names;
}

bool Has(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class ContentParser {
 public:
  ContentParser(Shape &shape, const Model &model, RuleModel &rule,
                std::size_t &bytes)
      : shape_(shape),
        tree_(shape.tree),
        rule_(rule),
        bytes_(bytes),
        locales_(model.locales.begin(), model.locales.end()),
        templates_(model.templates.begin(), model.templates.end()),
        events_(model.events),
        arms_are_known_(rule.experiment != kNone ||
                        rule.experiment_node == kNone) {
    if (rule.experiment != kNone) {
      const ExperimentModel &experiment = model.experiments[rule.experiment];
      arms_ = NamesOf(experiment.arms);
      control_ = experiment.control;
    }
  }

  std::vector<Placeholder> Parse(bool is_popup) {
    if (rule_.show_node == kNone) {
      contents_.assign(Rows(), std::string(kRecommendationsContent));
    } else if (shape_.Is(rule_.show_node, JsonType::kObject, "`show`")) {
      ParseShow(rule_.show_node);
    } else {
      return {};
    }
    if (rule_.experiment != kNone) contents_.emplace_back();  // held out
    if (control_ < contents_.size()) contents_[control_].clear();
    if (is_popup) AddTrigger();
    rule_.contents = std::move(contents_);
    return std::move(placeholders_);
  }

 private:
  std::size_t Rows() const { return std::max<std::size_t>(arms_.size(), 1); }

  void ParseShow(NodeId node) {
    shape_.Require(node, "`show`", "template");
    contents_.assign(Rows(), "{");
    for (const NodeId field : tree_.Children(node)) {
      const std::string_view key = tree_.key(field);
      if (key == "$trigger") {
        shape_.diagnostics.Error(
            tree_.KeyPlace(field), "reserved-name",
            "a field of `show` cannot be called `$trigger`: the trigger of the "
            "rule gets this name",
            {.found = std::string(key)});
        continue;
      }
      if (!AppendField(key, field)) break;
    }
    for (std::string &content : contents_) content += '}';
  }

  /// False: there is no room left.
  bool AppendField(std::string_view key, NodeId field) {
    const std::vector<std::string> values = Field(key, field);
    for (std::size_t i = 0; i < contents_.size(); ++i) {
      if (i == control_) continue;
      std::string json = contents_[i].size() > 1 ? "," : "";
      AppendJsonString(key, json);
      json += ':';
      json += values[values.size() == 1 ? 0 : i];
      bytes_ += json.size();
      if (bytes_ > kMaxContentBytes) {
        ReportLimit(field);
        return false;
      }
      contents_[i] += json;
    }
    return true;
  }

  void ReportLimit(NodeId field) {
    const std::string expected =
        "at most " + std::to_string(kMaxContentBytes) + " bytes";
    shape_.diagnostics.Error(
        tree_.KeyPlace(field), "limit",
        "too much to show: " + expected +
            " fit into one bundle, each variation for itself, and this is "
            "beyond",
        {.expected = expected});
  }

  void AddTrigger() {
    const std::string trigger =
        "\"$trigger\":" +
        ParseTrigger(shape_, rule_.trigger_node, events_, rule_.is_asked_for) +
        "}";
    for (std::string &content : contents_) {
      if (content.empty()) {
        content = "{" + trigger;
      } else {
        content.replace(content.size() - 1, 1, "," + trigger);
      }
    }
  }

  /// The value for each of the contents, or one for all.
  std::vector<std::string> Field(std::string_view key, NodeId node) {
    if (tree_[node].type == JsonType::kObject && !arms_are_known_) return {""};
    if (!IsByArm(node)) return {Value(key, node)};
    std::vector<std::string> values(Rows());
    for (const NodeId child : tree_.Children(node)) {
      const auto arm = std::find(arms_.begin(), arms_.end(), tree_.key(child));
      if (arm == arms_.end()) {
        shape_.ReportUnknown(tree_.KeyPlace(child), "variation",
                             tree_.key(child), arms_);
        continue;
      }
      values[static_cast<std::size_t>(arm - arms_.begin())] = Value(key, child);
    }
    for (std::size_t i = 0; i < arms_.size(); ++i) {
      if (i != control_ && tree_.Find(node, arms_[i]) == kNone) {
        shape_.Require(node, "the field " + Quoted(key) + " by variation",
                       arms_[i]);
      }
    }
    return values;
  }

  /// An object with the name of a variation, which a locale's would hide.
  void CheckTemplate(NodeId node) {
    if (templates_.empty() || Has(templates_, tree_.text(node))) return;
    shape_.ReportUnknown(tree_.ValuePlace(node), "template", tree_.text(node),
                         templates_);
  }

  bool IsByArm(NodeId node) const {
    if (tree_[node].type != JsonType::kObject) return false;
    for (const NodeId child : tree_.Children(node)) {
      if (Has(arms_, tree_.key(child))) return true;
    }
    return false;
  }

  std::string Value(std::string_view key, NodeId node) {
    std::string json;
    if (key == "template") {
      if (shape_.IsName(node, "`template`")) {
        CheckTemplate(node);
        AppendJsonString(tree_.text(node), json);
      }
      return json;
    }
    if (tree_[node].type == JsonType::kObject) {
      AppendLocales(key, node, true, json);
    } else if (!AppendScalar(key, node, json) && !AppendList(key, node, json)) {
      ReportType(key, node, kFieldTypes);
    }
    return json;
  }

  void ReportType(std::string_view key, NodeId node, std::string_view types) {
    shape_.diagnostics.Error(
        tree_.ValuePlace(node), "wrong-type",
        "the field " + Quoted(key) + " of `show` must be " +
            std::string(types) + ", found " + shape_.Found(node),
        {.found = shape_.Found(node), .expected = std::string(types)});
  }

  /// False: it is none.
  bool AppendScalar(std::string_view key, NodeId node, std::string &json) {
    switch (tree_[node].type) {
      case JsonType::kString:
        AppendText(key, node, json);
        return true;
      case JsonType::kNumber:
      case JsonType::kBoolean:
        CheckPromise(shape_, key, node);
        json += tree_.token(node);
        return true;
      default:
        return false;
    }
  }

  /// What a template repeats a part of itself for. False: it is no list.
  bool AppendList(std::string_view key, NodeId node, std::string &json) {
    if (tree_[node].type != JsonType::kArray) return false;
    CheckPromise(shape_, key, node);
    if (tree_[node].size == 0) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value",
          "the field " + Quoted(key) + " must not be an empty list",
          {.found = "[]", .expected = "at least one element"});
    }
    json += '[';
    for (const NodeId child : tree_.Children(node)) {
      if (json.back() != '[') json += ',';
      if (tree_[child].type == JsonType::kObject) {
        AppendPart(key, child, json);
      } else if (!AppendScalar(key, child, json)) {
        ReportType(key, child, kPartTypes);
      }
    }
    json += ']';
    return true;
  }

  /// An element of a list that has fields of its own.
  void AppendPart(std::string_view list, NodeId node, std::string &json) {
    if (tree_[node].size == 0) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value",
          "an element of " + Quoted(list) + " must not be an empty object",
          {.found = "{}", .expected = "at least one field"});
    }
    json += '{';
    bool is_first = true;
    for (const NodeId field : tree_.Children(node)) {
      const std::string_view key = tree_.key(field);
      if (!is_first) json += ',';
      is_first = false;
      AppendJsonString(key, json);
      json += ':';
      if (tree_[field].type == JsonType::kObject) {
        AppendLocales(key, field, false, json);
      } else if (!AppendScalar(key, field, json)) {
        ReportType(key, field, kScalarTypes);
      }
    }
    json += '}';
  }

  void AppendText(std::string_view key, NodeId node, std::string &json) {
    CheckPromise(shape_, key, node);
    AddPlaceholders(node);
    AppendJsonString(tree_.text(node), json);
  }

  /// `lists`: instead of a text there may be a list.
  void AppendLocales(std::string_view key, NodeId node, bool lists,
                     std::string &json) {
    if (tree_[node].size == 0) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value",
          "the field " + Quoted(key) + " must not be an empty object",
          {.found = "{}", .expected = "texts by locale"});
    }
    std::vector<std::string_view> known = locales_;
    known.insert(known.end(), arms_.begin(), arms_.end());
    for (const NodeId child : tree_.Children(node)) {
      if (Has(locales_, tree_.key(child))) continue;
      shape_.ReportUnknown(tree_.KeyPlace(child), "locale", tree_.key(child),
                           known);
    }
    json += '{';
    for (const std::string_view locale : locales_) {
      const NodeId child = tree_.Find(node, locale);
      if (child == kNone) continue;
      const bool is_list = lists && tree_[child].type == JsonType::kArray;
      if (!is_list &&
          !shape_.Is(child, JsonType::kString, "a text by locale")) {
        continue;
      }
      if (json.back() != '{') json += ',';
      AppendJsonString(locale, json);
      json += ':';
      if (is_list) {
        AppendList(key, child, json);
      } else {
        AppendText(key, child, json);
      }
    }
    json += '}';
  }

  void AddPlaceholders(NodeId node) {
    std::string_view rest = tree_.text(node);
    while (true) {
      const std::size_t open = rest.find_first_of("{}");
      if (open == std::string_view::npos) return;
      const std::size_t close = rest.find_first_of("{}", open + 1);
      if (rest[open] == '}' || close == std::string_view::npos ||
          rest[close] == '{') {
        return ReportBraces(node);
      }
      const std::string_view inside = rest.substr(open + 1, close - open - 1);
      const std::string_view path = inside.substr(0, inside.find('|'));
      if (path.empty()) return ReportBraces(node);
      placeholders_.push_back({.path = std::string(path), .node = node});
      rest.remove_prefix(close + 1);
    }
  }

  void ReportBraces(NodeId node) {
    constexpr char kExpected[] = "placeholders such as {loyalty_tier|friend}";
    shape_.diagnostics.Error(
        tree_.ValuePlace(node), "bad-placeholder",
        std::string("the braces in ") + shape_.Found(node) +
            " must be pairs around " + kExpected,
        {.found = shape_.Found(node), .expected = kExpected});
  }

  Shape &shape_;
  const JsonTree &tree_;
  RuleModel &rule_;
  std::size_t &bytes_;
  std::vector<std::string_view> locales_;
  std::vector<std::string_view> templates_;
  std::span<const std::string> events_;
  std::vector<std::string_view> arms_;
  std::uint32_t control_ = kNone;
  bool arms_are_known_;
  std::vector<std::string> contents_;
  std::vector<Placeholder> placeholders_;
};

}  // namespace

std::vector<Placeholder> ParseContents(Shape &shape, const Model &model,
                                       RuleModel &rule, std::size_t &bytes) {
  const bool is_popup = rule.slot_index != kNone &&
                        model.slots[rule.slot_index].type == SlotType::kPopup;
  return ContentParser(shape, model, rule, bytes).Parse(is_popup);
}

}  // namespace vitrine::rules
