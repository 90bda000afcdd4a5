#include "runtime/visitor/matcher.h"

#include "runtime/base/value.h"
#include "runtime/bundle/evaluate.h"

namespace vitrine {
namespace {

Value NameValue(Identity id) {
  return id == kNoIdentity ? Value::Null() : Value::Name(id);
}

Value NumberValue(double number) {
  return number == number ? Value::Number(number) : Value::Null();
}

}  // namespace

Matcher::Matcher(const Program& program)
    : program_(&program), identities_(SymbolIdentities(program)) {}

bool Matcher::Matches(const Counter& counter, Identity name,
                      std::span<const Item> items) const {
  if (identities_[counter.event] != name) return false;
  if (counter.where == kNone) return true;
  const Item nothing{.price = __builtin_nan(""), .quantity = __builtin_nan("")};
  if (items.empty()) items = {&nothing, 1};
  for (const Item& item : items) {
    const Value fields[kItemFields] = {
        NameValue(item.id), NameValue(item.brand), NameValue(item.category),
        NumberValue(item.price), NumberValue(item.quantity)};
    if (EvaluateItem(*program_, identities_, counter.where, fields) ==
        Truth::kTrue) {
      return true;
    }
  }
  return false;
}

}  // namespace vitrine
