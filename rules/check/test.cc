#include "rules/check/test.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <variant>

#include "rules/check/bounds.h"
#include "rules/check/constant.h"
#include "rules/model/dates.h"
#include "rules/model/operators.h"
#include "rules/parse/test.h"
#include "rules/pattern/automaton.h"

namespace vitrine::rules {
namespace {

using Kind = PathTarget::Kind;
using Form = PathTarget::Form;

constexpr OperatorSet kEquality =
    SetOf({Operator::kEq, Operator::kNe, Operator::kIn, Operator::kNin});
constexpr OperatorSet kOrder =
    SetOf({Operator::kLt, Operator::kLte, Operator::kGt, Operator::kGte});
constexpr OperatorSet kAlways = SetOf({Operator::kNot, Operator::kExists});
constexpr OperatorSet kGroups =
    SetOf({Operator::kInGroup, Operator::kNotInGroup});
constexpr OperatorSet kAnyCase = SetOf({Operator::kIni, Operator::kNini});
constexpr OperatorSet kPatterns = SetOf({Operator::kRegex, Operator::kRegexi});
constexpr OperatorSet kVersions =
    SetOf({Operator::kVeq, Operator::kVne, Operator::kVlt, Operator::kVlte,
           Operator::kVgt, Operator::kVgte});
constexpr OperatorSet kLists = SetOf(
    {Operator::kAll, Operator::kAlli, Operator::kElemMatch, Operator::kSize});
constexpr OperatorSet kType = SetOf({Operator::kType});
constexpr OperatorSet kDates = SetOf({Operator::kBefore, Operator::kAfter});
/// What a size takes: it is a number without a text.
constexpr OperatorSet kOnSizes =
    kEquality | kOrder | kAlways | kGroups | kAnyCase | kType | kLists;
/// All of the SDK.
constexpr OperatorSet kOnAnything = kOnSizes | kPatterns | kVersions;

constexpr std::string_view kTypeNames[] = {"string", "number", "boolean",
                                           "array",  "object", "null"};

OperatorSet AllowedOnValue(ValueType type) {
  switch (type) {
    case ValueType::kString:
      return kEquality | kOrder | kAlways | kGroups | kAnyCase | kType |
             kPatterns | kVersions;
    case ValueType::kNumber:
      return kEquality | kOrder | kAlways | kGroups | kType | kVersions;
    case ValueType::kBoolean:
      return kEquality | kAlways | kType;
    case ValueType::kDate:
      return kDates | kAlways;
    default:
      return kOnAnything;
  }
}

OperatorSet AllowedOnDevice(const PathTarget& target) {
  switch (target.form) {
    case Form::kClock:
      return kOrder | kAlways;
    case Form::kHour:
      return kEquality | kOrder | kAlways;
    case Form::kWeekday:
      return kEquality | kAlways;
    case Form::kDate:
      return kDates | kAlways;
    case Form::kContains:
      return SetOf(
          {Operator::kIn, Operator::kNin, Operator::kAll, Operator::kNot});
    case Form::kAffinity:
      return kEquality | kOrder | kAlways | kGroups | kPatterns |
             SetOf({Operator::kTop, Operator::kShare});
    case Form::kPlain:
      break;
  }
  OperatorSet set = kEquality | kOrder | kAlways | kGroups;
  if (target.type == ValueType::kString) set |= kPatterns;
  // The core has no letter case: searches are told in lower case.
  if (target.source == InputSource::kSearchLast) set |= kAnyCase;
  return set;
}

/// The visitor is interested in categories and brands.
bool HasInterest(const TestedPath& path) {
  const std::uint32_t argument = path.target.argument;
  return path.of_catalogue &&
         (argument == static_cast<std::uint32_t>(ItemField::kBrand) ||
          argument == static_cast<std::uint32_t>(ItemField::kCategory));
}

OperatorSet Allowed(const TestedPath& path) {
  const PathTarget& target = path.target;
  switch (target.kind) {
    case Kind::kHost:
    case Kind::kPage:
      return AllowedOnValue(target.type);
    case Kind::kDevice:
      return AllowedOnDevice(target);
    case Kind::kItemField:
      return kEquality | kAlways | kGroups |
             (target.type == ValueType::kString ? 0 : kOrder) |
             (HasInterest(path) ? SetOf({Operator::kAffinity}) : 0);
    case Kind::kElement:
      return kOnAnything;
    case Kind::kTally:
      return target.form == Form::kClock
                 ? kOrder | kAlways
                 : kEquality | kOrder | SetOf({Operator::kNot});
    case Kind::kSize:
      return kOnSizes;
  }
  return 0;
}

class TestChecker {
 public:
  TestChecker(Shape& shape, const TestedPath& path)
      : shape_(shape), path_(path), constants_(shape, path) {}

