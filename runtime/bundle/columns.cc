#include "runtime/bundle/columns.h"

#include <cstddef>
#include <type_traits>

#include "runtime/base/identity.h"

namespace vitrine {
namespace {

// A program is one array after the other.
static_assert(std::is_standard_layout_v<Program>);
constexpr std::size_t OffsetOf(Table table) { return table * sizeof(RawArray); }

static_assert(offsetof(Program, strings) == OffsetOf(kStringTable));
static_assert(offsetof(Program, symbols) == OffsetOf(kSymbolTable));
static_assert(offsetof(Program, numbers) == OffsetOf(kNumberTable));
static_assert(offsetof(Program, number_lists) == OffsetOf(kNumberListTable));
static_assert(offsetof(Program, number_elements) ==
              OffsetOf(kNumberElementTable));
static_assert(offsetof(Program, symbol_lists) == OffsetOf(kSymbolListTable));
static_assert(offsetof(Program, symbol_elements) ==
              OffsetOf(kSymbolElementTable));
static_assert(offsetof(Program, attributes) == OffsetOf(kAttributeTable));
static_assert(offsetof(Program, reads) == OffsetOf(kReadTable));
static_assert(offsetof(Program, properties) == OffsetOf(kPropertyTable));
static_assert(offsetof(Program, zone_changes) == OffsetOf(kZoneChangeTable));
static_assert(offsetof(Program, zones) == OffsetOf(kZoneTable));
static_assert(offsetof(Program, experiments) == OffsetOf(kExperimentTable));
static_assert(offsetof(Program, arms) == OffsetOf(kArmTable));
static_assert(offsetof(Program, automata) == OffsetOf(kAutomatonTable));
static_assert(offsetof(Program, bounds) == OffsetOf(kBoundTable));
static_assert(offsetof(Program, states) == OffsetOf(kStateTable));
static_assert(offsetof(Program, transitions) == OffsetOf(kTransitionTable));
static_assert(offsetof(Program, inputs) == OffsetOf(kInputTable));
static_assert(offsetof(Program, conditions) == OffsetOf(kLeafTable));
static_assert(offsetof(Program, item_conditions) == OffsetOf(kItemLeafTable));
static_assert(offsetof(Program, elements) == OffsetOf(kElementLeafTable));
static_assert(offsetof(Program, counters) == OffsetOf(kCounterTable));
static_assert(offsetof(Program, steps) == OffsetOf(kStepTable));
static_assert(offsetof(Program, segments) == OffsetOf(kSegmentTable));
static_assert(offsetof(Program, slots) == OffsetOf(kSlotTable));
static_assert(offsetof(Program, rules) == OffsetOf(kRuleTable));
static_assert(offsetof(Program, recommendations) ==
              OffsetOf(kRecommendationTable));
static_assert(offsetof(Program, sources) == OffsetOf(kSourceTable));
static_assert(offsetof(Program, boosts) == OffsetOf(kBoostTable));
static_assert(offsetof(Program, item_caps) == OffsetOf(kItemCapTable));
static_assert(offsetof(Program, contents) == OffsetOf(kContentTable));
static_assert(sizeof(Program) == kTables * sizeof(RawArray));
static_assert(offsetof(Network, gates) == OffsetOf(Table{1}));
static_assert(offsetof(Network, children) == OffsetOf(Table{2}));

template <typename Owner, typename Row>
constexpr std::uint8_t StrideOf(Array<Row> Owner::*) {
  return sizeof(Row);
}

// Things that share a limit.
static_assert(kMaxListElements == kMaxStrings);
static_assert(kMaxTransitions == kMaxStrings);
static_assert(kMaxExperiments == kMaxSegments);
static_assert(kMaxSteps == kMaxReads && kMaxStates == kMaxReads);
static_assert(kMaxAttributes == kMaxSlots && kMaxZoneChanges == kMaxSlots);
// Limits that fit a column.
static_assert(kMaxArms + 1 < kFirstLimit && kMaxKeptTimes + 1 < kFirstLimit &&
              kItemFields + kMaxProperties + 1 < kFirstLimit &&
              kMaxZones + 1 < kFirstLimit && kMaxSlotItems + 1 < kFirstLimit);

}  // namespace

void ProgramDeleter::operator()(Program* program) const {
  for (std::uint32_t table = 0; table < kTables; ++table) {
    ArrayOf(*program, table).~RawArray();
  }
  ::operator delete(program);
}

const std::uint32_t kLimitValues[] = {kNone,
                                      0x10000,
                                      kMaxStrings + 1,
                                      kMaxNodes + 1,
                                      kMaxRules + 1,
                                      kMaxInputs + 1,
                                      kMaxSegments + 1,
                                      kMaxReads + 1,
                                      kMaxCounters + 1,
                                      kMaxSlots + 1,
                                      kMaxClasses + 1,
                                      2 * kMaxZoneOffset + 1};

const std::uint8_t kStrides[] = {sizeof(char),
                                 sizeof(std::uint32_t),
                                 StrideOf(&Program::symbols),
                                 StrideOf(&Program::numbers),
                                 StrideOf(&Program::number_lists),
                                 StrideOf(&Program::number_elements),
                                 StrideOf(&Program::symbol_lists),
                                 StrideOf(&Program::symbol_elements),
                                 StrideOf(&Program::attributes),
                                 StrideOf(&Program::reads),
                                 StrideOf(&Program::properties),
                                 StrideOf(&Program::zone_changes),
                                 StrideOf(&Program::zones),
                                 StrideOf(&Program::experiments),
                                 StrideOf(&Program::arms),
                                 StrideOf(&Program::automata),
                                 StrideOf(&Program::bounds),
                                 StrideOf(&Program::states),
                                 StrideOf(&Program::transitions),
                                 StrideOf(&Program::inputs),
                                 StrideOf(&Network::leaves),
                                 StrideOf(&Network::gates),
                                 StrideOf(&Network::children),
                                 StrideOf(&Network::leaves),
                                 StrideOf(&Network::gates),
                                 StrideOf(&Network::children),
                                 StrideOf(&Network::leaves),
                                 StrideOf(&Network::gates),
                                 StrideOf(&Network::children),
                                 StrideOf(&Program::counters),
                                 StrideOf(&Program::steps),
                                 StrideOf(&Program::segments),
                                 StrideOf(&Program::slots),
                                 StrideOf(&Program::rules),
                                 StrideOf(&Program::recommendations),
                                 StrideOf(&Program::sources),
                                 StrideOf(&Program::boosts),
                                 StrideOf(&Program::item_caps),
                                 sizeof(char),
                                 sizeof(std::uint32_t)};

const Column kProgramColumns[] = {
    {Op::kTexts, kStringTable, Below(kTextLimit)},

    {Op::kSection, kSymbolTable, Below(kTextLimit)},
    {Op::kByte, offsetof(Symbol, kind), kIdentityKinds},
    {Op::kNear, offsetof(Symbol, string), Below(kStringTable)},

    {Op::kSection, kNumberTable, Below(kNodeLimit)},
    {Op::kNumber, 0, 0},

    {Op::kSection, kNumberListTable, Below(kNodeLimit)},
    {Op::kCount, offsetof(List, count), Below(kAnyNumber)},
    {Op::kAddUp, offsetof(List, count), 0},
    {Op::kCounted, kNumberElementTable, Below(kTextLimit)},
    {Op::kNumber, 0, 0},
    {Op::kRows, kSymbolListTable, Below(kNodeLimit)},
    {Op::kCount, offsetof(List, count), Below(kAnyNumber)},
    {Op::kAddUp, offsetof(List, count), 0},
    {Op::kCounted, kSymbolElementTable, Below(kTextLimit)},
    {Op::kNear, 0, Below(kSymbolTable)},

    {Op::kSection, kAttributeTable, Below(kSlotLimit)},
    {Op::kNear, offsetof(Attribute, name), Below(kStringTable)},
    {Op::kByte, offsetof(Attribute, type), kValueTypes},
    {Op::kDuration, offsetof(Attribute, ttl_ms), 0},

    {Op::kSection, kReadTable, Below(kReadLimit)},
    {Op::kNear, offsetof(Read, path), Below(kStringTable)},
    {Op::kNearOrNone, offsetof(Read, attribute), Below(kAttributeTable)},
    {Op::kByte, offsetof(Read, needs), kAllNeeds + 1},

    {Op::kSection, kPropertyTable, kItemFields + kMaxProperties + 1},
    {Op::kNear, offsetof(Property, name), Below(kStringTable)},
    {Op::kByte, offsetof(Property, kind), kPropertyKinds},
    {Op::kNear, offsetof(Property, field), Below(kPropertyTable)},
    {Op::kNearOrNone, offsetof(Property, input), Below(kAnyNumber)},

    {Op::kSection, kZoneTable, kMaxZones + 1},
    {Op::kSome, offsetof(List, count), Below(kSlotLimit)},
    {Op::kAddUp, offsetof(List, count), 0},
    {Op::kCounted, kZoneChangeTable, Below(kAnyNumber)},
    {Op::kTime, offsetof(ZoneChange, at), 0},
    {Op::kNear, offsetof(ZoneChange, offset), Below(kOffsetLimit)},
    {Op::kAgain, kZoneTable, 0},
    {Op::kZone, 0, 0},

    {Op::kSection, kExperimentTable, Below(kSegmentLimit)},
    {Op::kNear, offsetof(Experiment, name), Below(kStringTable)},
    {Op::kByte, offsetof(Experiment, source), kHashSources},
    {Op::kNear, offsetof(Experiment, argument), Below(kAnyNumber)},
    {Op::kNear, offsetof(Experiment, seed), Below(kStringTable)},
    {Op::kByte, offsetof(Experiment, version), 3},
    {Op::kByte, offsetof(Experiment, sticky), 2},
    {Op::kSome, offsetof(Experiment, arm_count), kMaxArms + 1},
    {Op::kExperiment, 0, 0},
    {Op::kAddUp, offsetof(Experiment, arm_count), 0},
    {Op::kCounted, kArmTable, Below(kAnyNumber)},
    {Op::kNear, offsetof(Arm, name), Below(kStringTable)},
    {Op::kNumber, offsetof(Arm, from), 0},
    {Op::kNumber, offsetof(Arm, until), 0},
    {Op::kArm, 0, 0},

    {Op::kSection, kAutomatonTable, Below(kNodeLimit)},
    {Op::kSome, offsetof(Automaton, bound_count), Below(kAnyNumber)},
    {Op::kCount, offsetof(Automaton, class_count), Below(kClassLimit)},
    {Op::kSome, offsetof(Automaton, state_count), Below(kReadLimit)},
    {Op::kAddUp, offsetof(Automaton, bound_count), 0},
    {Op::kCounted, kBoundTable, Below(kAnyNumber)},
    {Op::kShort, offsetof(Bound, unit), Below(kUnitLimit)},
    {Op::kShort, offsetof(Bound, unit_class), Below(kUnitLimit)},
    {Op::kAgain, kAutomatonTable, 0},
    {Op::kAddUp, offsetof(Automaton, state_count), 0},
    {Op::kCounted, kStateTable, Below(kAnyNumber)},
    {Op::kByte, 0, kStateKinds},
    {Op::kAgain, kAutomatonTable, 0},
    {Op::kTransitions, 0, 0},
    {Op::kCounted, kTransitionTable, Below(kTextLimit)},
    {Op::kShort, 0, Below(kUnitLimit)},
    {Op::kAgain, kAutomatonTable, 0},
    {Op::kAutomaton, 0, 0},

    {Op::kSection, kInputTable, Below(kInputLimit)},
    {Op::kByte, offsetof(Input, source), kInputSources},
    {Op::kNear, offsetof(Input, argument), Below(kAnyNumber)},
    {Op::kNear, offsetof(Input, name), Below(kStringTable)},

    {Op::kNetwork, kItemLeafTable, Below(kPropertyTable)},
    {Op::kNetwork, kElementLeafTable, Below(kSymbolListTable)},

    {Op::kSection, kCounterTable, Below(kCounterLimit)},
    {Op::kIdentity, offsetof(Counter, identity), 0},
    {Op::kByte, offsetof(Counter, tally), kTallies},
    {Op::kByte, offsetof(Counter, window), kWindows},
    {Op::kDuration, offsetof(Counter, length), 0},
    {Op::kNear, offsetof(Counter, what), Below(kPropertyTable)},
    {Op::kCount, offsetof(Counter, kept), kMaxKeptTimes + 1},
    {Op::kSome, offsetof(Counter, step_count), kMaxSequenceSteps + 1},
    {Op::kAddUp, offsetof(Counter, step_count), 0},
    {Op::kCounted, kStepTable, Below(kReadLimit)},
    {Op::kNear, offsetof(Step, event), Below(kSymbolTable)},
    {Op::kNearOrNone, offsetof(Step, where), Below(kItemLeafTable)},
    {Op::kByte, offsetof(Step, absent), 2},
    {Op::kDuration, offsetof(Step, within_ms), 0},
    {Op::kStep, 0, 0},
    {Op::kAgain, kCounterTable, 0},
    {Op::kCounter, 0, 0},

    {Op::kNetwork, kLeafTable, Below(kInputTable)},

    {Op::kSection, kSegmentTable, Below(kSegmentLimit)},
    {Op::kNear, offsetof(Segment, name), Below(kStringTable)},
    {Op::kNear, offsetof(Segment, node), Below(kLeafTable)},

    {Op::kSection, kSlotTable, Below(kSlotLimit)},
    {Op::kNear, offsetof(Slot, name), Below(kStringTable)},
    {Op::kByte, offsetof(Slot, type), kSlotTypes},
    {Op::kCount, offsetof(Slot, limit), kMaxSlotItems + 1},
    {Op::kCount, offsetof(Slot, rule_count), Below(kRuleLimit)},
    {Op::kAddUp, offsetof(Slot, rule_count), 0},

    {Op::kOwned, kRuleTable, Below(kRuleLimit)},
    {Op::kNear, offsetof(Rule, id), Below(kStringTable)},
    {Op::kNear, offsetof(Rule, priority), Below(kAnyNumber)},
    {Op::kNear, offsetof(Rule, node), Below(kLeafTable)},
    {Op::kNearOrNone, offsetof(Rule, content), Below(kAnyNumber)},
    {Op::kNearOrNone, offsetof(Rule, recommendation), Below(kAnyNumber)},
    {Op::kNearOrNone, offsetof(Rule, experiment), Below(kExperimentTable)},
    {Op::kNear, offsetof(Rule, arm), Below(kAnyNumber)},
    {Op::kNear, offsetof(Rule, group), Below(kRuleLimit)},
    {Op::kAgain, kSlotTable, 0},
    {Op::kSlot, 0, 0},

    {Op::kTexts, kContentTable, Below(kRuleLimit)},

    {Op::kSection, kRecommendationTable, Below(kRuleLimit)},
    {Op::kNearOrNone, offsetof(Recommendation, filter), Below(kItemLeafTable)},
    {Op::kSome, offsetof(Recommendation, source_count), kMaxSources + 1},
    {Op::kCount, offsetof(Recommendation, boost_count), kMaxBoosts + 1},
    {Op::kCount, offsetof(Recommendation, cap_count), kMaxItemCaps + 1},
    {Op::kByte, offsetof(Recommendation, diversity), 101},
    {Op::kByte, offsetof(Recommendation, bought), 2},
    {Op::kAddUp, offsetof(Recommendation, source_count), 0},
    {Op::kCounted, kSourceTable, Below(kAnyNumber)},
    {Op::kByte, offsetof(Source, strategy), kStrategies},
    {Op::kCount, offsetof(Source, take), kMaxSlotItems + 1},
    {Op::kNearOrNone, offsetof(Source, items), Below(kSymbolListTable)},
    {Op::kSource, 0, 0},
    {Op::kAgain, kRecommendationTable, 0},
    {Op::kAddUp, offsetof(Recommendation, boost_count), 0},
    {Op::kCounted, kBoostTable, Below(kAnyNumber)},
    {Op::kNear, offsetof(Boost, node), Below(kItemLeafTable)},
    {Op::kCount, offsetof(Boost, percent), Below(kUnitLimit)},
    {Op::kAgain, kRecommendationTable, 0},
    {Op::kAddUp, offsetof(Recommendation, cap_count), 0},
    {Op::kCounted, kItemCapTable, Below(kAnyNumber)},
    {Op::kNear, offsetof(ItemCap, field), Below(kPropertyTable)},
    {Op::kSome, offsetof(ItemCap, most), kMaxSlotItems + 1},

    {Op::kAgain, kRuleTable, 0},
    {Op::kRefers, offsetof(Rule, content), Below(kContentTable)},
    {Op::kRefers, offsetof(Rule, recommendation), Below(kRecommendationTable)},
    {Op::kAgain, kPropertyTable, 0},
    {Op::kProperty, 0, 0},
    {Op::kAgain, kInputTable, 0},
    {Op::kInput, 0, 0},
    {Op::kEnd, 0, 0},
};

const Column kNetworkColumns[] = {
    {Op::kRows, 0, Below(kNodeLimit)},
    {Op::kNear, offsetof(Leaf, input), Below(kAnyNumber)},
    {Op::kByte, offsetof(Leaf, op), kLeafOps},
    {Op::kNear, offsetof(Leaf, operand), Below(kAnyNumber)},
    {Op::kLeaf, 0, 0},
    {Op::kGates, 1, Below(kNodeLimit)},
    {Op::kByte, offsetof(Gate, kind), kGateKinds},
    {Op::kCount, offsetof(Gate, child_count), Below(kAnyNumber)},
    {Op::kAddUp, offsetof(Gate, child_count), 0},
    {Op::kCounted, 2, Below(kAnyNumber)},
    {Op::kByte, 0, Below(kAnyNumber)},
    {Op::kHigh, 0, Below(kNodeLimit)},
    {Op::kAgain, 1, 0},
    {Op::kGate, 0, 0},
    {Op::kEnd, 0, 0},
};

}  // namespace vitrine
