#ifndef VITRINE_RUNTIME_VISITOR_INPUT_H_
#define VITRINE_RUNTIME_VISITOR_INPUT_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/base/identity.h"
#include "runtime/base/value.h"

namespace vitrine {

/// One item of an event or cart as the host tells it. NaN price: not told.
/// Any text and any number is safe; ItemOf says what becomes of odd ones.
struct ItemInput {
  std::u16string_view id, brand, category;
  double price;           ///< store currency
  double quantity;        ///< NaN: not told, counts as 1
  bool sold_out = false;  ///< told to be so
};

/// One event as the host tells it. Texts need to live for the call only.
struct EventInput {
  std::u16string_view name;          ///< GA4 event name
  std::u16string_view transaction;   ///< empty: none
  std::u16string_view search;        ///< search term in lower case; empty: none
  double value;                      ///< NaN: the sum over the items
  std::span<const ItemInput> items;  ///< kMaxEventItems count, others do not
  /// Program::properties of the event, and of each item one after the other,
  /// each in the program's order. What is not there was not told: null.
  std::span<const Value> event_properties;
  std::span<const Value> item_properties;
};

/// How the visitor came from outside. Empty: not told. Only a touch with a
/// channel is one.
struct TouchInput {
  std::u16string_view source, medium, campaign, channel;
};

/// What the shopper did with a decision. The numbers cross the ABI. kSeen: more
/// items of one that was shown; it counts for nothing else.
enum class Outcome : std::uint8_t {
  kShown,
  kClicked,
  kDismissed,
  kConverted,
  kSeen
};

/// Items of one event or cart that count.
inline constexpr std::size_t kMaxEventItems = 64;
/// Larger amounts of money are taken for errors.
inline constexpr double kMaxMoney = 1e12;
inline constexpr double kMaxQuantity = 1e6;

/// An item without its texts and with sane numbers.
struct Item {
  Identity id = kNoIdentity;        ///< kNoIdentity: empty text
  Identity brand = kNoIdentity;     ///< kNoIdentity: empty text
  Identity category = kNoIdentity;  ///< kNoIdentity: empty text
  double price = 0;                 ///< 0 to kMaxMoney, or NaN: not told
  double quantity = 1;              ///< 0 to kMaxQuantity

  /// Price times quantity; 0 without a price.
  double Worth() const { return price == price ? price * quantity : 0; }
};

/// Names items by one of their fields, which is not empty.
struct ItemsOf {
  Identity Item::*field;
  Identity value;

  bool Has(const Item& item) const { return item.*field == value; }
};

/// A price below zero, infinite or above kMaxMoney counts as not told; a
/// quantity that is not finite as 1, below zero as 0, and above kMaxQuantity
/// as that. Safe for untrusted input.
Item ItemOf(const ItemInput& input);

/// `money` if it is one, else NaN. Never returns -0.
double CleanMoney(double money);

/// Identity of a text; of an empty one kNoIdentity.
Identity NameOf(IdentityKind kind, std::u16string_view text);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_INPUT_H_
