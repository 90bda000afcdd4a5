#include "rules/parse/event.h"

#include <string>
#include <utility>

#include "rules/parse/condition.h"
#include "rules/parse/test.h"
#include "rules/text/duration.h"
#include "rules/text/javascript.h"

namespace vitrine::rules {
namespace {

struct Companion {
  std::string_view key;
  std::string_view owner;
  /// Too common a word to be refused where no owner stands beside it.
  bool may_be_path = false;
};
constexpr Companion kCompanions[] = {
    {"where", "$event"},
    {"within", "$event"},
    {"count", "$event"},
    {"sum", "$event"},
    {"distinct", "$event"},
    {"where", "$since"},
    {"age", "$since", true},
    {"within", "$sequence"},
    {"variation", "$experiment", true},
};

constexpr std::string_view kTallyKeys[] = {"count", "sum", "distinct"};
constexpr Tally kTallyOf[] = {Tally::kCount, Tally::kSum, Tally::kDistinct};

constexpr std::string_view kStepKeys[] = {"event", "where", "within"};
constexpr std::string_view kAbsentStepKeys[] = {"not", "where", "for"};
constexpr std::string_view kDaysKeys[] = {"days"};
/// What `within` may be beside a duration; of a sequence only the first.
constexpr std::string_view kWithinWords[] = {"session", "today",
                                             "{\"days\": n}"};

constexpr std::int32_t kMaxDays =
    static_cast<std::int32_t>(kMaxDurationMs / kDayMs);
/// Bytes of a `where` that the name of a counter shows.
constexpr std::size_t kMaxWhereShown = 80;

class HappeningParser {
 public:
  HappeningParser(Shape& shape, NodeId member)
      : shape_(shape),
        tree_(shape.tree),
        member_(member),
        object_(tree_[member].parent) {}

  void Parse(std::vector<Condition>& conditions) {
    const std::string_view key = tree_.key(member_);
    condition_.node = member_;
    if (key != "$experiment") condition_.name = std::string(key) + " ";
    const bool good = key == "$event"      ? ParseEvent()
                      : key == "$since"    ? ParseSince()
                      : key == "$sequence" ? ParseSequence()
                                           : ParseExperiment();
    if (good) conditions.push_back(std::move(condition_));
  }

 private:
  NodeId Beside(std::string_view key) const { return tree_.Find(object_, key); }

  bool ParseEvent() {
    condition_.kind = Condition::Kind::kEvent;
    const bool named = AddPattern();
    if (const NodeId within = Beside("within"); within != kNone) {
      ParseWithin(within, true);
    }
    ParseTally();
    return named;
  }

  /// The event and its `where`.
  bool AddPattern() {
    EventPattern step{.node = member_};
    const bool named = shape_.IsName(member_, Quoted(tree_.key(member_)));
    if (named) step.event = tree_.text(member_);
    condition_.name += step.event;
    if (const NodeId where = Beside("where"); where != kNone) {
      AddWhere(where, step);
    }
    condition_.steps.push_back(std::move(step));
    return named;
  }

  void AddWhere(NodeId where, EventPattern& step) {
    step.where.push_back(
        ParseCondition(shape_, where, ConditionScope::kEventItem));
    condition_.name +=
        " where " + Shortened(SortedJson(tree_, where), kMaxWhereShown);
  }

  void ParseWithin(NodeId node, bool days) {
    const JsonType type = tree_[node].type;
    const std::string_view text =
        type == JsonType::kString ? tree_.text(node) : std::string_view();
    std::int32_t count = 1;
    if (text == "session") {
      condition_.window = Window::kVisit;
      condition_.name += " within session";
    } else if (days && text == "today") {
      SetDays(count);
    } else if (days && type == JsonType::kObject) {
      shape_.HasOnlyKeys(node, "`within`", kDaysKeys);
      const NodeId number = shape_.Require(node, "`within`", "days");
      if (number != kNone &&
          shape_.IsWholeNumber(number, "`days`", 1, kMaxDays, count)) {
        SetDays(count);
      }
    } else if (shape_.IsDurationBeside(Names(kWithinWords).first(days ? 3 : 1),
                                       node, "`within`", condition_.length)) {
      condition_.window = Window::kDuration;
      condition_.name += " within " + DurationText(condition_.length);
    }
  }

