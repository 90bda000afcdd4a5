#ifndef VITRINE_RUNTIME_BUNDLE_PROGRAM_H_
#define VITRINE_RUNTIME_BUNDLE_PROGRAM_H_

#include <cstdint>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"
#include "runtime/bundle/network.h"
#include "runtime/bundle/text_table.h"

/// The compiled rules as the compiler makes them, the writer stores them and
/// the reader gives them back: one set of types for both directions. Every
/// enumerator's number is part of the bundle format (FORMAT.md).
namespace vitrine {

inline constexpr std::uint32_t kNone = 0xffffffff;

/// Limits of one bundle. The compiler reports them with a position, the
/// reader refuses files that exceed them.
inline constexpr std::uint32_t kMaxStrings = 65'536;
inline constexpr std::uint32_t kMaxAttributes = 256;
inline constexpr std::uint32_t kMaxReads = 1'024;
inline constexpr std::uint32_t kMaxInputs = 8'192;
inline constexpr std::uint32_t kMaxProperties = 16;
inline constexpr std::uint32_t kMaxNodes = 200'000;  ///< leaves plus gates
/// Gates above a leaf, in the item network and in `elements`, which are
/// evaluated from the top: one condition visits at most kMaxNodes nodes of
/// them, counted as often as gates share them.
inline constexpr std::uint32_t kMaxNesting = 256;
inline constexpr std::uint32_t kMaxCounters = 512;
inline constexpr std::uint32_t kMaxSteps = 1'024;      ///< of all counters
inline constexpr std::uint32_t kMaxSequenceSteps = 8;  ///< of one counter
inline constexpr std::uint32_t kMaxExperiments = 4'096;
inline constexpr std::uint32_t kMaxArms = 64;  ///< of one experiment
inline constexpr std::uint32_t kMaxZones = 16;
inline constexpr std::uint32_t kMaxZoneChanges = 256;  ///< of one zone
/// States of one automaton; its classes of UTF-16 units; entries of all
/// transition tables together.
inline constexpr std::uint32_t kMaxStates = 1'024;
inline constexpr std::uint32_t kMaxClasses = 128;
inline constexpr std::uint32_t kMaxTransitions = 65'536;
inline constexpr std::uint32_t kMaxSegments = 4'096;
inline constexpr std::uint32_t kMaxSlots = 256;
inline constexpr std::uint32_t kMaxRules = 20'000;
inline constexpr std::uint32_t kMaxSlotItems = 24;
// Of one rule:
inline constexpr std::uint32_t kMaxSources = 16;
inline constexpr std::uint32_t kMaxBoosts = 8;
inline constexpr std::uint32_t kMaxItemCaps = 4;
inline constexpr std::uint32_t kMaxListElements = 65'536;
inline constexpr std::uint32_t kMaxBundleBytes = 16U << 20;
/// Occurrence times that one counter can keep, and all of them together.
inline constexpr std::uint32_t kMaxKeptTimes = 64;
inline constexpr std::uint32_t kMaxKeptTimesTotal = 1'024;
/// Longest window and time to live: 400 days.
inline constexpr double kMaxDurationMs = 400.0 * 86'400'000.0;
inline constexpr double kDayMs = 86'400'000.0;

/// A name that conditions compare with.
struct Symbol {
  IdentityKind kind = IdentityKind::kValue;
  std::uint32_t string = 0;
  bool operator==(const Symbol&) const = default;
};

/// What the rule file declares an attribute to be. The page warns of other
/// values; conditions take whatever comes.
enum class ValueType : std::uint8_t {
  kString = 0,
  kNumber = 1,
  kBoolean = 2,
  kDate = 3,  ///< ms since 1970, or a text that JavaScript's Date reads
  kAny = 4,
  kList = 5,
  kObject = 6
};
inline constexpr std::uint32_t kValueTypes = 7;

/// What the host may tell about the visitor or the page.
struct Attribute {
  std::uint32_t name = 0;  ///< string index; a name may have dots
  ValueType type = ValueType::kString;
  double ttl_ms = 0;  ///< a value is forgotten this long after it was set;
                      ///< 0: kept until the host changes it
  bool operator==(const Attribute&) const = default;
};

/// What the host tells of a value beside Number(value) and String(value). Bits
/// of Read::needs, for the host; the core compares what it got.
inline constexpr std::uint32_t kNeedsTree = 1;     ///< elements and members
inline constexpr std::uint32_t kNeedsLower = 2;    ///< lower-case text
inline constexpr std::uint32_t kNeedsVersion = 4;  ///< padded version text
inline constexpr std::uint32_t kNeedsJson = 8;     ///< JSON.stringify(value)
inline constexpr std::uint32_t kAllNeeds = 15;

/// A path that conditions read and the host walks: into an attribute, or into
/// what the page knows by itself (`page.url`, `device.type`, `locale`).
struct Read {
  std::uint32_t path = 0;           ///< string index, complete: `plan.name`
  std::uint32_t attribute = kNone;  ///< kNone: the page knows it
  std::uint8_t needs = 0;
  bool operator==(const Read&) const = default;
};

/// A property of events or of their items that a `where` reads beside the
/// fields of ItemField.
enum class PropertyKind : std::uint8_t {
  kOfEvent = 0,  ///< told with an event
  kOfItem = 1,   ///< of each of its items, or of one of the catalogue
  // Only of an item of the catalogue. What is compared with may be unknown;
  // then the value is, too. "Viewed" is the item of the page, else the one
  // viewed last; "cart" any item in it.
  kRatioToViewed = 2,  ///< number: `field` of the item to that of the other
  kRatioToCart = 3,    ///< the same, to the largest in the cart
  kRatioToInput = 4,   ///< the same, to the number that is an input
  kSameAsViewed = 5,   ///< truth: whether `field` is the same text
  kSameAsCart = 6,
  kSameAsInput = 7,
  /// Number: the visitor's interest in the category or brand that is `field`,
  /// 0 to 1; unknown for other fields.
  kInterest = 8,
};
inline constexpr std::uint32_t kPropertyKinds = 9;

struct Property {
  std::uint32_t name = 0;  ///< string index
  PropertyKind kind = PropertyKind::kOfEvent;
  /// Of what is compared: as Leaf::input of the item network. Otherwise 0.
  std::uint32_t field = 0;
  std::uint32_t input = kNone;  ///< of those that name one; otherwise kNone
  bool operator==(const Property&) const = default;
};

/// Where the value that a leaf compares comes from. "Clock" inputs are the
/// milliseconds that have passed since something: they grow by themselves.
/// They are null while that something has not happened. The numbers are part
/// of the bundle format; rules/model/device_paths.cc has the language's names.
enum class InputSource : std::uint8_t {
  kRead = 0,           ///< argument: index into Program::reads
  kAttributeAge = 1,   ///< clock: since the date in a read; argument: its index
  kCounter = 2,        ///< number; argument: counter index
  kSince = 3,          ///< clock: since Counter's latest; argument: its index
  kExperiment = 4,     ///< arm index, null: in none; argument: experiment index
  kNow = 5,            ///< clock: since 1970
  kMinute = 6,         ///< minute of the day, 0 to 1439; argument: zone index
  kWeekday = 7,        ///< 1 Monday to 7 Sunday; argument: zone index
  kVisitNumber = 8,    ///< 1 for the first visit
  kVisitPages = 9,     ///< page views in this visit
  kVisitAge = 10,      ///< clock: since the visit began
  kVisitGap = 11,      ///< ms from the end of the last visit to this one
  kVisitActive = 12,   ///< ms the visitor was active in this visit
  kCartQuantity = 13,  ///< sum of quantities
  kCartValue = 14,     ///< sum of price times quantity, store currency
  kCartLines = 15,     ///< different items
  kCartAge = 16,       ///< clock: since something was put into the empty cart
  kCartHas = 17,       ///< truth; argument: symbol of an item
  kOrdersCount = 18,
  kOrdersValue = 19,
  kOrdersAverage = 20,  ///< null before the first order
  kOrdersFirst = 21,    ///< clock: since the first order
  kOrdersLast = 22,     ///< clock: since the last order
  kViewedCount = 23,    ///< different items viewed, as far as remembered
  kViewedHas = 24,      ///< truth; argument: symbol of an item
  kViewedLast = 25,     ///< text: id of the item viewed last
  kSearchLast = 26,     ///< text: the last search, in lower case
  kTraffic = 27,        ///< text; argument: TrafficField
  kTopCategory = 28,    ///< text: the strongest item_category
  kTopBrand = 29,       ///< text: the strongest item_brand
  kCategoryShare = 30,  ///< 0 to 1; argument: symbol of a value
  kBrandShare = 31,     ///< 0 to 1; argument: symbol of a value
  kOrdersFirstAt = 32,  ///< ms since 1970 of the first order
  kOrdersLastAt = 33,   ///< ms since 1970 of the last order
};
inline constexpr std::uint32_t kInputSources = 34;

/// How the visitor came: the first time, and the last time that told.
enum class TrafficField : std::uint8_t {
  kSource = 0,
  kMedium = 1,
  kCampaign = 2,
  kChannel = 3,
  kFirstSource = 4,
  kFirstMedium = 5,
  kFirstCampaign = 6,
  kFirstChannel = 7,
};
inline constexpr std::uint32_t kTrafficFields = 8;

struct Input {
  InputSource source = InputSource::kRead;
  std::uint32_t argument = 0;  ///< 0 where the source has none
  std::uint32_t name = 0;      ///< string index: what people call it
  bool operator==(const Input&) const = default;
};

enum class Window : std::uint8_t {
  kLifetime = 0,  ///< everything the device remembers
  kVisit = 1,     ///< this visit
  kDuration = 2,  ///< the last `length` milliseconds
  kDays = 3       ///< today and the `length` - 1 days before, in zone 0
};
inline constexpr std::uint32_t kWindows = 4;

/// One thing that has to happen for a counter, or must not.
struct Step {
  /// Symbol of the kind kEvent, or of an outcome (kShown to kConverted), whose
  /// text is a rule's id, or `*` for all popups together.
  std::uint32_t event = 0;
  std::uint32_t where = kNone;  ///< node of the item network, or kNone
  bool absent = false;
  /// Happening: at most so long after the step before. Absent: not for so
  /// long after the step before. Whole ms; 0: any time, only for happening.
  double within_ms = 0;
  bool operator==(const Step&) const = default;
};

enum class Tally : std::uint8_t {
  kCount = 0,     ///< how often
  kSum = 1,       ///< sum of `what` over items, or of an event's property
  kDistinct = 2,  ///< different values of `what`
  kSequence = 3   ///< how often the steps happened one after the other
};
inline constexpr std::uint32_t kTallies = 4;

/// Tallies events of one name, of which at least one item satisfies `where`;
/// or completions of a sequence of steps.
struct Counter {
  /// Names the counter by its meaning, so that a new bundle finds what an
  /// older one began.
  Identity identity = kNoIdentity;
  Tally tally = Tally::kCount;
  Window window = Window::kLifetime;
  double length = 0;  ///< of kDuration: whole ms; of kDays: days; otherwise 0
  /// kSum, kDistinct: input of the item network (ItemField or property).
  std::uint32_t what = 0;
  /// How many of the latest occurrences are kept, 0 to kMaxKeptTimes: of a
  /// count or sum only where the window moves, of distinct values always; of
  /// a sequence as many as it has steps. A count never exceeds it there; the
  /// compiler sets it to one more than the largest number compared with, and
  /// to kMaxKeptTimes for sums.
  std::uint32_t kept = 0;
  std::uint32_t first_step = 0;  ///< into Program::steps
  std::uint32_t step_count = 0;  ///< 1, but for kSequence 1 to
                                 ///< kMaxSequenceSteps; the first one happens
  bool operator==(const Counter&) const = default;
};

/// How an experiment assigns. Its hash is GrowthBook's.
enum class HashSource : std::uint8_t {
  kVisitor = 0,  ///< the seed of this device's visitor, as 14 hex digits
  kRead = 1,     ///< argument: index into Program::reads; null: in none
  kTime = 2      ///< the number of the time slice, in decimal digits
};
inline constexpr std::uint32_t kHashSources = 3;

struct Arm {
  std::uint32_t name = 0;  ///< string index
  double from = 0;         ///< part of 0 to 1 that is assigned to it
  double until = 0;
  bool operator==(const Arm&) const = default;
};

struct Experiment {
  std::uint32_t name = 0;  ///< string index
  HashSource source = HashSource::kVisitor;
  std::uint32_t argument = 0;  ///< kRead: index; kTime: slice in whole seconds
  std::uint32_t seed = 0;      ///< string index
  std::uint8_t version = 2;    ///< 1 or 2
  /// An arm that was shown once stays, whatever becomes of the ranges.
  bool sticky = false;
  std::uint32_t first_arm = 0;  ///< into Program::arms
  std::uint32_t arm_count = 0;  ///< 1 to kMaxArms
  bool operator==(const Experiment&) const = default;
};

/// From `at` on (ms since 1970) local time is UTC plus `offset` minutes. The
/// first change of a zone also holds before.
struct ZoneChange {
  double at = 0;
  std::int32_t offset = 0;  ///< -1440 to 1440
  bool operator==(const ZoneChange&) const = default;
};

/// A regular expression as a table-driven automaton over UTF-16 units, which
/// searches: it stands in state 0 before the text.
struct Automaton {
  /// Units are put into classes: from `first_bound` on (into Program::bounds)
  /// each bound is the first unit of its class, the first bound is 0.
  std::uint32_t first_bound = 0;
  std::uint32_t bound_count = 0;
  std::uint32_t class_count = 0;
  std::uint32_t first_state = 0;  ///< into Program::states
  std::uint32_t state_count = 0;
  std::uint32_t first_transition = 0;  ///< state * class_count + class
  bool operator==(const Automaton&) const = default;
};
struct Bound {
  std::uint16_t unit = 0;
  std::uint16_t unit_class = 0;
  bool operator==(const Bound&) const = default;
};
/// What it means to be in a state.
enum class StateKind : std::uint8_t {
  kGoing = 0,
  kFound = 1,  ///< matched, whatever follows
  kAtEnd = 2,  ///< matches if the text ends here
  kLost = 3    ///< will never match
};
inline constexpr std::uint32_t kStateKinds = 4;

struct Segment {
  std::uint32_t name = 0;  ///< string index
  std::uint32_t node = 0;
  bool operator==(const Segment&) const = default;
};

enum class SlotType : std::uint8_t {
  kContent = 0,
  kRecommendations = 1,
  kPopup = 2
};
inline constexpr std::uint32_t kSlotTypes = 3;

/// A place on the page. Its rules are Program::rules[first_rule ...], best
/// first: by descending priority, then by ascending id. A rule with an
/// experiment has a row for each arm, one after the other.
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
  /// Index into Program::contents; kNone: nothing is shown on purpose, to a
  /// control or holdout group.
  std::uint32_t content = 0;
  /// Index into Program::recommendations; kNone: content only. Rules of a
  /// slot of recommendations have one, others do not.
  std::uint32_t recommendation = kNone;
  /// The experiment and the arm of it that this row is for; kNone: none.
  std::uint32_t experiment = kNone;
  std::uint32_t arm = 0;
  /// Of the rules of a group at most one is chosen on a page, the one whose
  /// slot comes first; 0: none.
  std::uint32_t group = 0;
  bool operator==(const Rule&) const = default;
};

