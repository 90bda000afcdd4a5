#ifndef VITRINE_RUNTIME_VISITOR_VISITOR_H_
#define VITRINE_RUNTIME_VISITOR_VISITOR_H_

#include <cstdint>
#include <memory>
#include <span>

#include "runtime/base/bytes.h"
#include "runtime/base/value.h"
#include "runtime/bundle/program.h"
#include "runtime/visitor/affinity.h"
#include "runtime/visitor/cart.h"
#include "runtime/visitor/counters.h"
#include "runtime/visitor/event_log.h"
#include "runtime/visitor/exposures.h"
#include "runtime/visitor/input.h"
#include "runtime/visitor/matcher.h"
#include "runtime/visitor/orders.h"
#include "runtime/visitor/snapshot.h"
#include "runtime/visitor/views.h"
#include "runtime/visitor/visit.h"

namespace vitrine {

enum class Recorded : std::uint8_t { kRecorded, kDuplicateOrder };

/// What one visitor did on this device. The caller asks for consent, and
/// without it simply does not call.
///
/// `now` is always milliseconds since 1970, counted in whole ones. Time never
/// runs backwards: a `now` before the latest known one counts as that one, so
/// that a clock that jumps back loses nothing; NaN is no news.
///
/// All input is safe, of any content. Memory grows with what is known, to
/// about 200 KB.
class Visitor {
 public:
  /// Counts for this bundle from now on. What was counted for others is kept
  /// as far as there is room, so that going back to one loses nothing.
  /// `program` must outlive the visitor or the next Bind.
  void Bind(const Program& program);

  /// Notes an event. An order that is known already is ignored entirely.
  Recorded Record(double now, const EventInput& event);
  /// Replaces the cart by what the shop says is in it: the first
  /// kMaxEventItems items. Counts as activity, not as an event.
  void SetCart(double now, std::span<const ItemInput> items);
  /// Notes what came of showing a rule. No activity of the visitor's.
  void Report(double now, Identity rule, Outcome outcome);
  /// Lets time pass.
  void Advance(double now);
  /// Starts afresh. The bundle stays bound and time goes on.
  void Forget();

  /// The value of an input as of the last `now`; null for
  /// attributes and the page, which are not behaviour.
  Value Read(const Input& input) const;

  /// Of the bound program's counters. Precondition: a valid index.
  std::uint32_t Count(std::size_t counter) const {
    return parts_->counters.Count(counter);
  }
  /// The time since which the counter knows of every event.
  double Since(std::size_t counter) const;
  /// The earliest time at which Advance will lower a count; infinity: never.
  double NextChangeAt() const { return parts_->counters.NextChangeAt(); }

  /// The latest known time.
  double now() const { return parts_->now; }
  /// The parts are valid until the visitor changes.
  const Visit& visit() const { return parts_->visit; }
  const Cart& cart() const { return parts_->cart; }
  const Orders& orders() const { return parts_->orders; }
  const Views& views() const { return parts_->views; }
  const Affinity& categories() const { return parts_->categories; }
  const Affinity& brands() const { return parts_->brands; }
  const Exposures& exposures() const { return parts_->exposures; }
  /// Events in the log.
  std::uint32_t event_count() const {
    return static_cast<std::uint32_t>(parts_->log.size());
  }

  /// Everything known, in at most kMaxSnapshotBytes. Where that is not enough
  /// the oldest events of the log are dropped, from the visitor too: it and
  /// its restored copy stay the same.
  Bytes Snapshot(double now);
  /// Replaces the visitor by what Snapshot gave, or by a fresh one if that is
  /// damaged. The bundle stays bound. Time goes on from the latest of `now`,
  /// the snapshot's and the visitor's own; but a snapshot that is more than
  /// kMaxClockLeadMs ahead of `now` was made by a clock that was wrong, and all
  /// its times move back by the difference. Safe for untrusted input.
  [[nodiscard]] RestoreError Restore(std::span<const std::uint8_t> bytes,
                                     double now);
  /// Whether the visitor came from a snapshot whose times were moved back.
  bool times_moved() const { return parts_->times_moved; }

 private:
  struct Parts {
    double now = 0;
    double began = -1;  ///< first known time; -1: there was none yet
    bool times_moved = false;
    Visit visit;
    Cart cart;
    Orders orders;
    Views views;
    Affinity categories;
    Affinity brands;
    Exposures exposures;
    EventLog log;
    Counters counters;

    void Write(SnapshotWriter& writer) const;
    void Read(SnapshotReader& reader, double host_now);
  };

  void Act();
  void Replace(std::unique_ptr<Parts> parts);

  Matcher matcher_;
  std::unique_ptr<Parts> parts_ = std::make_unique<Parts>();
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_VISITOR_H_
