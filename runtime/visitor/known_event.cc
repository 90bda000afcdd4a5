#include "runtime/visitor/known_event.h"

namespace vitrine {
namespace {

struct Row {
  std::string_view name;
  KnownEvent event;
};

constexpr Row kRows[] = {
    {"page_view", {EventMeaning::kPage, 0}},
    {"view_item", {EventMeaning::kView, 1}},
    {"select_item", {EventMeaning::kNone, 1}},
    {"add_to_wishlist", {EventMeaning::kNone, 3}},
    {"add_to_cart", {EventMeaning::kAddToCart, 3}},
    {"remove_from_cart", {EventMeaning::kRemoveFromCart, 0}},
    {"purchase", {EventMeaning::kPurchase, 5}},
    {"search", {EventMeaning::kSearch, 0}},
};

bool Equal(std::string_view ascii, std::u16string_view text) {
  if (ascii.size() != text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<char16_t>(ascii[i]) != text[i]) return false;
  }
  return true;
}

}  // namespace

KnownEvent KnownEventOf(std::u16string_view name) {
  for (const Row& row : kRows) {
    if (Equal(row.name, name)) return row.event;
  }
  return {};
}

}  // namespace vitrine
