#include "bindings/jobs/model_output.h"

#include <cassert>
#include <cmath>
#include <span>
#include <utility>

#include "bindings/jobs/json_text.h"
#include "runtime/rank/model_reader.h"
#include "runtime/rank/part.h"

namespace vitrine::jobs {
namespace {

using ingest::FeedProduct;

constexpr int kModelVersion = 1;
constexpr std::pair<const char*, std::string FeedProduct::*> kTexts[] = {
    {"title", &FeedProduct::title},
    {"link", &FeedProduct::link},
    {"image_link", &FeedProduct::image_link},
    {"brand", &FeedProduct::brand},
    {"category", &FeedProduct::category},
    {"sale_price_effective_date", &FeedProduct::sale_period},
    {"unit_pricing_measure", &FeedProduct::unit_measure},
    {"unit_pricing_base_measure", &FeedProduct::unit_base_measure}};
constexpr std::pair<const char*, double FeedProduct::*> kPrices[] = {
    {"price", &FeedProduct::price}, {"sale_price", &FeedProduct::sale_price}};

constexpr const char* kAvailability = "availability";

using Products = std::span<const FeedProduct* const>;

/// A column of all products' values; null where `value` gives none. Without
/// any it is left out.
template <typename Value>
void AddColumn(Json& fields, const char* name, Products products, Value value) {
  Json column = Json::array();
  bool any = false;
  for (const FeedProduct* product : products) {
    Json cell = product == nullptr ? Json() : value(*product);
    any |= !cell.is_null();
    column.push_back(std::move(cell));
  }
  if (any) fields[name] = std::move(column);
}

/// 45 rather than 45.0.
Json NumberOf(double number) {
  constexpr double kSafe = 9007199254740991.0;
  const bool whole = number <= kSafe && std::floor(number) == number;
  return whole ? Json(static_cast<std::int64_t>(number)) : Json(number);
}

/// What a product says of an attribute; null: nothing.
Json ValueOf(const FeedProduct& product, const ingest::Feed& feed,
             std::uint32_t attribute) {
  for (const ItemAttribute& one : product.attributes) {
    if (one.name == attribute) return feed.attribute_values[one.value];
  }
  return {};
}

/// Of the items from number `first` on.
std::string Display(std::size_t first, Products products,
                    const ingest::Feed& feed, const std::string& currency,
                    std::span<const std::uint32_t> attributes) {
  Json fields = Json::object();
  for (const auto& [name, member] : kTexts) {
    AddColumn(fields, name, products, [member = member](const auto& product) {
      const std::string& text = product.*member;
      return text.empty() ? Json() : Json(text);
    });
  }
  for (const auto& [name, member] : kPrices) {
    AddColumn(fields, name, products, [member = member](const auto& product) {
      const double price = product.*member;
      return std::isnan(price) ? Json() : NumberOf(price);
    });
  }
  AddColumn(fields, kAvailability, products, [](const auto& product) {
    return Json(AvailabilityName(product.availability));
  });
  for (const std::uint32_t attribute : attributes) {
    const std::string name(feed.attribute_names[attribute]);
    AddColumn(fields, name.c_str(), products, [&](const auto& product) {
      return ValueOf(product, feed, attribute);
    });
  }
  Json display = {{"first", first}};
  if (!currency.empty()) display["currency"] = currency;
  display["fields"] = std::move(fields);
  return TextOf(display);
}

std::string BytesOf(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

std::vector<std::string_view> UsualColumns() {
  std::vector<std::string_view> names = {kAvailability};
  for (const auto& [name, member] : kTexts) names.push_back(name);
  for (const auto& [name, member] : kPrices) names.push_back(name);
  return names;
}

std::vector<OutputFile> ModelOutput(const ModelFiles& model,
                                    const std::vector<std::uint32_t>& items,
                                    const ingest::Feed& feed,
                                    const std::string& currency,
                                    const std::vector<std::uint32_t>& display) {
  std::vector<const FeedProduct*> of_item;
  for (const FeedProduct& product : feed.products) {
    if (product.item >= of_item.size()) of_item.resize(product.item + 1);
    of_item[product.item] = &product;
  }
  std::vector<const FeedProduct*> products;  // by number in the model
  for (const std::uint32_t index : model.items) {
    const std::uint32_t item = items[index];
    products.push_back(item < of_item.size() ? of_item[item] : nullptr);
  }
  ModelCore core;
  const ReadError error = ReadModelCore(model.core, core);
  assert(error == ReadError::kNone);
  if (error != ReadError::kNone) return {};

  Json shards = Json::array();
  std::vector<OutputFile> files;
  const auto add = [&](const std::string& name, const Bytes& bytes,
                       std::size_t first, std::size_t count) {
    const Products part = Products(products).subspan(first, count);
    files.push_back({name + ".vitrine", BytesOf(bytes)});
    files.push_back(
        {name + ".json", Display(first, part, feed, currency, display)});
    return Json{{"ranking", name + ".vitrine"}, {"display", name + ".json"}};
  };
  const Json core_names = add("core", model.core, 0, core.head.ids.size());
  std::size_t first = 0;
  for (std::size_t i = 0; i < model.shards.size(); ++i) {
    const std::uint32_t count = core.shard_sizes[i];
    shards.push_back(
        add("shard-" + std::to_string(i), model.shards[i], first, count));
    first += count;
  }
  Json manifest = {{"vitrine", kModelVersion}, {"items", model.items.size()}};
  if (!currency.empty()) manifest["currency"] = currency;
  manifest["core"] = core_names;
  manifest["shards"] = shards;
  files.insert(files.begin(), {"model.json", TextOf(manifest, 2)});
  return files;
}

}  // namespace vitrine::jobs
