#ifndef VITRINE_RUNTIME_VISITOR_VIEWS_H_
#define VITRINE_RUNTIME_VISITOR_VIEWS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/visitor/input.h"
#include "runtime/visitor/label.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

inline constexpr std::size_t kMaxViews = 128;

struct View {
  Identity id = kNoIdentity;
  double at = 0;  ///< time of the latest view
  Label item;     ///< the item id
  // As the page of that view told.
  double price = kNever;  ///< store currency; NaN: not told
  bool was_sold_out = false;
};

/// The different items viewed last.
class Views {
 public:
  static constexpr std::size_t kMaxBytes =
      kMaxNumberBytes +
      kMaxViews * (kMaxLabelBytes + kMaxTimeBytes + kMaxAmountBytes + 1);

  /// Most recent first. Valid until the visitor changes.
  std::span<const View> items() const { return items_; }

  bool Has(Identity id) const;
  /// kNoIdentity: none.
  Identity Last() const { return items_.empty() ? kNoIdentity : items_[0].id; }

  /// `item` is what `input` tells of.
  void Add(double now, const Item& item, const ItemInput& input);
  void Remove(Identity id);
  /// Precondition: there are views.
  void DropOldest() { items_.erase(items_.size() - 1); }

  void Walk(SnapshotCodec& codec, double began);

 private:
  Array<View> items_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_VIEWS_H_
