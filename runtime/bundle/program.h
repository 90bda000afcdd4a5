#ifndef VITRINE_RUNTIME_BUNDLE_PROGRAM_H_
#define VITRINE_RUNTIME_BUNDLE_PROGRAM_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"

/// The compiled rules as the compiler makes them, the writer stores them and
/// the reader gives them back: one set of types for both directions. Every
/// enumerator's number is part of the bundle format (FORMAT.md).
namespace vitrine {

inline constexpr std::uint32_t kNone = 0xffffffff;

/// Limits of one bundle. The compiler reports them with a position, the
/// reader refuses files that exceed them.
inline constexpr std::uint32_t kMaxStrings = 65'536;
inline constexpr std::uint32_t kMaxAttributes = 256;
inline constexpr std::uint32_t kMaxNodes = 200'000;  ///< leaves plus gates
inline constexpr std::uint32_t kMaxCounters = 128;
inline constexpr std::uint32_t kMaxSegments = 4'096;
inline constexpr std::uint32_t kMaxSlots = 256;
inline constexpr std::uint32_t kMaxRules = 20'000;
inline constexpr std::uint32_t kMaxSlotItems = 24;
inline constexpr std::uint32_t kMaxStrategies = 8;  ///< of one rule
inline constexpr std::uint32_t kMaxListElements = 65'536;
inline constexpr std::uint32_t kMaxBundleBytes = 16U << 20;
/// Occurrence times that one counter can keep, and all of them together.
inline constexpr std::uint32_t kMaxKeptTimes = 64;
inline constexpr std::uint32_t kMaxKeptTimesTotal = 1'024;
/// Longest window and time to live: 400 days.
inline constexpr double kMaxDurationMs = 400.0 * 86'400'000.0;

/// Texts packed end to end, UTF-8.
class TextTable {
 public:
  /// Fills an empty table. `ends`: where each text ends in `bytes`, ascending;
  /// the last one is the end of `bytes`. Takes the array.
  void Fill(std::span<const char> bytes, Array<std::uint32_t>& ends) {
    bytes_.append(bytes);
    ends_.swap(ends);
  }
  std::uint32_t Add(std::string_view text) {
    bytes_.append({text.data(), text.size()});
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    return static_cast<std::uint32_t>(ends_.size() - 1);
  }
  /// Valid until the table changes. Precondition: index < size().
  std::string_view operator[](std::uint32_t index) const;
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(ends_.size());
  }
  bool operator==(const TextTable&) const = default;

 private:
  Array<char> bytes_;
  Array<std::uint32_t> ends_;
};

/// A name that conditions compare with.
struct Symbol {
  IdentityKind kind = IdentityKind::kValue;
  std::uint32_t string = 0;
  bool operator==(const Symbol&) const = default;
};

enum class ValueType : std::uint8_t { kString = 0, kNumber = 1, kBoolean = 2 };
inline constexpr std::uint32_t kValueTypes = 3;

/// What the host may tell about the visitor or the page.
struct Attribute {
  std::uint32_t name = 0;  ///< string index
  ValueType type = ValueType::kString;
  double ttl_ms = 0;  ///< a value is forgotten this long after it was set;
                      ///< 0: kept until the host changes it
  bool operator==(const Attribute&) const = default;
};

/// Where the value that a leaf compares comes from. `bundle/paths.h` gives
/// the rule language's names for those that are not attributes or counters.
enum class InputSource : std::uint8_t {
  kAttribute = 0,     ///< argument: attribute index
  kCounter = 1,       ///< argument: counter index
  kPageType = 2,      ///< text
  kPagePath = 3,      ///< text
  kVisitNumber = 4,   ///< 1 for the first visit
  kVisitPages = 5,    ///< page views in this visit
  kCartQuantity = 6,  ///< sum of quantities
  kCartValue = 7,     ///< sum of price times quantity, store currency
  kOrdersCount = 8,
  kOrdersValue = 9,
  kViewedCount = 10,       ///< different items viewed, as far as remembered
  kAffinityCategory = 11,  ///< text: the strongest item_category
  kAffinityBrand = 12,     ///< text: the strongest item_brand
};
inline constexpr std::uint32_t kInputSources = 13;

struct Input {
  InputSource source = InputSource::kAttribute;
  std::uint32_t argument = 0;  ///< 0 where the source has none
  bool operator==(const Input&) const = default;
};

/// Tests one value against one operand. "Strict" compares as `===` does;
/// "loose" converts first, as the short form `{"path": constant}` does.
enum class LeafOp : std::uint8_t {
  kExists = 0,        ///< not null
  kIsNull = 1,        ///< null
  kStrictNumber = 2,  ///< operand: number
  kLooseNumber = 3,   ///< operand: number; Number(value) equals it
  kStrictText = 4,    ///< operand: symbol
  kLooseText = 5,     ///< operand: symbol; String(value) equals it
  kStrictTruth = 6,   ///< operand: 0 or 1
  kLooseTruth = 7,    ///< operand: 0 or 1; not null and !!value equals it
  kLess = 8,          ///< operand: number; Number(value) compared
  kLessEqual = 9,
  kGreater = 10,
  kGreaterEqual = 11,
  kInNumbers = 12,  ///< operand: number list; strict
  kInTexts = 13,    ///< operand: symbol list; strict
};
inline constexpr std::uint32_t kLeafOps = 14;

/// What `Leaf::operand` indexes.
enum class OperandKind : std::uint8_t {
  kNothing,
  kNumber,
  kSymbol,
  kTruth,
  kNumberList,
  kSymbolList
};
OperandKind OperandKindOf(LeafOp op);

