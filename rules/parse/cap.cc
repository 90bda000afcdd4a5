#include "rules/parse/cap.h"

#include <limits>
#include <set>
#include <string>
#include <utility>

#include "rules/text/duration.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kCapKeys[] = {"shown", "clicked", "dismissed",
                                         "converted"};
constexpr IdentityKind kCapKinds[] = {
    IdentityKind::kShown, IdentityKind::kClicked, IdentityKind::kDismissed,
    IdentityKind::kConverted};
constexpr std::string_view kLimitKeys[] = {"max", "per"};
constexpr std::string_view kPeriodWords[] = {"session", "day"};
constexpr std::string_view kBudgetKeys[] = {"popups"};
constexpr std::string_view kPopupKeys[] = {"per_session", "per_day", "gap",
                                           "quiet"};

class LimitParser {
 public:
  explicit LimitParser(Shape& shape) : shape_(shape), tree_(shape.tree) {}

  std::vector<Condition> Cap(NodeId node, std::string_view id) {
    if (!shape_.Is(node, JsonType::kObject, "`cap`")) return {};
    shape_.HasOnlyKeys(node, "`cap`", kCapKeys);
    IsNotEmpty(node, "`cap`", "{}");
    std::vector<Condition> conditions;
    for (std::size_t i = 0; i < std::size(kCapKeys); ++i) {
      const NodeId limits = tree_.Find(node, kCapKeys[i]);
      if (limits == kNone) continue;
      const std::string name =
          "cap " + std::string(kCapKeys[i]) + " " + std::string(id);
      const auto add = [&](NodeId limit) {
        Condition outcomes = Outcomes(limit, kCapKinds[i], id, name);
        if (ParseLimit(limit, Quoted(kCapKeys[i]), outcomes)) {
          conditions.push_back(std::move(outcomes));
        }
      };
      if (tree_[limits].type != JsonType::kArray) {
        add(limits);
        continue;
      }
      IsNotEmpty(limits, Quoted(kCapKeys[i]), "[]");
      for (const NodeId limit : tree_.Children(limits)) add(limit);
    }
    return conditions;
  }

  void Budget(NodeId node, Model& model) {
    if (!shape_.Is(node, JsonType::kObject, "`budget`")) return;
    shape_.HasOnlyKeys(node, "`budget`", kBudgetKeys);
    const NodeId popups = shape_.Require(node, "`budget`", "popups");
    if (popups == kNone || !shape_.Is(popups, JsonType::kObject, "`popups`")) {
      return;
    }
    shape_.HasOnlyKeys(popups, "`popups`", kPopupKeys);
    IsNotEmpty(popups, "`popups`", "{}");
    Condition& limits = model.popup_limits;
    limits.node = node;
    AddCount(popups, "per_session", Window::kVisit, 0, limits);
    AddCount(popups, "per_day", Window::kDays, 1, limits);
    const NodeId gap = tree_.Find(popups, "gap");
    if (double length = 0;
        gap != kNone && shape_.IsDuration(gap, "`gap`", length)) {
      Condition count = Outcomes(gap, IdentityKind::kShown, kAllPopups,
                                 "budget popups per " + DurationText(length));
      count.window = Window::kDuration;
      count.length = length;
      count.tests.push_back(Below(1, gap));
      limits.children.push_back(std::move(count));
    }
    model.popup_quiet.node = node;
    AddQuiet(tree_.Find(popups, "quiet"), model.popup_quiet);
  }

 private:
  void IsNotEmpty(NodeId node, std::string_view what, std::string_view found) {
    if (tree_[node].size > 0) return;
    shape_.diagnostics.Error(tree_.ValuePlace(node), "bad-value",
                             std::string(what) + " must not be empty",
                             {.found = std::string(found)});
  }

  static Condition Outcomes(NodeId node, IdentityKind kind,
                            std::string_view rule, std::string name) {
    Condition outcomes{
        .kind = Condition::Kind::kEvent, .node = node, .name = std::move(name)};
    outcomes.steps.push_back(
        {.event = std::string(rule), .kind = kind, .node = node});
    return outcomes;
  }

  static Test Below(std::int32_t limit, NodeId node) {
    return {.op = Operator::kLt,
            .constants = {{.type = JsonType::kNumber,
                           .number = static_cast<double>(limit),
                           .node = node}},
            .node = node};
  }

