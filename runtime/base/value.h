#ifndef VITRINE_RUNTIME_BASE_VALUE_H_
#define VITRINE_RUNTIME_BASE_VALUE_H_

#include <cstdint>
#include <string_view>

#include "runtime/base/identity.h"

namespace vitrine {

/// What JavaScript would call the type of a value, plus `unknown`: a value
/// that the visitor did not allow us to learn. The numbers cross the ABI and
/// are operands in bundles.
enum class ValueTag : std::uint8_t {
  kNull = 0,
  kTruth = 1,
  kNumber = 2,
  kText = 3,
  kList = 4,
  kObject = 5,
  kUnknown = 6,
};
inline constexpr std::uint32_t kValueTags = 7;

struct ValueNode;

/// A value as conditions see it. Conversions that need text (`Number(text)`,
/// `String(number)`, lower case, versions, JSON) were done by the host, so
/// comparing costs no parsing. What nothing compares with need not be told.
struct Value {
  ValueTag tag = ValueTag::kNull;
  bool truthy = false;           ///< JavaScript's `!!value`
  double number = 0;             ///< JavaScript's `Number(value)`
  Identity text = kNoIdentity;   ///< identity of `String(value)`, if known
  Identity lower = kNoIdentity;  ///< of the same in lower case
  Identity json = kNoIdentity;   ///< of `JSON.stringify(value)`
  /// The text itself and the padded version: only while the value is being
  /// set, when all conditions on it are evaluated.
  std::u16string_view units;
  std::u16string_view version;
  /// Of a list: the node of this value in its tree, only while it is being
  /// set. null: no elements were told.
  const ValueNode* node = nullptr;

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

/// What stays of a value after it was told: enough to compare it with numbers
/// and to know a text again.
struct KeptValue {
  ValueTag tag = ValueTag::kNull;
  double number = 0;            ///< as Value::number; of a truth value 0 or 1
  Identity text = kNoIdentity;  ///< as Value::text
};

/// Makes it what was kept. A text counts as one that is not empty.
/// Precondition: it is null, or was made so.
void SetKept(Value& value, const KeptValue& kept);
/// Makes it a number; NaN: null.
void SetNumber(Value& value, double number);
/// Makes it a name; kNoIdentity: null.
void SetName(Value& value, Identity name);

/// A value with its elements or members: nodes in the order of a walk from the
/// top, each before what it contains.
struct ValueNode {
  Value value;
  Identity key = kNoIdentity;  ///< name in the object or index in the list
  std::uint32_t size = 1;      ///< nodes, with all that it contains
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BASE_VALUE_H_
