#include "runtime/visitor/input.h"

namespace vitrine {
namespace {

double CleanQuantity(double quantity) {
  if (!(quantity - quantity == 0)) return 1;
  if (quantity > kMaxQuantity) return kMaxQuantity;
  return quantity > 0 ? quantity : 0;
}

}  // namespace

double CleanMoney(double money) {
  return money >= 0 && money <= kMaxMoney ? money + 0.0 : __builtin_nan("");
}

Identity NameOf(IdentityKind kind, std::u16string_view text) {
  return text.empty() ? kNoIdentity : IdentityOf(kind, text);
}

Item ItemOf(const ItemInput& input) {
  return {.id = NameOf(IdentityKind::kItem, input.id),
          .brand = NameOf(IdentityKind::kValue, input.brand),
          .category = NameOf(IdentityKind::kValue, input.category),
          .price = CleanMoney(input.price),
          .quantity = CleanQuantity(input.quantity)};
}

}  // namespace vitrine
