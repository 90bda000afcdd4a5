#include "rules/parse/trigger.h"

#include <string_view>
#include <vector>

#include "rules/model/event_names.h"
#include "rules/text/json_text.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kKinds[] = {"load",        "time",       "scroll",
                                       "exit_intent", "inactivity", "visible",
                                       "click",       "event",      "pages"};

/// What the triggers of a kind say beside `on`.
struct Form {
  std::string_view key;
  bool is_required;
};
constexpr Form kForms[std::size(kKinds)] = {
    {"after", false},   {"after", true}, {"depth", true},
    {"after", false},   {"after", true}, {"selector", true},
    {"selector", true}, {"event", true}, {"count", true}};

constexpr std::int32_t kWholePage = 100;
constexpr std::int32_t kMaxPages = 10'000;

class TriggerParser {
 public:
  TriggerParser(Shape& shape, std::span<const std::string> events)
      : shape_(shape), tree_(shape.tree), events_(events) {}

  std::string Parse(NodeId node, bool& is_click) {
    if (!shape_.Is(node, JsonType::kObject, "`trigger`")) return {};
    const NodeId on = shape_.Require(node, "`trigger`", "on");
    if (on == kNone) return {};
    const std::uint32_t kind =
        shape_.Choose(on, "`on`", "trigger", "unknown-trigger", kKinds);
    if (kind == kNone) return {};
    is_click = kKinds[kind] == "click";
    const Form& form = kForms[kind];
    const std::string what = "a trigger on " + Quoted(kKinds[kind]);
    const std::string_view allowed[] = {"on", form.key};
    shape_.HasOnlyKeys(node, what, allowed);
    std::string json = "{\"on\":\"" + std::string(kKinds[kind]) + '"';
    const NodeId value = form.is_required ? shape_.Require(node, what, form.key)
                                          : tree_.Find(node, form.key);
    if (value != kNone) {
      json += ",\"" + std::string(form.key) + "\":";
      AppendValue(form.key, value, json);
    }
    return json + '}';
  }

 private:
  void AppendValue(std::string_view key, NodeId node, std::string& json) {
    const std::string what = Quoted(key);
    if (key == "after") {
      double milliseconds = 0;
      shape_.IsDuration(node, what, milliseconds);
      json += NumberText(milliseconds);
    } else if (key == "depth" || key == "count") {
      std::int32_t number = 0;
      shape_.IsWholeNumber(node, what, 1,
                           key == "depth" ? kWholePage : kMaxPages, number);
      json += std::to_string(number);
    } else if (shape_.IsName(node, what)) {
      if (key == "event") {
        CheckEventName(shape_, node, tree_.text(node), events_);
      }
      AppendJsonString(tree_.text(node), json);
    }
  }

  Shape& shape_;
  const JsonTree& tree_;
  std::span<const std::string> events_;
};

}  // namespace

std::string ParseTrigger(Shape& shape, NodeId node,
                         std::span<const std::string> events, bool& is_click) {
  return node == kNone ? R"({"on":"load"})"
                       : TriggerParser(shape, events).Parse(node, is_click);
}

}  // namespace vitrine::rules
