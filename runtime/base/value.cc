#include "runtime/base/value.h"

namespace vitrine {

// Out of line, as every call would bring its own copy to the browser module.

[[gnu::noinline]] void SetNumber(Value& value, double number) {
  value = number == number ? Value::Number(number) : Value::Null();
}

[[gnu::noinline]] void SetName(Value& value, Identity name) {
  value = name != kNoIdentity ? Value::Name(name) : Value::Null();
}

void SetKept(Value& value, const KeptValue& kept) {
  value.tag = kept.tag;
  value.truthy = kept.tag == ValueTag::kText ||
                 (kept.number != 0 && kept.number == kept.number);
  value.number = kept.number;
  value.text = kept.text;
}

}  // namespace vitrine
