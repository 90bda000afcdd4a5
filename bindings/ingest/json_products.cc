#include "bindings/ingest/json_products.h"

#include <nlohmann/json.hpp>

namespace vitrine::ingest {
namespace {

using Json = nlohmann::json;

/// Empty: it says nothing that a product could be.
std::string TextOf(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  if (value.is_array() && !value.empty() && !value[0].is_array()) {
    return TextOf(value[0]);
  }
  if (!value.is_object()) return {};
  const auto amount = value.find("value");
  const auto currency = value.find("currency");
  if (amount == value.end() || currency == value.end() ||
      amount->is_structured() || currency->is_structured()) {
    return {};
  }
  return TextOf(*amount) + " " + TextOf(*currency);
}

}  // namespace

Problem JsonProducts::Read(std::string_view line, std::vector<Field>& fields) {
  fields.clear();
  texts_.clear();
  const Json json = Json::parse(line.begin(), line.end(), nullptr, false);
  if (json.is_discarded()) return "it is not JSON";
  if (!json.is_object()) return "it is not a JSON object";
  for (const auto& member : json.items()) {
    const std::string& name = texts_.emplace_back(member.key());
    fields.emplace_back(name, texts_.emplace_back(TextOf(member.value())));
  }
  return {};
}

}  // namespace vitrine::ingest