/// A way of choosing items. Names: bundle/paths.h.
enum class Strategy : std::uint8_t {
  kForYou = 0,          ///< what goes with what the visitor viewed last
  kSimilar = 1,         ///< what goes with the item of this page
  kBoughtTogether = 2,  ///< what goes with the cart
  kRecentlyViewed = 3,
  kPopular = 4,
  kPopularInCategory = 5,  ///< of the page, its item, or the latest interest
  kComplementary = 6,      ///< bought together, of another category
  kBuyAgain = 7,           ///< bought before, and used up by now
  kTrending = 8,           ///< of which the shop sees more than before
  kNewArrivals = 9,
  kPriceDrop = 10,    ///< viewed, and cheaper now
  kBackInStock = 11,  ///< viewed when it was sold out
  kUpsell = 12,       ///< like the item of this page, dearer
  kCurated = 13,      ///< Source::items
  kExplore = 14,      ///< new arrivals, others for each visitor
};
inline constexpr std::uint32_t kStrategies = 15;

/// Where a recommendation's items come from.
struct Source {
  Strategy strategy = Strategy::kPopular;
  std::uint32_t take = 0;       ///< items at most; 0: while there is room
  std::uint32_t items = kNone;  ///< kCurated: symbol list; otherwise kNone
  bool operator==(const Source&) const = default;
};

