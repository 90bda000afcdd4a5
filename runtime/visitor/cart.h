#ifndef VITRINE_RUNTIME_VISITOR_CART_H_
#define VITRINE_RUNTIME_VISITOR_CART_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/visitor/input.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

inline constexpr std::size_t kMaxCartLines = 64;

struct CartLine {
  Identity id = kNoIdentity;
  double price = 0;     ///< the last one told; NaN: none was
  double quantity = 0;  ///< above 0, at most kMaxQuantity
};

/// What lies in the cart, in the order in which it was first put there.
/// Items without an id cannot be told apart and are ignored.
class Cart {
 public:
  static constexpr std::size_t kMaxBytes =
      kMaxTimeBytes + kMaxNumberBytes +
      kMaxCartLines * (8 + 2 * kMaxAmountBytes);

  std::span<const CartLine> lines() const { return lines_; }
  /// Sum of the quantities.
  double quantity() const { return quantity_; }
  /// Sum of price times quantity; lines without a price count as 0.
  double value() const { return value_; }

  /// When something was put into the empty cart; kNever: it is empty.
  double filled_at() const { return filled_at_; }
  bool Has(Identity id) const;

  /// Adds to the item's line. A new line past kMaxCartLines costs the oldest
  /// line its place. A quantity of 0 changes nothing.
  void Add(double now, const Item& item);
  /// Takes from the item's line; at nothing left the line goes.
  void Remove(double now, const Item& item);
  /// Puts these items in the place of all that was there: the first
  /// kMaxEventItems. A cart that had something goes on.
  void Replace(double now, std::span<const ItemInput> items);

  void Walk(SnapshotCodec& codec, double began);

 private:
  void Put(const Item& item);
  void AddUp(double now);

  Array<CartLine> lines_;
  double quantity_ = 0;
  double value_ = 0;
  double filled_at_ = kNever;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_CART_H_
