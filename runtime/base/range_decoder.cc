#include "runtime/base/range_decoder.h"

namespace vitrine {

RangeDecoder::RangeDecoder(std::span<const std::uint8_t> bytes)
    : bytes_(bytes) {
  for (int i = 0; i < 4; ++i) code_ = Next();
}

std::uint32_t RangeDecoder::Next() {
  const std::uint32_t byte = taken_ < bytes_.size() ? bytes_[taken_] : 0;
  ++taken_;
  return code_ << 8 | byte;
}

[[gnu::noinline]] bool RangeDecoder::Split(std::uint32_t bound) {
  const bool upper = code_ >= bound;
  if (upper) {
    code_ -= bound;
    range_ -= bound;
  } else {
    range_ = bound;
  }
  while (range_ < 1U << 24) {
    range_ <<= 8;
    code_ = Next();
  }
  return upper;
}

bool RangeDecoder::Bit(BitModel& model) {
  const bool bit = Split((range_ >> 12) * model.zero);
  model.Update(bit);
  return bit;
}

std::uint32_t RangeDecoder::Tree(BitModel* models, unsigned bits) {
  std::uint32_t node = 1;
  for (unsigned i = 0; i < bits; ++i) {
    node = node << 1 | std::uint32_t{Bit(models[node])};
  }
  return node - (1U << bits);
}

std::uint32_t RangeDecoder::Raw(unsigned bits) {
  std::uint32_t value = 0;
  for (; bits > 0; --bits) {
    value = value << 1 | std::uint32_t{Split(range_ >> 1)};
  }
  return value;
}

std::uint32_t RangeDecoder::Number(NumberModel& model) {
  const unsigned length = Tree(model.length, NumberModel::kLengthBits);
  const unsigned learned =
      length < NumberModel::kLearnedBits ? length : NumberModel::kLearnedBits;
  std::uint32_t value = 1U << learned;
  value |= Tree(model.first[length], learned);
  const unsigned rest = length - learned;
  if (rest > 0) value = value << rest | Raw(rest);
  return value - 1;
}

}  // namespace vitrine
