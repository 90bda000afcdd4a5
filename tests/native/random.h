#ifndef VITRINE_TESTS_NATIVE_RANDOM_H_
#define VITRINE_TESTS_NATIVE_RANDOM_H_

#include <cstdint>

namespace vitrine::testing {

/// SplitMix64 (Steele, Lea, Flood): the same sequence on every platform, which
/// the standard library's distributions do not promise.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  /// From 0 to bound - 1.
  std::uint32_t Below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(Next() % bound);
  }
  bool OneIn(std::uint32_t n) { return Below(n) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_RANDOM_H_
