#include "runtime/base/value.h"
#include "runtime/bundle/operation.h"
#include "runtime/bundle/program_reader.h"

namespace vitrine {
namespace {

bool IsEvent(IdentityKind kind) {
  return kind == IdentityKind::kEvent ||
         (kind >= IdentityKind::kShown && kind <= IdentityKind::kConverted);
}

bool Recommends(const Slot& slot) {
  return slot.type == SlotType::kRecommendations;
}

constexpr double kMaxDays = kMaxDurationMs / kDayMs;

/// What Input::argument must stay below, by InputSource; as Column::limit.
constexpr std::uint8_t kRead = Below(kReadTable);
constexpr std::uint8_t kCounter = Below(kCounterTable);
constexpr std::uint8_t kExperiment = Below(kExperimentTable);
constexpr std::uint8_t kZone = Below(kZoneTable);
constexpr std::uint8_t kSymbol = Below(kSymbolTable);
constexpr std::uint8_t kArgumentLimits[kInputSources] = {
    kRead, kRead, kCounter, kCounter, kExperiment, 1, kZone,
    kZone, 1,     1,        1,        1,           1, 1,
    1,     1,     1,        kSymbol,  1,           1, 1,
    1,     1,     1,        kSymbol,  1,           1, kTrafficFields,
    1,     1,     kSymbol,  kSymbol,  1,           1};

/// The same of Experiment::argument, by HashSource.
constexpr std::uint8_t kHashLimits[kHashSources] = {1, kRead,
                                                    Below(kAnyNumber)};

/// The same of Leaf::operand, by OperandKind.
constexpr std::uint8_t kOperandLimits[] = {
    1,
    Below(kNumberTable),
    kSymbol,
    2,
    Below(kNumberListTable),
    Below(kSymbolListTable),
    static_cast<std::uint8_t>(ValueTag::kUnknown),
    Below(kAutomatonTable),
    Below(kElementLeafTable)};

template <typename T>
std::uint32_t NumberOf(T enumerator) {
  return static_cast<std::uint32_t>(enumerator);
}

}  // namespace

void ProgramReader::Check(const Column& column, unsigned char* row) {
  auto* const field = reinterpret_cast<std::uint32_t*>(row + column.at);
  switch (column.op) {
    case Op::kAddUp:
      field[-1] = static_cast<std::uint32_t>(total_);
      total_ += field[0];
      return;
    case Op::kRefers:
      return Require(field[0] == kNone || field[0] < LimitOf(column.limit),
                     ReadError::kReference);
    case Op::kTransitions: {
      auto& automaton = *reinterpret_cast<Automaton*>(row);
      automaton.first_transition = static_cast<std::uint32_t>(total_);
      total_ += automaton.class_count * automaton.state_count;
      return;
    }
    case Op::kAutomaton:
      return CheckAutomaton(*reinterpret_cast<Automaton*>(row));
    case Op::kZone: {
      const List& zone = *reinterpret_cast<List*>(row);
      ZoneChange* change = program_.zone_changes.data() + zone.first;
      for (std::uint32_t i = 0; i < zone.count; ++i, ++change) {
        change->offset -= kMaxZoneOffset;
        Require(i == 0 || change[-1].at < change->at, ReadError::kOrder);
      }
      return;
    }
    case Op::kExperiment: {
      const auto& experiment = *reinterpret_cast<Experiment*>(row);
      Require(experiment.argument <
                  LimitOf(kHashLimits[NumberOf(experiment.source)]),
              ReadError::kReference);
      return Require(
          experiment.version != 0 && (experiment.source != HashSource::kTime ||
                                      experiment.argument != 0),
          ReadError::kValue);
    }
    case Op::kArm: {
      const Arm& arm = *reinterpret_cast<Arm*>(row);
      return Require(0 <= arm.from && arm.from <= arm.until && arm.until <= 1,
                     ReadError::kValue);
    }
    case Op::kInput: {
      const Input& input = *reinterpret_cast<Input*>(row);
      const std::uint8_t limit = kArgumentLimits[NumberOf(input.source)];
      // Without zones all is UTC.
      return Require(input.argument < LimitOf(limit) ||
                         (limit == kZone && input.argument == 0),
                     ReadError::kReference);
    }
    case Op::kLeaf:
      return CheckLeaf(*reinterpret_cast<Leaf*>(row));
    case Op::kGate:
      return CheckGate(*reinterpret_cast<Gate*>(row));
    case Op::kStep: {
      const Step& step = *reinterpret_cast<Step*>(row);
      return Require(IsEvent(program_.symbols[step.event].kind) &&
                         (!step.absent || step.within_ms > 0),
                     ReadError::kValue);
    }
    case Op::kCounter:
      return CheckCounter(*reinterpret_cast<Counter*>(row));
    case Op::kSlot:
      return CheckSlot(*reinterpret_cast<Slot*>(row));
    case Op::kSource: {
      const auto& source = *reinterpret_cast<Source*>(row);
      return Require(
          (source.strategy == Strategy::kCurated) == (source.items != kNone),
          ReadError::kValue);
    }
    default:
      return CheckProperty(*reinterpret_cast<Property*>(row));
  }
}

void ProgramReader::CheckAutomaton(const Automaton& automaton) {
  const Bound* bound = &program_.bounds[automaton.first_bound];
  for (std::uint32_t i = 0; i < automaton.bound_count; ++i, ++bound) {
    Require(i == 0 ? bound->unit == 0 : bound[-1].unit < bound->unit,
            ReadError::kOrder);
    Require(bound->unit_class < automaton.class_count, ReadError::kReference);
  }
  for (std::uint32_t i = automaton.class_count * automaton.state_count;
       i-- > 0;) {
    Require(program_.transitions[automaton.first_transition + i] <
                automaton.state_count,
            ReadError::kReference);
  }
}

void ProgramReader::CheckLeaf(const Leaf& leaf) {
  const bool of_elements = network_ == &program_.elements;
  // Of elements, 0 is the element itself.
  Require(leaf.input < input_count_ + of_elements, ReadError::kReference);
  Require(leaf.input >= input_, ReadError::kOrder);
  const Operation& operation = OperationOf(leaf.op);
  Require(leaf.operand < LimitOf(kOperandLimits[NumberOf(operation.operand)]),
          ReadError::kReference);
  if (Failed()) return;
  input_ = leaf.input;
  costs_.push_back({0, 1});
  // In other networks they could go round in circles.
  Require(operation.subject != Subject::kElements ||
              network_ == &program_.conditions,
          ReadError::kValue);
}

void ProgramReader::CheckGate(const Gate& gate) {
  const auto node = static_cast<std::uint32_t>(costs_.size());
  const auto leaf_count = static_cast<std::uint32_t>(network_->leaves.size());
  std::uint32_t* const children = network_->children.data() + gate.first_child;
  Cost cost = {1, 1};
  for (std::uint32_t i = 0; i < gate.child_count; ++i) {
    std::uint32_t child = children[i];
    Require(child < node, ReadError::kReference);
    if (Failed()) return;
    // Gates are counted from the one before this one downwards.
    if (child >= leaf_count) child = node - 1 - (child - leaf_count);
    children[i] = child;
    if (cost.depth <= costs_[child].depth) cost.depth = costs_[child].depth + 1;
    cost.visits += costs_[child].visits;
    // Conditions on inputs are evaluated from below, each node once.
    if (network_ == &program_.conditions) cost = {};
    Require(cost.depth <= kMaxNesting && cost.visits <= kMaxNodes,
            ReadError::kLimit);
  }
  costs_.push_back(cost);
  Require(gate.kind < GateKind::kSome ||
              (network_ == &program_.elements && gate.child_count == 2 &&
               children[0] < leaf_count),
          ReadError::kValue);
}

void ProgramReader::CheckCounter(const Counter& counter) {
  const Tally tally = counter.tally;
  const bool moves = counter.window >= Window::kDuration;
  const bool keeps = moves || tally == Tally::kDistinct;
  const Step& first = program_.steps[counter.first_step];
  Require(counter.identity != kNoIdentity && moves == (counter.length > 0) &&
              !first.absent && first.within_ms == 0 &&
              (counter.window != Window::kDays || counter.length <= kMaxDays) &&
              (counter.what == 0 || tally == Tally::kSum ||
               tally == Tally::kDistinct) &&
              (tally == Tally::kSequence
                   ? counter.kept == counter.step_count
                   : counter.step_count == 1 && (counter.kept > 0) == keeps),
          ReadError::kValue);
  total_ += counter.kept;
  Require(total_ <= kMaxKeptTimesTotal, ReadError::kLimit);
  for (const Counter* other = program_.counters.begin(); other != &counter;
       ++other) {
    Require(other->identity != counter.identity, ReadError::kOrder);
  }
}

/// What is compared is an item's own: otherwise properties could go round in
/// circles.
void ProgramReader::CheckProperty(const Property& property) {
  const bool is_told = property.kind <= PropertyKind::kOfItem;
  const bool names_input = property.kind == PropertyKind::kRatioToInput ||
                           property.kind == PropertyKind::kSameAsInput;
  const std::uint32_t own = property.field - kItemFields;
  Require(
      (is_told ? property.field == 0
               : property.field < kItemFields ||
                     program_.properties[own].kind == PropertyKind::kOfItem) &&
          names_input == (property.input != kNone),
      ReadError::kValue);
  Require(!names_input || property.input < LimitOf(Below(kInputTable)),
          ReadError::kReference);
}

void ProgramReader::CheckSlot(const Slot& slot) {
  Require(Recommends(slot) == (slot.limit > 0), ReadError::kValue);
  for (std::uint32_t i = 0; i < slot.rule_count; ++i) {
    const Rule* const rule = &program_.rules[slot.first_rule + i];
    Require(Recommends(slot) == (rule->recommendation != kNone),
            ReadError::kValue);
    Require(i == 0 || rule[-1].priority >= rule->priority, ReadError::kOrder);
    Require(
        rule->arm < (rule->experiment == kNone
                         ? 1
                         : program_.experiments[rule->experiment].arm_count),
        ReadError::kReference);
  }
}

}  // namespace vitrine
