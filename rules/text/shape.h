#ifndef VITRINE_RULES_TEXT_SHAPE_H_
#define VITRINE_RULES_TEXT_SHAPE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "rules/text/diagnostic.h"
#include "rules/text/json_tree.h"
#include "rules/text/names.h"

namespace vitrine::rules {

/// Questions that every parser of a part of the file asks. Each answer that is
/// no leaves a diagnostic.
class Shape {
 public:
  Shape(const JsonTree& tree, Diagnostics& diagnostics, bool lenient,
        double now)
      : tree(tree), diagnostics(diagnostics), lenient(lenient), now(now) {}

  /// `what` names the value in the message: "`priority`".
  bool Is(NodeId node, JsonType type, std::string_view what);
  /// A text of 1 to kMaxNameUnits units.
  bool IsName(NodeId node, std::string_view what);
  /// The key of the member is not empty.
  bool HasName(NodeId member, std::string_view what);
  /// A duration within kMaxDurationMs, put into `milliseconds`.
  bool IsDuration(NodeId node, std::string_view what, double& milliseconds);
  /// The same for what may also be one of these words; they are for the
  /// message.
  bool IsDurationBeside(Names words, NodeId node, std::string_view what,
                        double& milliseconds);
  /// A whole number within these bounds, put into `number`.
  bool IsWholeNumber(NodeId node, std::string_view what, std::int32_t lowest,
                     std::int32_t highest, std::int32_t& number);
  /// A number from 0 to 1, put into `share`.
  bool IsShare(NodeId node, std::string_view what, double& share);
  /// The index among `names` of the text that is meant to be one of them, or
  /// kNone. `kind` says in messages what they are: "slot type".
  std::uint32_t Choose(NodeId node, std::string_view what,
                       std::string_view kind, std::string_view code,
                       Names names);
  /// The object has no other keys than these.
  bool HasOnlyKeys(NodeId object, std::string_view what, Names allowed);
  /// The member, or kNone and a diagnostic.
  NodeId Require(NodeId object, std::string_view what, std::string_view key);

  /// Says that nothing is called `name`; the code is made from the kind.
  /// `expected`: without it, one of the known names.
  void ReportUnknown(Place place, std::string_view kind, std::string_view name,
                     Names known, std::string expected = {});

  /// Reports what the GrowthBook SDK evaluates all the same: an error, in a
  /// lenient compilation a warning.
  void ErrorUnlessLenient(Place place, std::string_view code,
                          std::string message, Detail detail = {});

  /// For messages: a scalar as it is written, else "a list" or "an object".
  std::string Found(NodeId node) const;

  const JsonTree& tree;
  Diagnostics& diagnostics;
  const bool lenient;
  const double now;  ///< ms since 1970; NaN: not told
};

/// "a text", "a number", ...
std::string_view TypeName(JsonType type);
std::string_view TypeName(ValueType type);
std::string_view TypeName(SlotType type);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_SHAPE_H_
