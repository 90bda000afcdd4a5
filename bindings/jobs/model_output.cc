#include "bindings/jobs/model_output.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "bindings/ingest/unit_measure.h"
#include "bindings/jobs/json_text.h"
#include "runtime/base/bytes.h"
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
constexpr const char* kUnitPriceFactor = "unit_price_factor";
constexpr const char* kRebuyDays = "rebuy_days";

/// An item of the model as pages show it.
struct Shown {
  const std::string* id = nullptr;
  const FeedProduct* product = nullptr;  ///< null: the feed has none
  std::uint32_t rebuy_days = 0;          ///< 0: not known
};
using Products = std::span<const Shown>;

/// A column of all items' values; null where `value` gives none. Without any
/// it is left out.
template <typename Value>
void AddItemColumn(Json& fields, const char* name, Products products,
                   Value value) {
  Json column = Json::array();
  bool any = false;
  for (const Shown& shown : products) {
    Json cell = value(shown);
    any |= !cell.is_null();
    column.push_back(std::move(cell));
  }
  if (any) fields[name] = std::move(column);
}

/// The same, of what the feed tells.
template <typename Value>
void AddColumn(Json& fields, const char* name, Products products, Value value) {
  AddItemColumn(fields, name, products, [&value](const Shown& shown) {
    return shown.product == nullptr ? Json() : value(*shown.product);
  });
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
  for (const ingest::ItemAttribute& one : product.attributes) {
    if (one.name == attribute) return feed.attribute_values[one.value];
  }
  return {};
}

/// A display file without its first member, the model's identity; `numbers`:
/// what tells which items these are.
std::string Display(const Json& numbers, Products products,
                    const ingest::Feed& feed, const std::string& currency,
                    std::span<const std::uint32_t> attributes) {
  Json fields = Json::object();
  Json ids = Json::array();
  for (const Shown& shown : products) ids.push_back(*shown.id);
  fields["id"] = std::move(ids);
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
  AddColumn(fields, kUnitPriceFactor, products, [](const auto& product) {
    const double factor = ingest::UnitPriceFactor(product.unit_measure,
                                                  product.unit_base_measure);
    return std::isnan(factor) ? Json() : NumberOf(factor);
  });
  AddItemColumn(fields, kRebuyDays, products, [](const Shown& shown) {
    return shown.rebuy_days == 0 ? Json() : Json(shown.rebuy_days);
  });
  for (const std::uint32_t attribute : attributes) {
    const std::string name(feed.attribute_names[attribute]);
    AddColumn(fields, name.c_str(), products, [&](const auto& product) {
      return ValueOf(product, feed, attribute);
    });
  }
  Json display = numbers;
  if (!currency.empty()) display["currency"] = currency;
  display["fields"] = std::move(fields);
  return TextOf(display);
}

std::string BytesOf(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

std::uint64_t ChecksumOf(std::uint64_t before, std::string_view text) {
  Bytes bytes;
  ByteWriter out(bytes);
  out.U64(before);
  out.Text(text);
  return Checksum(bytes);
}

std::string Hexadecimal(std::uint64_t number) {
  std::string digits(16, '0');
  for (std::size_t i = digits.size(); i-- > 0; number >>= 4) {
    digits[i] = "0123456789abcdef"[number & 15];
  }
  return digits;
}

/// Empty: there is none.
std::string_view TextIn(const Json& fields, const char* column,
                        std::size_t row) {
  const auto cells = fields.find(column);
  if (cells == fields.end() || !cells->is_array() || row >= cells->size() ||
      !(*cells)[row].is_string()) {
    return {};
  }
  return (*cells)[row].get_ref<const std::string&>();
}

Identity NameIn(const Json& fields, const char* column, std::size_t row) {
  const std::string_view name = TextIn(fields, column, row);
  return name.empty() ? kNoIdentity : IdentityOf(IdentityKind::kValue, name);
}

Availability AvailabilityIn(const Json& fields, std::size_t row) {
  const std::string_view text = TextIn(fields, kAvailability, row);
  for (std::uint8_t i = 0; i < kAvailabilities; ++i) {
    const auto availability = static_cast<Availability>(i);
    if (text == AvailabilityName(availability)) return availability;
  }
  return Availability::kInStock;
}

}  // namespace

std::vector<std::string_view> UsualColumns() {
  std::vector<std::string_view> names = {kAvailability, kUnitPriceFactor,
                                         kRebuyDays};
  for (const auto& [name, member] : kTexts) names.push_back(name);
  for (const auto& [name, member] : kPrices) names.push_back(name);
  return names;
}

