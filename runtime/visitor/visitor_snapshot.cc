#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/visitor/visitor.h"

namespace vitrine {

static_assert(kSnapshotHeaderBytes + 4 * kMaxTimeBytes + Visit::kMaxBytes +
                      Cart::kMaxBytes + Orders::kMaxBytes + Views::kMaxBytes +
                      2 * Affinity::kMaxBytes + Traffic::kMaxBytes +
                      Search::kMaxBytes + Assignments::kMaxBytes +
                      Counters::kMaxBytes + EventLog::kMinBytes <=
                  kMaxSnapshotBytes,
              "without its log, every visitor must fit");

/// Everything but the log.
void Visitor::Parts::Write(SnapshotWriter& writer) const {
  writer.Time(now, 0);
  writer.Time(began, 0);
  writer.Number(log.recorded());
  writer.Number(static_cast<std::uint64_t>(seed + 1));
  visit.Write(writer, began);
  cart.Write(writer, began);
  orders.Write(writer, began);
  views.Write(writer, began);
  categories.Write(writer, began);
  brands.Write(writer, began);
  traffic.Write(writer);
  search.Write(writer);
  assignments.Write(writer);
  counters.Write(writer, began, log.recorded());
}

void Visitor::Parts::Read(SnapshotReader& reader, double host_now) {
  now = reader.Time(0);
  reader.SetNow(now);
  times_moved = now - host_now > kMaxClockLeadMs;
  if (times_moved) {
    reader.MoveBack(now - host_now);
    now = host_now;
  }
  began = reader.Time(0);
  const std::uint64_t recorded =
      reader.Number(kMaxRecorded, RestoreError::kValue);
  seed = static_cast<double>(reader.Number(
             static_cast<std::uint64_t>(kMaxSeed) + 1, RestoreError::kValue)) -
         1;
  visit.Read(reader, began);
  cart.Read(reader, began);
  orders.Read(reader, began);
  views.Read(reader, began);
  categories.Read(reader, began);
  brands.Read(reader, began);
  traffic.Read(reader);
  search.Read(reader);
  assignments.Read(reader);
  counters.Read(reader, began, recorded);
  log.Read(reader, began, recorded);
}

Bytes Visitor::Snapshot(double now) {
  Advance(now);
  Bytes out(kMaxSnapshotBytes);
  const auto body = std::span<std::uint8_t>(out).subspan(kSnapshotHeaderBytes);
  SnapshotWriter writer(body);
  parts_->Write(writer);
  const std::size_t without_log = writer.size();
  for (;;) {
    parts_->log.Write(writer, parts_->began);
    if (writer.size() <= body.size()) break;
    writer.Truncate(without_log);
    parts_->log.Shrink();
  }
  out.resize(kSnapshotHeaderBytes + writer.size());
  SealSnapshot(out);
  return out;
}

RestoreError Visitor::Restore(std::span<const std::uint8_t> bytes, double now) {
  RestoreError error = CheckSnapshot(bytes);
  auto parts = std::make_unique<Parts>();
  if (error == RestoreError::kNone) {
    SnapshotReader reader(bytes.subspan(kSnapshotHeaderBytes));
    // Of a time that is none, nothing can be said to be ahead.
    parts->Read(reader,
                now == now ? std::max(std::floor(now), 0.0) : kMaxTimeMs);
    error = reader.error();
    if (error != RestoreError::kNone) parts = std::make_unique<Parts>();
  }
  const double known = parts_->now;
  const double seed = parts_->seed;
  Replace(std::move(parts));
  SetSeed(seed);
  Advance(std::max(known, now));
  return error;
}

}  // namespace vitrine
