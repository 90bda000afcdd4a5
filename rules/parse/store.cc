#include "rules/parse/store.h"

#include <set>
#include <string>
#include <vector>

#include "rules/parse/condition.h"
#include "rules/text/limits.h"

namespace vitrine::rules {
namespace {

constexpr std::string_view kKeys[] = {"currency", "locales", "timezone",
                                      "never_recommend"};

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

void ParseLocales(Shape& shape, NodeId node, Model& model) {
  if (!shape.Is(node, JsonType::kArray, "`locales`")) return;
  if (shape.tree[node].size == 0) {
    shape.diagnostics.Error(shape.tree.ValuePlace(node), "bad-value",
                            "`locales` must not be empty", {.found = "[]"});
  }
  if (shape.tree[node].size > kMaxLocales) {
    const std::string expected = "at most " + std::to_string(kMaxLocales);
    shape.diagnostics.Error(
        shape.tree.ValuePlace(node), "limit",
        "too many locales: " + expected + " are possible",
        {.found = std::to_string(shape.tree[node].size), .expected = expected});
    return;
  }
  std::set<std::string_view> seen;
  for (const NodeId locale : shape.tree.Children(node)) {
    if (!CheckText(shape, locale, "a locale", IsLocale,
                   "a language tag such as \"en\" or \"nb-NO\"")) {
      continue;
    }
    if (seen.insert(shape.tree.text(locale)).second) {
      model.locales.emplace_back(shape.tree.text(locale));
      continue;
    }
    shape.diagnostics.Error(shape.tree.ValuePlace(locale), "bad-value",
                            "the locale " + Quoted(shape.tree.text(locale)) +
                                " stands in `locales` twice",
                            {.found = shape.Found(locale)});
  }
}

const std::vector<ZoneChange>* FindZone(Shape& shape, NodeId node,
                                        std::string_view what,
                                        const Zones& zones) {
  if (!CheckText(shape, node, what, IsTimezone,
                 "a time zone name such as \"Europe/Oslo\"")) {
    return nullptr;
  }
  const std::string_view name = shape.tree.text(node);
  const auto* changes = zones.Find(name);
  if (changes == nullptr) {
    const std::vector<std::string_view> known = zones.Names();
    const std::string_view nearest = NearestName(name, known);
    shape.diagnostics.Error(
        shape.tree.ValuePlace(node), "unknown-timezone",
        "unknown time zone " + Quoted(name) +
            (nearest.empty() ? "; expected a name of the IANA data base such "
                               "as `Europe/Oslo`"
                             : DidYouMean(nearest)),
        {.found = shape.Found(node),
         .expected = "a time zone name",
         .nearest = std::string(nearest)});
  }
  return changes;
}

}  // namespace

void ParseStore(Shape& shape, NodeId node, const Zones& zones, Model& model) {
  if (!shape.Is(node, JsonType::kObject, "`store`")) return;
  shape.HasOnlyKeys(node, "`store`", kKeys);
  const JsonTree& tree = shape.tree;
  if (const NodeId currency = tree.Find(node, "currency"); currency != kNone) {
    CheckText(shape, currency, "`currency`", IsCurrency,
              "a currency code of three capital letters such as \"EUR\"");
  }
  if (const NodeId locales = tree.Find(node, "locales"); locales != kNone) {
    ParseLocales(shape, locales, model);
  }
  model.never_node = tree.Find(node, "never_recommend");
  if (model.never_node != kNone) {
    model.never_recommend =
        ParseCondition(shape, model.never_node, ConditionScope::kCatalogueItem);
  }
  if (const NodeId zone = tree.Find(node, "timezone"); zone != kNone) {
    const auto* changes = FindZone(shape, zone, "`timezone`", zones);
    if (changes == nullptr) return;
    model.zones[0] = {std::string(tree.text(zone)), *changes};
  }
}

std::uint32_t ParseZone(Shape& shape, NodeId node, std::string_view what,
                        const Zones& zones, Model& model) {
  const auto* changes = FindZone(shape, node, what, zones);
  if (changes == nullptr) return kNone;
  const std::string_view name = shape.tree.text(node);
  for (std::uint32_t i = 0; i < model.zones.size(); ++i) {
    if (model.zones[i].name == name) return i;
  }
  if (model.zones.size() == kMaxZones) {
    const std::string expected = "at most " + std::to_string(kMaxZones);
    shape.diagnostics.Error(
        shape.tree.ValuePlace(node), "limit",
        "too many time zones: " + expected + " are possible",
        {.expected = expected});
    return kNone;
  }
  model.zones.push_back({std::string(name), *changes});
  return static_cast<std::uint32_t>(model.zones.size() - 1);
}

}  // namespace vitrine::rules