std::vector<OutputFile> ModelOutput(ModelFiles& model,
                                    const std::vector<std::string>& ids,
                                    const std::vector<std::uint32_t>& items,
                                    const ingest::Feed& feed,
                                    const std::vector<RebuyDays>& rebuy_days,
                                    const std::string& currency,
                                    const std::vector<std::uint32_t>& display) {
  std::vector<Shown> of_item;  // by number of the feed, without ids
  const auto of = [&of_item](std::uint32_t item) -> Shown& {
    if (item >= of_item.size()) of_item.resize(item + std::size_t{1});
    return of_item[item];
  };
  for (const FeedProduct& product : feed.products) {
    of(product.item).product = &product;
  }
  for (const RebuyDays& one : rebuy_days) of(one.item).rebuy_days = one.days;
  std::vector<Shown> shown;  // by number in the model
  for (const std::uint32_t index : model.items) {
    shown.push_back(of(items[index]));
    shown.back().id = &ids[index];
  }
  std::vector<OutputFile> displays;
  std::vector<Shown> head;
  Json head_numbers = Json::array();
  for (const std::uint32_t item : model.by_popularity) {
    if (head.size() == kHeadItems) break;
    head.push_back(shown[item]);
    head_numbers.push_back(item);
  }
  displays.push_back({"core.json", Display({{"items", head_numbers}}, head,
                                           feed, currency, display)});
  std::size_t number = model.parts.size();
  for (std::size_t first = 0; first < shown.size(); first += kDisplayItems) {
    const std::size_t count =
        std::min<std::size_t>(kDisplayItems, shown.size() - first);
    displays.push_back(
        {std::to_string(number++) + ".json",
         Display({{"first", first}}, Products(shown).subspan(first, count),
                 feed, currency, display)});
  }
  std::uint64_t identity = model.identity;
  for (const OutputFile& file : displays) {
    identity = ChecksumOf(identity, file.bytes);
  }
  SetIdentity(model, identity);
  const std::string name = Hexadecimal(identity);

  std::vector<OutputFile> files;
  Json index = {
      {"vitrine", kModelVersion}, {"model", name}, {"items", shown.size()}};
  if (!currency.empty()) index["currency"] = currency;
  index["core"] = {{"ranking", "core.vitrine"}, {"display", "core.json"}};
  index["parts"] = model.parts.size();
  index["displays"] = displays.size() - 1;
  files.push_back({"model.json", TextOf(index, 2)});
  files.push_back({"core.vitrine", BytesOf(model.core)});
  for (std::size_t part = 0; part < model.parts.size(); ++part) {
    files.push_back(
        {std::to_string(part) + ".vitrine", BytesOf(model.parts[part])});
  }
  for (OutputFile& file : displays) {
    file.bytes.replace(0, 1, "{\"model\":\"" + name + "\",");
    files.push_back(std::move(file));
  }
  return files;
}

bool TellItems(std::string_view display, Model& model,
               std::vector<std::string>& ids_by_number,
               std::vector<std::string>& titles) {
  const Json json = Json::parse(display.begin(), display.end(), nullptr, false);
  if (!json.is_object() ||
      json.value("model", Json()) != Hexadecimal(model.identity())) {
    return false;
  }
  const Json fields = json.value("fields", Json());
  const Json ids = fields.is_object() ? fields.value("id", Json()) : Json();
  const Json first = json.value("first", Json());
  const Json items = json.value("items", Json());
  if (!ids.is_array() || first.is_number_unsigned() == items.is_array() ||
      (items.is_array() && items.size() != ids.size())) {
    return false;
  }
  ids_by_number.resize(model.size());
  titles.resize(model.size());
  for (std::size_t row = 0; row < ids.size(); ++row) {
    const Json number =
        items.is_array() ? items[row] : Json(first.get<std::uint64_t>() + row);
    if (!ids[row].is_string() || !number.is_number_unsigned() ||
        number.get<std::uint64_t>() >= model.size()) {
      return false;
    }
    const auto& id = ids[row].get_ref<const std::string&>();
    Model::Item item;
    item.id = IdentityOf(IdentityKind::kItem, id);
    item.category = NameIn(fields, "category", row);
    item.brand = NameIn(fields, "brand", row);
    item.price = std::nan("");
    item.availability = AvailabilityIn(fields, row);
    model.Tell(number.get<std::uint32_t>(), item);
    ids_by_number[number.get<std::uint32_t>()] = id;
    titles[number.get<std::uint32_t>()] = TextIn(fields, "title", row);
  }
  return true;
}

}  // namespace vitrine::jobs
