#include "runtime/bundle/paths.h"

namespace vitrine {
namespace {

constexpr std::uint32_t kFirstDeviceSource =
    static_cast<std::uint32_t>(InputSource::kPageType);

constexpr DevicePath kPaths[] = {
    {InputSource::kPageType, ValueType::kString, "page.type"},
    {InputSource::kPagePath, ValueType::kString, "page.path"},
    {InputSource::kVisitNumber, ValueType::kNumber, "visit.number"},
    {InputSource::kVisitPages, ValueType::kNumber, "visit.pages"},
    {InputSource::kCartQuantity, ValueType::kNumber, "cart.quantity"},
    {InputSource::kCartValue, ValueType::kNumber, "cart.value"},
    {InputSource::kOrdersCount, ValueType::kNumber, "orders.count"},
    {InputSource::kOrdersValue, ValueType::kNumber, "orders.value"},
    {InputSource::kViewedCount, ValueType::kNumber, "viewed.count"},
    {InputSource::kAffinityCategory, ValueType::kString,
     "affinity.item_category"},
    {InputSource::kAffinityBrand, ValueType::kString, "affinity.item_brand"},
};
static_assert(std::size(kPaths) == kInputSources - kFirstDeviceSource);

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
    "for_you",         "similar", "bought_together",
    "recently_viewed", "popular", "popular_in_category"};

}  // namespace

std::span<const DevicePath> DevicePaths() { return kPaths; }

void AppendInputName(const Program& program, const Input& input,
                     Array<char>& name) {
  const auto append = [&](std::string_view text) {
    name.append({text.data(), text.size()});
  };
  if (input.source == InputSource::kAttribute) {
    append(program.strings[program.attributes[input.argument].name]);
  } else if (input.source == InputSource::kCounter) {
    const Counter& counter = program.counters[input.argument];
    append("$event ");
    append(program.strings[program.symbols[counter.event].string]);
  } else {
    append(kPaths[static_cast<std::uint32_t>(input.source) - kFirstDeviceSource]
               .path);
  }
}

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
