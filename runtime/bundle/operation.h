#ifndef VITRINE_RUNTIME_BUNDLE_OPERATION_H_
#define VITRINE_RUNTIME_BUNDLE_OPERATION_H_

#include <cstdint>

#include "runtime/bundle/program.h"

namespace vitrine {

/// The part of a value that an operation compares.
enum class Subject : std::uint8_t {
  kText = 0,  ///< in the order of the identities of a Value
  kLower = 1,
  kJson = 2,
  kOther = 3,
  // What nobody remembers: only for values that are being told, and elements.
  kUnits = 4,
  kVersion = 5,
  kElements = 6,
};

/// How a value stands to a constant.
inline constexpr std::uint8_t kLessBit = 1;
inline constexpr std::uint8_t kEqualBit = 2;
inline constexpr std::uint8_t kGreaterBit = 4;

/// What a leaf operation does, so that few lines of code do all of them.
struct Operation {
  OperandKind operand;
  Subject subject;
  /// A bit for each ValueTag: values of other types never pass.
  std::uint8_t tags;
  /// How a value that passes may stand to a number or symbol.
  std::uint8_t accepted;
};
const Operation& OperationOf(LeafOp op);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_OPERATION_H_