struct Leaf {
  std::uint32_t input = 0;
  LeafOp op = LeafOp::kExists;
  std::uint32_t operand = 0;
  bool operator==(const Leaf&) const = default;
};

/// Kleene's three-valued logic: what is unknown stays unknown under kNone.
enum class GateKind : std::uint8_t {
  kAll = 0,  ///< and; true without children
  kAny = 1,  ///< or; false without children
  kNone = 2  ///< nor; with one child: not
};
inline constexpr std::uint32_t kGateKinds = 3;

struct Gate {
  GateKind kind = GateKind::kAll;
  std::uint32_t first_child = 0;  ///< into Network::children
  std::uint32_t child_count = 0;
  bool operator==(const Gate&) const = default;
};

/// Conditions as a graph without cycles. Nodes are numbered: first all leaves,
/// then all gates; a gate's children have smaller numbers than the gate.
/// Equal conditions are one node.
struct Network {
  Array<Leaf> leaves;  ///< sorted by input
  Array<Gate> gates;
  Array<std::uint32_t> children;
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(leaves.size() + gates.size());
  }
  bool operator==(const Network&) const = default;
};

/// What a `where` can read of one item of an event, and a `filter` of one
/// item of the catalogue: Leaf::input of the item network is one of these.
enum class ItemField : std::uint8_t {
  kId = 0,
  kBrand = 1,
  kCategory = 2,
  kPrice = 3,
  kQuantity = 4,      ///< events only; null in a catalogue
  kAvailability = 5,  ///< catalogue only; null in an event
};
inline constexpr std::uint32_t kItemFields = 6;

enum class Window : std::uint8_t {
  kLifetime = 0,  ///< everything the device remembers
  kVisit = 1,     ///< this visit
  kDuration = 2   ///< the last `duration_ms` milliseconds
};
inline constexpr std::uint32_t kWindows = 3;

/// Counts events of one name, of which at least one item satisfies `where`.
struct Counter {
  /// Names the counter by its meaning (event, where, window), so that a new
  /// bundle finds the count that an older one began.
  Identity identity = kNoIdentity;
  std::uint32_t event = 0;  ///< symbol of kind kEvent
  Window window = Window::kLifetime;
  double duration_ms = 0;       ///< whole milliseconds; only for kDuration
  std::uint32_t where = kNone;  ///< node of the item network, or kNone
  /// For kDuration: how many of the latest occurrence times are kept. The
  /// count never exceeds it; the compiler sets it to one more than the
  /// largest number that a condition compares with. Otherwise 0.
  std::uint32_t kept = 0;
  bool operator==(const Counter&) const = default;
};

struct Segment {
  std::uint32_t name = 0;  ///< string index
  std::uint32_t node = 0;
  bool operator==(const Segment&) const = default;
};

enum class SlotType : std::uint8_t { kContent = 0, kRecommendations = 1 };
inline constexpr std::uint32_t kSlotTypes = 2;

/// A place on the page. Its rules are Program::rules[first_rule ...], best
/// first: by descending priority, then by ascending id.
struct Slot {
  std::uint32_t name = 0;  ///< string index
  SlotType type = SlotType::kContent;
  /// Items shown at most: 1 to kMaxSlotItems; 0 where none are recommended.
  std::uint32_t limit = 0;
  std::uint32_t first_rule = 0;
  std::uint32_t rule_count = 0;
  bool operator==(const Slot&) const = default;
};

struct Rule {
  std::uint32_t id = 0;  ///< string index
  std::int32_t priority = 0;
  std::uint32_t node = 0;
  std::uint32_t content = 0;  ///< index into Program::contents
  /// Index into Program::recommendations; kNone: content only. Rules of a
  /// slot of recommendations have one, others do not.
  std::uint32_t recommendation = kNone;
  bool operator==(const Rule&) const = default;
};

/// A way of choosing items. names: bundle/paths.h.
enum class Strategy : std::uint8_t {
  kForYou = 0,          ///< what goes with what the visitor viewed last
  kSimilar = 1,         ///< what goes with the item of this page
  kBoughtTogether = 2,  ///< what goes with the cart
  kRecentlyViewed = 3,
  kPopular = 4,
  kPopularInCategory = 5,  ///< of the page, its item, or the latest interest
};
inline constexpr std::uint32_t kStrategies = 6;

/// What a rule recommends: items of the first strategy, and while the slot has
/// room of the next one, and so on.
struct Recommendation {
  std::uint32_t filter = kNone;  ///< node of the item network that must hold
  std::uint32_t first_strategy = 0;  ///< into Program::strategies
  std::uint32_t strategy_count = 0;  ///< 1 to kMaxStrategies
  bool operator==(const Recommendation&) const = default;
};

struct List {
  std::uint32_t first = 0;  ///< into the element vector of its kind
  std::uint32_t count = 0;
  bool operator==(const List&) const = default;
};

struct Program {
  TextTable strings;
  Array<Symbol> symbols;
  Array<double> numbers;  ///< finite
  Array<List> number_lists;
  Array<double> number_elements;
  Array<List> symbol_lists;
  Array<std::uint32_t> symbol_elements;
  Array<Attribute> attributes;
  Array<Input> inputs;
  Network conditions;       ///< Leaf::input: index into `inputs`
  Network item_conditions;  ///< Leaf::input: an ItemField
  Array<Counter> counters;
  Array<Segment> segments;
  Array<Slot> slots;
  Array<Rule> rules;
  Array<Recommendation> recommendations;
  Array<Strategy> strategies;  ///< of all recommendations, one after the other
  /// `show` of each rule as minified JSON. The core never reads it.
  TextTable contents;
  bool operator==(const Program&) const = default;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_PROGRAM_H_
