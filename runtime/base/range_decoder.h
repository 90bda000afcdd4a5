#ifndef VITRINE_RUNTIME_BASE_RANGE_DECODER_H_
#define VITRINE_RUNTIME_BASE_RANGE_DECODER_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace vitrine {

/// How likely a bit is, learned from those before it: quickly at first.
struct BitModel {
  std::uint16_t zero = 2048;  ///< of 4096: how likely it is 0
  std::uint16_t seen = 0;     ///< bits so far, up to 40

  void Update(bool bit) {
    const int shift = seen < 3 ? 2 : seen < 11 ? 3 : seen < 39 ? 4 : 5;
    if (seen < 40) ++seen;
    zero = static_cast<std::uint16_t>(bit ? zero - (zero >> shift)
                                          : zero + ((4096 - zero) >> shift));
    if (zero < 32) zero = 32;
    if (zero > 4064) zero = 4064;
  }
};

/// For numbers of any size below 2^32 - 1: how long they are, and the first two
/// bits after the leading one by the length. The bits after these are equally
/// likely.
struct NumberModel {
  static constexpr unsigned kLengthBits = 5;
  static constexpr unsigned kLearnedBits = 2;

  BitModel length[1U << kLengthBits];
  BitModel first[32][1U << kLearnedBits];
};

/// Reads what RangeEncoder wrote, out of bytes that nobody has checked. Past
/// their end it reads zeros: ask AtEnd() when all is read.
class RangeDecoder {
 public:
  explicit RangeDecoder(std::span<const std::uint8_t> bytes);

  bool Bit(BitModel& model);
  /// A number of so many bits, at most 5, the highest first. `models`: 2^bits.
  std::uint32_t Tree(BitModel* models, unsigned bits);
  /// A number of so many bits, at most 32, that are all equally likely.
  std::uint32_t Raw(unsigned bits);
  std::uint32_t Number(NumberModel& model);

  /// Whether not a byte more was needed than there are: what was read so far
  /// is what was written.
  bool ok() const { return taken_ <= bytes_.size() + kZerosLeftOut; }
  /// Whether that is so, and no byte is left.
  bool AtEnd() const { return ok() && taken_ >= bytes_.size(); }

 private:
  /// The encoder ends where only zeros would follow.
  static constexpr std::size_t kZerosLeftOut = 4;

  /// Takes the lower part of the range, or else the upper one.
  bool Split(std::uint32_t bound);
  std::uint32_t Next();

  std::span<const std::uint8_t> bytes_;
  std::size_t taken_ = 0;
  std::uint32_t range_ = 0xffffffff;
  std::uint32_t code_ = 0;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BASE_RANGE_DECODER_H_
