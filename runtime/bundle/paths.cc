#include "runtime/bundle/paths.h"

namespace vitrine {
namespace {

struct Field {
  ValueType type;
  const char* event_path;
  const char* catalogue_path;
};
constexpr Field kFields[kItemFields] = {
    {ValueType::kString, "item_id", "item.id"},
    {ValueType::kString, "item_brand", "item.brand"},
    {ValueType::kString, "item_category", "item.category"},
    {ValueType::kNumber, "price", "item.price"},
    {ValueType::kNumber, "quantity", nullptr},
    {ValueType::kString, nullptr, "item.availability"},
};

constexpr const char* kStrategyNames[kStrategies] = {
    "for_you",         "similar",    "bought_together",
    "recently_viewed", "popular",    "popular_in_category",
    "complementary",   "buy_again",  "trending",
    "new_arrivals",    "price_drop", "back_in_stock",
    "upsell",          "curated",    "explore"};

}  // namespace

const char* EventItemPath(ItemField field) {
  return kFields[static_cast<std::uint32_t>(field)].event_path;
}

const char* CatalogueItemPath(ItemField field) {
  return kFields[static_cast<std::uint32_t>(field)].catalogue_path;
}

ValueType ItemFieldType(ItemField field) {
  return kFields[static_cast<std::uint32_t>(field)].type;
}

const char* StrategyName(Strategy strategy) {
  return kStrategyNames[static_cast<std::uint32_t>(strategy)];
}

}  // namespace vitrine
