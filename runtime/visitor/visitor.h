#ifndef VITRINE_RUNTIME_VISITOR_VISITOR_H_
#define VITRINE_RUNTIME_VISITOR_VISITOR_H_

#include <cstdint>
#include <memory>
#include <span>

#include "runtime/base/bytes.h"
#include "runtime/base/value.h"
#include "runtime/bundle/program.h"
#include "runtime/visitor/affinity.h"
#include "runtime/visitor/assignments.h"
#include "runtime/visitor/attention.h"
#include "runtime/visitor/cart.h"
#include "runtime/visitor/counters.h"
#include "runtime/visitor/event_log.h"
#include "runtime/visitor/input.h"
#include "runtime/visitor/matcher.h"
#include "runtime/visitor/orders.h"
#include "runtime/visitor/purchases.h"
#include "runtime/visitor/search.h"
#include "runtime/visitor/snapshot.h"
#include "runtime/visitor/traffic.h"
#include "runtime/visitor/views.h"
#include "runtime/visitor/visit.h"

namespace vitrine {

/// Largest seed of a visitor: below 2^53, as whole numbers in JavaScript are.
inline constexpr double kMaxSeed = 9'007'199'254'740'991.0;

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
  /// Notes an outcome (identity of a kind kShown to kConverted). It is an event
  /// for the counters, but no activity of the visitor's, and kept only if the
  /// bound program asks for it.
  void Report(double now, Identity outcome);
  /// Notes that an item was recommended on this page. No activity either.
  void Show(Identity item) { parts_->attention.Show(item); }
  /// Notes how the visitor came. No activity: the page view that follows is.
  /// The channel `direct` says nothing new while a visit goes on: a page that
  /// does not know its referrer must not hide the campaign of the visit.
  void Touch(double now, const TouchInput& touch);
  /// Adds to the time in which the visitor was active in the present visit.
  /// Does not keep the visit from ending, so that it does not matter how often
  /// the host tells.
  void AddActive(double now, double ms);

  /// What experiments assign the visitor by: a whole number; -1: none yet.
  double seed() const { return parts_->seed; }
  /// Kept if there is none yet. What is no whole number from 0 to kMaxSeed is
  /// ignored.
  void SetSeed(double seed);
  /// Name of the arm in which the visitor stays; kNoIdentity: in none.
  Identity Assigned(Identity experiment) const {
    return parts_->assignments.Find(experiment);
  }
  void Assign(Identity experiment, Identity arm) {
    parts_->assignments.Add(experiment, arm);
  }

  /// Lets time pass.
  void Advance(double now);
  /// Starts afresh. The bundle stays bound and time goes on.
  void Forget();

  /// Forgets one item (Item::id), category or brand: the views and purchases of
  /// the item, that it was shown or is not wanted; the interest in the category
  /// or brand; and what was counted of events with it, as far as the log has
  /// them. Cart and orders stay, and so does the interest in an item's
  /// category and brand.
  void ForgetItems(double now, const ItemsOf& items);

  /// The value of an input as of the last `now`; null for sources that are not
  /// behaviour. Texts are valid until the visitor changes. Precondition: an
  /// input of the bound program.
  Value Read(const Input& input) const;

  /// Of the bound program's counters. Precondition: a valid index.
  double Count(std::size_t counter) const {
    return parts_->counters.Count(counter);
  }
  /// The time since which the counter knows of every event.
  double Since(std::size_t counter) const;
  /// When the counter's oldest occurrence leaves its window; infinity: never.
  double DropsAt(std::size_t counter) const {
    return parts_->counters.DropsAt(counter);
  }
  /// The earliest time at which Advance will lower a count; infinity: never.
  double NextChangeAt() const { return parts_->counters.NextChangeAt(); }

  /// The latest known time.
  double now() const { return parts_->now; }
  /// The parts are valid until the visitor changes.
  const Visit& visit() const { return parts_->visit; }
  const Cart& cart() const { return parts_->cart; }
  const Orders& orders() const { return parts_->orders; }
  const Purchases& purchases() const { return parts_->purchases; }
  const Views& views() const { return parts_->views; }
  const Attention& attention() const { return parts_->attention; }
  const Affinity& categories() const { return parts_->categories; }
  const Affinity& brands() const { return parts_->brands; }
  /// Events in the log.
  std::uint32_t event_count() const {
    return static_cast<std::uint32_t>(parts_->log.size());
  }

  /// Everything known, in at most kMaxSnapshotBytes. Where that is not enough
  /// the oldest events of the log are dropped, after those views and in the end
  /// unwanted items, from the visitor too: it and its restored copy stay the
  /// same.
  Bytes Snapshot(double now);
  /// Replaces the visitor by what Snapshot gave, or by a fresh one if that is
  /// damaged. The bundle stays bound. Time goes on from the latest of `now`,
  /// the snapshot's and the visitor's own; but a snapshot that is more than
  /// kMaxClockLeadMs ahead of `now` was made by a clock that was wrong, and all
  /// its times move back by the difference. The visitor's seed stays if the
  /// new one has none. Safe for untrusted input.
  [[nodiscard]] RestoreError Restore(std::span<const std::uint8_t> bytes,
                                     double now);
  /// Whether the visitor came from a snapshot whose times were moved back.
  bool times_moved() const { return parts_->times_moved; }

 private:
  struct Parts {
    double now = 0;
    double began = -1;  ///< first known time; -1: there was none yet
    double seed = -1;
    bool times_moved = false;
    Visit visit;
    Cart cart;
    Orders orders;
    Purchases purchases;
    Views views;
    Attention attention;
    Affinity categories;
    Affinity brands;
    Assignments assignments;
    EventLog log;
    Counters counters;
    Search search;
    Traffic traffic;

    /// `host_now`: what the host takes for the time.
    void Walk(SnapshotCodec& codec, double host_now);
  };

  void Act();
  void Count(EventLog::Event&& event);
  /// Gives the old ones back.
  void Replace(std::unique_ptr<Parts>& parts);

  Matcher matcher_;
  std::unique_ptr<Parts> parts_ = std::make_unique<Parts>();
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_VISITOR_H_
