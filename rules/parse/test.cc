#include "rules/parse/test.h"

#include <cmath>
#include <utility>

#include "rules/model/operators.h"
#include "rules/parse/condition.h"
#include "rules/text/javascript.h"
#include "rules/text/limits.h"
#include "runtime/base/text.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kReference = "$ref";
constexpr char kWhereReferencesStand[] =
    "items of the catalogue: it stands in a `filter`, a `boost` or "
    "`never_recommend`";

class TestParser {
 public:
  TestParser(Shape& shape, ConditionScope scope)
      : shape_(shape), tree_(shape.tree), scope_(scope) {}

  std::vector<Test> Parse(NodeId node) {
    std::vector<Test> tests;
    if (IsReference(node)) {
      Test test{.node = node};
      if (ParseReference(node, test)) tests.push_back(std::move(test));
      return tests;
    }
    if (!IsOperatorObject(tree_, node)) {
      Test test{.node = node};
      if (AddConstant(node, "the value", test)) tests.push_back(test);
      return tests;
    }
    for (const NodeId member : tree_.Children(node)) {
      Test test{.op = Operator::kNever, .node = member};
      const OperatorInfo* info = FindOperator(tree_.key(member));
      if (info == nullptr ||
          (info->op == Operator::kAffinity && !OfCatalogue())) {
        ReportUnknown(member);
      } else if (HasShape(member, *info)) {
        test.op = info->op;
        ParseOperand(member, *info, test);
      }
      tests.push_back(std::move(test));
    }
    return tests;
  }

 private:
  bool OfCatalogue() const { return scope_ == ConditionScope::kCatalogueItem; }

  /// Elsewhere it is an object as others are.
  bool IsReference(NodeId node) const {
    return OfCatalogue() && tree_[node].type == JsonType::kObject &&
           tree_.Find(node, kReference) != kNone;
  }

  bool ParseReference(NodeId node, Test& test) {
    constexpr std::string_view kKeys[] = {kReference, "times"};
    const bool clean = shape_.HasOnlyKeys(node, "a reference", kKeys);
    const NodeId path = tree_.Find(node, kReference);
    if (!shape_.IsName(path, "`$ref`") || !clean) return false;
    const NodeId times = tree_.Find(node, "times");
    if (times != kNone && !IsFactor(times, test.times)) return false;
    test.is_reference = true;
    test.conditions.push_back({.kind = Condition::Kind::kPath,
                               .node = path,
                               .name = std::string(tree_.text(path))});
    return true;
  }

  bool IsFactor(NodeId node, double& factor) {
    if (!shape_.Is(node, JsonType::kNumber, "`times`")) return false;
    factor = tree_[node].number;
    if (factor > 0 && std::isfinite(factor)) return true;
    const std::string expected = "a number above 0";
    shape_.diagnostics.Error(
        tree_.ValuePlace(node), "bad-value", "`times` must be " + expected,
        {.found = shape_.Found(node), .expected = expected});
    return false;
  }

  /// Reports a reference where nothing can be compared with one.
  bool TellReference(NodeId node) {
    if (shape_.lenient || tree_[node].type != JsonType::kObject) return false;
    const NodeId path = tree_.Find(node, kReference);
    if (path == kNone) return false;
    shape_.diagnostics.Error(
        tree_.KeyPlace(path), "unknown-operator",
        Quoted(kReference) + " compares " + kWhereReferencesStand,
        {.found = std::string(kReference)});
    return true;
  }

  void ReportUnknown(NodeId member) {
    if (shape_.diagnostics.errors_full()) return;
    const std::string_view key = tree_.key(member);
    std::string message;
    std::string_view nearest;
    bool joins = false;
    for (const std::string_view name : ConditionOperatorNames()) {
      joins = joins || name == key;
    }
    if (key == kReference || key == "$affinity") {
      message = Quoted(key) + " compares " + kWhereReferencesStand;
    } else if (joins) {
      message =
          Quoted(key) + " stands where a path could stand, not behind one";
    } else {
      nearest = NearestName(key, OperatorNames());
      message = "unknown operator " + Quoted(key) + DidYouMean(nearest);
    }
    ReportNever(shape_, tree_.KeyPlace(member), "unknown-operator",
                std::move(message),
                {.found = std::string(key),
                 .expected = OneOf(OperatorNames()),
                 .nearest = std::string(nearest)});
  }

