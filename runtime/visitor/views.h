#ifndef VITRINE_RUNTIME_VISITOR_VIEWS_H_
#define VITRINE_RUNTIME_VISITOR_VIEWS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/visitor/label.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

inline constexpr std::size_t kMaxViews = 128;

struct View {
  Identity id = kNoIdentity;
  double at = 0;  ///< time of the latest view
  Label item;     ///< the item id
};

/// The different items viewed last.
class Views {
 public:
  static constexpr std::size_t kMaxBytes =
      kMaxNumberBytes + kMaxViews * (kMaxLabelBytes + kMaxTimeBytes);

  /// Most recent first. Valid until the visitor changes.
  std::span<const View> items() const { return items_; }

  bool Has(Identity id) const;
  /// kNoIdentity: none.
  Identity Last() const { return items_.empty() ? kNoIdentity : items_[0].id; }

  /// `id` is the identity of `text`.
  void Add(double now, Identity id, std::u16string_view text);

  void Walk(SnapshotCodec& codec, double began);

 private:
  Array<View> items_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_VIEWS_H_
