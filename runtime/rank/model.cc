#include "runtime/rank/model.h"

#include "runtime/rank/model_reader.h"

namespace vitrine {
namespace {

/// Spares the first shard, which is often the only one, a copy of itself.
template <typename T>
void MoveToEnd(Array<T>& from, Array<T>& to) {
  if (to.empty()) {
    to.swap(from);
  } else {
    to.append(from);
  }
}

}  // namespace

ReadError Model::LoadCore(std::span<const std::uint8_t> bytes) {
  ModelCore core;
  ReadError error = ReadModelCore(bytes, core);
  if (error != ReadError::kNone) return error;
  identity_ = core.head.model;
  ranking_ = core.ranking;
  std::uint32_t item_count = 0;
  for (const std::uint32_t size : core.shard_sizes) {
    shards_.push_back({item_count, size, false});
    item_count += size;
  }
  missing_shards_ = shard_count();
  items_.resize(item_count);
  places_.resize(item_count);
  // At most half full, so that a search ends soon.
  std::size_t entries = 2;
  while (entries < item_count * 2) entries *= 2;
  table_.resize(entries);
  error = Add(core.head, 0);
  head_size_ = core.head.ids.size();
  return error;
}

ReadError Model::AddShard(std::span<const std::uint8_t> bytes) {
  ModelShard file;
  Part& part = file.part;
  ReadError error = ReadModelShard(bytes, file);
  if (error != ReadError::kNone) return error;
  if (part.model != identity_) return ReadError::kWrongModel;
  if (file.number >= shard_count()) return ReadError::kReference;
  Shard& shard = shards_[file.number];
  if (part.ids.size() != shard.size) return ReadError::kReference;
  for (const struct Neighbours* rows : {&part.similar, &part.together}) {
    for (const std::uint32_t item : rows->items) {
      if (item >= size()) return ReadError::kReference;
    }
  }
  if (shard.loaded) return ReadError::kNone;
  error = Add(part, shard.first);
  if (error != ReadError::kNone) return error;
  AddNeighbours(Relation::kSimilar, part.similar, shard.first);
  AddNeighbours(Relation::kTogether, part.together, shard.first);
  shard.loaded = true;
  --missing_shards_;
  return ReadError::kNone;
}

ReadError Model::Add(const Part& part, std::uint32_t first) {
  const ReadError error = AddIdentities(part.ids, first);
  if (error != ReadError::kNone) return error;
  Array<Identity> names;
  names.reserve(part.names.size());
  for (std::uint32_t i = 0; i < part.names.size(); ++i) {
    names.push_back(IdentityOf(IdentityKind::kValue, part.names[i]));
  }
  const auto identity_of = [&](std::uint32_t name) {
    return name == kNone ? kNoIdentity : names[name];
  };
  for (std::uint32_t row = HeadRows(first); row < part.ids.size(); ++row) {
    const Product& product = part.products[row];
    Item& item = items_[first + row];
    item.category = identity_of(product.category);
    item.brand = identity_of(product.brand);
    item.price = product.price;
    item.availability = product.availability;
    Place& place = places_[first + row];
    const std::string_view id = part.ids[row];
    place.id = static_cast<std::uint32_t>(ids_.size());
    place.id_size = static_cast<std::uint16_t>(id.size());
    ids_.append({id.data(), id.size()});
  }
  return ReadError::kNone;
}

ReadError Model::AddIdentities(const TextTable& ids, std::uint32_t first) {
  const std::uint32_t head_rows = HeadRows(first);
  for (std::uint32_t row = 0; row < ids.size(); ++row) {
    const Identity id = IdentityOf(IdentityKind::kItem, ids[row]);
    std::uint32_t& entry = table_[Lookup(id)];
    Identity& known = items_[first + row].id;
    if (row >= head_rows && entry == 0) {
      known = id;
      entry = first + row + 1;
      continue;
    }
    if (known == id) continue;
    const ReadError error =
        row < head_rows ? ReadError::kReference : ReadError::kOrder;
    // Backwards, so that no entry is lost that had to make way for another.
    while (row-- > head_rows) {
      Identity& added = items_[first + row].id;
      table_[Lookup(added)] = 0;
      added = kNoIdentity;
    }
    return error;
  }
  return ReadError::kNone;
}

void Model::AddNeighbours(Relation relation, struct Neighbours& rows,
                          std::uint32_t first) {
  const auto r = static_cast<std::uint32_t>(relation);
  auto begin = static_cast<std::uint32_t>(neighbours_[r].size());
  for (const std::uint32_t count : rows.counts) {
    Place& place = places_[first++];
    place.neighbours[r] = begin;
    place.neighbour_counts[r] = static_cast<std::uint8_t>(count);
    begin += count;
  }
  MoveToEnd(rows.items, neighbours_[r]);
  MoveToEnd(rows.weights, weights_[r]);
}

std::uint32_t Model::HeadRows(std::uint32_t first) const {
  return first < head_size_ ? head_size_ - first : 0;
}

std::size_t Model::Lookup(Identity id) const {
  const std::size_t mask = table_.size() - 1;
  auto i = static_cast<std::size_t>(id ^ (id >> 32));
  for (;; ++i) {
    const std::uint32_t entry = table_[i & mask];
    if (entry == 0 || items_[entry - 1].id == id) return i & mask;
  }
}

std::uint32_t Model::Find(Identity id) const {
  // A free entry is 0, and thus becomes kNone.
  return table_[Lookup(id)] - 1;
}

std::string_view Model::Id(std::uint32_t item) const {
  const Place& place = places_[item];
  return {ids_.data() + place.id, place.id_size};
}

NeighbourRow Model::Neighbours(Relation relation, std::uint32_t item) const {
  const auto r = static_cast<std::uint32_t>(relation);
  const Place& place = places_[item];
  const std::uint32_t begin = place.neighbours[r];
  const std::size_t count = place.neighbour_counts[r];
  return {{neighbours_[r].data() + begin, count},
          {weights_[r].data() + begin, count}};
}

void Model::Update(std::uint32_t item, double price) {
  if (price >= 0 && price <= kMaxPrice) items_[item].price = price;
}

void Model::Update(std::uint32_t item, Availability availability) {
  items_[item].availability = availability;
}

}  // namespace vitrine
