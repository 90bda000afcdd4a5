#include "runtime/bundle/program_reader.h"

namespace vitrine {
namespace {

/// So many of them, one after the other, stay whole numbers.
constexpr double kMaxZoneStep = 17592186044416.0;  // 2^44 ms
constexpr std::int32_t kMaxOffset = 1440;          // minutes
constexpr std::uint32_t kUnits = 0x10000;          // of UTF-16

}  // namespace

void ProgramReader::ReadZones() {
  Array<ZoneChange>& changes = program_.zone_changes;
  Rows(program_.zones, Count(kMaxZones));
  Rows(changes,
       Present(Ranges(At(&List::first), At(&List::count), 1, kMaxZoneChanges)));
  WholeNumbers(At(&ZoneChange::at), kMaxZoneStep);
  Indexes(At(&ZoneChange::offset), 2 * kMaxOffset + 1);
  if (Failed()) return;
  for (const List& zone : program_.zones) {
    ZoneChange* change = changes.data() + zone.first;
    for (std::uint32_t i = 0; i < zone.count; ++i, ++change) {
      change->offset -= kMaxOffset;
      if (i == 0) continue;
      Require(change->at > 0, ReadError::kOrder);
      change->at += change[-1].at;
    }
  }
}

void ProgramReader::ReadExperiments() {
  Rows(program_.experiments, Count(kMaxExperiments));
  Names(At(&Experiment::name));
  Enumerators(At(&Experiment::source), kHashSources);
  Varints(At(&Experiment::argument));
  Names(At(&Experiment::seed));
  Enumerators(At(&Experiment::version), 3);
  Enumerators(At(&Experiment::sticky), 2);
  const std::uint32_t arm_count = Ranges(
      At(&Experiment::first_arm), At(&Experiment::arm_count), 1, kMaxArms);
  Rows(program_.arms, Present(arm_count));
  Names(At(&Arm::name));
  Numbers(At(&Arm::from));
  Numbers(At(&Arm::until));
  if (Failed()) return;
  // By HashSource.
  const std::size_t limits[kHashSources] = {1, program_.reads.size(), kNone};
  for (const Experiment& experiment : program_.experiments) {
    Require(experiment.argument <
                limits[static_cast<std::uint32_t>(experiment.source)],
            ReadError::kReference);
    Require(
        experiment.version != 0 && (experiment.source != HashSource::kTime ||
                                    experiment.argument != 0),
        ReadError::kValue);
    if (Failed()) return;
  }
  for (const Arm& arm : program_.arms) {
    Require(0 <= arm.from && arm.from <= arm.until && arm.until <= 1,
            ReadError::kValue);
  }
}

void ProgramReader::ReadAutomata() {
  Array<Automaton>& automata = program_.automata;
  Rows(automata, Count(kMaxNodes));
  const std::uint32_t bound_count = Ranges(
      At(&Automaton::first_bound), At(&Automaton::bound_count), 1, kUnits);
  Varints(At(&Automaton::class_count));
  const std::uint32_t state_count = Ranges(
      At(&Automaton::first_state), At(&Automaton::state_count), 1, kMaxStates);
  std::uint32_t transition_count = 0;
  for (Automaton& automaton : automata) {
    Require(automaton.class_count <= kMaxClasses, ReadError::kLimit);
    if (Failed()) return;
    automaton.first_transition = transition_count;
    transition_count += automaton.class_count * automaton.state_count;
    Require(transition_count <= kMaxTransitions, ReadError::kLimit);
  }
  Rows(program_.bounds, Present(bound_count));
  Shorts(At(&Bound::unit));
  Shorts(At(&Bound::unit_class));
  Rows(program_.states, Present(state_count));
  Enumerators(0, kStateKinds);
  Rows(program_.transitions, Present(transition_count));
  Shorts(0);
  if (Failed()) return;
  for (const Automaton& automaton : automata) {
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
}

}  // namespace vitrine
