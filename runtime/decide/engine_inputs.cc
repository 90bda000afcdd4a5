#include <cmath>

#include "runtime/bundle/zone.h"
#include "runtime/decide/engine.h"

namespace vitrine {
namespace {

constexpr double kMinuteMs = 60'000;
constexpr double kMinutesOfDay = 1'440;
constexpr double kDaysOfWeek = 7;
/// 1970 began on a Thursday, the fourth day.
constexpr double kFirstWeekday = 4;
constexpr auto kChannel = static_cast<std::uint32_t>(TrafficField::kChannel);

constexpr std::uint64_t Set(std::initializer_list<InputSource> sources) {
  std::uint64_t set = 0;
  for (InputSource source : sources) {
    set |= std::uint64_t{1} << static_cast<std::uint32_t>(source);
  }
  return set;
}

constexpr std::uint64_t kClocks =
    Set({InputSource::kAttributeAge, InputSource::kSince, InputSource::kNow,
         InputSource::kMinute, InputSource::kWeekday, InputSource::kVisitAge,
         InputSource::kCartAge, InputSource::kOrdersFirst,
         InputSource::kOrdersLast});

/// How long a clock's number stays the same.
double UnitOf(InputSource source) {
  return source == InputSource::kMinute    ? kMinuteMs
         : source == InputSource::kWeekday ? kDayMs
                                           : 1;
}

}  // namespace

Engine::Run::Run(const Program& program)
    : machine(program),
      allocation(program),
      reads(program.reads.size(), ReadState{.date = kAtNoTime}),
      attribute_expiry(program.attributes.size(), kAtNoTime),
      experiment_inputs(program.experiments.size(), kNone),
      forced_arms(program.experiments.size(), kNone),
      decisions(program.slots.size(), SlotDecision{}),
      on_page(program.slots.size()),
      next_expiry(kAtNoTime),
      next_slice(-kAtNoTime),
      next_flip(-kAtNoTime),
      next_active_in(kAtNoTime) {
  for (std::uint32_t i = 0; i < on_page; ++i) order.push_back(i);
  for (std::uint32_t i = 0; i < program.inputs.size(); ++i) {
    const Input& input = program.inputs[i];
    if (input.source == InputSource::kRead) {
      reads[input.argument].input = i;
    } else if (input.source == InputSource::kExperiment) {
      experiment_inputs[input.argument] = i;
    } else if ((kClocks & Set({input.source})) != 0) {
      if (input.source == InputSource::kAttributeAge) {
        reads[input.argument].aged = true;
      }
      clocks.push_back({.input = i, .origin = 0, .next = -kAtNoTime});
    } else {
      if (input.source == InputSource::kVisitActive) active_input = i;
      behaviour.push_back(i);
    }
  }
}

void Engine::SetValue(std::uint32_t read, std::span<const ValueNode> nodes,
                      double now) {
  VisitorAt(now);
  const std::uint32_t attribute = program().reads[read].attribute;
  if (attribute != kNone) {
    const double ttl = program().attributes[attribute].ttl_ms;
    if (ttl > 0) {
      const double expiry = this->now() + ttl;
      run_->attribute_expiry[attribute] = expiry;
      if (expiry < run_->next_expiry) run_->next_expiry = expiry;
    }
  }
  PutValue(read, nodes[0].value);
}

void Engine::PutValue(std::uint32_t read, const Value& value) {
  ReadState& state = run_->reads[read];
  if (state.input != kNone) run_->machine.SetInput(state.input, value);
  if (state.aged) {
    state.date =
        value.tag == ValueTag::kNull ? kAtNoTime : std::floor(value.number);
    run_->next_flip = -kAtNoTime;
  }
  // As in GrowthBook, nobody is what JavaScript takes for false.
  const Identity hashed = value.truthy ? value.text : kNoIdentity;
  if (hashed == state.hashed) return;
  state.hashed = hashed;
  Allocation& allocation = run_->allocation;
  // All hashes before what follows from them: processors compute several at
  // once as long as nothing between them hangs on one.
  for (std::uint32_t i = allocation.First(HashSource::kRead, read); i != kNone;
       i = allocation.Next(i)) {
    allocation.Hash(i, value.truthy ? value.units : u"");
  }
  for (std::uint32_t i = allocation.First(HashSource::kRead, read); i != kNone;
       i = allocation.Next(i)) {
    if (allocation.changed(i)) Assign(i);
  }
}

void Engine::ExpireAttributes() {
  if (now() < run_->next_expiry) return;
  run_->next_expiry = kAtNoTime;
  for (std::uint32_t i = 0; i < run_->attribute_expiry.size(); ++i) {
    double& expiry = run_->attribute_expiry[i];
    if (expiry <= now()) {
      expiry = kAtNoTime;
      for (std::uint32_t read = 0; read < run_->reads.size(); ++read) {
        if (program().reads[read].attribute == i) PutValue(read, Value::Null());
      }
    }
    if (expiry < run_->next_expiry) run_->next_expiry = expiry;
  }
}

const Machine& Engine::Settled(double now, bool exact) {
  VisitorAt(now);
  ExpireAttributes();
  if (behaviour_changed_) ReadBehaviour();
  if (exact || this->now() >= run_->next_flip) ReadClocks(exact);
  run_->machine.Settle();
  return run_->machine;
}

void Engine::ReadBehaviour() {
  behaviour_changed_ = false;
  Machine& machine = run_->machine;
  for (std::uint32_t input : run_->behaviour) {
    machine.SetInput(input, ReadInput(program().inputs[input]));
  }
  if (run_->active_input != kNone) {
    run_->next_active_in =
        machine.NextThreshold(run_->active_input) - visitor_.visit().active();
  }
  run_->next_flip = -kAtNoTime;
}

/// Looks at the clocks that reached their next flip or count from another time
/// than before.
void Engine::ReadClocks(bool exact) {
  Machine& machine = run_->machine;
  if (now() >= run_->next_slice) HashSlices();
  double next_flip = run_->next_slice;
  for (Clock& clock : run_->clocks) {
    const Input& input = program().inputs[clock.input];
    const Value value = ReadInput(input);
    const double origin = UnitOf(input.source) != 1 ? 0
                          : value.tag == ValueTag::kNumber
                              ? now() - value.number
                          : value.tag == ValueTag::kNull ? kAtNoTime
                                                         : -kAtNoTime;
    if (exact || origin != clock.origin || now() >= clock.next) {
      machine.SetInput(clock.input, value);
      clock.origin = origin;
      clock.next =
          NextFlip(input, value.number, machine.NextThreshold(clock.input));
    }
    if (clock.next < next_flip) next_flip = clock.next;
  }
  run_->next_flip = next_flip;
}

/// When the number of a clock, `value` now, reaches the threshold, or needs
/// another look before: where its zone's offset changes or it starts anew.
double Engine::NextFlip(const Input& input, double value,
                        double threshold) const {
  const double unit = UnitOf(input.source);
  if (unit == 1) return now() - value + threshold;
  const double most = unit == kDayMs ? kDaysOfWeek + 1 : kMinutesOfDay;
  const double local = LocalTime(program(), input.argument, now());
  const double begun = local - std::floor(local / unit) * unit;
  double next =
      now() - begun + ((threshold < most ? threshold : most) - value) * unit;
  if (!program().zones.empty()) {
    const List& zone = program().zones[input.argument];
    for (std::uint32_t i = 0; i < zone.count; ++i) {
      const double at = program().zone_changes[zone.first + i].at;
      if (at > now() && at < next) next = at;
    }
  }
  return next;
}

void Engine::HashSlices() {
  Allocation& allocation = run_->allocation;
  run_->next_slice = kAtNoTime;
  for (std::uint32_t i = allocation.First(HashSource::kTime); i != kNone;
       i = allocation.Next(i)) {
    const double length = program().experiments[i].argument * 1e3;
    const double slice = std::floor(now() / length);
    const double end = (slice + 1) * length;
    if (end < run_->next_slice) run_->next_slice = end;
    // Minutes fit for 8,000 years.
    const auto number = static_cast<std::uint64_t>(slice);
    if (allocation.Hash(i, Decimal(static_cast<std::uint32_t>(number)).text()))
      Assign(i);
  }
}

void Engine::Force(std::uint32_t experiment, std::uint32_t arm) {
  run_->forced_arms[experiment] = arm;
  Assign(experiment);
}

void Engine::HoldSegment(std::uint32_t segment, bool holds) {
  run_->machine.Hold(program().segments[segment].node,
                     holds ? Truth::kTrue : Truth::kFalse);
}

void Engine::Assign(std::uint32_t experiment) {
  const std::uint32_t input = run_->experiment_inputs[experiment];
  if (input != kNone) run_->machine.SetInput(input, ArmOf(experiment));
}

void Engine::AssignAll() {
  if (!loaded()) return;
  Allocation& allocation = run_->allocation;
  // As the host would write it: 14 hexadecimal digits.
  char16_t digits[14];
  const double seed = visitor_.seed();
  auto rest = static_cast<std::uint64_t>(seed < 0 ? 0 : seed);
  for (std::size_t i = std::size(digits); i-- > 0; rest /= 16) {
    const auto digit = static_cast<std::uint32_t>(rest % 16);
    digits[i] = static_cast<char16_t>(digit + (digit < 10 ? u'0' : u'a' - 10));
  }
  const std::u16string_view text(digits, seed < 0 ? 0 : std::size(digits));
  for (std::uint32_t i = allocation.First(HashSource::kVisitor); i != kNone;
       i = allocation.Next(i)) {
    allocation.Hash(i, text);
  }
  for (std::uint32_t i = 0; i < program().experiments.size(); ++i) Assign(i);
}

Value Engine::ArmOf(std::uint32_t index) const {
  const Experiment& experiment = program().experiments[index];
  std::uint32_t arm = run_->forced_arms[index];
  if (arm == kNone) {
    if (experiment.source != HashSource::kTime && !personalise_) {
      return Value::Unknown();
    }
    arm = run_->allocation.arm(index);
    if (experiment.sticky && personalise_ && arm != kNobody) {
      const Identity stays = visitor_.Assigned(
          IdentityOfName(IdentityKind::kExperiment, experiment.name));
      // Nobody's name is kNoIdentity.
      for (std::uint32_t i = 0; i < experiment.arm_count; ++i) {
        const Arm& candidate = program().arms[experiment.first_arm + i];
        if (IdentityOfName(IdentityKind::kValue, candidate.name) == stays) {
          arm = i;
        }
      }
    }
  }
  return arm < kNobody ? Value::Number(arm) : Value::Null();
}

[[gnu::noinline]] Identity Engine::IdentityOfName(IdentityKind kind,
                                                  std::uint32_t string) const {
  return IdentityOf(kind, program().strings[string]);
}

Value Engine::ReadInput(const Input& input) const {
  const std::uint32_t argument = input.argument;
  double number = now();
  switch (input.source) {
    case InputSource::kNow:
      break;
    case InputSource::kMinute:
    case InputSource::kWeekday: {
      // Minutes of a day, or days of a week that begins with a Monday.
      const bool minutes = input.source == InputSource::kMinute;
      const double local = LocalTime(program(), argument, number);
      const double units = minutes
                               ? std::floor(local / kMinuteMs)
                               : std::floor(local / kDayMs) + kFirstWeekday - 1;
      const double cycle = minutes ? kMinutesOfDay : kDaysOfWeek;
      number = units - std::floor(units / cycle) * cycle + (minutes ? 0 : 1);
      break;
    }
    case InputSource::kAttributeAge:
      number -= run_->reads[argument].date;
      if (number == -kAtNoTime) return Value::Null();
      break;
    default:
      if (personalise_) return visitor_.Read(input);
      // How one came to this page is known without consent, all else is not.
      Value value = Value::Unknown();
      if (input.source == InputSource::kTraffic && argument <= kChannel &&
          traffic_.field(kChannel) != kNoIdentity) {
        SetName(value, traffic_.field(argument));
        value.units = traffic_.text(argument).text();
      }
      return value;
  }
  return Value::Number(number);
}

}  // namespace vitrine
