#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/visitor/visitor.h"

namespace vitrine {

static_assert(kSnapshotHeaderBytes + 4 * kMaxTimeBytes + Visit::kMaxBytes +
                      Cart::kMaxBytes + Orders::kMaxBytes +
                      Purchases::kMaxBytes + kMaxNumberBytes +
                      2 * Affinity::kMaxBytes + Attention::kMaxBytes +
                      Traffic::kMaxBytes + Search::kMaxBytes +
                      Assignments::kMaxBytes + Counters::kMaxBytes +
                      EventLog::kMinBytes <=
                  kMaxSnapshotBytes,
              "what remains of every visitor in the end must fit");

// The walks of the parts are out of line: the module comes out smaller so.
void Visitor::Parts::Walk(SnapshotCodec& codec, double host_now) {
  codec.Time(now, 0);
  double lead = now - host_now;
  if (lead > kMaxClockLeadMs) {
    times_moved = true;
    now = host_now;
  } else {
    lead = 0;
  }
  codec.SetNow(now, lead);
  codec.Time(began, 0);
  const std::uint64_t recorded = codec.Number(log.recorded(), kMaxRecorded);
  double first_is_none = seed + 1;
  codec.Whole(first_is_none, kMaxSeed + 1);
  seed = first_is_none - 1;
  visit.Walk(codec, began);
  cart.Walk(codec, began);
  orders.Walk(codec, began);
  purchases.Walk(codec, began);
  views.Walk(codec, began);
  attention.Walk(codec);
  categories.Walk(codec, began);
  brands.Walk(codec, began);
  traffic.Walk(codec);
  search.Walk(codec);
  assignments.Walk(codec);
  counters.Walk(codec, began, recorded);
  log.Walk(codec, began, recorded);
}

Bytes Visitor::Snapshot(double now) {
  Advance(now);
  Bytes out(kMaxSnapshotBytes);
  for (;;) {
    SnapshotCodec codec = SnapshotCodec::Writer(
        std::span<std::uint8_t>(out).subspan(kSnapshotHeaderBytes));
    parts_->Walk(codec, parts_->now);
    const std::size_t size = kSnapshotHeaderBytes + codec.size();
    if (size <= out.size()) {
      out.resize(size);
      SealSnapshot(out);
      return out;
    }
    if (parts_->log.size() != 0) {
      parts_->log.Shrink();
    } else {
      parts_->views.DropOldest();
    }
  }
}

RestoreError Visitor::Restore(std::span<const std::uint8_t> bytes, double now) {
  RestoreError error = CheckSnapshot(bytes);
  auto parts = std::make_unique<Parts>();
  if (error == RestoreError::kNone) {
    SnapshotCodec codec =
        SnapshotCodec::Reader(bytes.subspan(kSnapshotHeaderBytes));
    // Of a time that is none, nothing can be said to be ahead.
    parts->Walk(codec,
                now == now ? std::max(std::floor(now), 0.0) : kMaxTimeMs);
    error = codec.error();
    if (error != RestoreError::kNone) parts = std::make_unique<Parts>();
  }
  const double known = parts_->now;
  const double seed = parts_->seed;
  Replace(parts);
  SetSeed(seed);
  Advance(std::max(known, now));
  return error;
}

}  // namespace vitrine
