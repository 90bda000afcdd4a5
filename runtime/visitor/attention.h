#ifndef VITRINE_RUNTIME_VISITOR_ATTENTION_H_
#define VITRINE_RUNTIME_VISITOR_ATTENTION_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/visitor/known_event.h"
#include "runtime/visitor/label.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

inline constexpr std::size_t kMaxShownItems = 128;
inline constexpr std::size_t kMaxUnwanted = 128;
/// More often does not count.
inline constexpr std::uint32_t kMostShown = 63;

/// An item that was recommended, and that the visitor passed by.
struct ShownItem {
  Identity id = kNoIdentity;
  std::uint32_t pages = 0;  ///< on how many it was shown, with this one
  bool on_this_page = false;
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
  /// Without unwanted items.
  static constexpr std::size_t kMaxBytes =
      2 * kMaxNumberBytes + kMaxShownItems * (8 + 1);

  /// On how many pages before this one the item was shown since the visitor
  /// last looked at it. This page does not count until it is left: what is
  /// shown must not change because it is shown.
  std::uint32_t ShownCount(Identity id) const;
  bool IsUnwanted(Identity id) const;

  // Latest last. Valid until the visitor changes.
  std::span<const ShownItem> shown() const { return shown_; }
  std::span<const UnwantedItem> unwanted() const { return unwanted_; }

  /// The item was shown on this page. kNoIdentity is ignored.
  void Show(Identity id);
  /// An event had this item; `id` is the identity of `text`. kNoIdentity is
  /// ignored.
  void Note(EventMeaning meaning, Identity id, std::u16string_view text);
  /// Precondition: there are unwanted items.
  void DropUnwanted() { unwanted_.erase(0); }
  void TurnPage();

  void Walk(SnapshotCodec& codec);

 private:
  Array<ShownItem> shown_;
  Array<UnwantedItem> unwanted_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_ATTENTION_H_
