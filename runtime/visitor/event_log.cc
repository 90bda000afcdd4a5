#include "runtime/visitor/event_log.h"

#include <algorithm>

namespace vitrine {
namespace {

/// Dropped rows are moved over in batches of this many.
constexpr std::size_t kDeadRows = 64;

/// The identities of a log, sorted, so that rows can refer to them by index.
class Names {
 public:
  void Add(Identity id) {
    if (id == kNoIdentity) return;
    const std::size_t at = LowerBound(id);
    if (at < ids_.size() && ids_[at] == id) return;
    ids_.insert(at, id);
  }
  void Walk(SnapshotCodec& codec) {
    codec.Count(ids_, kMaxLoggedEvents + 3 * kMaxLoggedItems);
    Identity previous = kNoIdentity;
    for (Identity& id : ids_) {
      codec.Name(id);
      codec.Require(id > previous, RestoreError::kOrder);
      previous = id;
    }
  }
  /// Its place; 0: kNoIdentity.
  void WalkIndex(SnapshotCodec& codec, Identity& id) const {
    std::size_t index = id == kNoIdentity ? 0 : LowerBound(id) + 1;
    index = static_cast<std::size_t>(codec.Number(index, ids_.size()));
    id = index == 0 ? kNoIdentity : ids_[index - 1];
  }

 private:
  std::size_t LowerBound(Identity id) const {
    std::size_t low = 0;
    for (std::size_t high = ids_.size(); low < high;) {
      const std::size_t middle = (low + high) / 2;
      if (ids_[middle] < id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  Array<Identity> ids_;
};

}  // namespace

void EventLog::Add(double time, Identity name, std::span<const Item> items) {
  items = items.first(std::min(items.size(), kMaxLoggedItemsPerEvent));
  if (size() == kMaxLoggedEvents) DropOldest();
  while (items_.size() - dead_items_ + items.size() > kMaxLoggedItems) {
    DropOldest();
  }
  if (dead_rows_ >= kDeadRows) RemoveDead();
  rows_.push_back({time, name, static_cast<std::uint32_t>(items.size())});
  items_.append(items);
  ++recorded_;
}

void EventLog::DropOldest() {
  const Row& row = rows_[dead_rows_++];
  dead_items_ += row.items;
  lost_until_ = row.time;
}

void EventLog::RemoveDead() {
  rows_.erase(0, dead_rows_);
  items_.erase(0, dead_items_);
  dead_rows_ = dead_items_ = 0;
}

void EventLog::Shrink() {
  for (std::size_t left = (size() + 7) / 8; left > 0; --left) DropOldest();
}

void EventLog::Remove(const ItemsOf& items) {
  RemoveDead();
  std::size_t rows = 0;
  std::size_t kept = 0;
  std::size_t at = 0;
  for (Row row : rows_) {
    const std::size_t first = kept;
    for (const std::size_t end = at + row.items; at < end; ++at) {
      if (!items.Has(items_[at])) items_[kept++] = items_[at];
    }
    const auto left = static_cast<std::uint32_t>(kept - first);
    if (left == 0 && row.items != 0) continue;
    row.items = left;
    rows_[rows++] = row;
  }
  rows_.resize(rows);
  items_.resize(kept);
}

[[gnu::noinline]] void EventLog::Walk(SnapshotCodec& codec, double began,
                                      std::uint64_t recorded) {
  RemoveDead();
  Names names;
  for (const Row& row : rows_) names.Add(row.name);
  for (const Item& item : items_) {
    names.Add(item.id);
    names.Add(item.brand);
    names.Add(item.category);
  }
  names.Walk(codec);
  codec.Time(lost_until_, 0);
  codec.Count(rows_, kMaxLoggedEvents);
  codec.Require(rows_.size() <= recorded, RestoreError::kValue);
  double previous = began;
  std::size_t at = 0;
  for (Row& row : rows_) {
    codec.Time(row.time, previous);
    previous = row.time;
    names.WalkIndex(codec, row.name);
    codec.Number(row.items,
                 std::min(kMaxLoggedItemsPerEvent, kMaxLoggedItems - at),
                 RestoreError::kLimit);
    const std::size_t end = at + row.items;
    if (items_.size() < end) items_.resize(end);
    for (; at < end; ++at) {
      Item& item = items_[at];
      names.WalkIndex(codec, item.id);
      names.WalkIndex(codec, item.brand);
      names.WalkIndex(codec, item.category);
      codec.Amount(item.price, kMaxMoney);
      codec.Amount(item.quantity, kMaxQuantity);
      codec.Require(item.quantity == item.quantity, RestoreError::kValue);
    }
  }
  recorded_ = recorded;
}

}  // namespace vitrine
