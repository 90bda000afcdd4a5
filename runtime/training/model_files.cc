#include "runtime/training/model_files.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <unordered_set>

#include "runtime/bundle/format.h"
#include "runtime/training/part_writer.h"

namespace vitrine {
namespace {

/// Names of a look-up page, on average, are no more than these.
constexpr std::size_t kNamesOfPage = 128;

/// Which items each name stands for: names of more popular items first.
struct NameTable {
  std::vector<Identity> names;
  std::vector<std::vector<std::uint32_t>> items;  ///< beside `names`
};

NameTable NamesOf(const WholeModel& model) {
  NameTable table;
  std::unordered_map<Identity, std::size_t> categories;
  for (const std::uint32_t item : model.by_popularity) {
    const Identity category = model.categories[item];
    if (category != kNoIdentity) {
      const auto [entry, is_new] =
          categories.try_emplace(category, table.names.size());
      if (is_new) {
        table.names.push_back(category);
        table.items.emplace_back();
      }
      std::vector<std::uint32_t>& list = table.items[entry->second];
      if (list.size() < kMaxCategoryItems) list.push_back(item);
    }
    table.names.push_back(model.names[item]);
    table.items.push_back({item});
  }
  for (const WholeModel::Alias& alias : model.aliases) {
    table.names.push_back(alias.name);
    table.items.push_back({alias.item});
  }
  return table;
}

std::uint32_t PageBits(std::size_t names) {
  std::uint32_t bits = 0;
  while (names >> bits > kNamesOfPage && bits < kMaxPageBits) ++bits;
  return bits;
}

std::vector<Bytes> WritePages(const NameTable& table, const ModelCore& core,
                              std::uint32_t& left_out) {
  struct Entry {
    std::uint32_t key;
    std::size_t name;
  };
  std::vector<std::vector<Entry>> pages(std::size_t{1} << core.page_bits);
  std::unordered_set<std::uint64_t> keys;
  for (std::size_t name = 0; name < table.names.size(); ++name) {
    const std::uint32_t page = LookupPageOf(table.names[name], core.page_bits);
    const std::uint32_t key = LookupKey(table.names[name], core.page_bits);
    if (keys.insert(std::uint64_t{page} << 32 | key).second) {
      pages[page].push_back({key, name});
    } else {
      ++left_out;
    }
  }
  std::vector<Bytes> files;
  for (std::vector<Entry>& entries : pages) {
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.key < b.key; });
    LookupPage page;
    page.number = static_cast<std::uint32_t>(files.size());
    for (const Entry& entry : entries) {
      const std::vector<std::uint32_t>& items = table.items[entry.name];
      page.lookups.push_back({entry.key,
                              static_cast<std::uint32_t>(page.items.size()),
                              static_cast<std::uint32_t>(items.size())});
      page.items.append({items.data(), items.size()});
    }
    files.push_back(WriteLookupPage(page, core));
  }
  return files;
}

std::vector<Bytes> WriteShards(const StoredRows& rows, const ModelCore& core,
                               const StoredRows::Kept& kept) {
  std::vector<Bytes> files;
  const std::uint32_t size = 1U << core.shard_bits;
  for (std::uint32_t first = 0; first < core.item_count; first += size) {
    ModelShard shard;
    shard.number = first >> core.shard_bits;
    rows.AddTo(shard, first, std::min(first + size, core.item_count), kept);
    files.push_back(WriteModelShard(shard, core));
  }
  return files;
}

std::size_t SizeOf(const std::vector<Bytes>& files) {
  std::size_t size = 0;
  for (const Bytes& file : files) size += file.size();
  return size;
}

/// As many neighbours as fit into the bytes: those by content only where all
/// that was learned fits.
StoredRows::Kept Fitting(const StoredRows& rows, const ModelCore& core,
                         std::size_t bytes) {
  const auto fits = [&](const StoredRows::Kept& kept) {
    return SizeOf(WriteShards(rows, core, kept)) <= bytes;
  };
  for (const bool content : {true, false}) {
    if (fits({rows.size(), content})) return {rows.size(), content};
  }
  std::size_t least = 0;
  std::size_t most = rows.size();
  // To a thousandth.
  while (most - least > rows.size() / 1000 + 1) {
    const std::size_t middle = least + (most - least) / 2;
    if (fits({middle, false})) {
      least = middle;
    } else {
      most = middle;
    }
  }
  return {least, false};
}

std::uint64_t ChecksumOf(const ModelFiles& files) {
  Bytes checksums;
  ByteWriter out(checksums);
  out.U64(Checksum(files.core));
  for (const Bytes& part : files.parts) out.U64(Checksum(part));
  return Checksum(checksums);
}

void SetIdentity(Bytes& file, std::uint64_t identity) {
  std::memcpy(file.data() + kHeaderBytes, &identity, sizeof identity);
  const std::uint64_t checksum =
      Checksum(std::span<const std::uint8_t>(file).subspan(kHeaderBytes));
  std::memcpy(file.data() + kChecksumOffset, &checksum, sizeof checksum);
}

}  // namespace

ModelFiles WriteModelFiles(const WholeModel& model, const ModelShape& shape) {
  ModelFiles files;
  const NameTable names = NamesOf(model);
  ModelCore core;
  core.item_count = static_cast<std::uint32_t>(model.names.size());
  core.shard_bits = shape.shard_bits;
  core.page_bits = PageBits(names.names.size());
  core.ranking = model.ranking;
  core.tops[0] = model.rows.top(Relation::kSimilar);
  core.tops[1] = model.rows.top(Relation::kTogether);
  core.step = kLevelStep;
  files.by_popularity = model.by_popularity;
  core.popular.append(
      {model.by_popularity.data(),
       std::min<std::size_t>(model.by_popularity.size(), kMaxPopular)});
  core.trending.append({model.trending.data(), model.trending.size()});
  core.fresh.append({model.fresh.data(), model.fresh.size()});

  files.core = WriteModelCore(core);
  files.parts = WritePages(names, core, files.names_left_out);
  files.first_shard = static_cast<std::uint32_t>(files.parts.size());
  StoredRows::Kept kept = {.learned = model.rows.usual()};
  if (shape.budget > 0) {
    const std::size_t taken = files.core.size();
    const std::size_t left = shape.budget > taken ? shape.budget - taken : 0;
    kept = Fitting(model.rows, core, left);
  }
  files.neighbours = kept.learned;
  if (kept.content) files.by_content = model.rows.by_content();
  for (Bytes& shard : WriteShards(model.rows, core, kept)) {
    files.parts.push_back(std::move(shard));
  }
  SetIdentity(files, ChecksumOf(files));
  return files;
}

void SetIdentity(ModelFiles& files, std::uint64_t identity) {
  files.identity = identity;
  SetIdentity(files.core, identity);
  for (Bytes& part : files.parts) SetIdentity(part, identity);
}

}  // namespace vitrine