  bool HasShape(NodeId member, const OperatorInfo& info) {
    switch (info.operand) {
      case OperandShape::kList:
      case OperandShape::kListOfTests:
        return Is(member, JsonType::kArray, info);
      case OperandShape::kText:
        return Is(member, JsonType::kString, info);
      case OperandShape::kElement:
      case OperandShape::kTestsByName:
        return Is(member, JsonType::kObject, info);
      case OperandShape::kInterest:
        return IsInterest(member, info);
      case OperandShape::kTruth:
        // The SDK takes whatever JavaScript takes for a truth value.
        return shape_.lenient || Is(member, JsonType::kBoolean, info);
      case OperandShape::kVersion:
        // Likewise: what is no text is version 0.
        return shape_.lenient || tree_[member].type == JsonType::kNumber ||
               Is(member, JsonType::kString, info);
      default:
        return true;
    }
  }

  bool Is(NodeId member, JsonType type, const OperatorInfo& info) {
    if (tree_[member].type == type) return true;
    const std::string expected(TypeName(type));
    ReportNever(shape_, tree_.ValuePlace(member), "wrong-type",
                Quoted(info.name) + " must be " + expected + ", found " +
                    shape_.Found(member),
                {.found = shape_.Found(member), .expected = expected});
    return false;
  }

  bool IsInterest(NodeId member, const OperatorInfo& info) {
    const JsonNode& value = tree_[member];
    if ((value.type == JsonType::kBoolean && value.truth) ||
        IsOperatorObject(tree_, member)) {
      return true;
    }
    const std::string expected = "true or an object of operators";
    ReportNever(shape_, tree_.ValuePlace(member), "wrong-type",
                Quoted(info.name) + " must be " + expected + ", found " +
                    shape_.Found(member),
                {.found = shape_.Found(member), .expected = expected});
    return false;
  }

  void ParseOperand(NodeId member, const OperatorInfo& info, Test& test) {
    const std::string name = Quoted(info.name);
    const bool compares = info.operand == OperandShape::kConstant ||
                          info.operand == OperandShape::kOrdered;
    if (compares && IsReference(member)) {
      ParseReference(member, test);
      return;
    }
    if (compares && TellReference(member)) return;
    switch (info.operand) {
      case OperandShape::kConstant:
      case OperandShape::kText:
      case OperandShape::kVersion:
        AddConstant(member, name, test);
        break;
      case OperandShape::kOrdered:
        AddOrdered(member, name, test);
        break;
      case OperandShape::kTruth:
        test.constants.push_back({.type = JsonType::kBoolean,
                                  .truth = IsTruthy(member),
                                  .node = member});
        break;
      case OperandShape::kList:
        for (const NodeId child : tree_.Children(member)) {
          AddConstant(child, "an element of " + name, test);
        }
        break;
      case OperandShape::kTests:
        test.tests = Parse(member);
        break;
      case OperandShape::kListOfTests:
        for (const NodeId child : tree_.Children(member)) {
          test.tests.push_back(
              {.op = Operator::kTests, .tests = Parse(child), .node = child});
        }
        break;
      case OperandShape::kElement:
        if (IsOperatorObject(tree_, member)) {
          test.tests = Parse(member);
        } else {
          test.conditions.push_back(
              ParseCondition(shape_, member, ConditionScope::kElement));
        }
        break;
      case OperandShape::kTestsByName:
        ParseByName(member, name, test);
        break;
      case OperandShape::kInterest:
        test.compared = PropertyKind::kInterest;
        if (IsOperatorObject(tree_, member)) {
          test.tests =
              TestParser(shape_, ConditionScope::kVisitor).Parse(member);
        } else {
          test.tests = {
              {.op = Operator::kGt,
               .constants = {{.type = JsonType::kNumber, .node = member}},
               .node = member}};
        }
        break;
    }
  }

