#ifndef VITRINE_TESTS_NATIVE_SAMPLE_MODEL_H_
#define VITRINE_TESTS_NATIVE_SAMPLE_MODEL_H_

#include <string>
#include <vector>

#include "runtime/rank/part.h"
#include "tests/native/random.h"

namespace vitrine::testing {

/// The files of one model.
struct ModelParts {
  ModelCore core;
  std::vector<ModelShard> shards;
};

/// Price that is not known.
inline double NoPrice() { return __builtin_nan(""); }

/// Five items in two shards of three and two; the head has the first two:
///   0 boot   Hiking, Fjell, 89.5
///   1 tent   Camping, 1999, preorder
///   2 sock   Hiking, 9.99, out of stock
///   3 stove  Camping, Fjell, no price known
///   4 (UTF-8) no category, no brand, 0
inline ModelParts SampleModel() {
  ModelParts model;
  Part& head = model.core.head;
  model.core.shard_sizes = {3, 2};
  model.core.ranking = {.decay = 0.75, .revisit = 1500, .revisit_decay = 0.25};
  head.model = 0x1122334455667788;
  head.ids.Add("boot");
  head.ids.Add("tent");
  for (const char* name : {"Hiking", "Camping", "Fjell"}) head.names.Add(name);
  head.products = {
      {.category = 0, .brand = 2, .price = 89.5},
      {.category = 1, .price = 1999, .availability = Availability::kPreorder}};

  ModelShard first{.number = 0, .part = head};
  first.part.ids.Add("sock");
  first.part.products.push_back({.category = 0,
                                 .price = 9.99,
                                 .availability = Availability::kOutOfStock});
  first.part.similar = {.counts = {2, 0, 3},
                        .items = {2, 4, 0, 1, 3},
                        .weights = {9, 8, 1, 2, 3}};
  first.part.together = {
      .counts = {1, 1, 0}, .items = {3, 0}, .weights = {255, 0}};

  ModelShard second{.number = 1};
  second.part.model = head.model;
  second.part.ids.Add("stove");
  second.part.ids.Add("\xc3\xb8-\xf0\x9f\xa5\xbe");
  second.part.names.Add("Fjell");
  second.part.names.Add("Camping");
  second.part.products = {
      {.category = 1, .brand = 0, .price = NoPrice()},
      {.price = 0, .availability = Availability::kBackorder}};
  second.part.similar = {.counts = {1, 1}, .items = {4, 0}, .weights = {7, 6}};
  model.shards = {first, second};
  return model;
}

inline Neighbours RandomNeighbours(Random& random, std::uint32_t rows,
                                   std::uint32_t model_size) {
  Neighbours neighbours;
  for (std::uint32_t row = 0; row < rows; ++row) {
    std::uint32_t count = 0;
    for (std::uint32_t item = 0; item < model_size && count < kMaxNeighbours;
         ++item) {
      if (!random.OneIn(4)) continue;
      neighbours.items.push_back(item);
      neighbours.weights.push_back(
          static_cast<std::uint8_t>(random.Below(256)));
      ++count;
    }
    neighbours.counts.push_back(count);
  }
  return neighbours;
}

/// Up to a few dozen items in up to four shards, with a head of any size.
inline ModelParts RandomModel(Random& random) {
  ModelParts model;
  model.core.head.model = random.Next();
  model.core.ranking = {.decay = random.Below(11) / 10.0,
                        .revisit = random.Below(2000) * 500.0,
                        .revisit_decay = random.Below(11) / 10.0};
  std::uint32_t size = 0;
  for (std::uint32_t i = 1 + random.Below(4); i > 0; --i) {
    model.core.shard_sizes.push_back(1 + random.Below(12));
    size += model.core.shard_sizes.back();
  }
  const char* names[] = {"x", "y", "a longer name", ""};
  Array<Product> products;
  for (std::uint32_t item = 0; item < size; ++item) {
    const auto name = [&] { return random.OneIn(3) ? kNone : random.Below(4); };
    const double prices[] = {NoPrice(), 0, 19.99, 1e12,
                             random.Below(1000) / 3.0};
    products.push_back({.category = name(),
                        .brand = name(),
                        .price = prices[random.Below(5)],
                        .availability = static_cast<Availability>(
                            random.Below(kAvailabilities))});
  }
  const auto fill = [&](Part& part, std::uint32_t first, std::uint32_t count) {
    part.model = model.core.head.model;
    for (const char* name : names) part.names.Add(name);
    for (std::uint32_t item = first; item < first + count; ++item) {
      part.ids.Add("item-" + std::to_string(item * 7919));
      part.products.push_back(products[item]);
    }
  };
  fill(model.core.head, 0, random.Below(size + 1));
  std::uint32_t first = 0;
  for (const std::uint32_t count : model.core.shard_sizes) {
    ModelShard shard{.number = static_cast<std::uint32_t>(model.shards.size())};
    fill(shard.part, first, count);
    shard.part.similar = RandomNeighbours(random, count, size);
    if (random.OneIn(2)) {
      shard.part.together = RandomNeighbours(random, count, size);
    }
    model.shards.push_back(shard);
    first += count;
  }
  return model;
}

/// Equal in everything; prices that are not known are equal, too.
inline bool SamePart(const Part& a, const Part& b) {
  if (a.products.size() != b.products.size()) return false;
  for (std::size_t i = 0; i < a.products.size(); ++i) {
    const Product& one = a.products[i];
    const Product& two = b.products[i];
    const bool same_price = one.price == two.price ||
                            (one.price != one.price && two.price != two.price);
    if (!same_price || one.category != two.category || one.brand != two.brand ||
        one.availability != two.availability) {
      return false;
    }
  }
  return a.model == b.model && a.ids == b.ids && a.names == b.names &&
         a.similar == b.similar && a.together == b.together;
}

inline bool SameCore(const ModelCore& a, const ModelCore& b) {
  return a.shard_sizes == b.shard_sizes && a.ranking == b.ranking &&
         SamePart(a.head, b.head);
}

inline bool SameShard(const ModelShard& a, const ModelShard& b) {
  return a.number == b.number && SamePart(a.part, b.part);
}

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_SAMPLE_MODEL_H_
