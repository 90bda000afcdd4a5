#ifndef VITRINE_TESTS_NATIVE_MODEL_BUILDER_H_
#define VITRINE_TESTS_NATIVE_MODEL_BUILDER_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/bytes.h"
#include "runtime/rank/model.h"
#include "runtime/rank/part.h"
#include "runtime/training/part_writer.h"

namespace vitrine::testing {

struct CatalogueItem {
  std::string_view id;
  std::string_view category = {};  ///< empty: none
  std::string_view brand = {};     ///< empty: none
  double price = std::nan("");
  Availability availability = Availability::kInStock;
  double rebuy_ms = std::nan("");
  std::vector<KeptValue> properties = {};
};

/// Of an item's property.
inline KeptValue TextProperty(std::string_view text) {
  return {ValueTag::kText, std::nan(""),
          IdentityOf(IdentityKind::kValue, text)};
}
inline KeptValue NumberProperty(double number) {
  return {.tag = ValueTag::kNumber, .number = number};
}

/// Puts the files of a model together by hand, without the trainer. Items are
/// numbered in the order in which they come, the most popular one first.
/// Weights are powers of two, from kTop down to kTop / 2^15.
class ModelBuilder {
 public:
  static constexpr float kTop = 16'384;

  std::uint64_t identity = 0x5eed;
  Ranking ranking;
  std::uint32_t shard_bits = kMaxShardBits;  ///< one shard
  std::uint32_t page_bits = 0;
  std::vector<std::uint32_t> trending, fresh;

  std::uint32_t Item(const CatalogueItem& item) {
    items_.push_back({std::string(item.id), std::string(item.category),
                      std::string(item.brand), item.price, item.availability,
                      item.rebuy_ms, item.properties});
    return static_cast<std::uint32_t>(items_.size() - 1);
  }
  void Similar(std::uint32_t item, std::uint32_t other, float weight) {
    rows_[0][item][other] = weight;
  }
  void Together(std::uint32_t item, std::uint32_t other, float weight) {
    rows_[1][item][other] = weight;
  }

  ModelCore CoreData() const {
    ModelCore core;
    core.model = identity;
    core.item_count = size();
    core.shard_bits = shard_bits;
    core.page_bits = page_bits;
    core.ranking = ranking;
    for (float& top : core.tops) top = kTop;
    core.step = 2;
    for (std::uint32_t i = 0; i < std::min(size(), kMaxPopular); ++i) {
      core.popular.push_back(i);
    }
    core.trending.append({trending.data(), trending.size()});
    core.fresh.append({fresh.data(), fresh.size()});
    return core;
  }
  Bytes Core() const { return WriteModelCore(CoreData()); }
  std::uint32_t page_count() const { return 1U << page_bits; }
  std::uint32_t shard_count() const { return ((size() - 1) >> shard_bits) + 1; }

  Bytes LookUps(std::uint32_t number) const {
    std::map<std::uint32_t, std::vector<std::uint32_t>> found;
    const auto add = [&](IdentityKind kind, const std::string& name,
                         std::uint32_t item) {
      const Identity id = IdentityOf(kind, std::string_view(name));
      if (LookupPageOf(id, page_bits) != number) return;
      auto& items = found[LookupKey(id, page_bits)];
      if (items.size() < kMaxCategoryItems) items.push_back(item);
    };
    for (std::uint32_t i = 0; i < size(); ++i) {
      add(IdentityKind::kItem, items_[i].id, i);
      if (!items_[i].category.empty()) {
        add(IdentityKind::kValue, items_[i].category, i);
      }
    }
    LookupPage page;
    page.model = identity;
    page.number = number;
    for (const auto& [key, items] : found) {
      page.lookups.push_back({key,
                              static_cast<std::uint32_t>(page.items.size()),
                              static_cast<std::uint32_t>(items.size())});
      page.items.append({items.data(), items.size()});
    }
    return WriteLookupPage(page, CoreData());
  }

  Bytes Shard(std::uint32_t number) const {
    ModelShard shard;
    shard.model = identity;
    shard.number = number;
    const std::uint32_t first = number << shard_bits;
    for (std::uint32_t item = first;
         item < size() && item >> shard_bits == number; ++item) {
      ShardRow row;
      row.first = static_cast<std::uint32_t>(shard.neighbours.size());
      for (std::uint32_t r = 0; r < kRelations; ++r) {
        const auto found = rows_[r].find(item);
        if (found == rows_[r].end()) continue;
        const std::map<std::uint32_t, float>& all = found->second;
        const auto add = [&](const auto& entry) {
          shard.neighbours.push_back({entry.first, LevelOf(entry.second)});
          ++row.counts[r];
        };
        const auto above = all.upper_bound(item);
        std::for_each(above, all.end(), add);
        std::for_each(std::make_reverse_iterator(all.lower_bound(item)),
                      all.rend(), add);
        const auto self = all.find(item);
        if (r == 0 && self != all.end()) {
          row.self = static_cast<std::uint8_t>(LevelOf(self->second) + 1);
        }
      }
      shard.rows.push_back(row);
    }
    return WriteModelShard(shard, CoreData());
  }
  /// A look-up page, or a shard.
  Bytes File(std::uint32_t number) const {
    return number < page_count() ? LookUps(number)
                                 : Shard(number - page_count());
  }

  /// What a display file says of the item.
  Model::Item Told(std::uint32_t item) const {
    const Owned& owned = items_[item];
    const auto name = [](IdentityKind kind, std::string_view text) {
      return text.empty() ? kNoIdentity : IdentityOf(kind, text);
    };
    Model::Item told;
    told.id = IdentityOf(IdentityKind::kItem, std::string_view(owned.id));
    told.category = name(IdentityKind::kValue, owned.category);
    told.brand = name(IdentityKind::kValue, owned.brand);
    told.price = owned.price;
    told.availability = owned.availability;
    told.rebuy_ms = owned.rebuy_ms;
    return told;
  }
  void TellFrom(std::uint32_t first, std::uint32_t count, Model& model) const {
    for (std::uint32_t i = first; i < std::min(size(), first + count); ++i) {
      model.Tell(i, Told(i), items_[i].properties);
    }
  }
  const std::string& IdOf(std::uint32_t item) const { return items_[item].id; }

  /// Fills a model with everything; the first error.
  ReadError Load(Model& model, std::uint32_t property_count = 0) const {
    ReadError error = model.LoadCore(Core());
    model.SetProperties(property_count);
    for (std::uint32_t i = 0; i < page_count() + shard_count(); ++i) {
      if (error == ReadError::kNone) error = model.AddPart(File(i));
    }
    if (error == ReadError::kNone) TellFrom(0, size(), model);
    return error;
  }

  std::uint32_t size() const {
    return static_cast<std::uint32_t>(items_.size());
  }

 private:
  struct Owned {
    std::string id, category, brand;
    double price;
    Availability availability;
    double rebuy_ms;
    std::vector<KeptValue> properties;
  };
  using Rows = std::map<std::uint32_t, std::map<std::uint32_t, float>>;

  static std::uint8_t LevelOf(float weight) {
    std::uint8_t level = 0;
    while (weight < kTop) {
      weight *= 2;
      ++level;
    }
    return level;
  }

  std::vector<Owned> items_;
  Rows rows_[kRelations];
};

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_MODEL_BUILDER_H_
