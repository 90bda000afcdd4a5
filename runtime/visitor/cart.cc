#include "runtime/visitor/cart.h"

namespace vitrine {
namespace {

/// What is left of 0.3 - 0.2 - 0.1 is no article.
constexpr double kLeastQuantity = 1e-9;

}  // namespace

CartLine* Cart::Find(Identity id) {
  for (CartLine& line : lines_) {
    if (line.id == id) return &line;
  }
  return nullptr;
}

void Cart::Add(const Item& item) {
  if (item.id == kNoIdentity || item.quantity < kLeastQuantity) return;
  CartLine* line = Find(item.id);
  if (!line) {
    if (lines_.size() == kMaxCartLines) lines_.erase(0);
    lines_.push_back({item.id, item.price, 0});
    line = &lines_.back();
  }
  line->quantity += item.quantity;
  if (line->quantity > kMaxQuantity) line->quantity = kMaxQuantity;
  if (item.price == item.price) line->price = item.price;
  AddUp();
}

void Cart::Remove(const Item& item) {
  CartLine* line = Find(item.id);
  if (!line) return;
  line->quantity -= item.quantity;
  if (line->quantity < kLeastQuantity) {
    lines_.erase(static_cast<std::size_t>(line - lines_.data()));
  }
  AddUp();
}

void Cart::Clear() {
  lines_.clear();
  AddUp();
}

void Cart::AddUp() {
  quantity_ = 0;
  value_ = 0;
  for (const CartLine& line : lines_) {
    quantity_ += line.quantity;
    if (line.price == line.price) value_ += line.price * line.quantity;
  }
}

void Cart::Write(SnapshotWriter& writer) const {
  writer.Number(lines_.size());
  for (const CartLine& line : lines_) {
    writer.Name(line.id);
    writer.Amount(line.price);
    writer.Amount(line.quantity);
  }
}

void Cart::Read(SnapshotReader& reader) {
  reader.BeginUnique();
  for (std::uint32_t left = reader.Count(kMaxCartLines); left > 0; --left) {
    CartLine line;
    line.id = reader.UniqueName();
    line.price = reader.Amount(kMaxMoney);
    line.quantity = reader.Amount(kMaxQuantity);
    reader.Require(line.quantity >= kLeastQuantity, RestoreError::kValue);
    lines_.push_back(line);
  }
  AddUp();
}

}  // namespace vitrine
