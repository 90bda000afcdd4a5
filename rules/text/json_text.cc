#include "rules/text/json_text.h"

#include <cstdint>
#include <nlohmann/json.hpp>

namespace vitrine::rules {
namespace {

using Json = nlohmann::json;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void AppendJsonString(std::string_view text, std::string& out) {
  out += Dump(Json(std::string(text)));
}

std::string NumberText(double number) {
  constexpr double kSafe = 9007199254740991.0;
  if (number >= -kSafe && number <= kSafe) {
    const auto whole = static_cast<std::int64_t>(number);
    if (static_cast<double>(whole) == number) return Dump(Json(whole));
  }
  std::string text = Dump(Json(number));
  if (text.size() > 2 && text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::optional<double> NumberWrittenAs(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? "" : digits.substr(point + 1);
  const bool has_fraction = point != std::string_view::npos;
  if (whole.empty() || (whole.size() > 1 && whole[0] == '0')) return {};
  if (has_fraction && (fraction.empty() || fraction.ends_with('0'))) return {};
  if (whole.size() + fraction.size() > 15 || text == "-0") return {};
  for (const char c : whole) {
    if (!IsDigit(c)) return {};
  }
  for (const char c : fraction) {
    if (!IsDigit(c)) return {};
  }
  if (whole == "0" && fraction.starts_with("000000")) return {};
  const Json number = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!number.is_number()) return {};
  return number.get<double>();
}

}  // namespace vitrine::rules
