#include "rules/parse/condition.h"

#include <utility>

#include "rules/model/operators.h"
#include "rules/parse/event.h"

namespace vitrine::rules {
namespace {

class ConditionParser {
 public:
  ConditionParser(Shape& shape, ConditionScope scope)
      : shape_(shape), tree_(shape.tree), scope_(scope) {}

  Condition Parse(NodeId node) {
    Condition all{.kind = Condition::Kind::kAll, .node = node};
    if (!shape_.Is(node, JsonType::kObject, "a condition")) return all;
    for (const NodeId member : tree_.Children(node)) {
      const std::string_view key = tree_.key(member);
      const bool visitor = scope_ == ConditionScope::kVisitor;
      if (visitor && IsCompanion(tree_, member)) continue;
      if (visitor && !CompanionOf(key).empty()) {
        shape_.diagnostics.Error(
            tree_.KeyPlace(member), "unknown-key",
            Quoted(key) + " needs a " + Quoted(CompanionOf(key)) + " beside it",
            {.found = std::string(key)});
      } else if (key.starts_with('$')) {
        ParseOperator(member, all);
      } else if (shape_.HasName(member, "a path")) {
        all.children.push_back({.kind = Condition::Kind::kPath,
                                .node = member,
                                .name = std::string(key),
                                .tests = ParseTests(shape_, member, scope_)});
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
    } else if (HasCompanions(key) && visitor) {
      if (IsAlone(member)) ParseHappening(shape_, member, all.children);
    } else {
      ReportUnknownOperator(member);
      all.children.push_back({.kind = Condition::Kind::kAny, .node = member});
    }
  }

  /// Two of a kind could not share the keys beside them.
  bool IsAlone(NodeId member) {
    constexpr std::string_view kRivals[] = {"$event", "$since", "$sequence"};
    const std::string_view key = tree_.key(member);
    if (key == "$experiment") return true;
    for (const std::string_view rival : kRivals) {
      if (rival == key) return true;
      if (tree_.Find(tree_[member].parent, rival) == kNone) continue;
      shape_.diagnostics.Error(tree_.KeyPlace(member), "unknown-key",
                               Quoted(key) + " cannot stand beside " +
                                   Quoted(rival) +
                                   "; put the two into an `$and`",
                               {.found = std::string(key)});
      return false;
    }
    return true;
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

  std::string_view ScopeName() const {
    switch (scope_) {
      case ConditionScope::kEventItem:
        return "a `where`";
      case ConditionScope::kCatalogueItem:
        return "a `filter`";
      default:
        return "an `$elemMatch`";
    }
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
    } else if (key == "$segment" || HasCompanions(key)) {
      message =
          Quoted(key) + " cannot stand inside " + std::string(ScopeName());
    } else {
      nearest = NearestName(key, allowed);
      message = "unknown operator " + Quoted(key) +
                (nearest.empty() ? "; allowed here: " + OneOf(allowed)
                                 : DidYouMean(nearest));
    }
    ReportNever(shape_, tree_.KeyPlace(member), "unknown-operator",
                std::move(message),
                {.found = std::string(key),
                 .expected = OneOf(allowed),
                 .nearest = std::string(nearest)});
  }

  Shape& shape_;
  const JsonTree& tree_;
  ConditionScope scope_;
};

}  // namespace

Condition ParseCondition(Shape& shape, NodeId node, ConditionScope scope) {
  return ConditionParser(shape, scope).Parse(node);
}

}  // namespace vitrine::rules
