#include "runtime/visitor/counters.h"

#include <algorithm>

namespace vitrine {
void Counters::State::Occur(double time) {
  if (window != Window::kDuration) {
    if (count != 0xffffffff) ++count;
    return;
  }
  if (count == kept) {
    --count;
    for (std::uint32_t i = 0; i < count; ++i) times[i] = times[i + 1];
  }
  times[count++] = time;
}

void Counters::State::Expire(double now) {
  if (window != Window::kDuration) return;
  std::uint32_t gone = 0;
  while (gone < count && times[gone] + duration <= now) ++gone;
  count -= gone;
  for (std::uint32_t i = 0; i < count; ++i) times[i] = times[i + gone];
}

/// The state that the counter had before, or a new one. What is taken is left
/// without an identity.
Counters::State Counters::Take(const Counter& counter) {
  for (State& state : states_) {
    if (state.identity != counter.identity || state.window != counter.window ||
        state.duration != counter.duration_ms || state.kept != counter.kept) {
      continue;
    }
    const State taken = state;
    state.identity = kNoIdentity;
    return taken;
  }
  State made;
  made.identity = counter.identity;
  made.window = counter.window;
  made.kept = counter.kept;
  made.duration = counter.duration_ms;
  return made;
}

/// Counts the logged events that the first `used_` states have not seen.
void Counters::CatchUp(const Matcher& matcher, const EventLog& log,
                       double visit_start) {
  std::uint64_t first = log.recorded();
  for (std::size_t i = 0; i < used_; ++i) {
    State& state = states_[i];
    if (state.counted < first) first = state.counted;
    if (state.counted < log.recorded() - log.size()) {
      state.since = log.lost_until();
    }
  }
  Array<std::uint8_t> matched;
  log.ForEachSince(first, [&](const EventLog::Event& event) {
    matcher.Match(event.name, event.items, matched);
    for (std::size_t i = 0; i < used_; ++i) {
      State& state = states_[i];
      const bool seen = event.sequence < state.counted;
      const bool past =
          state.window == Window::kVisit && event.time < visit_start;
      if (matched[i] && !seen && !past) state.Occur(event.time);
    }
  });
  for (std::size_t i = 0; i < used_; ++i) states_[i].counted = log.recorded();
}

void Counters::Bind(const Matcher& matcher, const EventLog& log,
                    double visit_start, double now) {
  Array<State> states;
  std::uint32_t kept = 0;
  for (const Counter& counter : matcher.counters()) {
    states.push_back(Take(counter));
    kept += counter.kept;
  }
  used_ = states.size();
  for (const State& state : states_) {
    if (state.identity == kNoIdentity) continue;
    kept += state.kept;
    if (kept > kMaxTimesTotal || states.size() == kMaxCounterStates) break;
    states.push_back(state);
  }
  states_.swap(states);
  CatchUp(matcher, log, visit_start);
  Expire(now);
}

void Counters::Record(const Matcher& matcher, const EventLog& log, double now,
                      Identity name, std::span<const Item> items) {
  Array<std::uint8_t> matched;
  matcher.Match(name, items, matched);
  for (std::size_t i = 0; i < used_; ++i) {
    states_[i].counted = log.recorded();
    if (matched[i]) states_[i].Occur(now);
  }
  FindNextChange();
}

void Counters::StartVisit() {
  for (State& state : states_) {
    if (state.window == Window::kVisit) state.count = 0;
  }
}

void Counters::Expire(double now) {
  for (State& state : states_) state.Expire(now);
  FindNextChange();
}

void Counters::FindNextChange() {
  next_change_at_ = __builtin_inf();
  for (std::size_t i = 0; i < used_; ++i) {
    const State& state = states_[i];
    if (state.window != Window::kDuration || state.count == 0) continue;
    const double at = state.times[0] + state.duration;
    if (at < next_change_at_) next_change_at_ = at;
  }
}

void Counters::Write(SnapshotWriter& writer, double began,
                     std::uint64_t recorded) const {
  writer.Number(states_.size());
  for (const State& state : states_) {
    writer.Name(state.identity);
    writer.Number(static_cast<std::uint64_t>(state.window));
    writer.Number(recorded - state.counted);
    writer.Time(state.since, 0);
    writer.Number(state.count);
    if (state.window != Window::kDuration) continue;
    writer.Number(state.kept);
    writer.Time(state.duration, 0);
    double previous = began;
    for (std::uint32_t i = 0; i < state.count; ++i) {
      const double time = state.times[i];
      writer.Time(time, previous);
      previous = time;
    }
  }
}

void Counters::Read(SnapshotReader& reader, double began,
                    std::uint64_t recorded) {
  std::uint32_t kept = 0;
  for (std::uint32_t left = reader.Count(kMaxCounterStates); left > 0; --left) {
    State state;
    state.identity = reader.Name();
    reader.Require(state.identity != kNoIdentity, RestoreError::kValue);
    state.window =
        static_cast<Window>(reader.Number(kWindows - 1, RestoreError::kValue));
    state.counted = recorded - reader.Number(recorded, RestoreError::kValue);
    state.since = reader.Time(0);
    state.count = static_cast<std::uint32_t>(
        reader.Number(0xffffffff, RestoreError::kValue));
    if (state.window == Window::kDuration) {
      state.kept = reader.Count(kMaxKeptTimes);
      state.duration = static_cast<double>(reader.Number(
          static_cast<std::uint64_t>(kMaxDurationMs), RestoreError::kValue));
      kept += state.kept;
      const bool fits = state.count <= state.kept && kept <= kMaxTimesTotal;
      reader.Require(fits && state.kept > 0, RestoreError::kLimit);
      if (!fits) state.count = 0;
      double previous = began;
      for (std::uint32_t i = 0; i < state.count; ++i) {
        state.times[i] = previous = reader.Time(previous);
      }
    }
    states_.push_back(state);
  }
}

}  // namespace vitrine
