#include "runtime/visitor/known_event.h"

namespace vitrine {
namespace {

// The name itself, not a pointer: the table is smaller so.
struct Row {
  char name[17];
  KnownEvent event;
};

constexpr Row kRows[] = {
    {"page_view", {EventMeaning::kPage, 0}},
    {"view_item", {EventMeaning::kView, 1}},
    {"select_item", {EventMeaning::kSelect, 1}},
    {"add_to_wishlist", {EventMeaning::kNone, 3}},
    {"add_to_cart", {EventMeaning::kAddToCart, 3}},
    {"remove_from_cart", {EventMeaning::kRemoveFromCart, 0}},
    {"purchase", {EventMeaning::kPurchase, 5}},
    {"search", {EventMeaning::kSearch, 0}},
    {"not_interested", {EventMeaning::kNotInterested, 0}},
};

bool Equal(const char* ascii, std::u16string_view text) {
  for (const char16_t unit : text) {
    if (*ascii == 0 || static_cast<char16_t>(*ascii++) != unit) return false;
  }
  return *ascii == 0;
}

}  // namespace

KnownEvent KnownEventOf(std::u16string_view name) {
  for (const Row& row : kRows) {
    if (Equal(row.name, name)) return row.event;
  }
  return {};
}

}  // namespace vitrine
