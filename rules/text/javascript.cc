#include "rules/text/javascript.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <optional>
#include <vector>

#include "rules/text/json_text.h"
#include "runtime/base/text.h"

namespace vitrine::rules {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The fewest decimal digits that read as this number, and where the point
/// stands: 0.DIGITS times ten to the `exponent`. Precondition: number > 0.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

Decimal ShortestDecimal(double number) {
  char text[40];
  for (int precision = 0; precision < 17; ++precision) {
    std::snprintf(text, sizeof(text), "%.*e", precision, number);
    if (std::strtod(text, nullptr) == number) break;
  }
  const std::string_view written(text);
  const std::size_t e = written.find('e');
  Decimal decimal;
  for (const char c : written.substr(0, e)) {
    if (c != '.') decimal.digits += c;
  }
  decimal.exponent = std::atoi(text + e + 1) + 1;
  const std::size_t last = decimal.digits.find_last_not_of('0');
  decimal.digits.resize(last + 1);
  return decimal;
}

/// WhiteSpace and LineTerminator of ECMA-262.
bool IsSpace(char16_t unit) {
  return (unit >= 0x09 && unit <= 0x0d) || unit == 0x20 || unit == 0xa0 ||
         unit == 0x1680 || (unit >= 0x2000 && unit <= 0x200a) ||
         unit == 0x2028 || unit == 0x2029 || unit == 0x202f || unit == 0x205f ||
         unit == 0x3000 || unit == 0xfeff;
}

/// Without the white space around it; no value: something in it is no ASCII,
/// so it is no number.
std::optional<std::string> Trimmed(std::string_view text) {
  std::u16string units;
  ForEachUtf16Unit(text, [&units](char16_t unit) { units += unit; });
  std::size_t begin = 0;
  std::size_t end = units.size();
  while (begin < end && IsSpace(units[begin])) ++begin;
  while (end > begin && IsSpace(units[end - 1])) --end;
  std::string trimmed;
  for (std::size_t i = begin; i < end; ++i) {
    if (units[i] >= 0x80) return {};
    trimmed += static_cast<char>(units[i]);
  }
  return trimmed;
}

/// `0x1f`, `0b101`, `0o17`, without the prefix.
double RadixNumber(std::string_view digits, unsigned radix) {
  if (digits.empty()) return kNaN;
  double number = 0;
  for (const char c : digits) {
    const unsigned value =
        c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
        : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
        : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A' + 10)
                               : radix;
    if (value >= radix) return kNaN;
    number = number * radix + value;
  }
  return number;
}

bool IsDecimalLiteral(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - begin;
  };
  std::size_t count = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    count += digits();
  }
  if (count == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

/// Keys that JavaScript puts first, by their number: "0" to "4294967294".
std::optional<std::uint64_t> ArrayIndex(std::string_view key) {
  if (key.empty() || key.size() > 10 || (key.size() > 1 && key[0] == '0')) {
    return {};
  }
  std::uint64_t index = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') return {};
    index = index * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (index >= 0xffffffffU) return {};
  return index;
}

std::vector<NodeId> Members(const JsonTree& tree, NodeId object) {
  std::vector<NodeId> members;
  for (const NodeId member : tree.Children(object)) members.push_back(member);
  return members;
}

template <typename Order>
std::string Json(const JsonTree& tree, NodeId node, const Order& order) {
  const JsonNode& value = tree[node];
  std::string json;
  if (value.type == JsonType::kString) {
    AppendJsonString(tree.text(node), json);
    return json;
  }
  if (value.type == JsonType::kNumber) return NumberToText(value.number);
  if (value.type != JsonType::kArray && value.type != JsonType::kObject) {
    return std::string(tree.token(node));
  }
  const bool is_list = value.type == JsonType::kArray;
  std::vector<NodeId> members = Members(tree, node);
  if (!is_list) std::stable_sort(members.begin(), members.end(), order);
  json = is_list ? '[' : '{';
  for (const NodeId member : members) {
    if (json.size() > 1) json += ',';
    if (!is_list) {
      AppendJsonString(tree.key(member), json);
      json += ':';
    }
    json += Json(tree, member, order);
  }
  json += is_list ? ']' : '}';
  return json;
}

}  // namespace

std::string NumberToText(double number) {
  if (number != number) return "NaN";
  if (number == 0) return "0";
  if (number < 0) return "-" + NumberToText(-number);
  if (std::isinf(number)) return "Infinity";
  const Decimal decimal = ShortestDecimal(number);
  const std::string& digits = decimal.digits;
  const int count = static_cast<int>(digits.size());
  const int point = decimal.exponent;
  if (point >= count && point <= 21) {
    return digits + std::string(static_cast<std::size_t>(point - count), '0');
  }
  if (point > 0 && point <= 21) {
    const auto whole = static_cast<std::size_t>(point);
    return digits.substr(0, whole) + "." + digits.substr(whole);
  }
  if (point > -6 && point <= 0) {
    return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  }
  const std::string exponent =
      (point > 0 ? "e+" : "e-") + std::to_string(std::abs(point - 1));
  return digits.substr(0, 1) +
         (count > 1 ? "." + digits.substr(1) : std::string()) + exponent;
}

double TextToNumber(std::string_view text) {
  const std::optional<std::string> trimmed = Trimmed(text);
  if (!trimmed) return kNaN;
  std::string_view rest = *trimmed;
  if (rest.empty()) return 0;
  if (rest.size() > 1 && rest[0] == '0') {
    const std::string_view digits = rest.substr(2);
    if (rest[1] == 'x' || rest[1] == 'X') return RadixNumber(digits, 16);
    if (rest[1] == 'o' || rest[1] == 'O') return RadixNumber(digits, 8);
    if (rest[1] == 'b' || rest[1] == 'B') return RadixNumber(digits, 2);
  }
  double sign = 1;
  if (rest[0] == '+' || rest[0] == '-') {
    if (rest[0] == '-') sign = -1;
    rest.remove_prefix(1);
  }
  if (rest == "Infinity") {
    return sign * std::numeric_limits<double>::infinity();
  }
  if (!IsDecimalLiteral(rest)) return kNaN;
  return sign * std::strtod(std::string(rest).c_str(), nullptr);
}

std::string ValueToText(const JsonTree& tree, NodeId node) {
  switch (tree[node].type) {
    case JsonType::kString:
      return std::string(tree.text(node));
    case JsonType::kNumber:
      return NumberToText(tree[node].number);
    case JsonType::kObject:
      return "[object Object]";
    case JsonType::kArray:
      break;
    default:
      return std::string(tree.token(node));
  }
  std::string text;
  for (const NodeId child : tree.Children(node)) {
    if (tree[child].index > 0) text += ',';
    if (tree[child].type != JsonType::kNull) text += ValueToText(tree, child);
  }
  return text;
}

std::string ValueToJson(const JsonTree& tree, NodeId node) {
  return Json(tree, node, [&tree](NodeId a, NodeId b) {
    const auto first = ArrayIndex(tree.key(a));
    const auto second = ArrayIndex(tree.key(b));
    return first && (!second || *first < *second);
  });
}

std::string SortedJson(const JsonTree& tree, NodeId node) {
  return Json(tree, node, [&tree](NodeId a, NodeId b) {
    return tree.key(a) < tree.key(b);
  });
}

}  // namespace vitrine::rules
