#ifndef VITRINE_RUNTIME_TRAINING_RANGE_ENCODER_H_
#define VITRINE_RUNTIME_TRAINING_RANGE_ENCODER_H_

#include <cstdint>

#include "runtime/base/bytes.h"
#include "runtime/base/range_decoder.h"

namespace vitrine {

/// Writes bits that are not equally likely in less than a bit each. A call
/// takes what the RangeDecoder's call of the same name gives back.
class RangeEncoder {
 public:
  void Bit(BitModel& model, bool bit);
  void Tree(BitModel* models, unsigned bits, std::uint32_t value);
  void Raw(unsigned bits, std::uint32_t value);
  void Number(NumberModel& model, std::uint32_t value);

  /// All that was written. Nothing can be written after it.
  Bytes Finish();

 private:
  void Split(std::uint32_t bound, bool upper);
  void Shift();

  Bytes out_;
  std::uint64_t low_ = 0;  ///< 32 bits, and a carry
  std::uint32_t range_ = 0xffffffff;
  /// A byte that a carry may still change, and how many of 0xff follow it. The
  /// first one is none.
  std::uint8_t pending_ = 0;
  std::uint64_t full_ = 0;
  bool begun_ = false;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_RANGE_ENCODER_H_
