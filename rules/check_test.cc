#include "rules/check_test.h"

#include <utility>
#include <vector>

#include "rules/json_text.h"
#include "rules/operators.h"

namespace vitrine::rules {
namespace {

class TestChecker {
 public:
  TestChecker(Shape& shape, const TestedPath& path)
      : shape_(shape), path_(path) {}

  void Check(std::span<const Test> tests) {
    for (const Test& test : tests) {
      if (IsAllowed(test)) CheckOperands(test);
    }
  }

 private:
  using Kind = PathTarget::Kind;

  bool IsAllowed(const Test& test) {
    const OperatorInfo* info = FindOperator(OperatorName(test.op));
    if (info == nullptr) return true;
    if (path_.target.kind == Kind::kCount && !info->on_counts) {
      Report(test, "wrong-operator",
             Quoted(info->name) + " does not apply to a count; allowed here: " +
                 OneOf(CountOperatorNames()),
             OneOf(CountOperatorNames()));
      return false;
    }
    if (test.op == Operator::kTop &&
        path_.target.source != InputSource::kAffinityCategory &&
        path_.target.source != InputSource::kAffinityBrand) {
      Report(test, "wrong-operator",
             "`$top` applies to affinities, and " + Quoted(path_.name) +
                 " is none",
             "`affinity.item_category` or `affinity.item_brand`");
      return false;
    }
    return true;
  }

  void CheckOperands(const Test& test) {
    switch (test.op) {
      case Operator::kNot:
        Check(test.tests);
        return;
      case Operator::kExists:
        return;
      case Operator::kLt:
      case Operator::kLte:
      case Operator::kGt:
      case Operator::kGte:
        CheckOrdered(test, test.constants[0]);
        return;
      case Operator::kImplicit:
        CheckImplicit(test.constants[0]);
        return;
      default:
        for (const Constant& constant : test.constants) CheckStrict(constant);
        return;
    }
  }

  void CheckOrdered(const Test& test, const Constant& constant) {
    const std::string op = Quoted(OperatorName(test.op));
    if (path_.target.type != ValueType::kNumber) {
      Report(test, "wrong-type",
             op + " needs a number attribute, and " + Quoted(path_.name) +
                 " is a " + std::string(TypeName(path_.target.type)),
             "a number attribute");
    } else if (constant.type != JsonType::kNumber) {
      ReportConstant(constant, op + " needs a number", "a number");
    } else {
      CheckCount(constant);
    }
  }

  /// `===`: a constant of another type could never be equal.
  void CheckStrict(const Constant& constant) {
    if (constant.type == JsonType::kNull && path_.target.kind != Kind::kCount) {
      return;
    }
    if (constant.type != OwnType()) return ReportMismatch(constant);
    CheckDeclared(constant);
    CheckCount(constant);
  }

  void CheckCount(const Constant& constant) {
    if (constant.number <= path_.largest_count) return;
    const std::string expected = "at most " + NumberText(path_.largest_count);
    shape_.diagnostics.Error(
        shape_.tree.ValuePlace(constant.node), "limit",
        "a count `within` a duration can be compared with " + expected +
            ", found " + shape_.Found(constant.node),
        {.found = shape_.Found(constant.node), .expected = expected});
  }

  /// The short form converts, so more can be equal.
  void CheckImplicit(const Constant& constant) {
    if (path_.target.kind == Kind::kCount) return CheckStrict(constant);
    if (constant.type == JsonType::kNull) return;
    if (constant.type == OwnType()) return CheckDeclared(constant);
    const bool host = path_.target.kind == Kind::kHost;
    // The core knows what names are, but not what they are as a number.
    if (!host && path_.target.type == ValueType::kString) {
      return ReportMismatch(constant);
    }
    if (constant.type != JsonType::kString) return;
    const bool fits = path_.target.type == ValueType::kNumber
                          ? NumberWrittenAs(constant.text).has_value()
                          : constant.text == "true" || constant.text == "false";
    if (!fits) ReportMismatch(constant);
  }

  JsonType OwnType() const {
    switch (path_.target.type) {
      case ValueType::kString:
        return JsonType::kString;
      case ValueType::kNumber:
        return JsonType::kNumber;
      case ValueType::kBoolean:
        return JsonType::kBoolean;
    }
    return JsonType::kNull;
  }

  static bool SameConstant(const Constant& a, const Constant& b) {
    return a.type == b.type && a.truth == b.truth && a.number == b.number &&
           a.text == b.text;
  }

  void CheckDeclared(const Constant& constant) {
    if (path_.values.empty()) return;
    if (shape_.diagnostics.errors_full()) return;
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

  void ReportMismatch(const Constant& constant) {
    const std::string type(TypeName(path_.target.type));
    ReportConstant(constant, Quoted(path_.name) + " is a " + type,
                   std::string(TypeName(OwnType())));
  }

  void ReportConstant(const Constant& constant, std::string message,
                      std::string expected) {
    message += ", found " + shape_.Found(constant.node);
    if (expected == "a number" && constant.type == JsonType::kString &&
        NumberWrittenAs(constant.text)) {
      message += "; write it without quotes";
    }
    shape_.diagnostics.Error(shape_.tree.ValuePlace(constant.node),
                             "wrong-type", std::move(message),
                             {.found = shape_.Found(constant.node),
                              .expected = std::move(expected)});
  }

  void Report(const Test& test, std::string_view code, std::string message,
              std::string expected) {
    shape_.diagnostics.Error(shape_.tree.KeyPlace(test.node), code,
                             std::move(message),
                             {.found = std::string(OperatorName(test.op)),
                              .expected = std::move(expected)});
  }

  Shape& shape_;
  const TestedPath& path_;
};

}  // namespace

void CheckTests(Shape& shape, const TestedPath& path,
                std::span<const Test> tests) {
  if (shape.diagnostics.errors_full()) return;
  TestChecker(shape, path).Check(tests);
}

}  // namespace vitrine::rules
