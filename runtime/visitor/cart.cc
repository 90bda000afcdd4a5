#include "runtime/visitor/cart.h"

#include <algorithm>

namespace vitrine {
namespace {

/// What is left of 0.3 - 0.2 - 0.1 is no article.
constexpr double kLeastQuantity = 1e-9;

}  // namespace

/// The size where there is none.
std::size_t Cart::Find(Identity id) const {
  std::size_t at = 0;
  while (at < lines_.size() && lines_[at].id != id) ++at;
  return at;
}

void Cart::Put(const Item& item) {
  if (item.id == kNoIdentity || item.quantity < kLeastQuantity) return;
  std::size_t at = Find(item.id);
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
  const std::size_t at = Find(item.id);
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

void Cart::Write(SnapshotWriter& writer, double began) const {
  writer.Number(lines_.size());
  if (lines_.empty()) return;
  writer.Time(filled_at_, began);
  for (const CartLine& line : lines_) {
    writer.Name(line.id);
    writer.Amount(line.price);
    writer.Amount(line.quantity);
  }
}

void Cart::Read(SnapshotReader& reader, double began) {
  std::uint32_t left = reader.Count(kMaxCartLines);
  if (left == 0) return;
  filled_at_ = reader.Time(began);
  reader.BeginUnique();
  for (; left > 0; --left) {
    CartLine line;
    line.id = reader.UniqueName();
    line.price = reader.Amount(kMaxMoney);
    line.quantity = reader.Amount(kMaxQuantity);
    reader.Require(line.quantity >= kLeastQuantity, RestoreError::kValue);
    lines_.push_back(line);
  }
  AddUp(filled_at_);
}

}  // namespace vitrine
