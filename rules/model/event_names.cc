#include "rules/model/event_names.h"

#include <algorithm>
#include <iterator>
#include <vector>

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

void CheckEventName(Shape& shape, NodeId node, std::string_view name,
                    std::span<const std::string> declared) {
  std::vector<std::string_view> known(std::begin(kNames), std::end(kNames));
  known.insert(known.end(), declared.begin(), declared.end());
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  const Place place = shape.tree.ValuePlace(node);
  if (!declared.empty()) {
    shape.ReportUnknown(place, "event", name, known);
    return;
  }
  if (shape.diagnostics.warnings_full()) return;
  const std::string_view nearest = NearestName(name, known);
  if (nearest.empty()) return;
  shape.diagnostics.Warning(
      place, "unusual-event",
      Quoted(name) + " is not a standard event" + DidYouMean(nearest),
      {.found = std::string(name), .nearest = std::string(nearest)});
}

}  // namespace vitrine::rules
