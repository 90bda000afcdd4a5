#include "rules/lower/test.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include "rules/check/constant.h"
#include "rules/model/dates.h"
#include "rules/pattern/letter_case.h"
#include "rules/text/javascript.h"
#include "rules/text/version_text.h"

namespace vitrine::rules {
namespace {

using Kind = PathTarget::Kind;
using Form = PathTarget::Form;
using Source = InputSource;

/// 0 to 3 for less, less or equal, greater, greater or equal: the order of the
/// leaf operations.
std::uint32_t RankOf(Operator op) {
  switch (op) {
    case Operator::kLt:
    case Operator::kVlt:
      return 0;
    case Operator::kLte:
    case Operator::kVlte:
      return 1;
    case Operator::kGt:
    case Operator::kVgt:
      return 2;
    default:
      return 3;
  }
}
LeafOp Ranked(LeafOp first, std::uint32_t rank) {
  return static_cast<LeafOp>(static_cast<std::uint32_t>(first) + rank);
}

/// Numbers without a text of their own: those that the core makes.
bool IsBareNumber(const PathTarget& target) {
  if (target.kind == Kind::kTally || target.kind == Kind::kSize) return true;
  const bool is_field =
      target.kind == Kind::kItemField && target.argument < kItemFields;
  return (target.kind == Kind::kDevice || is_field) &&
         target.type == ValueType::kNumber;
}

/// The host tells it: null stands for what JavaScript calls null.
bool IsTold(const PathTarget& target) {
  return target.kind == Kind::kHost || target.kind == Kind::kPage ||
         target.kind == Kind::kElement;
}

/// Numbers that may be null, which is no 0 here as it would be in JavaScript.
bool HasNoZero(const PathTarget& target, const Input& input) {
  if (target.kind == Kind::kPage) return target.type == ValueType::kNumber;
  if (target.kind != Kind::kDevice && target.kind != Kind::kTally) return false;
  switch (input.source) {
    case Source::kSince:
    case Source::kVisitAge:
    case Source::kVisitGap:
    case Source::kCartAge:
    case Source::kOrdersAverage:
    case Source::kOrdersFirst:
    case Source::kOrdersLast:
    case Source::kOrdersFirstAt:
    case Source::kOrdersLastAt:
      return true;
    default:
      return false;
  }
}

IdentityKind TextKind(const PathTarget& target) {
  const bool is_item_id =
      target.kind == Kind::kItemField &&
      target.argument == static_cast<std::uint32_t>(ItemField::kId);
  const bool is_viewed =
      target.kind == Kind::kDevice && target.source == Source::kViewedLast;
  return is_item_id || is_viewed ? IdentityKind::kItem : IdentityKind::kValue;
}

bool MatchesText(const CompiledPattern& pattern, std::string_view ascii) {
  std::uint32_t state = 0;
  for (const char c : ascii) {
    if (pattern.states[state] == StateKind::kFound) return true;
    std::size_t bound = pattern.bounds.size() - 1;
    while (pattern.bounds[bound].unit > static_cast<unsigned char>(c)) --bound;
    state = pattern.transitions[state * pattern.header.class_count +
                                pattern.bounds[bound].unit_class];
  }
  return pattern.states[state] == StateKind::kFound ||
         pattern.states[state] == StateKind::kAtEnd;
}

}  // namespace

std::uint8_t NeedsOf(LeafOp op) {
  switch (op) {
    case LeafOp::kLowerStrictText:
    case LeafOp::kLowerLooseText:
    case LeafOp::kLowerInTexts:
      return kNeedsLower;
    case LeafOp::kVersionLess:
    case LeafOp::kVersionLessEqual:
    case LeafOp::kVersionGreater:
    case LeafOp::kVersionGreaterEqual:
    case LeafOp::kVersionEqual:
      return kNeedsVersion;
    case LeafOp::kJson:
      return kNeedsJson;
    case LeafOp::kSome:
    case LeafOp::kSize:
      return kNeedsTree;
    default:
      return 0;
  }
}

TestLowering::TestLowering(ConditionLowering& owner, FormulaPool& pool,
                           const PathTarget& target, Input input)
    : owner_(owner), pool_(pool), target_(target), input_(input) {}

TestLowering TestLowering::OnInput(const PathTarget& target, Input input) {
  return TestLowering(owner_, pool_, target, input);
}

TestLowering TestLowering::OnElement() {
  return TestLowering(owner_, owner_.out_.elements,
                      {.kind = Kind::kElement, .type = ValueType::kAny}, {});
}

Formula TestLowering::All(const std::vector<Test>& tests) {
  std::vector<Part> parts;
  for (const Test& test : tests) parts.push_back({One(test)});
  return pool_.All(parts);
}

Formula TestLowering::One(const Test& test) {
  if (test.compared != PropertyKind::kOfItem) return Compared(test);
  switch (test.op) {
    case Operator::kImplicit:
      return Implicit(test.constants[0]);
    case Operator::kEq:
    case Operator::kTop:
      return Strict(test.constants[0]);
    case Operator::kNe:
      return pool_.None({{Strict(test.constants[0])}});
    case Operator::kLt:
    case Operator::kLte:
    case Operator::kGt:
    case Operator::kGte:
      return Ordered(test);
    case Operator::kIn:
    case Operator::kInGroup:
      return pool_.Any(In(test.constants, false));
    case Operator::kNin:
    case Operator::kNotInGroup:
      return pool_.None(In(test.constants, false));
    case Operator::kIni:
      return pool_.Any(In(test.constants, true));
    case Operator::kNini:
      return pool_.None(In(test.constants, true));
    case Operator::kExists:
      return Leaf(test.constants[0].truth ? LeafOp::kExists : LeafOp::kIsNull);
    case Operator::kNot:
      return pool_.None({{All(test.tests)}});
    case Operator::kTests:
      return All(test.tests);
    case Operator::kType:
      return TypeIs(test.constants[0].text);
    case Operator::kSize: {
      TestLowering number(owner_, owner_.out_.elements,
                          {.kind = Kind::kSize, .type = ValueType::kNumber},
                          {});
      return Size(number.All(test.tests));
    }
    case Operator::kAll:
    case Operator::kAlli:
      return AllElements(test);
    case Operator::kElemMatch:
      return ElemMatch(test);
    case Operator::kRegex:
    case Operator::kRegexi:
      return Matches(test);
    case Operator::kVeq:
    case Operator::kVne:
    case Operator::kVlt:
    case Operator::kVlte:
    case Operator::kVgt:
    case Operator::kVgte:
      return Version(test);
    case Operator::kBefore:
    case Operator::kAfter:
      return Date(test);
    case Operator::kShare:
      return Shares(test);
    case Operator::kAffinity:  // Compared() took it.
    case Operator::kNever:
      break;
  }
  return pool_.False();
}

Constant TestLowering::Converted(const Constant& constant) const {
  Constant converted = constant;
  if (target_.form == Form::kWeekday && constant.type == JsonType::kString) {
    converted.type = JsonType::kNumber;
    converted.number = WeekdayNumber(constant.text);
  } else if (target_.form == Form::kClock) {
    converted.number *= target_.unit_ms;
  }
  return converted;
}

Formula TestLowering::Implicit(const Constant& given) {
  const Constant constant = Converted(given);
  switch (constant.type) {
    case JsonType::kNumber: {
      if (target_.form == Form::kHour) return HourIs(constant.number);
      const bool strict =
          target_.kind == Kind::kTally || HasNoZero(target_, input_);
      return Leaf(strict ? LeafOp::kStrictNumber : LeafOp::kLooseNumber,
                  constant.number);
    }
    case JsonType::kBoolean:
      return Leaf(LeafOp::kLooseTruth, constant.truth);
    case JsonType::kString:
      return ImplicitText(constant);
    case JsonType::kNull:
      return Leaf(LeafOp::kIsNull);
    default:
      if (!IsTold(target_)) return pool_.False();
      return Leaf(LeafOp::kJson,
                  SymbolText{IdentityKind::kValue, constant.text});
  }
}

Formula TestLowering::ImplicitText(const Constant& constant) {
  if (target_.form == Form::kContains) return Contains(constant.text);
  if (IsBareNumber(target_)) {
    const double number = TextToNumber(constant.text);
    const bool is_its_text = NumberToText(number) == constant.text;
    if (!is_its_text || !std::isfinite(number)) return pool_.False();
    return Leaf(LeafOp::kStrictNumber, number);
  }
  return OrNull(
      Leaf(LeafOp::kLooseText, SymbolText{TextKind(target_), constant.text}),
      constant.text == kNullText);
}

Formula TestLowering::Strict(const Constant& given) {
  const Constant constant = Converted(given);
  switch (constant.type) {
    case JsonType::kNumber:
      if (target_.form == Form::kHour) return HourIs(constant.number);
      return Leaf(LeafOp::kStrictNumber, constant.number);
    case JsonType::kString:
      if (target_.form == Form::kContains) return Contains(constant.text);
      return Leaf(LeafOp::kStrictText,
                  SymbolText{TextKind(target_), constant.text});
    case JsonType::kBoolean:
      return Leaf(LeafOp::kStrictTruth, constant.truth);
    case JsonType::kNull:
      return Leaf(LeafOp::kIsNull);
    default:
      // Another list or object is never the same one.
      return pool_.False();
  }
}

Formula TestLowering::Ordered(const Test& test) {
  const std::uint32_t rank = RankOf(test.op);
  const Constant constant = Converted(test.constants[0]);
  if (constant.type == JsonType::kString) {
    return OrderedText(rank, constant.text);
  }
  if (target_.form == Form::kHour) return HourOrder(rank, constant.number);
  const bool is_number = constant.type == JsonType::kNumber;
  return OrderedNumber(rank, is_number        ? constant.number
                             : constant.truth ? 1
                                              : 0);
}

Formula TestLowering::OrderedNumber(std::uint32_t rank, double number) {
  if (std::isfinite(number)) {
    return IfExists(Leaf(Ranked(LeafOp::kLess, rank), number));
  }
  // A program holds finite numbers. Only an infinite value lies beyond the
  // largest one.
  constexpr double kMax = std::numeric_limits<double>::max();
  const bool is_positive = number > 0;
  const double last = is_positive ? kMax : -kMax;
  const Formula finite =
      Leaf(is_positive ? LeafOp::kLessEqual : LeafOp::kGreaterEqual, last);
  const Formula infinite =
      Leaf(is_positive ? LeafOp::kGreater : LeafOp::kLess, last);
  const std::uint32_t inner = is_positive ? kLess : kGreater;
  const std::uint32_t outer = is_positive ? kGreaterEqual : kLessEqual;
  const std::uint32_t any = is_positive ? kLessEqual : kGreaterEqual;
  if (rank == inner) return finite;
  if (rank == outer) return infinite;
  if (rank == any) return pool_.Any({{finite}, {infinite}});
  return pool_.False();
}

/// JavaScript compares two texts as texts, everything else as numbers; lists
/// and objects become texts first.
Formula TestLowering::OrderedText(std::uint32_t rank, const std::string& text) {
  const double number = TextToNumber(text);
  const bool is_number = number == number;
  if (IsBareNumber(target_)) {
    return is_number ? OrderedNumber(rank, number) : pool_.False();
  }
  const Formula as_text = Leaf(Ranked(LeafOp::kTextLess, rank),
                               SymbolText{IdentityKind::kValue, text});
  if (!is_number || !IsTold(target_)) return as_text;
  const Formula no_text =
      pool_.None({{Leaf(LeafOp::kHasType, ValueTag::kText)},
                  {Leaf(LeafOp::kHasType, ValueTag::kList)},
                  {Leaf(LeafOp::kHasType, ValueTag::kObject)}});
  const Formula as_number =
      pool_.All({{no_text}, {OrderedNumber(rank, number)}});
  return pool_.Any({{as_text}, {as_number}});
}

/// Of a list, one of the elements; else the value itself.
std::vector<FormulaPool::Part> TestLowering::In(
    const std::vector<Constant>& constants, bool any_case) {
  std::vector<Part> parts = InScalars(constants, any_case);
  if (TakesAnything(target_) && target_.kind != Kind::kSize) {
    const Formula element =
        owner_.out_.elements.Any(OnElement().InScalars(constants, any_case));
    parts.push_back({Some(element)});
  }
  return parts;
}

/// One list per type, unless a single value will do.
std::vector<FormulaPool::Part> TestLowering::InScalars(
    const std::vector<Constant>& constants, bool any_case) {
  std::vector<Part> parts;
  std::vector<double> numbers;
  std::vector<SymbolText> texts;
  for (const Constant& given : constants) {
    const Constant constant = Converted(given);
    const bool is_plain =
        target_.form != Form::kHour && target_.form != Form::kContains;
    if (constant.type == JsonType::kNumber && is_plain) {
      numbers.push_back(constant.number + 0.0);
    } else if (constant.type == JsonType::kString && is_plain) {
      texts.push_back({TextKind(target_),
                       any_case ? ToLowerCase(constant.text) : constant.text});
    } else {
      parts.push_back({Strict(constant)});
    }
  }
  AddList(std::move(numbers), LeafOp::kStrictNumber, LeafOp::kInNumbers, parts);
  // What was searched for is in lower case already.
  const bool lower = any_case && target_.kind != Kind::kDevice;
  AddList(std::move(texts),
          lower ? LeafOp::kLowerStrictText : LeafOp::kStrictText,
          lower ? LeafOp::kLowerInTexts : LeafOp::kInTexts, parts);
  return parts;
}

template <typename T>
void TestLowering::AddList(std::vector<T> elements, LeafOp one, LeafOp many,
                           std::vector<Part>& parts) {
  std::sort(elements.begin(), elements.end());
  elements.erase(std::unique(elements.begin(), elements.end()), elements.end());
  if (elements.size() == 1) {
    parts.push_back({Leaf(one, std::move(elements[0]))});
  } else if (!elements.empty()) {
    parts.push_back({Leaf(many, std::move(elements))});
  }
}

Formula TestLowering::TypeIs(std::string_view name) {
  struct Named {
    std::string_view name;
    ValueTag tag;
  };
  constexpr Named kTypes[] = {
      {"null", ValueTag::kNull},     {"boolean", ValueTag::kTruth},
      {"number", ValueTag::kNumber}, {"string", ValueTag::kText},
      {"array", ValueTag::kList},    {"object", ValueTag::kObject},
  };
  for (const Named& type : kTypes) {
    if (type.name == name) return Leaf(LeafOp::kHasType, type.tag);
  }
  return pool_.False();
}

Formula TestLowering::Matches(const Test& test) {
  const std::uint32_t index =
      owner_.Pattern(test.constants[0].text, test.op == Operator::kRegexi);
  const bool null_holds =
      IsTold(target_) && MatchesText(owner_.out_.automata[index], kNullText);
  return OrNull(Leaf(LeafOp::kMatches, AutomatonIndex{index}), null_holds);
}

/// As paddedVersionString has it, what is neither a text nor a number is
/// version 0.
Formula TestLowering::Version(const Test& test) {
  const Constant& constant = test.constants[0];
  const std::string padded = PaddedVersion(
      constant.type == JsonType::kString   ? constant.text
      : constant.type == JsonType::kNumber ? NumberToText(constant.number)
                                           : std::string());
  const int order = PaddedVersion({}).compare(padded);
  const SymbolText symbol{IdentityKind::kValue, padded};
  if (test.op == Operator::kVeq || test.op == Operator::kVne) {
    const Formula same =
        OrNull(Leaf(LeafOp::kVersionEqual, symbol), order == 0);
    return test.op == Operator::kVeq ? same : pool_.None({{same}});
  }
  const std::uint32_t rank = RankOf(test.op);
  const bool null_holds = rank == kLess        ? order < 0
                          : rank == kLessEqual ? order <= 0
                          : rank == kGreater   ? order > 0
                                               : order >= 0;
  return OrNull(Leaf(Ranked(LeafOp::kVersionLess, rank), symbol), null_holds);
}

Formula TestLowering::IfExists(Formula formula) {
  if (!HasNoZero(target_, input_)) return formula;
  return pool_.All({{Leaf(LeafOp::kExists)}, {formula}});
}

Formula TestLowering::OrNull(Formula formula, bool null_holds) {
  if (!null_holds) return formula;
  return pool_.Any({{formula}, {Leaf(LeafOp::kIsNull)}});
}

Formula TestLowering::Leaf(LeafOp op) { return Leaf(op, std::monostate()); }

}  // namespace vitrine::rules
