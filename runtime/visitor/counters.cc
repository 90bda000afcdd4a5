#include "runtime/visitor/counters.h"

#include <algorithm>
#include <cstring>

#include "runtime/bundle/zone.h"

namespace vitrine {
namespace {

/// More events that a counter has missed are told as so many: the log does not
/// have them all.
constexpr std::uint64_t kMostMissed = kMaxLoggedEvents + 1;
/// Larger amounts are taken for errors.
constexpr double kMostAmount = kMaxMoney * kMaxQuantity;
/// What a sum can come to: kMaxRecorded events of kMaxEventItems amounts.
constexpr double kMostTotal =
    kMostAmount * kMaxEventItems * static_cast<double>(kMaxRecorded);

std::uint64_t BitsOf(double real) {
  std::uint64_t bits;
  std::memcpy(&bits, &real, sizeof bits);
  return bits;
}

double RealOf(std::uint64_t bits) {
  double real;
  std::memcpy(&real, &bits, sizeof real);
  return real;
}

bool InRange(double real, double most) { return real >= -most && real <= most; }

double AmountOf(std::uint32_t what, std::span<const Value> row) {
  double amount = row[what].number;
  if (what == static_cast<std::uint32_t>(ItemField::kPrice)) {
    amount *= row[static_cast<std::uint32_t>(ItemField::kQuantity)].number;
  }
  return InRange(amount, kMostAmount) ? amount : 0;
}

/// Different for different values; kNoIdentity for null.
Identity NameOfValue(const Value& value) {
  if (value.tag == ValueTag::kNull) return kNoIdentity;
  return value.text != kNoIdentity ? value.text : BitsOf(value.number) + 1;
}

/// Whether a property of the event itself is tallied, which stands in each of
/// its rows.
bool OfEvent(const Program& program, std::uint32_t what) {
  return what >= kItemFields &&
         program.properties[what - kItemFields].kind == PropertyKind::kOfEvent;
}

/// The last step that happens.
std::uint32_t LastStep(const Program& program, const Counter& counter) {
  std::uint32_t last = counter.step_count - 1;
  while (program.steps[counter.first_step + last].absent) --last;
  return last;
}

}  // namespace

bool Counters::State::Serves(const Counter& counter) const {
  return identity == counter.identity && window == counter.window &&
         tally == counter.tally && kept == counter.kept;
}

bool Counters::State::HasWhat() const {
  return tally == Tally::kSum || tally == Tally::kDistinct;
}

double Counters::Count(std::size_t index) const {
  const State& state = states_[index];
  if (state.tally == Tally::kSequence) return state.latest >= 0;
  if (state.kept == 0) return state.total;
  if (state.tally != Tally::kSum) return state.used;
  double sum = 0;
  for (std::uint32_t i = 0; i < state.used; ++i) {
    sum += RealOf(pool_[state.first + i].what);
  }
  return sum;
}

/// Forgets what happened.
void Counters::Clear(State& state) {
  state.total = 0;
  state.latest = kNever;
  if (state.tally != Tally::kSequence) {
    state.used = 0;
    return;
  }
  state.used = state.kept;
  for (std::uint32_t i = 0; i < state.kept; ++i)
    pool_[state.first + i].time = kNever;
}

void Counters::Drop(State& state, std::uint32_t at) {
  Occurrence* const kept = pool_.data() + state.first;
  --state.used;
  for (; at < state.used; ++at) kept[at] = kept[at + 1];
  if (state.used == 0) state.latest = kNever;
}

void Counters::Add(State& state, double time, std::uint64_t what) {
  // Only a forged snapshot has occurrences later than events not yet counted.
  time = std::max(time, state.latest);
  if (state.kept == 0) {
    state.total += RealOf(what);
  } else {
    std::uint32_t at = 0;
    if (state.tally == Tally::kDistinct) {
      while (at < state.used && pool_[state.first + at].what != what) ++at;
    } else {
      at = state.used;
    }
    if (at < state.used) {
      Drop(state, at);
    } else if (state.used == state.kept) {
      Drop(state, 0);
    }
    pool_[state.first + state.used++] = {time, what};
  }
  state.latest = time;
}

/// Tallies an event of the name of the counter's one step.
void Counters::TallyRows(const Matcher& matcher, std::size_t index,
                         const EventRows& rows, double time) {
  const Program& program = *matcher.program();
  const Counter& counter = program.counters[index];
  const std::uint32_t where = program.steps[counter.first_step].where;
  const bool once =
      counter.tally == Tally::kCount || OfEvent(program, counter.what);
  bool happened = false;
  double amount = 0;
  for (std::size_t i = 0; i < rows.size() && !(once && happened); ++i) {
    const std::span<const Value> row = rows[i];
    const Value& value = row[counter.what];
    if (value.tag == ValueTag::kUnknown || !matcher.Fits(where, row)) continue;
    if (counter.tally != Tally::kDistinct) {
      happened = true;
      amount += counter.tally == Tally::kSum ? AmountOf(counter.what, row) : 1;
    } else if (const Identity name = NameOfValue(value)) {
      Add(states_[index], time, name);
    }
  }
  if (happened) Add(states_[index], time, BitsOf(amount));
}

/// Takes an event to the steps of a sequence that have its name, one bit each.
/// From the last step to the first, so that it can complete a step and be the
/// one that must not follow the step before.
void Counters::WalkSteps(const Matcher& matcher, std::size_t index,
                         std::uint32_t asked, const EventRows& rows,
                         double time) {
  const Program& program = *matcher.program();
  const Counter& counter = program.counters[index];
  const Step* const steps = program.steps.data() + counter.first_step;
  State& state = states_[index];
  Occurrence* const completed = pool_.data() + state.first;
  bool broken = false;
  double pause = 0;            // that the absent steps behind this one ask for
  std::uint32_t next = kNone;  // the step after this one, if it matches
  for (std::uint32_t i = counter.step_count; i-- > 0;) {
    const bool matches =
        (asked >> i & 1) != 0 && matcher.FitsAny(steps[i].where, rows);
    if (steps[i].absent) {
      broken |= matches;
      pause = std::max(pause, steps[i].within_ms);
      continue;
    }
    const double at = completed[i].time;
    if (next != kNone && at >= 0) {
      const double passed = time - at;
      const double within = steps[next].within_ms;
      if (passed >= pause && (within == 0 || passed <= within)) {
        completed[next].time = time;
      }
    }
    if (broken) completed[i].time = kNever;
    broken = false;
    pause = 0;
    next = matches ? i : kNone;
  }
  if (next != kNone) completed[next].time = time;
  state.latest = completed[LastStep(program, counter)].time;
}

/// When the oldest occurrence leaves the window.
double Counters::LeavesAt(const Program& program, std::size_t index) const {
  const Counter& counter = program.counters[index];
  const State& state = states_[index];
  if (state.used == 0 || !(state.latest >= 0)) return __builtin_inf();
  const double oldest =
      state.tally == Tally::kSequence ? state.latest : pool_[state.first].time;
  switch (counter.window) {
    case Window::kDuration:
      return oldest + counter.length;
    case Window::kDays:
      return StartOfDay(program, 0, oldest,
                        static_cast<std::int32_t>(counter.length));
    default:
      return __builtin_inf();
  }
}

/// Counts an event where it was not counted yet. True: what leaves its window
/// next may be another.
bool Counters::Notice(const Matcher& matcher, const EventLog::Event& event,
                      double visit_start) {
  if (!matcher.Asks(event.name)) return false;
  const Program& program = *matcher.program();
  const EventRows rows(program, event);
  bool moved = false;
  for (std::size_t i = 0; i < used_; ++i) {
    State& state = states_[i];
    const std::uint32_t asked = matcher.Asked(program.counters[i], event.name);
    if (asked == 0 || event.sequence < state.counted ||
        (state.window == Window::kVisit && event.time < visit_start)) {
      continue;
    }
    if (state.tally == Tally::kSequence) {
      WalkSteps(matcher, i, asked, rows, event.time);
    } else {
      TallyRows(matcher, i, rows, event.time);
    }
    const double left = state.leaves;
    state.leaves = LeavesAt(program, i);
    moved |= state.leaves != left;
  }
  return moved;
}

void Counters::Record(const Matcher& matcher, const EventLog::Event& event) {
  if (Notice(matcher, event, 0)) FindNextChange();
}

void Counters::StartVisit() {
  for (State& state : states_) {
    if (state.window == Window::kVisit) Clear(state);
  }
}

void Counters::Expire(const Matcher& matcher, double now) {
  for (std::size_t i = 0; i < used_; ++i) {
    State& state = states_[i];
    while (state.leaves <= now) {
      if (state.tally == Tally::kSequence) {
        const Program& program = *matcher.program();
        pool_[state.first + LastStep(program, program.counters[i])].time =
            kNever;
        state.latest = kNever;
      } else {
        Drop(state, 0);
      }
      state.leaves = LeavesAt(*matcher.program(), i);
    }
  }
  FindNextChange();
}

void Counters::FindNextChange() {
  next_change_at_ = __builtin_inf();
  for (std::size_t i = 0; i < used_; ++i) {
    next_change_at_ = std::min(next_change_at_, states_[i].leaves);
  }
}

void Counters::Bind(const Matcher& matcher, const EventLog& log,
                    double visit_start, double now) {
  for (std::size_t i = 0; i < used_; ++i) states_[i].counted = log.recorded();
  Array<State> states;
  Array<Occurrence> pool;
  const auto adopt = [&](State& state) {
    const auto first = static_cast<std::uint32_t>(pool.size());
    pool.append({pool_.data() + state.first, state.used});
    pool.resize(first + state.kept);
    states.push_back(state);
    states.back().first = first;
    state.identity = kNoIdentity;
  };
  for (const Counter& counter : matcher.counters()) {
    std::size_t at = 0;
    while (at < states_.size() && !states_[at].Serves(counter)) ++at;
    if (at == states_.size()) {
      states_.push_back({.identity = counter.identity,
                         .window = counter.window,
                         .tally = counter.tally,
                         .first = static_cast<std::uint32_t>(pool_.size()),
                         .kept = counter.kept});
      pool_.resize(pool_.size() + counter.kept);
      Clear(states_.back());
    }
    adopt(states_[at]);
  }
  used_ = states.size();
  for (State& state : states_) {
    if (state.identity == kNoIdentity) continue;
    if (pool.size() + state.kept > kMaxOccurrences ||
        states.size() == kMaxCounterStates) {
      break;
    }
    adopt(state);
  }
  states_.swap(states);
  pool_.swap(pool);
  CatchUp(matcher, log, visit_start);
  Expire(matcher, now);
}

/// Counts the logged events that those in use have not seen.
void Counters::CatchUp(const Matcher& matcher, const EventLog& log,
                       double visit_start) {
  std::uint64_t first = log.recorded();
  for (std::size_t i = 0; i < used_; ++i) {
    State& state = states_[i];
    state.leaves = LeavesAt(*matcher.program(), i);
    first = std::min(first, state.counted);
    if (state.counted < log.recorded() - log.size()) {
      state.since = log.lost_until();
    }
  }
  log.ForEachSince(first, [&](const EventLog::Event& event) {
    (void)Notice(matcher, event, visit_start);
  });
}

/// Clears those that may have counted one of the items in this event.
void Counters::Doubt(const Matcher& matcher, const ItemsOf& items,
                     const EventLog::Event& event) {
  if (!matcher.Asks(event.name)) return;
  const Program& program = *matcher.program();
  const EventRows rows(program, event);
  for (std::size_t row = 0; row < event.items.size(); ++row) {
    if (!items.Has(event.items[row])) continue;
    for (std::size_t i = 0; i < used_; ++i) {
      const Counter& counter = program.counters[i];
      std::uint32_t asked = matcher.Asked(counter, event.name);
      const Step* step = program.steps.data() + counter.first_step;
      for (; asked != 0; asked >>= 1, ++step) {
        if ((asked & 1) == 0 || !matcher.MayFit(step->where, rows[row])) {
          continue;
        }
        Clear(states_[i]);
        states_[i].counted = 0;
      }
    }
  }
}

void Counters::Remove(const Matcher& matcher, const ItemsOf& items,
                      EventLog& log, double visit_start, double now) {
  states_.resize(used_);
  std::size_t kept = 0;
  for (State& state : states_) {
    state.counted = log.recorded();
    kept += state.kept;
  }
  pool_.resize(kept);
  log.ForEachSince(
      0, [&](const EventLog::Event& event) { Doubt(matcher, items, event); });
  log.Remove(items);
  CatchUp(matcher, log, visit_start);
  Expire(matcher, now);
}

[[gnu::noinline]] void Counters::Walk(SnapshotCodec& codec, double began,
                                      std::uint64_t recorded) {
  codec.Count(states_, kMaxCounterStates);
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    State& state = states_[i];
    codec.Name(state.identity);
    codec.Require(state.identity != kNoIdentity, RestoreError::kValue);
    std::uint32_t kind = static_cast<std::uint32_t>(state.window) |
                         static_cast<std::uint32_t>(state.tally) << 2;
    codec.Number(kind, kWindows * kTallies - 1);
    state.window = static_cast<Window>(kind & 3);
    state.tally = static_cast<Tally>(kind >> 2);
    const std::uint64_t most = std::min(recorded, kMostMissed);
    const std::uint64_t missed =
        i < used_ ? 0 : std::min(recorded - state.counted, most);
    state.counted = recorded - codec.Number(missed, most);
    codec.Time(state.since, 0);
    codec.Number(state.kept, kMaxKeptTimes, RestoreError::kLimit);
    if (!state.IsList()) codec.OptionalTime(state.latest, began);
    if (state.tally == Tally::kSum) {
      codec.Real(state.total);
    } else {
      codec.Whole(state.total, static_cast<double>(kMaxRecorded));
    }
    codec.Require(InRange(state.total, kMostTotal), RestoreError::kValue);
    codec.Number(state.used, state.kept, RestoreError::kLimit);
    codec.Require(state.IsList() || state.used == state.kept,
                  RestoreError::kValue);
    state.first = end;
    end += state.kept;
    codec.Require(end <= kMaxOccurrences, RestoreError::kLimit);
    if (pool_.size() < end) pool_.resize(end);
    double previous = began;
    if (state.IsList()) state.latest = kNever;
    for (std::uint32_t j = 0; j < state.used; ++j) {
      Occurrence& occurrence = pool_[state.first + j];
      codec.OptionalTime(occurrence.time, previous);
      if (state.HasWhat()) codec.Name(occurrence.what);
      if (state.tally == Tally::kSum) {
        codec.Require(InRange(RealOf(occurrence.what), kMostTotal),
                      RestoreError::kValue);
      }
      if (!state.IsList()) continue;
      codec.Require(occurrence.time >= 0, RestoreError::kValue);
      state.latest = previous = occurrence.time;
    }
  }
}

}  // namespace vitrine
