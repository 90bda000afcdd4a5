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
  void Write(SnapshotWriter& writer) const {
    writer.Number(ids_.size());
    for (Identity id : ids_) writer.Name(id);
  }
  /// 0: kNoIdentity.
  void WriteIndex(SnapshotWriter& writer, Identity id) const {
    writer.Number(id == kNoIdentity ? 0 : LowerBound(id) + 1);
  }
  void Read(SnapshotReader& reader) {
    Identity previous = kNoIdentity;
    constexpr std::size_t kQuota = kMaxLoggedEvents + 3 * kMaxLoggedItems;
    for (std::uint32_t left = reader.Count(kQuota); left > 0; --left) {
      const Identity id = reader.Name();
      reader.Require(id > previous, RestoreError::kOrder);
      ids_.push_back(previous = id);
    }
  }
  Identity ReadIndex(SnapshotReader& reader) const {
    const auto index = static_cast<std::size_t>(
        reader.Number(ids_.size(), RestoreError::kValue));
    return index == 0 ? kNoIdentity : ids_[index - 1];
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

void EventLog::Write(SnapshotWriter& writer, double began) const {
  Names names;
  ForEachSince(0, [&](const Event& event) {
    names.Add(event.name);
    for (const Item& item : event.items) {
      names.Add(item.id);
      names.Add(item.brand);
      names.Add(item.category);
    }
  });
  names.Write(writer);
  writer.Time(lost_until_, 0);
  writer.Number(size());
  double previous = began;
  ForEachSince(0, [&](const Event& event) {
    writer.Time(event.time, previous);
    previous = event.time;
    names.WriteIndex(writer, event.name);
    writer.Number(event.items.size());
    for (const Item& item : event.items) {
      names.WriteIndex(writer, item.id);
      names.WriteIndex(writer, item.brand);
      names.WriteIndex(writer, item.category);
      writer.Amount(item.price);
      writer.Amount(item.quantity);
    }
  });
}

void EventLog::Read(SnapshotReader& reader, double began,
                    std::uint64_t recorded) {
  Names names;
  names.Read(reader);
  lost_until_ = reader.Time(0);
  std::uint32_t left = reader.Count(kMaxLoggedEvents);
  reader.Require(left <= recorded, RestoreError::kValue);
  double previous = began;
  for (; left > 0; --left) {
    Row row;
    row.time = previous = reader.Time(previous);
    row.name = names.ReadIndex(reader);
    row.items = reader.Count(
        std::min(kMaxLoggedItemsPerEvent, kMaxLoggedItems - items_.size()));
    rows_.push_back(row);
    for (std::uint32_t i = 0; i < row.items; ++i) {
      Item item;
      item.id = names.ReadIndex(reader);
      item.brand = names.ReadIndex(reader);
      item.category = names.ReadIndex(reader);
      item.price = reader.Amount(kMaxMoney);
      item.quantity = reader.Amount(kMaxQuantity);
      reader.Require(item.quantity == item.quantity, RestoreError::kValue);
      items_.push_back(item);
    }
  }
  recorded_ = recorded;
}

}  // namespace vitrine
