#ifndef VITRINE_RULES_MODEL_CONDITION_MODEL_H_
#define VITRINE_RULES_MODEL_CONDITION_MODEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "rules/text/json_tree.h"
#include "runtime/bundle/program.h"

/// Conditions in the terms of the language. What a rule says elsewhere about
/// when it applies (schedule, caps, budget, experiments) becomes conditions of
/// the same kinds, so that they are compiled and explained the same way.
namespace vitrine::rules {

/// What stands on the right of a path.
struct Constant {
  JsonType type = JsonType::kNull;
  bool truth = false;
  double number = 0;
  /// Of a text; of a list or an object its minified JSON.
  std::string text;
  NodeId node = 0;
};

/// How a path is compared. operators.cc lists the names.
enum class Operator : std::uint8_t {
  kImplicit,  ///< `{"path": constant}`, which converts
  kEq,
  kNe,
  kLt,
  kLte,
  kGt,
  kGte,
  kIn,
  kNin,
  kIni,
  kNini,
  kInGroup,
  kNotInGroup,
  kExists,
  kNot,
  kType,
  kSize,
  kAll,
  kAlli,
  kElemMatch,
  kRegex,
  kRegexi,
  kVeq,
  kVne,
  kVlt,
  kVlte,
  kVgt,
  kVgte,
  kBefore,
  kAfter,
  kTop,
  kShare,
  kAffinity,
  kTests,  ///< all of `tests`; has no name
  kNever   ///< lenient: what the SDK evaluates to false; has no name
};

struct Condition;

struct Test {
  Operator op = Operator::kImplicit;
  /// kInGroup, kNotInGroup: the group's name, until the checker puts the
  /// group's values here.
  std::vector<Constant> constants;
  /// kNot, kSize, kTests: all of these. kAll, kAlli: one kTests per element.
  /// kElemMatch without paths inside: of the element. kShare: one kTests per
  /// name in `constants`. kAffinity: of the interest.
  std::vector<Test> tests;
  /// kElemMatch with paths inside, references: one.
  std::vector<Condition> conditions;
  /// kBefore, kAfter, from the checker: ms since 1970, or from now on.
  double time_ms = 0;
  bool from_now = false;
  /// kImplicit to kGte: the item's value is compared with what `conditions[0]`,
  /// a path without tests, names, times this. There is no constant.
  bool is_reference = false;
  double times = 1;
  /// What of the item's value is compared; kOfItem: it itself. Of references
  /// from the checker.
  PropertyKind compared = PropertyKind::kOfItem;
  NodeId node = 0;
};

/// Where the value of a path comes from; the checker finds out, or whoever
/// makes a condition that stands for something else knows.
struct PathTarget {
  enum class Kind : std::uint8_t {
    kHost,       ///< an attribute, or a path into one
    kPage,       ///< what the page knows by itself
    kDevice,     ///< `source` and `argument` say what
    kItemField,  ///< of an event's or a catalogue's item, or of an event
    kElement,    ///< a path into an element of a list
    kTally,      ///< what an `$event` counted
    kSize        ///< the number of elements of a list
  };
  /// How the constants of the rule file become those of `source`.
  enum class Form : std::uint8_t {
    kPlain,     ///< they are the same
    kClock,     ///< numbers, times `unit_ms`
    kHour,      ///< numbers, to ranges of minutes
    kWeekday,   ///< names of days, to numbers
    kDate,      ///< dates, to ms or to ages
    kContains,  ///< item ids, each an input of its own
    kAffinity   ///< names; kShare reads other inputs
  };
  Kind kind = Kind::kHost;
  ValueType type = ValueType::kString;
  InputSource source = InputSource::kRead;
  Form form = Form::kPlain;  ///< kDevice only
  /// kHost: index into Model::attributes. kDevice: as Input::argument, but
  /// where that is a symbol. kItemField: ItemField, kItemProperty or
  /// kEventProperty.
  std::uint32_t argument = 0;
  /// kDevice: the symbol's text, where the source has one as its argument.
  /// kItemField: the property's name.
  std::string symbol;
  double unit_ms = 1;  ///< kClock: what a 1 in the rule file means
};

/// PathTarget::argument of what has no ItemField.
inline constexpr std::uint32_t kItemProperty = kItemFields;
inline constexpr std::uint32_t kEventProperty = kItemFields + 1;

/// What a condition is about: decides which operators, keys and paths it may
/// have.
enum class ConditionScope : std::uint8_t {
  kVisitor,
  kEventItem,      ///< `where`
  kCatalogueItem,  ///< `filter`, `boost`, `never_recommend`
  kElement         ///< inside `$elemMatch`
};

/// One `$event`, or one step of a `$sequence`.
struct EventPattern {
  std::string event;  ///< or, of an outcome, the rule's id; `*`: all popups
  IdentityKind kind = IdentityKind::kEvent;  ///< or kShown to kConverted
  std::vector<Condition> where;              ///< none or one
  bool absent = false;
  double within_ms = 0;  ///< as Step::within_ms
  NodeId node = 0;
};

struct Condition {
  enum class Kind : std::uint8_t {
    kAll,
    kAny,
    kNone,
    kPath,
    kSegment,
    kEvent,      ///< tests on a tally
    kSince,      ///< tests on the ms since the latest occurrence
    kExperiment  ///< takes part, and is in one of the arms
  };
  Kind kind = Kind::kAll;
  NodeId node = 0;
  /// Path, segment or experiment. Of a tally what people call it:
  /// `$event view_item within 30m`, `cap shown offer`.
  std::string name;
  std::vector<Condition> children;  ///< gates: any number
  std::vector<Test> tests;          ///< kPath, kEvent, kSince: all of these
  PathTarget target;                ///< kPath; of a tally: what `what` names
  std::uint32_t index = kNone;      ///< kSegment, kExperiment: in the model
  std::vector<Constant> arm_names;  ///< kExperiment, for the checker
  std::vector<std::uint32_t> arms;  ///< kExperiment: indexes; empty: any arm

  // kEvent and kSince:
  std::vector<EventPattern> steps;  ///< one, but for sequences
  Tally tally = Tally::kCount;
  std::string what;          ///< kSum, kDistinct: field or property
  NodeId what_node = kNone;  ///< likewise
  Window window = Window::kLifetime;
  double length = 0;  ///< as Counter::length
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_CONDITION_MODEL_H_
