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
/// Occurrence times remembered by all of them.
inline constexpr std::size_t kMaxTimesTotal = kMaxKeptTimesTotal;
/// In a snapshot: of a duration, and of the time between two occurrences.
inline constexpr std::size_t kMaxDurationBytes = 6;

/// How often what the bundle's counters ask for has happened.
///
/// A counter is known by its identity. One that is new to this device is made
/// up from the event log; one that was out of use goes on from where it was,
/// with what the log has of the time between. When there are too many, those
/// longest out of use go first.
class Counters {
 public:
  static constexpr std::size_t kMaxBytes =
      kMaxNumberBytes +
      kMaxCounterStates * (8 + 1 + 3 * kMaxTimeBytes + kMaxDurationBytes + 2) +
      kMaxTimesTotal * kMaxDurationBytes;

  /// Takes the matcher's counters into use; the indexes of all other calls
  /// are theirs.
  void Bind(const Matcher& matcher, const EventLog& log, double visit_start,
            double now);

  /// Counts the event that the log was given last.
  void Record(const Matcher& matcher, const EventLog& log, double now,
              Identity name, std::span<const Item> items);
  void StartVisit();
  /// Forgets the occurrences that have left their windows.
  void Advance(double now) {
    if (now >= next_change_at_) Expire(now);
  }
  /// The same, also for counters out of use.
  void Expire(double now);

  /// In (now - duration, now] of the last Advance, at most Counter::kept; or
  /// in this visit; or ever.
  std::uint32_t Count(std::size_t index) const { return states_[index].count; }
  /// Occurrences after this time were counted; 0: all were.
  double Since(std::size_t index) const { return states_[index].since; }
  /// The earliest time at which a count drops; infinity: none will.
  double NextChangeAt() const { return next_change_at_; }

  void Write(SnapshotWriter& writer, double began,
             std::uint64_t recorded) const;
  void Read(SnapshotReader& reader, double began, std::uint64_t recorded);

 private:
  struct State {
    Identity identity = kNoIdentity;
    Window window = Window::kLifetime;
    std::uint32_t kept = 0;
    std::uint32_t count = 0;  ///< for kDuration: of `times`
    double duration = 0;
    double since = 0;
    std::uint64_t counted = 0;  ///< events looked at, of all ever recorded
    double times[kMaxKeptTimes] = {};  ///< the latest, oldest first

    void Occur(double time);
    void Expire(double now);
  };

  State Take(const Counter& counter);
  void CatchUp(const Matcher& matcher, const EventLog& log, double visit_start);
  void FindNextChange();

  /// First those in use, then the others, latest in use first.
  Array<State> states_;
  std::size_t used_ = 0;
  double next_change_at_ = __builtin_inf();
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_COUNTERS_H_
