#include "rules/parse_store.h"

#include <set>

namespace vitrine::rules {
namespace {

constexpr std::string_view kKeys[] = {"currency", "locales", "timezone"};

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsWordCharacter(char c) {
  return IsUpper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool IsCurrency(std::string_view text) {
  return text.size() == 3 && IsUpper(text[0]) && IsUpper(text[1]) &&
         IsUpper(text[2]);
}

/// Words of 1 to 8 characters with hyphens between; the first has 2 or 3.
bool IsLocale(std::string_view text) {
  std::size_t word = 0;
  bool first = true;
  for (const char c : text) {
    if (c == '-') {
      if (word < (first ? 2U : 1U)) return false;
      word = 0;
      first = false;
    } else if (!IsWordCharacter(c) || ++word > (first ? 3U : 8U)) {
      return false;
    }
  }
  return word >= (first ? 2U : 1U);
}

bool IsTimezone(std::string_view text) {
  constexpr std::string_view kOthers = "/_+-";
  if (text.empty() || text.size() > 64) return false;
  for (const char c : text) {
    if (!IsWordCharacter(c) && kOthers.find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool CheckText(Shape& shape, NodeId node, std::string_view what,
               bool (*is_valid)(std::string_view), std::string_view expected) {
  if (!shape.Is(node, JsonType::kString, what)) return false;
  if (is_valid(shape.tree.text(node))) return true;
  shape.diagnostics.Error(
      shape.tree.ValuePlace(node), "bad-value",
      std::string(what) + " must be " + std::string(expected),
      {.found = shape.Found(node), .expected = std::string(expected)});
  return false;
}

void CheckLocales(Shape& shape, NodeId node) {
  if (!shape.Is(node, JsonType::kArray, "`locales`")) return;
  if (shape.tree[node].size == 0) {
    shape.diagnostics.Error(shape.tree.ValuePlace(node), "bad-value",
                            "`locales` must not be empty", {.found = "[]"});
  }
  std::set<std::string_view> seen;
  for (const NodeId locale : shape.tree.Children(node)) {
    if (!CheckText(shape, locale, "a locale", IsLocale,
                   "a language tag such as \"en\" or \"nb-NO\"")) {
      continue;
    }
    if (seen.insert(shape.tree.text(locale)).second) continue;
    shape.diagnostics.Error(shape.tree.ValuePlace(locale), "bad-value",
                            "the locale " + Quoted(shape.tree.text(locale)) +
                                " stands in `locales` twice",
                            {.found = shape.Found(locale)});
  }
}

}  // namespace

void CheckStore(Shape& shape, NodeId node) {
  if (!shape.Is(node, JsonType::kObject, "`store`")) return;
  shape.HasOnlyKeys(node, "`store`", kKeys);
  const JsonTree& tree = shape.tree;
  if (const NodeId currency = tree.Find(node, "currency"); currency != kNone) {
    CheckText(shape, currency, "`currency`", IsCurrency,
              "a currency code of three capital letters such as \"EUR\"");
  }
  if (const NodeId locales = tree.Find(node, "locales"); locales != kNone) {
    CheckLocales(shape, locales);
  }
  if (const NodeId zone = tree.Find(node, "timezone"); zone != kNone) {
    CheckText(shape, zone, "`timezone`", IsTimezone,
              "a time zone name such as \"Europe/Oslo\"");
  }
}

}  // namespace vitrine::rules