  void Check(std::vector<Test>& tests) {
    for (Test& test : tests) {
      if (IsAllowed(test)) CheckOperands(test);
    }
    WarnOfBounds(shape_, tests);
  }

 private:
  bool IsAllowed(const Test& test) {
    const std::string_view name = OperatorName(test.op);
    const OperatorSet allowed = Allowed(path_);
    if (name.empty() || Has(allowed, test.op)) return true;
    const std::string type = DescribeType(path_.target.type);
    if (path_.target.kind == Kind::kTally) {
      Report(test, "wrong-operator",
             Quoted(name) +
                 " does not apply to a count; allowed here: " + OneOf(allowed),
             OneOf(allowed));
    } else if (test.op == Operator::kTop || test.op == Operator::kShare) {
      Report(test, "wrong-operator",
             Quoted(name) + " applies to affinities, and " +
                 Quoted(path_.name) + " is none",
             "`affinity.item_category` or `affinity.item_brand`");
    } else if (test.op == Operator::kAffinity) {
      Report(test, "wrong-operator",
             Quoted(name) +
                 " asks for the interest in a category or brand, "
                 "and " +
                 Quoted(path_.name) + " is neither",
             "`item.category` or `item.brand`");
    } else if (Has(kOrder, test.op) &&
               path_.target.type != ValueType::kNumber) {
      Report(test, "wrong-type",
             Quoted(name) + " needs a number attribute, and " +
                 Quoted(path_.name) + " is " + type,
             "a number attribute");
    } else {
      Report(test, "wrong-operator",
             Quoted(name) + " does not apply to " + Quoted(path_.name) +
                 ", which is " + type + "; allowed here: " + OneOf(allowed),
             OneOf(allowed));
    }
    return false;
  }

  void CheckOperands(Test& test) {
    const std::string name = Quoted(OperatorName(test.op));
    const std::string element = "an element of " + name;
    const bool has_constants = !test.constants.empty();
    if (test.op == Operator::kAffinity) return CheckInterest(test);
    switch (test.op) {
      case Operator::kNot:
      case Operator::kTests:
        return Check(test.tests);
      case Operator::kLt:
      case Operator::kLte:
      case Operator::kGt:
      case Operator::kGte:
        if (has_constants) constants_.Ordered(test.constants[0], name);
        return;
      case Operator::kImplicit:
        if (has_constants) constants_.Implicit(test.constants[0]);
        return;
      case Operator::kEq:
      case Operator::kNe:
      case Operator::kTop:
        if (has_constants) constants_.Strict(test.constants[0], name);
        return;
      case Operator::kIn:
      case Operator::kNin:
        for (const Constant& c : test.constants) constants_.Strict(c, element);
        return;
      case Operator::kIni:
      case Operator::kNini:
        for (const Constant& c : test.constants) constants_.AnyCase(c, element);
        return;
      case Operator::kType:
        return CheckTypeName(test, name);
      case Operator::kRegex:
      case Operator::kRegexi:
        return CheckPattern(test, name);
      case Operator::kBefore:
      case Operator::kAfter:
        return CheckDate(test, name);
      case Operator::kAll:
      case Operator::kAlli:
        if (path_.target.form == Form::kContains) {
          for (Test& child : test.tests) CheckItemId(child, element);
        } else {
          CheckNested(Kind::kElement, element, test.tests);
        }
        return;
      case Operator::kElemMatch:
        CheckNested(Kind::kElement, "an element", test.tests);
        for (Condition& condition : test.conditions) CheckMembers(condition);
        return;
      case Operator::kSize:
        return CheckNested(Kind::kSize, "`$size`", test.tests);
      case Operator::kShare:
        return CheckShares(test);
      default:
        return;
    }
  }

  /// Tests on what the path contains.
  void CheckNested(Kind kind, std::string_view name, std::vector<Test>& tests) {
    const ValueType type =
        kind == Kind::kSize ? ValueType::kNumber : ValueType::kAny;
    CheckTests(shape_, {.name = name, .target = {.kind = kind, .type = type}},
               tests);
  }

