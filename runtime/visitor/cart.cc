#include "runtime/visitor/cart.h"

#include <algorithm>

#include "runtime/visitor/recent.h"

namespace vitrine {
namespace {

/// What is left of 0.3 - 0.2 - 0.1 is no article.
constexpr double kLeastQuantity = 1e-9;

}  // namespace

bool Cart::Has(Identity id) const { return Find(lines_, id) < lines_.size(); }

void Cart::Put(const Item& item) {
  if (item.id == kNoIdentity || item.quantity < kLeastQuantity) return;
  std::size_t at = Find(lines_, item.id);
  if (at == lines_.size()) {
    if (at == kMaxCartLines) {
      lines_.erase(0);
      --at;
    }
    lines_.push_back({item.id, item.price, 0});
  }
  CartLine& line = lines_[at];
  line.quantity += item.quantity;
  if (line.quantity > kMaxQuantity) line.quantity = kMaxQuantity;
  if (item.price == item.price) line.price = item.price;
}

void Cart::Add(double now, const Item& item) {
  Put(item);
  AddUp(now);
}

void Cart::Remove(double now, const Item& item) {
  const std::size_t at = Find(lines_, item.id);
  if (at == lines_.size()) return;
  lines_[at].quantity -= item.quantity;
  if (lines_[at].quantity < kLeastQuantity) lines_.erase(at);
  AddUp(now);
}

void Cart::Replace(double now, std::span<const ItemInput> items) {
  lines_.clear();
  items = items.first(std::min(items.size(), kMaxEventItems));
  for (const ItemInput& item : items) Put(ItemOf(item));
  AddUp(now);
}

void Cart::AddUp(double now) {
  if (lines_.empty()) {
    filled_at_ = kNever;
  } else if (!(filled_at_ >= 0)) {
    filled_at_ = now;
  }
  quantity_ = 0;
  value_ = 0;
  for (const CartLine& line : lines_) {
    quantity_ += line.quantity;
    if (line.price == line.price) value_ += line.price * line.quantity;
  }
}

[[gnu::noinline]] void Cart::Walk(SnapshotCodec& codec, double began) {
  codec.Count(lines_, kMaxCartLines);
  if (lines_.empty()) return;
  codec.Time(filled_at_, began);
  for (CartLine& line : lines_) {
    codec.UniqueName(line.id);
    codec.Amount(line.price, kMaxMoney);
    codec.Amount(line.quantity, kMaxQuantity);
    codec.Require(line.quantity >= kLeastQuantity, RestoreError::kValue);
  }
  AddUp(filled_at_);
}

}  // namespace vitrine
