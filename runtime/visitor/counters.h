#ifndef VITRINE_RUNTIME_VISITOR_COUNTERS_H_
#define VITRINE_RUNTIME_VISITOR_COUNTERS_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/bundle/program.h"
#include "runtime/visitor/event_log.h"
#include "runtime/visitor/matcher.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

/// Counters remembered: those of the bundle in use and, as far as there is
/// room, of bundles used before.
inline constexpr std::size_t kMaxCounterStates = kMaxCounters;
/// Occurrences remembered by all of them.
inline constexpr std::size_t kMaxOccurrences = kMaxKeptTimesTotal;

/// What the bundle's counters ask for, as far as it has happened.
///
/// A counter is known by its identity. One that is new to this device is made
/// up from the event log; one that was out of use goes on from where it was,
/// with what the log has of the time between. When there are too many, those
/// longest out of use go first.
class Counters {
 public:
  static constexpr std::size_t kMaxBytes =
      kMaxNumberBytes +
      kMaxCounterStates *
          (8 + 1 + 2 + kMaxTimeBytes + kMaxOptionalTimeBytes + 1 + 8 + 1) +
      kMaxOccurrences * (kMaxOptionalTimeBytes + 8);

  /// Takes the matcher's counters into use; the indexes of all other calls
  /// are theirs, and take the same matcher.
  void Bind(const Matcher& matcher, const EventLog& log, double visit_start,
            double now);

  /// Counts an event.
  void Record(const Matcher& matcher, const EventLog::Event& event);
  void StartVisit();
  /// Removes items from the log, and makes those counters up anew from what is
  /// left of it that may have counted one of them. Those out of use go, as
  /// nobody knows what they counted.
  void Remove(const Matcher& matcher, const ItemsOf& items, EventLog& log,
              double visit_start, double now);
  /// Forgets the occurrences that have left their windows.
  void Advance(const Matcher& matcher, double now) {
    if (now >= next_change_at_) Expire(matcher, now);
  }

  /// As Counter::tally says, in its window as of the last Advance and as far
  /// as Counter::kept goes; of a sequence 1 while it stands completed, else 0.
  double Count(std::size_t index) const;
  /// Time of the latest occurrence that counts, of a sequence that of its
  /// latest completion; kNever: none.
  double Latest(std::size_t index) const { return states_[index].latest; }
  /// Occurrences after this time were counted; 0: all were.
  double Since(std::size_t index) const { return states_[index].since; }
  /// When its oldest occurrence leaves its window; infinity: never.
  double DropsAt(std::size_t index) const { return states_[index].leaves; }
  /// The earliest time at which something leaves a window; infinity: never.
  double NextChangeAt() const { return next_change_at_; }

  /// `recorded`: as the log's.
  void Walk(SnapshotCodec& codec, double began, std::uint64_t recorded);

 private:
  struct Occurrence {
    double time =
        0;  ///< of a step of a sequence: kNever while it is not completed
    /// Of kSum: the bits of the amount. Of kDistinct: names the value.
    std::uint64_t what = 0;
  };
  struct State {
    Identity identity = kNoIdentity;
    Window window = Window::kLifetime;
    Tally tally = Tally::kCount;
    std::uint32_t first = 0;  ///< of its `kept` places in `pool_`
    std::uint32_t kept = 0;
    /// How many of them are in use, oldest first; of a sequence all, by step.
    std::uint32_t used = 0;
    double total = 0;        ///< the count or sum where none are kept
    double latest = kNever;  ///< as Latest()
    double since = 0;
    double leaves = 0;          ///< when the oldest leaves its window
    std::uint64_t counted = 0;  ///< events looked at, of all ever recorded;
                                ///< not kept up while it is in use

    bool Serves(const Counter& counter) const;
    /// Whether it keeps its occurrences in their order.
    bool IsList() const { return kept > 0 && tally != Tally::kSequence; }
    bool HasWhat() const;
  };

  void Clear(State& state);
  void Doubt(const Matcher& matcher, const ItemsOf& items,
             const EventLog::Event& event);
  void Drop(State& state, std::uint32_t at);
  void Add(State& state, double time, std::uint64_t what);
  void TallyRows(const Matcher& matcher, std::size_t index,
                 const EventRows& rows, double time);
  void WalkSteps(const Matcher& matcher, std::size_t index, std::uint32_t asked,
                 const EventRows& rows, double time);
  double LeavesAt(const Program& program, std::size_t index) const;
  bool Notice(const Matcher& matcher, const EventLog::Event& event,
              double visit_start);
  void CatchUp(const Matcher& matcher, const EventLog& log, double visit_start);
  void Expire(const Matcher& matcher, double now);
  void FindNextChange();

  /// First those in use, then the others, latest in use first.
  Array<State> states_;
  std::size_t used_ = 0;
  Array<Occurrence> pool_;
  double next_change_at_ = __builtin_inf();
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_COUNTERS_H_
