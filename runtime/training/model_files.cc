#include "runtime/training/model_files.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "runtime/training/model_writer.h"

namespace vitrine {
namespace {

/// A part of its own from some items of a whole model.
class Slice {
 public:
  Slice(const Part& whole, std::uint32_t first, std::uint32_t count)
      : whole_(whole), first_(first), count_(count) {
    for (std::uint32_t item = first; item < first + count; ++item) {
      part_.ids.Add(whole.ids[item]);
      Product product = whole.products[item];
      product.category = Name(product.category);
      product.brand = Name(product.brand);
      part_.products.push_back(product);
    }
  }

  Part WithoutNeighbours() && { return std::move(part_); }
  Part WithNeighbours() && {
    CopyRows(whole_.similar, part_.similar);
    CopyRows(whole_.together, part_.together);
    return std::move(part_);
  }

 private:
  std::uint32_t Name(std::uint32_t name) {
    if (name == kNone) return kNone;
    const auto [entry, is_new] = names_.try_emplace(name, part_.names.size());
    if (is_new) part_.names.Add(whole_.names[name]);
    return entry->second;
  }

  void CopyRows(const Neighbours& from, Neighbours& to) const {
    if (from.counts.empty()) return;
    const std::uint32_t* counts = from.counts.data();
    std::size_t begin = 0;
    for (std::uint32_t i = 0; i < first_; ++i) begin += counts[i];
    std::size_t size = 0;
    for (std::uint32_t i = 0; i < count_; ++i) size += counts[first_ + i];
    to.counts.append({counts + first_, count_});
    to.items.append({from.items.data() + begin, size});
    to.weights.append({from.weights.data() + begin, size});
  }

  const Part& whole_;
  const std::uint32_t first_;
  const std::uint32_t count_;
  Part part_;
  std::unordered_map<std::uint32_t, std::uint32_t> names_;
};

/// Where shard number `shard` of `shards` begins.
std::uint32_t Begin(std::uint32_t items, std::uint32_t shards,
                    std::uint32_t shard) {
  return static_cast<std::uint32_t>(std::uint64_t{items} * shard / shards);
}

std::vector<Bytes> WriteShards(const Part& whole, std::uint32_t count,
                               std::uint64_t model) {
  const std::uint32_t items = whole.ids.size();
  std::vector<Bytes> files;
  for (std::uint32_t number = 0; number < count; ++number) {
    const std::uint32_t first = Begin(items, count, number);
    ModelShard shard;
    shard.number = number;
    shard.part = Slice(whole, first, Begin(items, count, number + 1) - first)
                     .WithNeighbours();
    shard.part.model = model;
    files.push_back(WriteModelShard(shard));
  }
  return files;
}

/// How many shards to try after these: 0 if none is larger than allowed.
std::uint32_t MoreThan(const std::vector<Bytes>& files,
                       std::size_t most_bytes) {
  std::size_t total = 0;
  bool all_fit = true;
  for (const Bytes& file : files) {
    total += file.size();
    all_fit &= file.size() <= most_bytes;
  }
  return all_fit ? 0
                 : static_cast<std::uint32_t>(
                       std::max(files.size(), total / most_bytes) + 1);
}

std::uint64_t ChecksumOf(const std::vector<Bytes>& files) {
  Bytes checksums;
  for (const Bytes& file : files) {
    ByteWriter(checksums).U64(Checksum(file));
  }
  return Checksum(checksums);
}

}  // namespace

void WriteModelFiles(const Part& whole, const Ranking& ranking,
                     std::size_t most_bytes, ModelFiles& files) {
  const std::uint32_t items = whole.ids.size();
  const std::uint32_t most_shards = std::min(items, kMaxShards);
  std::uint32_t count = 1;
  files.shards = WriteShards(whole, count, 0);
  while (const std::uint32_t more = MoreThan(files.shards, most_bytes)) {
    if (count == most_shards) break;
    count = std::min(more, most_shards);
    files.shards = WriteShards(whole, count, 0);
  }
  // The identity has the same number of bytes, whatever it is.
  const std::uint64_t model = ChecksumOf(files.shards);
  files.shards = WriteShards(whole, count, model);

  ModelCore core;
  core.head = Slice(whole, 0, std::min(items, kHeadItems)).WithoutNeighbours();
  core.head.model = model;
  core.ranking = ranking;
  for (std::uint32_t shard = 0; shard < count; ++shard) {
    core.shard_sizes.push_back(Begin(items, count, shard + 1) -
                               Begin(items, count, shard));
  }
  files.core = WriteModelCore(core);
}

}  // namespace vitrine