  /// `{"max": 1, "per": "7d"}`
  bool ParseLimit(NodeId node, std::string_view what, Condition& outcomes) {
    if (!shape_.Is(node, JsonType::kObject, what)) return false;
    shape_.HasOnlyKeys(node, what, kLimitKeys);
    const NodeId max = shape_.Require(node, what, "max");
    const NodeId per = tree_.Find(node, "per");
    if (per != kNone && !ParsePeriod(per, outcomes)) return false;
    if (max == kNone) return false;
    std::int32_t limit = 0;
    if (!shape_.IsWholeNumber(max, "`max`", 0, Largest(outcomes), limit)) {
      return false;
    }
    if (limit == 0) WarnOfNothing(max, "`max`: 0 never lets the rule show");
    outcomes.tests.push_back(Below(limit, max));
    return true;
  }

  bool ParsePeriod(NodeId node, Condition& outcomes) {
    if (!shape_.Is(node, JsonType::kString, "`per`")) return false;
    std::string period(tree_.text(node));
    if (period == "session") {
      outcomes.window = Window::kVisit;
    } else if (period == "day") {
      outcomes.window = Window::kDays;
      outcomes.length = 1;
    } else {
      outcomes.window = Window::kDuration;
      if (!shape_.IsDurationBeside(kPeriodWords, node, "`per`",
                                   outcomes.length)) {
        return false;
      }
      period = DurationText(outcomes.length);
    }
    outcomes.name += " per " + period;
    return true;
  }

  /// What the device can count to.
  static std::int32_t Largest(const Condition& outcomes) {
    const bool moves = outcomes.window == Window::kDuration ||
                       outcomes.window == Window::kDays;
    return moves ? static_cast<std::int32_t>(kMaxKeptTimes - 1)
                 : std::numeric_limits<std::int32_t>::max();
  }

  void AddCount(NodeId popups, std::string_view key, Window window,
                double length, Condition& all) {
    const NodeId node = tree_.Find(popups, key);
    if (node == kNone) return;
    std::string name = "budget popups " + std::string(key);
    name[name.find('_')] = ' ';
    Condition count =
        Outcomes(node, IdentityKind::kShown, kAllPopups, std::move(name));
    count.window = window;
    count.length = length;
    std::int32_t limit = 0;
    if (!shape_.IsWholeNumber(node, Quoted(key), 0, Largest(count), limit)) {
      return;
    }
    if (limit == 0)
      WarnOfNothing(node, Quoted(key) + ": 0 never lets a popup show");
    count.tests.push_back(Below(limit, node));
    all.children.push_back(std::move(count));
  }

  void AddQuiet(NodeId node, Condition& all) {
    if (node == kNone || !shape_.Is(node, JsonType::kArray, "`quiet`")) return;
    IsNotEmpty(node, "`quiet`", "[]");
    Test none{.op = Operator::kNin, .node = node};
    std::set<std::string_view> seen;
    for (const NodeId child : tree_.Children(node)) {
      if (!shape_.IsName(child, "an element of `quiet`")) continue;
      if (!seen.insert(tree_.text(child)).second) {
        shape_.diagnostics.Error(
            tree_.ValuePlace(child), "bad-value",
            Quoted(tree_.text(child)) + " stands in `quiet` twice",
            {.found = shape_.Found(child)});
      }
      none.constants.push_back({.type = JsonType::kString,
                                .text = std::string(tree_.text(child)),
                                .node = child});
    }
    all.children.push_back({.kind = Condition::Kind::kPath,
                            .node = node,
                            .name = "page.type",
                            .tests = {std::move(none)},
                            .target = {.kind = PathTarget::Kind::kPage,
                                       .type = ValueType::kString}});
  }

  void WarnOfNothing(NodeId node, std::string message) {
    shape_.diagnostics.Warning(tree_.ValuePlace(node), "never-shown",
                               std::move(message), {.found = "0"});
  }

  Shape& shape_;
  const JsonTree& tree_;
};

}  // namespace

std::vector<Condition> ParseCap(Shape& shape, NodeId node,
                                std::string_view id) {
  return LimitParser(shape).Cap(node, id);
}

void ParseBudget(Shape& shape, NodeId node, Model& model) {
  LimitParser(shape).Budget(node, model);
}

}  // namespace vitrine::rules
