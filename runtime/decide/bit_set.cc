#include "runtime/decide/bit_set.h"

#include "runtime/bundle/program.h"

namespace vitrine {
namespace {

std::uint32_t Lowest(std::uint64_t bits) {
  return static_cast<std::uint32_t>(__builtin_ctzll(bits));
}

}  // namespace

std::uint32_t BitSet::Next(std::uint32_t number) const {
  std::uint32_t word = number / 64;
  std::uint64_t rest = words_[word] >> number % 64;
  if (rest != 0) return number + Lowest(rest);
  for (++word; word / 64 < summary_.size(); word = (word / 64 + 1) * 64) {
    rest = summary_[word / 64] >> word % 64;
    if (rest == 0) continue;
    word += Lowest(rest);
    return word * 64 + Lowest(words_[word]);
  }
  return kNone;
}

}  // namespace vitrine
