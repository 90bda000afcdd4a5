#ifndef VITRINE_RULES_SHAPE_H_
#define VITRINE_RULES_SHAPE_H_

#include <string>
#include <string_view>

#include "rules/diagnostic.h"
#include "rules/json_tree.h"
#include "rules/names.h"

namespace vitrine::rules {

/// Questions that every parser of a part of the file asks. Each answer that is
/// no leaves a diagnostic.
class Shape {
 public:
  Shape(const JsonTree& tree, Diagnostics& diagnostics)
      : tree(tree), diagnostics(diagnostics) {}

  /// `what` names the value in the message: "`priority`".
  bool Is(NodeId node, JsonType type, std::string_view what);
  /// A text of 1 to kMaxNameUnits units.
  bool IsName(NodeId node, std::string_view what);
  /// The key of the member is not empty.
  bool HasName(NodeId member, std::string_view what);
  /// A duration within kMaxDurationMs, put into `milliseconds`.
  bool IsDuration(NodeId node, std::string_view what, double& milliseconds);
  /// The object has no other keys than these.
  bool HasOnlyKeys(NodeId object, std::string_view what, Names allowed);
  /// The member, or kNone and a diagnostic.
  NodeId Require(NodeId object, std::string_view what, std::string_view key);

  /// For messages: a scalar as it is written, else "a list" or "an object".
  std::string Found(NodeId node) const;

  const JsonTree& tree;
  Diagnostics& diagnostics;
};

/// "a text", "a number", ...
std::string_view TypeName(JsonType type);
std::string_view TypeName(ValueType type);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_SHAPE_H_