  void SetDays(std::int32_t count) {
    condition_.window = Window::kDays;
    condition_.length = count;
    condition_.name += count == 1
                           ? " within today"
                           : " within " + std::to_string(count) + " days";
  }

  void ParseTally() {
    bool found = false;
    for (std::size_t i = 0; i < std::size(kTallyKeys); ++i) {
      const NodeId node = Beside(kTallyKeys[i]);
      if (node == kNone) continue;
      if (found) {
        shape_.diagnostics.Error(
            tree_.KeyPlace(node), "unknown-key",
            Quoted(kTallyKeys[i]) +
                " is one too many: a `$event` has a `count`, a `sum` or a "
                "`distinct`",
            {.found = std::string(kTallyKeys[i])});
        continue;
      }
      found = true;
      condition_.tally = kTallyOf[i];
      if (condition_.tally == Tally::kCount) {
        condition_.tests = ParseTests(shape_, node, ConditionScope::kVisitor);
      } else {
        ParseWhat(node, Quoted(kTallyKeys[i]));
      }
    }
    if (!found) condition_.tests.push_back(AtLeastOne());
  }

  Test AtLeastOne() const {
    return {.op = Operator::kGte,
            .constants = {{.type = JsonType::kNumber, .number = 1}},
            .node = member_};
  }

  /// `{"price": {"$gte": 100}}`
  void ParseWhat(NodeId node, const std::string& name) {
    if (!shape_.Is(node, JsonType::kObject, name)) return;
    if (tree_[node].size != 1) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "bad-value",
          name + " needs one key: what to look at",
          {.found = std::to_string(tree_[node].size) + " keys",
           .expected = "one key"});
      return;
    }
    const NodeId what = tree_[node].first_child;
    if (!shape_.HasName(what, "what to look at")) return;
    condition_.what = tree_.key(what);
    condition_.what_node = what;
    condition_.tests = ParseTests(shape_, what, ConditionScope::kVisitor);
    condition_.name +=
        " " + std::string(tree_.key(node)) + " " + condition_.what;
  }

  bool ParseSince() {
    condition_.kind = Condition::Kind::kSince;
    const bool named = AddPattern();
    const NodeId age = Beside("age");
    if (age == kNone) {
      condition_.tests.push_back(
          {.op = Operator::kExists,
           .constants = {{.type = JsonType::kBoolean, .truth = true}},
           .node = member_});
    } else if (shape_.Is(age, JsonType::kObject, "`age`")) {
      ParseAge(age);
    }
    return named;
  }

