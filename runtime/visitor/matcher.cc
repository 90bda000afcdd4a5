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

void Matcher::Match(Identity name, std::span<const Item> items,
                    Array<std::uint8_t>& matched) const {
  const std::span<const Counter> all = counters();
  matched.clear();
  matched.resize(all.size());
  bool asks_items = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (identities_[all[i].event] != name) continue;
    matched[i] = all[i].where == kNone;
    asks_items |= !matched[i];
  }
  if (!asks_items) return;

  const Item nothing{.price = __builtin_nan(""), .quantity = __builtin_nan("")};
  if (items.empty()) items = {&nothing, 1};
  Array<Truth> truths;
  for (const Item& item : items) {
    const Value fields[kItemFields] = {
        NameValue(item.id), NameValue(item.brand), NameValue(item.category),
        NumberValue(item.price), NumberValue(item.quantity)};
    EvaluateItem(*program_, identities_, fields, truths);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Counter& counter = all[i];
      if (counter.where != kNone && identities_[counter.event] == name &&
          truths[counter.where] == Truth::kTrue) {
        matched[i] = 1;
      }
    }
  }
}

}  // namespace vitrine
