#include "rules/check/constant.h"

#include <cmath>
#include <utility>
#include <vector>

#include "rules/model/operators.h"
#include "rules/text/javascript.h"
#include "rules/text/json_text.h"

namespace vitrine::rules {
namespace {

using Kind = PathTarget::Kind;
using Form = PathTarget::Form;

constexpr double kLastHour = 23;
/// Whole numbers are exact up to here.
constexpr double kMaxWhole = 9007199254740992.0;

bool IsWhole(double number) {
  return std::floor(number) == number && std::abs(number) <= kMaxWhole;
}

/// The number that JavaScript writes exactly so.
bool IsNumberText(const std::string& text) {
  return NumberToText(TextToNumber(text)) == text && text != "NaN";
}

bool SameConstant(const Constant& a, const Constant& b) {
  return a.type == b.type && a.truth == b.truth && a.number == b.number &&
         a.text == b.text;
}

bool IsAny(ValueType type) {
  return type == ValueType::kAny || type == ValueType::kList ||
         type == ValueType::kObject;
}

}  // namespace

std::string DescribeType(ValueType type) {
  if (type == ValueType::kAny) return "of any type";
  const std::string_view article = type == ValueType::kObject ? "an " : "a ";
  return std::string(article) + std::string(TypeName(type));
}

bool TakesAnything(const PathTarget& target) {
  return target.kind == Kind::kElement || target.kind == Kind::kSize ||
         (target.kind == Kind::kHost && IsAny(target.type));
}

void ConstantChecker::Implicit(const Constant& constant) {
  if (TakesAnything(path_.target)) return;
  if (path_.target.kind == Kind::kTally) return Strict(constant, "the value");
  if (path_.target.form == Form::kClock) {
    Report(
        constant,
        Quoted(path_.name) + " passes by itself, so nothing equals it for long",
        "`$lt`, `$lte`, `$gt` or `$gte`");
    return;
  }
  if (constant.type == JsonType::kNull &&
      path_.target.form != Form::kContains) {
    return;
  }
  if (!IsScalar(constant, "the value")) return;
  if (path_.target.type == ValueType::kDate) {
    Report(constant, Quoted(path_.name) + " is a date",
           "`$before` or `$after`");
    return;
  }
  if (IsAny(path_.target.type)) return;
  if (constant.type == OwnType()) {
    Range(constant);
    return Declared(constant);
  }
  // What is no attribute is known to be of its type.
  const bool is_name = path_.target.type == ValueType::kString;
  if (is_name && path_.target.kind != Kind::kHost) {
    return ReportMismatch(constant);
  }
  if (path_.target.form == Form::kHour) return ReportMismatch(constant);
  if (constant.type != JsonType::kString) return;
  const bool fits = path_.target.type == ValueType::kNumber
                        ? IsNumberText(constant.text)
                        : constant.text == "true" || constant.text == "false";
  if (!fits) ReportMismatch(constant);
}

void ConstantChecker::Strict(const Constant& constant, std::string_view what) {
  if (!HasOwnType(constant) && !IsScalar(constant, what)) return;
  if (TakesAnything(path_.target) || IsAny(path_.target.type)) return;
  if (constant.type == JsonType::kNull && path_.target.kind != Kind::kTally &&
      path_.target.form != Form::kContains) {
    return;
  }
  if (!HasOwnType(constant)) return ReportMismatch(constant);
  Declared(constant);
  Range(constant);
}

void ConstantChecker::AnyCase(const Constant& constant, std::string_view what) {
  if (TakesAnything(path_.target) || constant.type == JsonType::kNull) return;
  if (!IsScalar(constant, what)) return;
  if (!HasOwnType(constant)) ReportMismatch(constant);
}

void ConstantChecker::Ordered(const Constant& constant, const std::string& op) {
  if (TakesAnything(path_.target)) return;
  if (path_.target.type == ValueType::kString) {
    if (constant.type != JsonType::kString ||
        shape_.tree[constant.node].type != JsonType::kString) {
      Report(constant,
             op + " needs a text, as " + Quoted(path_.name) + " is a string",
             "a text");
    }
  } else if (constant.type != JsonType::kNumber) {
    Report(constant, op + " needs a number", "a number");
  } else {
    Range(constant);
  }
}

/// Lists and objects have an error of their own.
bool ConstantChecker::IsScalar(const Constant& constant,
                               std::string_view what) {
  if (TakesAnything(path_.target)) return true;
  if (constant.type != JsonType::kArray && constant.type != JsonType::kObject) {
    return true;
  }
  const JsonTree& tree = shape_.tree;
  const NodeId node = constant.node;
  if (constant.type == JsonType::kObject && what == "the value") {
    ReportKeys(node);
    return false;
  }
  const std::string expected = "a text, a number, true, false or null";
  const bool is_compared_list =
      constant.type == JsonType::kArray && tree[node].parent != kNone &&
      tree[tree[node].parent].type == JsonType::kObject;
  shape_.diagnostics.Error(
      tree.ValuePlace(node), "wrong-type",
      std::string(what) + " must be " + expected + ", found " +
          shape_.Found(node) +
          (is_compared_list ? "; did you mean `$in`?" : ""),
      {.found = shape_.Found(node), .expected = expected});
  return false;
}

void ConstantChecker::ReportKeys(NodeId object) {
  const JsonTree& tree = shape_.tree;
  if (tree[object].size == 0) {
    shape_.diagnostics.Error(
        tree.ValuePlace(object), "wrong-type",
        "an empty object cannot be compared with",
        {.found = "{}", .expected = "a value or an object of operators"});
  }
  for (const NodeId member : tree.Children(object)) {
    const std::string_view key = tree.key(member);
    if (key.starts_with('$') || shape_.diagnostics.errors_full()) continue;
    const std::string_view nearest = NearestName(key, OperatorNames());
    shape_.diagnostics.Error(
        tree.KeyPlace(member), "unknown-operator",
        "expected an operator, found " + Quoted(key) +
            "; objects are not compared, and parts of one are written as a "
            "path with dots",
        {.found = std::string(key),
         .expected = OneOf(OperatorNames()),
         .nearest = std::string(nearest)});
  }
}

bool ConstantChecker::HasOwnType(const Constant& constant) {
  return constant.type == OwnType();
}

JsonType ConstantChecker::OwnType() const {
  switch (path_.target.type) {
    case ValueType::kString:
      return JsonType::kString;
    case ValueType::kNumber:
      return JsonType::kNumber;
    case ValueType::kBoolean:
      return JsonType::kBoolean;
    default:
      return JsonType::kNull;
  }
}

void ConstantChecker::Range(const Constant& constant) {
  if (constant.type != JsonType::kNumber) return;
  const double number = constant.number;
  const PathTarget& target = path_.target;
  if (target.form == Form::kHour &&
      (number < 0 || number > kLastHour || !IsWhole(number))) {
    Report(constant, Quoted(path_.name) + " is a whole number from 0 to 23",
           "a whole number from 0 to 23");
  } else if (target.form == Form::kClock && !IsWhole(number * target.unit_ms)) {
    Report(constant, Quoted(path_.name) + " is compared in whole milliseconds",
           "a number of whole milliseconds");
  }
  if (number <= path_.largest_count) return;
  const std::string expected = "at most " + NumberText(path_.largest_count);
  shape_.diagnostics.Error(
      shape_.tree.ValuePlace(constant.node), "limit",
      (path_.name == "distinct" ? "a `distinct`"
                                : "a count `within` a duration") +
          std::string(" can be compared with ") + expected + ", found " +
          shape_.Found(constant.node),
      {.found = shape_.Found(constant.node), .expected = expected});
}

void ConstantChecker::Declared(const Constant& constant) {
  if (path_.values.empty() || shape_.diagnostics.errors_full()) return;
  std::vector<std::string_view> names;
  std::vector<std::string> shown;
  for (const Constant& value : path_.values) {
    if (SameConstant(value, constant)) return;
    if (value.type == JsonType::kString) {
      names.push_back(value.text);
    } else {
      shown.push_back(shape_.Found(value.node));
    }
  }
  names.insert(names.end(), shown.begin(), shown.end());
  const std::string_view nearest = constant.type == JsonType::kString
                                       ? NearestName(constant.text, names)
                                       : std::string_view();
  const bool host = path_.target.kind == Kind::kHost;
  shape_.diagnostics.Error(
      shape_.tree.ValuePlace(constant.node), "value-not-declared",
      (host ? "the attribute " : "") + Quoted(path_.name) + " is never " +
          shape_.Found(constant.node) +
          (!nearest.empty()
               ? DidYouMean(nearest)
               : (host ? "; its `values` are " : "; it is ") + OneOf(names)),
      {.found = shape_.Found(constant.node),
       .expected = OneOf(names),
       .nearest = std::string(nearest)});
}

void ConstantChecker::ReportMismatch(const Constant& constant) {
  Report(constant,
         Quoted(path_.name) + " is " + DescribeType(path_.target.type),
         std::string(TypeName(OwnType())));
}

void ConstantChecker::Report(const Constant& constant, std::string message,
                             std::string expected) {
  message += ", found " + shape_.Found(constant.node);
  if (expected == "a number" && constant.type == JsonType::kString &&
      IsNumberText(constant.text)) {
    message += "; write it without quotes";
  }
  shape_.diagnostics.Error(
      shape_.tree.ValuePlace(constant.node), "wrong-type", std::move(message),
      {.found = shape_.Found(constant.node), .expected = std::move(expected)});
}

}  // namespace vitrine::rules
