#include "runtime/base/value.h"
#include "runtime/bundle/operation.h"
#include "runtime/bundle/program_reader.h"

namespace vitrine {
namespace {

/// Evaluating a node from the top: gates above its leaves, nodes visited.
struct Cost {
  std::uint32_t depth;
  std::uint32_t visits;
};

bool IsEvent(IdentityKind kind) {
  return kind == IdentityKind::kEvent ||
         (kind >= IdentityKind::kShown && kind <= IdentityKind::kConverted);
}

constexpr double kMaxDays = kMaxDurationMs / kDayMs;

/// What Input::argument is.
enum Argument : std::uint8_t {
  kNothing,
  kOfRead,
  kOfCounter,  // a later section: checked at the end
  kOfExperiment,
  kOfZone,
  kOfSymbol,
  kOfTraffic,
  kArguments
};
constexpr Argument kArgumentOf[kInputSources] = {
    kOfRead,   kOfRead,   kOfCounter, kOfCounter, kOfExperiment, kNothing,
    kOfZone,   kOfZone,   kNothing,   kNothing,   kNothing,      kNothing,
    kNothing,  kNothing,  kNothing,   kNothing,   kNothing,      kOfSymbol,
    kNothing,  kNothing,  kNothing,   kNothing,   kNothing,      kNothing,
    kOfSymbol, kNothing,  kNothing,   kOfTraffic, kNothing,      kNothing,
    kOfSymbol, kOfSymbol, kNothing,   kNothing};

}  // namespace

void ProgramReader::ReadInputs() {
  Rows(program_.inputs, Count(kMaxInputs));
  Enumerators(At(&Input::source), kInputSources);
  Varints(At(&Input::argument));
  Names(At(&Input::name));
  if (Failed()) return;
  const std::size_t zone_count = program_.zones.size();
  const std::size_t limits[kArguments] = {1,
                                          program_.reads.size(),
                                          kMaxCounters,
                                          program_.experiments.size(),
                                          zone_count == 0 ? 1 : zone_count,
                                          program_.symbols.size(),
                                          kTrafficFields};
  for (const Input& input : program_.inputs) {
    const Argument argument =
        kArgumentOf[static_cast<std::uint32_t>(input.source)];
    Require(input.argument < limits[argument], ReadError::kReference);
  }
}

void ProgramReader::ReadNetwork(Network& network, std::size_t input_count) {
  const bool of_inputs = &network == &program_.conditions;
  const bool of_elements = &network == &program_.elements;
  Rows(network.leaves, Count(kMaxNodes));
  Varints(At(&Leaf::input));
  Enumerators(At(&Leaf::op), kLeafOps);
  Varints(At(&Leaf::operand));
  // By OperandKind.
  const std::size_t limits[] = {1,
                                program_.numbers.size(),
                                program_.symbols.size(),
                                2,
                                program_.number_lists.size(),
                                program_.symbol_lists.size(),
                                static_cast<std::size_t>(ValueTag::kUnknown),
                                program_.automata.size(),
                                program_.elements.size()};
  std::uint32_t input = 0;
  for (Leaf& leaf : network.leaves) {
    // Sorted by construction: inputs are stored as steps.
    Require(leaf.input < input_count - input, ReadError::kReference);
    if (Failed()) return;
    leaf.input = input += leaf.input;
    const Operation& operation = OperationOf(leaf.op);
    Require(
        leaf.operand < limits[static_cast<std::uint32_t>(operation.operand)],
        ReadError::kReference);
    if (operation.subject < Subject::kUnits) continue;
    bool is_told = of_elements && operation.subject != Subject::kElements;
    if (of_inputs) {
      const InputSource source = program_.inputs[input].source;
      is_told =
          source == InputSource::kRead || source == InputSource::kSearchLast;
    }
    Require(is_told, ReadError::kValue);
  }

  const auto leaf_count = static_cast<std::uint32_t>(network.leaves.size());
  Rows(network.gates, Count(kMaxNodes - leaf_count));
  Enumerators(At(&Gate::kind), kGateKinds);
  network.children.resize(Present(
      Ranges(At(&Gate::first_child), At(&Gate::child_count), 0, kNone)));
  if (Failed()) return;
  Array<Cost> costs(leaf_count, {0, 1});
  for (const Gate& gate : network.gates) {
    const auto node = static_cast<std::uint32_t>(costs.size());
    std::uint32_t* children = network.children.data() + gate.first_child;
    Cost cost = {1, 1};
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      const std::uint32_t distance = section().Varint32();
      Require(distance != 0 && distance <= node, ReadError::kReference);
      if (Failed()) return;
      children[i] = node - distance;
      const Cost& child = costs[children[i]];
      if (cost.depth <= child.depth) cost.depth = child.depth + 1;
      cost.visits += child.visits;
      // Conditions on inputs are evaluated from below, each node once.
      if (of_inputs) cost = {};
      Require(cost.depth <= kMaxNesting && cost.visits <= kMaxNodes,
              ReadError::kLimit);
    }
    costs.push_back(cost);
    if (gate.kind < GateKind::kSome) continue;
    Require(of_elements && gate.child_count == 2 && children[0] < leaf_count,
            ReadError::kValue);
  }
}

