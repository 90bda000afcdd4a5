#include "rules/event_names.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kNames[] = {
    "page_view",        "view_item",        "view_item_list",
    "select_item",      "search",           "add_to_cart",
    "remove_from_cart", "view_cart",        "begin_checkout",
    "purchase",         "refund",           "add_to_wishlist",
    "view_promotion",   "select_promotion", "login",
    "sign_up",
};

}  // namespace

std::span<const std::string_view> StandardEventNames() { return kNames; }

void WarnOfEventName(Shape& shape, NodeId node, std::string_view name) {
  if (shape.diagnostics.warnings_full()) return;
  const std::string_view nearest = NearestName(name, kNames);
  if (nearest.empty() || nearest == name) return;
  shape.diagnostics.Warning(
      shape.tree.ValuePlace(node), "unusual-event",
      Quoted(name) + " is not a standard event" + DidYouMean(nearest),
      {.found = std::string(name), .nearest = std::string(nearest)});
}

}  // namespace vitrine::rules
