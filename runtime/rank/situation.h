#ifndef VITRINE_RUNTIME_RANK_SITUATION_H_
#define VITRINE_RUNTIME_RANK_SITUATION_H_

#include <cstdint>
#include <span>

#include "runtime/base/identity.h"
#include "runtime/bundle/program.h"

namespace vitrine {

/// What the visitor saw of an item when viewing it.
struct SeenAs {
  double price = __builtin_nan("");  ///< NaN: not told
  bool sold_out = false;
};

struct BoughtItem {
  Identity id = kNoIdentity;
  double at = 0;   ///< ms since 1970: the latest time
  double gap = 0;  ///< ms between the last two times; NaN: bought once
};

/// How much the visitor cares for a category or a brand: 0 to 1.
struct Interest {
  ItemField field = ItemField::kCategory;
  Identity id = kNoIdentity;
  double share = 0;
};

/// What is known of visitor and page. Items by their number in the model;
/// those that the model does not know, or not yet, are left out.
struct Situation {
  std::uint32_t current = kNone;          ///< the item of this page
  Identity category = kNoIdentity;        ///< told with the page
  Identity interest = kNoIdentity;        ///< the category cared for most
  std::span<const std::uint32_t> viewed;  ///< most recent first, once each
  std::span<const std::uint32_t> cart;    ///< likewise
  /// The page is about one item, which may be unknown.
  bool item_page = false;
  /// The visitor's behaviour may be known. Otherwise interests are unknown.
  bool visitor_known = false;
  /// Files that tell the numbers of viewed items that were left out.
  std::span<const std::uint32_t> viewed_files;
  /// The same of the page's item and the cart.
  std::span<const std::uint32_t> taken_files;

  std::span<const SeenAs> seen;  ///< beside `viewed`; or none
  std::span<const BoughtItem> bought;
  std::span<const Interest> interests;
  double now = 0;            ///< ms since 1970
  std::uint64_t chance = 0;  ///< says where `explore` begins
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_SITUATION_H_
