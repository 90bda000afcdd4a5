#ifndef VITRINE_RUNTIME_DECIDE_BIT_SET_H_
#define VITRINE_RUNTIME_DECIDE_BIT_SET_H_

#include <cstdint>

#include "runtime/base/array.h"

namespace vitrine {

/// A set of numbers below a size. Going through it costs what its members
/// cost, not its size: every word of 64 numbers has a bit in a second level.
class BitSet {
 public:
  explicit BitSet(std::size_t size)
      : words_(size / 64 + 1), summary_(words_.size() / 64 + 1) {}

  /// Precondition: number < size.
  void Set(std::uint32_t number, bool member) {
    const std::uint64_t bit = Bit(number);
    std::uint64_t& word = words_[number / 64];
    std::uint64_t& summary = summary_[number / 4096];
    if (member) {
      word |= bit;
      summary |= Bit(number / 64);
    } else {
      word &= ~bit;
      if (word == 0) summary &= ~Bit(number / 64);
    }
  }

  /// The first member from `number` on, or kNone. Precondition: number <= size.
  std::uint32_t Next(std::uint32_t number) const;

 private:
  static std::uint64_t Bit(std::uint32_t number) {
    return std::uint64_t{1} << number % 64;
  }

  Array<std::uint64_t> words_;
  Array<std::uint64_t> summary_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_BIT_SET_H_
