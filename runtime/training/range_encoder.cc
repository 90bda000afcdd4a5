#include "runtime/training/range_encoder.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace vitrine {

void RangeEncoder::Split(std::uint32_t bound, bool upper) {
  if (upper) {
    low_ += bound;
    range_ -= bound;
  } else {
    range_ = bound;
  }
  while (range_ < 1U << 24) {
    range_ <<= 8;
    Shift();
  }
}

/// Hands over the highest byte, as soon as no carry can change it any more.
void RangeEncoder::Shift() {
  const auto carry = static_cast<std::uint8_t>(low_ >> 32);
  if (low_ >= 0xff000000 && carry == 0) {
    ++full_;
  } else {
    if (begun_) out_.push_back(static_cast<std::uint8_t>(pending_ + carry));
    for (; full_ > 0; --full_) {
      out_.push_back(static_cast<std::uint8_t>(0xff + carry));
    }
    pending_ = static_cast<std::uint8_t>(low_ >> 24);
    begun_ = true;
  }
  low_ = (low_ & 0x00ffffff) << 8;
}

void RangeEncoder::Bit(BitModel& model, bool bit) {
  Split((range_ >> 12) * model.zero, bit);
  model.Update(bit);
}

void RangeEncoder::Tree(BitModel* models, unsigned bits, std::uint32_t value) {
  assert(value < 1U << bits);
  std::uint32_t node = 1;
  while (bits-- > 0) {
    const bool bit = (value >> bits & 1) != 0;
    Bit(models[node], bit);
    node = node << 1 | std::uint32_t{bit};
  }
}

void RangeEncoder::Raw(unsigned bits, std::uint32_t value) {
  while (bits-- > 0) Split(range_ >> 1, (value >> bits & 1) != 0);
}

void RangeEncoder::Number(NumberModel& model, std::uint32_t value) {
  assert(value < 0xffffffff);
  ++value;
  const auto length = static_cast<unsigned>(std::bit_width(value)) - 1;
  Tree(model.length, NumberModel::kLengthBits, length);
  const unsigned learned = std::min(length, NumberModel::kLearnedBits);
  const unsigned rest = length - learned;
  Tree(model.first[length], learned, value >> rest & ((1U << learned) - 1));
  Raw(rest, value);
}

Bytes RangeEncoder::Finish() {
  // Of all numbers in the range the one that ends with the most zeros.
  const std::uint64_t last = low_ + range_ - 1;
  std::uint64_t best = last;
  for (unsigned zeros = 32; zeros > 0; --zeros) {
    const std::uint64_t round = last >> zeros << zeros;
    if (round >= low_) {
      best = round;
      break;
    }
  }
  low_ = best;
  // One hands over what is pending, four the number itself.
  for (int i = 0; i < 5; ++i) Shift();
  // The decoder reads four bytes ahead, and zeros past the end.
  for (int i = 0; i < 4 && !out_.empty() && out_.back() == 0; ++i) {
    out_.resize(out_.size() - 1);
  }
  return out_;
}

}  // namespace vitrine