  void ParseAge(NodeId age) {
    constexpr std::string_view kNames[] = {"$lt", "$lte", "$gt", "$gte"};
    constexpr Operator kOps[] = {Operator::kLt, Operator::kLte, Operator::kGt,
                                 Operator::kGte};
    if (tree_[age].size == 0) {
      shape_.diagnostics.Error(tree_.ValuePlace(age), "bad-value",
                               "`age` must not be empty", {.found = "{}"});
    }
    shape_.HasOnlyKeys(age, "`age`", kNames);
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
      const NodeId node = tree_.Find(age, kNames[i]);
      Constant constant{.type = JsonType::kNumber, .node = node};
      if (node == kNone ||
          !shape_.IsDuration(node, Quoted(kNames[i]), constant.number)) {
        continue;
      }
      condition_.tests.push_back(
          {.op = kOps[i], .constants = {constant}, .node = node});
    }
  }

  bool ParseSequence() {
    condition_.kind = Condition::Kind::kEvent;
    condition_.tally = Tally::kSequence;
    if (!shape_.Is(member_, JsonType::kArray, "`$sequence`")) return false;
    const std::uint32_t count = tree_[member_].size;
    if (count < 2 || count > kMaxSequenceSteps) {
      const std::string expected =
          "2 to " + std::to_string(kMaxSequenceSteps) + " steps";
      shape_.diagnostics.Error(
          tree_.ValuePlace(member_), "bad-value",
          "`$sequence` needs " + expected + ", found " + std::to_string(count),
          {.found = std::to_string(count), .expected = expected});
      return false;
    }
    for (const NodeId node : tree_.Children(member_)) AddStep(node);
    if (const NodeId within = Beside("within"); within != kNone) {
      ParseWithin(within, false);
    }
    condition_.tests.push_back(AtLeastOne());
    return condition_.steps.size() == count;
  }

  void AddStep(NodeId node) {
    if (!shape_.Is(node, JsonType::kObject, "a step")) return;
    const bool first = tree_[node].index == 0;
    const bool absent = tree_.Find(node, "not") != kNone;
    const std::string_view key = absent ? "not" : "event";
    const std::string_view time = absent ? "for" : "within";
    shape_.HasOnlyKeys(node, "a step",
                       absent ? Names(kAbsentStepKeys) : Names(kStepKeys));
    const NodeId event = shape_.Require(node, "a step", key);
    if (event == kNone || !shape_.IsName(event, Quoted(key))) return;
    EventPattern step{.event = std::string(tree_.text(event)),
                      .absent = absent,
                      .node = event};
    if (!first) condition_.name += ", ";
    if (absent) condition_.name += "not ";
    condition_.name += step.event;
    if (const NodeId where = tree_.Find(node, "where"); where != kNone) {
      AddWhere(where, step);
    }
    if (absent && first) {
      shape_.diagnostics.Error(tree_.KeyPlace(event), "bad-value",
                               "the first step must be one that happens",
                               {.found = "not", .expected = "`event`"});
    }
    const NodeId length =
        absent ? shape_.Require(node, "a step", time) : tree_.Find(node, time);
    if (length != kNone) {
      if (!absent && first) {
        shape_.diagnostics.Error(
            tree_.KeyPlace(length), "unknown-key",
            "`within` in the first step: there is no step before it; write "
            "`within` beside `$sequence`",
            {.found = "within"});
      }
      if (shape_.IsDuration(length, Quoted(time), step.within_ms)) {
        condition_.name +=
            (absent ? " for " : " within ") + DurationText(step.within_ms);
      }
    }
    condition_.steps.push_back(std::move(step));
  }

  bool ParseExperiment() {
    condition_.kind = Condition::Kind::kExperiment;
    if (!shape_.IsName(member_, "`$experiment`")) return false;
    condition_.name = tree_.text(member_);
    const NodeId names = Beside("variation");
    if (names == kNone) return true;
    if (tree_[names].type != JsonType::kArray) {
      AddArm(names, "`variation`");
      return true;
    }
    if (tree_[names].size == 0) {
      shape_.diagnostics.Error(tree_.ValuePlace(names), "bad-value",
                               "`variation` must not be empty",
                               {.found = "[]"});
    }
    for (const NodeId child : tree_.Children(names)) {
      AddArm(child, "an element of `variation`");
    }
    return true;
  }

  void AddArm(NodeId node, std::string_view what) {
    if (!shape_.IsName(node, what)) return;
    condition_.arm_names.push_back({.type = JsonType::kString,
                                    .text = std::string(tree_.text(node)),
                                    .node = node});
  }

  Shape& shape_;
  const JsonTree& tree_;
  NodeId member_;
  NodeId object_;
  Condition condition_;
};

}  // namespace

bool HasCompanions(std::string_view key) {
  for (const Companion& companion : kCompanions) {
    if (companion.owner == key) return true;
  }
  return false;
}

bool IsCompanion(const JsonTree& tree, NodeId member) {
  for (const Companion& companion : kCompanions) {
    if (companion.key == tree.key(member) &&
        tree.Find(tree[member].parent, companion.owner) != kNone) {
      return true;
    }
  }
  return false;
}

std::string_view CompanionOf(std::string_view key) {
  for (const Companion& companion : kCompanions) {
    if (companion.key == key && !companion.may_be_path) return companion.owner;
  }
  return {};
}

void ParseHappening(Shape& shape, NodeId member,
                    std::vector<Condition>& conditions) {
  HappeningParser(shape, member).Parse(conditions);
}

}  // namespace vitrine::rules