void ProgramReader::ReadItemConditions() {
  ReadNetwork(program_.item_conditions,
              kItemFields + program_.properties.size());
}

void ProgramReader::ReadElements() {
  ReadNetwork(program_.elements, program_.symbol_lists.size() + 1);
}

void ProgramReader::ReadConditions() {
  ReadNetwork(program_.conditions, program_.inputs.size());
}

void ProgramReader::ReadCounters() {
  Array<Counter>& counters = program_.counters;
  Array<Step>& steps = program_.steps;
  Rows(counters, Count(kMaxCounters));
  for (Counter& counter : counters) counter.identity = section().U64();
  Enumerators(At(&Counter::tally), kTallies);
  Enumerators(At(&Counter::window), kWindows);
  WholeNumbers(At(&Counter::length), kMaxDurationMs);
  Indexes(At(&Counter::what), kItemFields + program_.properties.size());
  Varints(At(&Counter::kept));
  const std::uint32_t step_count =
      Ranges(At(&Counter::first_step), At(&Counter::step_count), 1,
             kMaxSequenceSteps, kMaxSteps);
  Rows(steps, Present(step_count));
  Indexes(At(&Step::event), program_.symbols.size());
  ItemNodesOrNone(At(&Step::where));
  Enumerators(At(&Step::absent), 2);
  WholeNumbers(At(&Step::within_ms), kMaxDurationMs);
  if (Failed()) return;
  for (const Step& step : steps) {
    Require(IsEvent(program_.symbols[step.event].kind) &&
                (!step.absent || step.within_ms > 0),
            ReadError::kValue);
  }
  std::uint32_t kept = 0;
  for (const Counter& counter : counters) {
    const Tally tally = counter.tally;
    const bool is_sequence = tally == Tally::kSequence;
    const bool moves = counter.window >= Window::kDuration;
    const bool keeps = moves || tally == Tally::kDistinct;
    const Step& first = steps[counter.first_step];
    Require(counter.identity != kNoIdentity && moves == (counter.length > 0) &&
                !first.absent && first.within_ms == 0,
            ReadError::kValue);
    Require(counter.window != Window::kDays || counter.length <= kMaxDays,
            ReadError::kValue);
    Require(
        counter.what == 0 || tally == Tally::kSum || tally == Tally::kDistinct,
        ReadError::kValue);
    Require(is_sequence
                ? counter.kept == counter.step_count
                : counter.step_count == 1 && (counter.kept > 0) == keeps,
            ReadError::kValue);
    Require(counter.kept <= kMaxKeptTimes, ReadError::kLimit);
    if (Failed()) return;
    kept += counter.kept;
    for (const Counter* other = counters.begin(); other != &counter; ++other) {
      Require(other->identity != counter.identity, ReadError::kOrder);
    }
  }
  Require(kept <= kMaxKeptTimesTotal, ReadError::kLimit);
}

}  // namespace vitrine
