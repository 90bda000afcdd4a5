#ifndef VITRINE_RUNTIME_VISITOR_EVENT_LOG_H_
#define VITRINE_RUNTIME_VISITOR_EVENT_LOG_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/visitor/input.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

inline constexpr std::size_t kMaxLoggedEvents = 512;
/// Items of one event that are kept: its first ones. A counter that is made up
/// from the log knows nothing of the others.
inline constexpr std::size_t kMaxLoggedItemsPerEvent = 16;
/// Items of all events together.
inline constexpr std::size_t kMaxLoggedItems = 1'024;

/// The latest events, so that a new bundle's counters need not start from
/// nothing. Where a quota is reached the oldest events go, with their items.
class EventLog {
 public:
  /// Of a log without events.
  static constexpr std::size_t kMinBytes = kMaxTimeBytes + 2 * kMaxNumberBytes;

  /// An event as counters see it. Spans of one in the log are valid until the
  /// log changes.
  struct Event {
    double time = 0;
    Identity name = kNoIdentity;
    std::uint64_t sequence = 0;  ///< how many were recorded before it
    std::span<const Item> items;
    /// As in EventInput. The log keeps none: there they are unknown.
    std::span<const Value> event_properties = {};
    std::span<const Value> item_properties = {};
    ValueTag untold = ValueTag::kUnknown;
  };

  std::size_t size() const { return rows_.size() - dead_rows_; }
  /// Events ever recorded, in the log or not.
  std::uint64_t recorded() const { return recorded_; }
  /// All later events are in the log; 0: all are.
  double lost_until() const { return lost_until_; }

  void Add(double time, Identity name, std::span<const Item> items);
  /// Drops the oldest events: an eighth of them, at least one.
  void Shrink();
  /// Removes items, and the events of which none is left. The numbers of the
  /// events before those change.
  void Remove(const ItemsOf& items);

  /// Calls `visit(const Event&)` for events in order, starting with the one
  /// before which `sequence` events had been recorded, or with the oldest.
  template <typename Visitor>
  void ForEachSince(std::uint64_t sequence, Visitor visit) const {
    std::uint64_t at = recorded_ - size();
    const Item* items = items_.data() + dead_items_;
    for (std::size_t i = dead_rows_; i < rows_.size(); ++i, ++at) {
      const Row& row = rows_[i];
      if (at >= sequence)
        visit(Event{row.time, row.name, at, {items, row.items}});
      items += row.items;
    }
  }

  /// `recorded` stands elsewhere in the snapshot.
  void Walk(SnapshotCodec& codec, double began, std::uint64_t recorded);

 private:
  struct Row {
    double time = 0;
    Identity name = kNoIdentity;
    std::uint32_t items = 0;
  };

  void DropOldest();
  void RemoveDead();

  Array<Row> rows_;  ///< oldest first, after the dead ones
  Array<Item> items_;
  std::size_t dead_rows_ = 0;  ///< dropped, not yet moved over
  std::size_t dead_items_ = 0;
  std::uint64_t recorded_ = 0;
  double lost_until_ = 0;
};

/// Larger numbers of events do not happen.
inline constexpr std::uint64_t kMaxRecorded = 1ULL << 53;

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_EVENT_LOG_H_