  /// A condition on an element's members.
  void CheckMembers(Condition& condition) {
    for (Condition& child : condition.children) CheckMembers(child);
    if (condition.kind != Condition::Kind::kPath) return;
    condition.target = {.kind = Kind::kElement, .type = ValueType::kAny};
    CheckTests(shape_, {.name = condition.name, .target = condition.target},
               condition.tests);
  }

  /// An entry of `$all` that is one constant.
  void CheckItemId(const Test& entry, const std::string& what) {
    for (const Test& test : entry.tests) {
      if (test.op == Operator::kImplicit && !test.constants.empty()) {
        constants_.Strict(test.constants[0], what);
      } else if (test.op != Operator::kImplicit) {
        Report(test, "wrong-operator", what + " must be an item id", "a text");
      }
    }
  }

  void CheckShares(Test& test) {
    for (std::size_t i = 0; i < test.tests.size(); ++i) {
      CheckTests(shape_,
                 {.name = test.constants[i].text,
                  .target = {.kind = Kind::kDevice,
                             .type = ValueType::kNumber,
                             .source = InputSource::kCategoryShare}},
                 test.tests[i].tests);
    }
  }

  void CheckInterest(Test& test) {
    CheckTests(shape_,
               {.name = "$affinity",
                .target = {.kind = Kind::kDevice,
                           .type = ValueType::kNumber,
                           .source = InputSource::kBrandShare}},
               test.tests);
  }

  void CheckTypeName(Test& test, const std::string& name) {
    const std::string& text = test.constants[0].text;
    const auto* end = std::end(kTypeNames);
    if (std::find(std::begin(kTypeNames), end, text) != end) return;
    const std::string_view nearest = NearestName(text, kTypeNames);
    test.op = Operator::kNever;
    ReportNever(shape_, shape_.tree.ValuePlace(test.node), "unknown-type",
                "unknown type " + Quoted(text) + " in " + name +
                    (nearest.empty() ? "; allowed: " + OneOf(Names(kTypeNames))
                                     : DidYouMean(nearest)),
                {.found = shape_.Found(test.node),
                 .expected = OneOf(Names(kTypeNames)),
                 .nearest = std::string(nearest)});
  }

  void CheckPattern(Test& test, const std::string& name) {
    if (test.constants.empty()) return;
    const auto pattern =
        CompilePattern(test.constants[0].text, test.op == Operator::kRegexi);
    const auto* error = std::get_if<PatternError>(&pattern);
    if (error == nullptr) return;
    const Place place = shape_.tree.ValuePlace(test.node);
    const std::string message =
        "the pattern of " + name + " cannot be used: " + error->message +
        " (at character " + std::to_string(error->offset + 1) + ")";
    Detail detail{.found = shape_.Found(test.node)};
    if (error->kind == PatternError::Kind::kInvalid) {
      test.op = Operator::kNever;
      ReportNever(shape_, place, "bad-pattern", message, std::move(detail));
      return;
    }
    const bool large = error->kind == PatternError::Kind::kTooLarge;
    shape_.diagnostics.Error(place, large ? "limit" : "unsupported-pattern",
                             message, std::move(detail));
  }

  void CheckDate(Test& test, const std::string& name) {
    if (test.constants.empty()) return;
    const std::string& text = test.constants[0].text;
    const bool can_be_relative = path_.target.source != InputSource::kNow;
    const auto relative =
        can_be_relative ? ParseRelativeTime(text) : std::nullopt;
    if (relative && std::abs(*relative) <= kMaxDurationMs) {
      test.time_ms = *relative;
      test.from_now = true;
      return;
    }
    static const ZoneModel kUtc;
    const auto date = ParseDate(text, path_.zone ? *path_.zone : kUtc);
    if (date) {
      test.time_ms = *date;
      return;
    }
    const std::string expected =
        std::string(kDateForm) +
        (can_be_relative ? ", or a time from now of at most 400 days, such as "
                           "\"-180d\" or \"+2h\""
                         : "");
    shape_.diagnostics.Error(
        shape_.tree.ValuePlace(test.node), "bad-value",
        name + " must be " + expected + ", found " + shape_.Found(test.node),
        {.found = shape_.Found(test.node), .expected = expected});
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
  ConstantChecker constants_;
};

}  // namespace

void CheckTests(Shape& shape, const TestedPath& path,
                std::vector<Test>& tests) {
  if (shape.diagnostics.errors_full()) return;
  TestChecker(shape, path).Check(tests);
}

}  // namespace vitrine::rules
