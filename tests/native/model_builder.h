#ifndef VITRINE_TESTS_NATIVE_MODEL_BUILDER_H_
#define VITRINE_TESTS_NATIVE_MODEL_BUILDER_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/bytes.h"
#include "runtime/rank/part.h"
#include "runtime/training/model_writer.h"

namespace vitrine::testing {

struct CatalogueItem {
  std::string_view id;
  std::string_view category = {};  ///< empty: none
  std::string_view brand = {};     ///< empty: none
  double price = std::nan("");
  Availability availability = Availability::kInStock;
};

/// Puts the files of a model together by hand, without the trainer.
class ModelBuilder {
 public:
  std::uint64_t identity = 0x5eed;
  Ranking ranking;

  /// Items are numbered in the order in which they come.
  std::uint32_t Item(const CatalogueItem& item) {
    items_.push_back({std::string(item.id), std::string(item.category),
                      std::string(item.brand), item.price, item.availability});
    return static_cast<std::uint32_t>(items_.size() - 1);
  }
  void Similar(std::uint32_t item, std::uint32_t other, std::uint8_t weight) {
    similar_[item][other] = weight;
  }
  void Together(std::uint32_t item, std::uint32_t other, std::uint8_t weight) {
    together_[item][other] = weight;
  }

  /// The core of a model whose shards have `sizes` items.
  Bytes Core(std::uint32_t head,
             const std::vector<std::uint32_t>& sizes) const {
    ModelCore core;
    core.head = PartOf(0, head, false);
    core.shard_sizes.append({sizes.data(), sizes.size()});
    core.ranking = ranking;
    return WriteModelCore(core);
  }
  Bytes Shard(std::uint32_t number,
              const std::vector<std::uint32_t>& sizes) const {
    std::uint32_t first = 0;
    for (std::uint32_t i = 0; i < number; ++i) first += sizes[i];
    return WriteModelShard({number, PartOf(first, sizes[number], true)});
  }
  /// A model of one shard.
  Bytes Core(std::uint32_t head) const { return Core(head, {size()}); }
  Bytes Core() const { return Core(std::min(size(), kHeadItems)); }
  Bytes Shard() const { return Shard(0, {size()}); }

  std::uint32_t size() const {
    return static_cast<std::uint32_t>(items_.size());
  }

 private:
  struct Owned {
    std::string id, category, brand;
    double price;
    Availability availability;
  };
  using Rows = std::map<std::uint32_t, std::map<std::uint32_t, std::uint8_t>>;

  static std::uint32_t NameOf(Part& part, std::string_view name) {
    if (name.empty()) return kNone;
    for (std::uint32_t i = 0; i < part.names.size(); ++i) {
      if (part.names[i] == name) return i;
    }
    return part.names.Add(name);
  }
  static void AddRow(const Rows& rows, std::uint32_t item,
                     Neighbours& neighbours) {
    if (rows.empty()) return;
    const auto row = rows.find(item);
    neighbours.counts.push_back(
        row == rows.end() ? 0 : static_cast<std::uint32_t>(row->second.size()));
    if (row == rows.end()) return;
    for (const auto& [other, weight] : row->second) {
      neighbours.items.push_back(other);
      neighbours.weights.push_back(weight);
    }
  }
  Part PartOf(std::uint32_t first, std::uint32_t count, bool related) const {
    Part part;
    part.model = identity;
    for (std::uint32_t i = first; i < first + count; ++i) {
      const Owned& item = items_[i];
      part.ids.Add(item.id);
      part.products.push_back({NameOf(part, item.category),
                               NameOf(part, item.brand), item.price,
                               item.availability});
      if (!related) continue;
      AddRow(similar_, i, part.similar);
      AddRow(together_, i, part.together);
    }
    return part;
  }

  std::vector<Owned> items_;
  Rows similar_;
  Rows together_;
};

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_MODEL_BUILDER_H_
