#ifndef VITRINE_RULES_CHECK_CONSTANT_H_
#define VITRINE_RULES_CHECK_CONSTANT_H_

#include <string>
#include <string_view>

#include "rules/check/test.h"

namespace vitrine::rules {

/// "a number", "of any type", ...
std::string DescribeType(ValueType type);

/// Whether conditions on the path take whatever the SDK takes: its type is not
/// known beforehand.
bool TakesAnything(const PathTarget& target);

/// Reports constants that make no sense for a path.
class ConstantChecker {
 public:
  ConstantChecker(Shape& shape, const TestedPath& path)
      : shape_(shape), path_(path) {}

  /// Of the short form, which converts.
  void Implicit(const Constant& constant);
  /// Compared as `===` does: another type could never be equal. `what` names
  /// the constant where it is a list.
  void Strict(const Constant& constant, std::string_view what);
  /// Strict, but for upper and lower case.
  void AnyCase(const Constant& constant, std::string_view what);
  /// Of `$lt` and the like; `op` is its name.
  void Ordered(const Constant& constant, const std::string& op);

 private:
  bool IsScalar(const Constant& constant, std::string_view what);
  bool HasOwnType(const Constant& constant);
  JsonType OwnType() const;
  void Range(const Constant& constant);
  void Declared(const Constant& constant);
  void ReportKeys(NodeId object);
  void ReportMismatch(const Constant& constant);
  void Report(const Constant& constant, std::string message,
              std::string expected);

  Shape& shape_;
  const TestedPath& path_;
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_CHECK_CONSTANT_H_
