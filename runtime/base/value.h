#ifndef VITRINE_RUNTIME_BASE_VALUE_H_
#define VITRINE_RUNTIME_BASE_VALUE_H_

#include <cstdint>

#include "runtime/base/identity.h"

namespace vitrine {

/// What JavaScript would call the type of a value, plus `unknown`: a value
/// that the visitor did not allow us to learn. The numbers cross the ABI.
enum class ValueTag : std::uint8_t {
  kNull = 0,
  kTruth = 1,
  kNumber = 2,
  kText = 3,
  kUnknown = 4,
};

/// A value as conditions see it. Conversions that need text (`Number(text)`,
/// `String(number)`) were done by the host, so comparing costs no parsing.
struct Value {
  ValueTag tag = ValueTag::kNull;
  bool truthy = false;          ///< JavaScript's `!!value`
  double number = 0;            ///< JavaScript's `Number(value)`
  Identity text = kNoIdentity;  ///< identity of `String(value)`, if known

  static Value Null() { return {}; }
  static Value Unknown() { return {.tag = ValueTag::kUnknown}; }
  static Value Number(double number) {
    return {.tag = ValueTag::kNumber,
            .truthy = number != 0 && number == number,
            .number = number};
  }
  /// A text that `Number()` cannot read as a number: names, categories.
  static Value Name(Identity text) {
    return {.tag = ValueTag::kText,
            .truthy = true,
            .number = __builtin_nan(""),
            .text = text};
  }
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BASE_VALUE_H_
