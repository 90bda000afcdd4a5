#include "runtime/rank/model.h"

#include "runtime/rank/part_reader.h"

namespace vitrine {
namespace {

bool IsPrice(double price) { return price >= 0 && price <= kMaxPrice; }

}  // namespace

ReadError Model::LoadCore(std::span<const std::uint8_t> bytes) {
  const ReadError error = ReadModelCore(bytes, core_);
  if (error != ReadError::kNone) return error;
  for (std::uint32_t relation = 0; relation < kRelations; ++relation) {
    float weight = core_.tops[relation];
    for (float& level : weights_[relation]) {
      level = weight;
      weight /= core_.step;
    }
  }
  places_.resize(size());
  items_.push_back({});
  numbers_.push_back(kNone);
  pages_.resize(first_shard());
  rows_of_shards_.resize(first_display() - first_shard());
  table_.resize(2);
  return ReadError::kNone;
}

ReadError Model::AddPart(std::span<const std::uint8_t> bytes) {
  return ClaimedKind(bytes) == FileKind::kLookupPage ? AddLookups(bytes)
                                                     : AddShard(bytes);
}

ReadError Model::AddLookups(std::span<const std::uint8_t> bytes) {
  LookupPage file;
  const ReadError error = ReadLookupPage(bytes, core_, file);
  if (error != ReadError::kNone) return error;
  Page& page = pages_[file.number];
  if (page.loaded) return ReadError::kNone;
  page = {.first = static_cast<std::uint32_t>(lookups_.size()),
          .count = static_cast<std::uint32_t>(file.lookups.size()),
          .loaded = true};
  const auto first = static_cast<std::uint32_t>(looked_up_.size());
  for (Lookup& lookup : file.lookups) lookup.first += first;
  lookups_.append(file.lookups);
  looked_up_.append(file.items);
  return ReadError::kNone;
}

ReadError Model::AddShard(std::span<const std::uint8_t> bytes) {
  ModelShard file;
  const ReadError error = ReadModelShard(bytes, core_, file);
  if (error != ReadError::kNone) return error;
  std::uint32_t& place = rows_of_shards_[file.number];
  if (place != 0) return ReadError::kNone;
  place = static_cast<std::uint32_t>(rows_.size()) + 1;
  const auto first = static_cast<std::uint32_t>(neighbours_.size());
  for (ShardRow& row : file.rows) row.first += first;
  rows_.append(file.rows);
  neighbours_.append(file.neighbours);
  return ReadError::kNone;
}

const ShardRow* Model::RowOf(std::uint32_t item) const {
  const std::uint32_t first = rows_of_shards_[item >> core_.shard_bits];
  const std::uint32_t mask = (1U << core_.shard_bits) - 1;
  return first == 0 ? nullptr : &rows_[first - 1 + (item & mask)];
}

NeighbourRow Model::Neighbours(Relation relation, std::uint32_t item) const {
  const ShardRow* row = RowOf(item);
  if (row == nullptr) return {};
  const auto r = static_cast<std::uint32_t>(relation);
  const std::uint32_t first = row->first + (r == 0 ? 0 : row->counts[0]);
  const std::size_t count = row->counts[r];
  return {{neighbours_.data() + first, count}, weights_[r]};
}

float Model::SelfWeight(std::uint32_t item) const {
  const ShardRow* row = RowOf(item);
  return row == nullptr || row->self == 0 ? 0 : weights_[0][row->self - 1];
}

std::size_t Model::Slot(Identity name) const {
  const std::size_t mask = table_.size() - 1;
  auto i = static_cast<std::size_t>(name ^ (name >> 32));
  for (;; ++i) {
    const std::uint32_t entry = table_[i & mask];
    if (entry == 0 || items_[entry].id == name) return i & mask;
  }
}

Model::Found Model::Find(Identity name) const {
  const std::uint32_t entry = table_[Slot(name)];
  if (entry != 0) return {{&numbers_[entry], 1}};
  const std::uint32_t number = LookupsOf(name);
  const Page& page = pages_[number];
  if (!page.loaded) return {{}, number};
  const std::uint32_t key = LookupKey(name, core_.page_bits);
  for (std::uint32_t i = page.first; i < page.first + page.count; ++i) {
    const Lookup& lookup = lookups_[i];
    if (lookup.key == key) {
      return {{&looked_up_[lookup.first], lookup.count}};
    }
  }
  return {};
}

/// At most half of the table is in use, so that a search ends soon.
void Model::MakeRoom() {
  if (items_.size() * 2 <= table_.size()) return;
  Array<std::uint32_t> larger(table_.size() * 2);
  table_.swap(larger);
  for (const std::uint32_t entry : larger) {
    if (entry != 0) table_[Slot(items_[entry].id)] = entry;
  }
}

void Model::SetProperties(std::uint32_t count) {
  property_count_ = count;
  properties_.clear();
  properties_.resize(items_.size() * count);
}

void Model::Put(std::uint32_t place, std::span<const KeptValue> properties,
                bool keep) {
  KeptValue* known = properties_.data() + std::size_t{place} * property_count_;
  for (std::uint32_t i = 0; i < property_count_ && i < properties.size(); ++i) {
    if (properties[i].tag == ValueTag::kNull) continue;
    if (!keep || known[i].tag == ValueTag::kNull) known[i] = properties[i];
  }
}

void Model::Tell(std::uint32_t item, const Item& told,
                 std::span<const KeptValue> properties) {
  std::uint32_t& place = places_[item];
  if (place == 0) {
    place = static_cast<std::uint32_t>(items_.size());
    items_.push_back({});
    properties_.resize(items_.size() * property_count_);
    numbers_.push_back(item);
    MakeRoom();
    std::uint32_t& entry = table_[Slot(told.id)];
    // The first item of a name has it.
    if (entry == 0) entry = place;
  }
  Item& known = items_[place];
  Item now = told;
  if (known.known()) now.id = known.id;
  now.has_live_price = known.has_live_price;
  now.has_live_availability = known.has_live_availability;
  if (known.has_live_price) {
    now.price = known.price;
  } else if (!IsPrice(now.price)) {
    now.price = __builtin_nan("");
  }
  if (known.has_live_availability) now.availability = known.availability;
  known = now;
  Put(place, properties, /*keep=*/true);
}

Model::Item* Model::KnownItem(Identity id) {
  const std::uint32_t item = Known(id);
  return item == kNone ? nullptr : &items_[places_[item]];
}

void Model::Update(Identity id, double price) {
  Item* item = KnownItem(id);
  if (item == nullptr || !IsPrice(price)) return;
  item->price = price;
  item->has_live_price = true;
}

void Model::Update(Identity id, Availability availability) {
  Item* item = KnownItem(id);
  if (item == nullptr) return;
  item->availability = availability;
  item->has_live_availability = true;
}

void Model::Update(Identity id, std::span<const KeptValue> properties) {
  const std::uint32_t item = Known(id);
  if (item != kNone) Put(places_[item], properties, /*keep=*/false);
}

}  // namespace vitrine
