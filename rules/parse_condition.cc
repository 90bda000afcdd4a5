#include "rules/parse_condition.h"

#include <utility>

#include "rules/operators.h"

namespace vitrine::rules {
namespace {

/// Keys that belong to the `$event` beside them.
constexpr std::string_view kEventKeys[] = {"where", "within", "count"};

bool IsEventKey(std::string_view key) {
  for (const std::string_view name : kEventKeys) {
    if (name == key) return true;
  }
  return false;
}

class ConditionParser {
 public:
  ConditionParser(Shape& shape, ConditionScope scope)
      : shape_(shape), tree_(shape.tree), scope_(scope) {}

  Condition Parse(NodeId node) {
    Condition all{.kind = Condition::Kind::kAll, .node = node};
    if (!shape_.Is(node, JsonType::kObject, "a condition")) return all;
    const bool has_event = scope_ == ConditionScope::kVisitor &&
                           tree_.Find(node, "$event") != kNone;
    for (const NodeId member : tree_.Children(node)) {
      const std::string_view key = tree_.key(member);
      if (IsEventKey(key) && has_event) continue;
      if (IsEventKey(key) && scope_ == ConditionScope::kVisitor) {
        shape_.diagnostics.Error(tree_.KeyPlace(member), "unknown-key",
                                 Quoted(key) + " needs a `$event` beside it",
                                 {.found = std::string(key)});
      } else if (key.starts_with('$')) {
        ParseOperator(member, all);
      } else if (shape_.HasName(member, "a path")) {
        all.children.push_back({.kind = Condition::Kind::kPath,
                                .node = member,
                                .name = std::string(key),
                                .tests = ParseTests(member)});
      }
    }
    return all;
  }

 private:
  void ParseOperator(NodeId member, Condition& all) {
    const std::string_view key = tree_.key(member);
    const bool visitor = scope_ == ConditionScope::kVisitor;
    if (key == "$and") {
      all.children.push_back(ParseGate(member, Condition::Kind::kAll));
    } else if (key == "$or") {
      all.children.push_back(ParseGate(member, Condition::Kind::kAny));
    } else if (key == "$nor") {
      all.children.push_back(ParseGate(member, Condition::Kind::kNone));
    } else if (key == "$not") {
      Condition negation{.kind = Condition::Kind::kNone, .node = member};
      negation.children.push_back(Parse(member));
      all.children.push_back(std::move(negation));
    } else if (key == "$segment" && visitor) {
      if (!shape_.IsName(member, "`$segment`")) return;
      all.children.push_back({.kind = Condition::Kind::kSegment,
                              .node = member,
                              .name = std::string(tree_.text(member))});
    } else if (key == "$event" && visitor) {
      ParseEvent(member, all);
    } else {
      ReportUnknownOperator(member);
    }
  }

  /// An empty `$or` holds, and an empty `$nor` does not, as in the SDK.
  Condition ParseGate(NodeId member, Condition::Kind kind) {
    Condition gate{.kind = kind, .node = member};
    const std::string name = Quoted(tree_.key(member));
    if (!shape_.Is(member, JsonType::kArray, name)) return gate;
    for (const NodeId child : tree_.Children(member)) {
      gate.children.push_back(Parse(child));
    }
    if (gate.children.empty() && kind != Condition::Kind::kAll) {
      const bool any = kind == Condition::Kind::kAny;
      gate.kind = any ? Condition::Kind::kAll : Condition::Kind::kAny;
      shape_.diagnostics.Warning(
          tree_.ValuePlace(member), "empty-list",
          "an empty " + name + (any ? " always holds" : " never holds"));
    }
    return gate;
  }

  void ReportUnknownOperator(NodeId member) {
    if (shape_.diagnostics.errors_full()) return;
    const std::string_view key = tree_.key(member);
    const Names allowed = scope_ == ConditionScope::kVisitor
                              ? ConditionOperatorNames()
                              : ItemConditionOperatorNames();
    std::string message;
    std::string_view nearest;
    if (FindOperator(key) != nullptr) {
      message = Quoted(key) + " needs a path before it: {\"path\": {" + '"' +
                std::string(key) + "\": ...}}";
    } else if (key == "$segment" || key == "$event") {
      message = Quoted(key) + (scope_ == ConditionScope::kEventItem
                                   ? " cannot stand inside a `where`"
                                   : " cannot stand inside a `filter`");
    } else {
      nearest = NearestName(key, allowed);
      message = "unknown operator " + Quoted(key) +
                (nearest.empty() ? "; allowed here: " + OneOf(allowed)
                                 : DidYouMean(nearest));
    }
    shape_.diagnostics.Error(tree_.KeyPlace(member), "unknown-operator",
                             std::move(message),
                             {.found = std::string(key),
                              .expected = OneOf(allowed),
                              .nearest = std::string(nearest)});
  }

