#ifndef VITRINE_TESTS_NATIVE_SAMPLE_MODEL_H_
#define VITRINE_TESTS_NATIVE_SAMPLE_MODEL_H_

#include <string>

#include "tests/native/model_builder.h"
#include "tests/native/random.h"

namespace vitrine::testing {

/// Price that is not known.
inline double NoPrice() { return __builtin_nan(""); }

/// Five items, in shards of two, two and one, and two look-up pages:
///   0 boot   Hiking, Fjell, 89.5
///   1 tent   Camping, 1999, preorder
///   2 sock   Hiking, 9.99, out of stock
///   3 stove  Camping, Fjell, no price known
///   4 (UTF-8) no category, no brand, 0
inline ModelBuilder SampleModel() {
  ModelBuilder b;
  b.identity = 0x1122334455667788;
  b.shard_bits = 1;
  b.page_bits = 1;
  b.ranking = {.decay = 0.5F,
               .revisit = 32,
               .revisit_decay = 0.75F,
               .near = 0.25F,
               .near_slope = 0.5F};
  b.Item({"boot", "Hiking", "Fjell", 89.5});
  b.Item({"tent", "Camping", "", 1999, Availability::kPreorder});
  b.Item({"sock", "Hiking", "", 9.99, Availability::kOutOfStock});
  b.Item({"stove", "Camping", "Fjell"});
  b.Item({"\xc3\xb8-\xf0\x9f\xa5\xbe", "", "", 0, Availability::kBackorder});
  b.Similar(0, 0, 64);
  b.Similar(0, 2, 512);
  b.Similar(0, 4, 256);
  b.Similar(2, 0, 1);
  b.Similar(2, 1, 2);
  b.Similar(2, 3, 4);
  b.Similar(3, 4, 128);
  b.Similar(4, 0, 64);
  b.Together(0, 3, 16'384);
  b.Together(1, 0, 0.5F);
  b.trending = {2, 0};
  b.fresh = {4, 3, 2};
  return b;
}

/// Up to a few dozen items.
inline ModelBuilder RandomModel(Random& random) {
  ModelBuilder b;
  b.identity = random.Next();
  b.shard_bits = random.Below(6);
  b.page_bits = random.Below(4);
  b.ranking = {.decay = static_cast<float>(random.Below(5)) / 4,
               .revisit = static_cast<float>(random.Below(300)),
               .revisit_decay = static_cast<float>(random.Below(5)) / 4,
               .near = static_cast<float>(random.Below(3)),
               .near_slope = static_cast<float>(random.Below(3)) / 8};
  const std::uint32_t size = 1 + random.Below(48);
  const char* names[] = {"x", "y", "a longer name", ""};
  for (std::uint32_t i = 0; i < size; ++i) {
    const double prices[] = {NoPrice(), 0, 19.99, 1e12,
                             random.Below(1000) / 3.0};
    const std::string id = "item-" + std::to_string(i * 7919);
    b.Item({id, names[random.Below(4)], names[random.Below(4)],
            prices[random.Below(5)],
            static_cast<Availability>(random.Below(kAvailabilities))});
  }
  const bool together = random.OneIn(2);
  for (std::uint32_t i = 0; i < size; ++i) {
    for (std::uint32_t j = 0; j < size; ++j) {
      const auto weight = static_cast<float>(1U << random.Below(14));
      if (random.OneIn(4)) b.Similar(i, j, weight);
      if (together && i != j && random.OneIn(4)) b.Together(i, j, weight);
    }
  }
  for (std::uint32_t i = 0; i < size; ++i) {
    if (random.OneIn(4)) b.trending.push_back(i);
    if (random.OneIn(4)) b.fresh.push_back(size - 1 - i);
  }
  return b;
}

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_SAMPLE_MODEL_H_
