#ifndef VITRINE_RUNTIME_VISITOR_ATTENTION_H_
#define VITRINE_RUNTIME_VISITOR_ATTENTION_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/visitor/label.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

inline constexpr std::size_t kMaxShownItems = 128;
inline constexpr std::size_t kMaxUnwanted = 100;
/// More often does not count.
inline constexpr std::uint32_t kMostShown = 63;

/// An item that was recommended, and that the visitor passed by.
struct ShownItem {
  Identity id = kNoIdentity;
  /// Twice the pages before this one on which it was shown; and 1 for this one.
  std::uint32_t half_pages = 0;

  std::uint32_t pages() const { return half_pages >> 1; }
};

/// An item of which the visitor said so.
struct UnwantedItem {
  Identity id = kNoIdentity;
  Label item;  ///< the item id
};

/// What the visitor did not care for: items that were shown without being
/// looked at, and those that the visitor does not want to see.
class Attention {
 public:
  static constexpr std::size_t kMaxBytes = 2 * kMaxNumberBytes +
                                           kMaxShownItems * (8 + 1) +
                                           kMaxUnwanted * kMaxLabelBytes;

  /// On how many pages before this one the item was shown since the visitor
  /// last looked at it. This page does not count until it is left: what is
  /// shown must not change because it is shown.
  std::uint32_t ShownCount(Identity id) const;
  bool IsUnwanted(Identity id) const;

  // Latest first. Valid until the visitor changes.
  std::span<const ShownItem> shown() const { return shown_; }
  std::span<const UnwantedItem> unwanted() const { return unwanted_; }

  /// The item was shown on this page. kNoIdentity is ignored.
  void Show(Identity id);
  /// The visitor looked at the item.
  void Look(Identity id);
  /// The visitor does not want to see the item; `id` is the identity of `text`.
  /// kNoIdentity is ignored.
  void Refuse(Identity id, std::u16string_view text);
  /// Takes that back.
  void Accept(Identity id);
  void TurnPage();

  void Walk(SnapshotCodec& codec);

 private:
  Array<ShownItem> shown_;
  Array<UnwantedItem> unwanted_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_ATTENTION_H_