  void ParseEvent(NodeId member, Condition& all) {
    const NodeId object = tree_[member].parent;
    Condition event{.kind = Condition::Kind::kEvent, .node = member};
    const bool named = shape_.IsName(member, "`$event`");
    if (named) event.name = tree_.text(member);
    const NodeId within = tree_.Find(object, "within");
    if (within != kNone && tree_[within].type == JsonType::kString &&
        tree_.text(within) == "session") {
      event.window = Window::kVisit;
    } else if (within != kNone) {
      event.window = Window::kDuration;
      shape_.IsDuration(within, "`within`", event.duration_ms);
    }
    const NodeId where = tree_.Find(object, "where");
    if (where != kNone) {
      event.children.push_back(
          ParseCondition(shape_, where, ConditionScope::kEventItem));
    }
    const NodeId count = tree_.Find(object, "count");
    if (count != kNone) {
      event.tests = ParseTests(count);
    } else {
      event.tests.push_back(
          {.op = Operator::kGte,
           .constants = {{.type = JsonType::kNumber, .number = 1}},
           .node = member});
    }
    if (named) all.children.push_back(std::move(event));
  }

  std::vector<Test> ParseTests(NodeId node) {
    std::vector<Test> tests;
    if (tree_[node].type != JsonType::kObject) {
      if (auto constant = ParseConstant(shape_, node, "the value")) {
        tests.push_back({.op = Operator::kImplicit,
                         .constants = {std::move(*constant)},
                         .node = node});
      }
      return tests;
    }
    if (tree_[node].size == 0) {
      shape_.diagnostics.Error(
          tree_.ValuePlace(node), "wrong-type",
          "an empty object cannot be compared with",
          {.found = "{}", .expected = "a value or an object of operators"});
    }
    for (const NodeId member : tree_.Children(node)) {
      const std::string_view key = tree_.key(member);
      if (const OperatorInfo* info = FindOperator(key)) {
        ParseTest(member, *info, tests);
        continue;
      }
      if (shape_.diagnostics.errors_full()) continue;
      const std::string_view nearest = NearestName(key, OperatorNames());
      shape_.diagnostics.Error(
          tree_.KeyPlace(member), "unknown-operator",
          key.starts_with('$')
              ? "unknown operator " + Quoted(key) +
                    (nearest.empty()
                         ? "; allowed here: " + OneOf(OperatorNames())
                         : DidYouMean(nearest))
              : "expected an operator, found " + Quoted(key) +
                    "; objects are not compared, and parts of one are written "
                    "as a path with dots",
          {.found = std::string(key),
           .expected = OneOf(OperatorNames()),
           .nearest = std::string(nearest)});
    }
    return tests;
  }

  void ParseTest(NodeId member, const OperatorInfo& info,
                 std::vector<Test>& tests) {
    const std::string name = Quoted(info.name);
    Test test{.op = info.op, .node = member};
    switch (info.operand) {
      case OperandShape::kConstant:
      case OperandShape::kOrdered:
        if (!AddConstant(member, name, test)) return;
        break;
      case OperandShape::kTruth:
        if (!shape_.Is(member, JsonType::kBoolean, name)) return;
        AddConstant(member, name, test);
        break;
      case OperandShape::kText:
        if (!shape_.Is(member, JsonType::kString, name)) return;
        AddConstant(member, name, test);
        break;
      case OperandShape::kList:
        if (!shape_.Is(member, JsonType::kArray, name)) return;
        for (const NodeId child : tree_.Children(member)) {
          AddConstant(child, "an element of " + name, test);
        }
        break;
      case OperandShape::kTests:
        test.tests = ParseTests(member);
        break;
    }
    tests.push_back(std::move(test));
  }

  bool AddConstant(NodeId node, std::string_view what, Test& test) {
    auto constant = ParseConstant(shape_, node, what);
    if (constant) test.constants.push_back(std::move(*constant));
    return constant.has_value();
  }

  Shape& shape_;
  const JsonTree& tree_;
  ConditionScope scope_;
};

}  // namespace

Condition ParseCondition(Shape& shape, NodeId node, ConditionScope scope) {
  return ConditionParser(shape, scope).Parse(node);
}

std::optional<Constant> ParseConstant(Shape& shape, NodeId node,
                                      std::string_view what) {
  const JsonNode& value = shape.tree[node];
  Constant constant{.type = value.type,
                    .truth = value.truth,
                    .number = value.number,
                    .node = node};
  switch (value.type) {
    case JsonType::kString:
      constant.text = shape.tree.text(node);
      if (!constant.text.empty() && !shape.IsName(node, what)) return {};
      return constant;
    case JsonType::kArray:
    case JsonType::kObject: {
      const std::string expected = "a text, a number, true, false or null";
      const bool is_compared_list =
          value.type == JsonType::kArray &&
          shape.tree[value.parent].type == JsonType::kObject;
      shape.diagnostics.Error(
          shape.tree.ValuePlace(node), "wrong-type",
          std::string(what) + " must be " + expected + ", found " +
              shape.Found(node) +
              (is_compared_list ? "; did you mean `$in`?" : ""),
          {.found = shape.Found(node), .expected = expected});
      return {};
    }
    default:
      return constant;
  }
}

}  // namespace vitrine::rules