  void ParseByName(NodeId node, const std::string& name, Test& test) {
    if (tree_[node].size == 0) {
      shape_.diagnostics.Error(tree_.ValuePlace(node), "bad-value",
                               name + " must not be empty", {.found = "{}"});
    }
    for (const NodeId member : tree_.Children(node)) {
      if (!shape_.HasName(member, "a name in " + name)) continue;
      test.constants.push_back({.type = JsonType::kString,
                                .text = std::string(tree_.key(member)),
                                .node = member});
      test.tests.push_back(
          {.op = Operator::kTests, .tests = Parse(member), .node = member});
    }
  }

  bool IsTruthy(NodeId node) const {
    const JsonNode& value = tree_[node];
    switch (value.type) {
      case JsonType::kNull:
        return false;
      case JsonType::kBoolean:
        return value.truth;
      case JsonType::kNumber:
        return value.number != 0;
      case JsonType::kString:
        return !tree_.text(node).empty();
      default:
        return true;
    }
  }

  /// JavaScript compares lists and objects by their texts.
  void AddOrdered(NodeId node, std::string_view what, Test& test) {
    const JsonType type = tree_[node].type;
    if (type != JsonType::kArray && type != JsonType::kObject) {
      AddConstant(node, what, test);
      return;
    }
    Constant constant{.type = JsonType::kString,
                      .text = ValueToText(tree_, node),
                      .node = node};
    if (Fits(constant.text, node, what)) {
      test.constants.push_back(std::move(constant));
    }
  }

  bool AddConstant(NodeId node, std::string_view what, Test& test) {
    const JsonType type = tree_[node].type;
    if (type == JsonType::kArray || type == JsonType::kObject) {
      Constant constant{
          .type = type, .text = ValueToJson(tree_, node), .node = node};
      if (!Fits(constant.text, node, what)) return false;
      test.constants.push_back(std::move(constant));
      return true;
    }
    auto constant = ParseConstant(shape_, node, what);
    if (constant) test.constants.push_back(std::move(*constant));
    return constant.has_value();
  }

  /// The page cuts longer texts, so a longer constant could never be equal.
  bool Fits(std::string_view text, NodeId node, std::string_view what) {
    std::size_t units = 0;
    ForEachUtf16Unit(text, [&units](char16_t) { ++units; });
    if (units <= kMaxNameUnits) return true;
    shape_.diagnostics.Error(tree_.ValuePlace(node), "too-long",
                             std::string(what) + " is longer than " +
                                 std::to_string(kMaxNameUnits) +
                                 " characters as JSON",
                             {.found = std::to_string(units) + " characters"});
    return false;
  }

  Shape& shape_;
  const JsonTree& tree_;
  const ConditionScope scope_;
};

}  // namespace

std::vector<Test> ParseTests(Shape& shape, NodeId node, ConditionScope scope) {
  return TestParser(shape, scope).Parse(node);
}

std::optional<Constant> ParseConstant(Shape& shape, NodeId node,
                                      std::string_view what) {
  const JsonNode& value = shape.tree[node];
  Constant constant{.type = value.type,
                    .truth = value.truth,
                    .number = value.number,
                    .node = node};
  if (value.type == JsonType::kArray || value.type == JsonType::kObject) {
    const std::string expected = "a text, a number, true, false or null";
    shape.diagnostics.Error(shape.tree.ValuePlace(node), "wrong-type",
                            std::string(what) + " must be " + expected +
                                ", found " + shape.Found(node),
                            {.found = shape.Found(node), .expected = expected});
    return {};
  }
  if (value.type != JsonType::kString) return constant;
  constant.text = shape.tree.text(node);
  if (!constant.text.empty() && !shape.IsName(node, what)) return {};
  return constant;
}

bool IsOperatorObject(const JsonTree& tree, NodeId node) {
  if (tree[node].type != JsonType::kObject || tree[node].size == 0) {
    return false;
  }
  for (const NodeId member : tree.Children(node)) {
    if (!tree.key(member).starts_with('$')) return false;
  }
  return true;
}

void ReportNever(Shape& shape, Place place, std::string_view code,
                 std::string message, Detail detail) {
  if (!shape.lenient) {
    shape.diagnostics.Error(place, code, std::move(message), std::move(detail));
    return;
  }
  shape.diagnostics.Warning(place, "lenient", "never holds: " + message,
                            std::move(detail));
}

}  // namespace vitrine::rules