/// What makes an item more or less worth.
struct Boost {
  std::uint32_t node = 0;       ///< of the item network
  std::uint32_t percent = 100;  ///< where it holds: 0 to kMaxBoostPercent
  bool operator==(const Boost&) const = default;
};
inline constexpr std::uint32_t kMaxBoostPercent = 0xffff;

/// No more than so many items of one slot have the same value; items without
/// one are not counted.
struct ItemCap {
  std::uint32_t field = 0;  ///< as Leaf::input of the item network
  std::uint32_t most = 1;   ///< 1 to kMaxSlotItems
  bool operator==(const ItemCap&) const = default;
};

/// What a rule recommends: items of the first source, and while the slot has
/// room of the next one, and so on.
struct Recommendation {
  std::uint32_t filter = kNone;  ///< node of the item network that must not
                                 ///< fail: what is unknown passes
  std::uint32_t first_source = 0;  ///< into Program::sources
  std::uint32_t source_count = 0;  ///< 1 to kMaxSources
  std::uint32_t first_boost = 0;   ///< into Program::boosts
  std::uint32_t boost_count = 0;   ///< 0 to kMaxBoosts
  std::uint32_t first_cap = 0;     ///< into Program::item_caps
  std::uint32_t cap_count = 0;     ///< 0 to kMaxItemCaps
  /// Percent of its worth that an item loses where it is like one that was
  /// chosen before it: 0 to 100.
  std::uint8_t diversity = 0;
  bool bought = false;  ///< items that the visitor bought may be chosen
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
  Array<Read> reads;
  Array<Property> properties;
  Array<ZoneChange> zone_changes;
  Array<List> zones;  ///< into zone_changes, ascending; zone 0 is the store's
  Array<Experiment> experiments;
  Array<Arm> arms;
  Array<Automaton> automata;
  Array<Bound> bounds;
  Array<StateKind> states;
  Array<std::uint16_t> transitions;
  Array<Input> inputs;
  Network conditions;       ///< Leaf::input: index into `inputs`
  Network item_conditions;  ///< Leaf::input: an ItemField or a property
  /// Conditions on elements of lists. Leaf::input: 0 for the element itself,
  /// else one more than the index of a symbol list, the path into it.
  Network elements;
  Array<Counter> counters;
  Array<Step> steps;
  Array<Segment> segments;
  Array<Slot> slots;
  Array<Rule> rules;
  Array<Recommendation> recommendations;
  // Of all recommendations, one after the other:
  Array<Source> sources;
  Array<Boost> boosts;
  Array<ItemCap> item_caps;
  /// `show` of each rule as minified JSON. The core never reads it.
  TextTable contents;
  bool operator==(const Program&) const = default;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_PROGRAM_H_
