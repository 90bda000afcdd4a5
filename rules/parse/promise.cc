#include "rules/parse/promise.h"

#include <optional>
#include <string>

#include "rules/model/dates.h"

namespace vitrine::rules {
namespace {

constexpr char kFixedTime[] =
    "a date and time with its offset from UTC, such as "
    "\"2026-11-30T23:59:00+01:00\"";
constexpr char kReadNumber[] =
    "a text with a placeholder without fallback, such as \"{stock_left} left\"";

/// The time does not depend on where it is read.
bool IsFixedTime(std::string_view text) {
  const std::optional<IsoDate> date = ParseIsoDate(text);
  return date && !date->is_local;
}

bool ReadsSomething(std::string_view text) {
  while (true) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
      return false;
    }
    if (text.substr(open, close - open).find('|') == std::string_view::npos) {
      return true;
    }
    text.remove_prefix(close);
  }
}

}  // namespace

void CheckPromise(Shape& shape, std::string_view key, NodeId value) {
  const bool ends = key == "countdown";
  if (!ends && key != "stock" && key != "scarcity") return;
  const JsonTree& tree = shape.tree;
  const bool is_text = tree[value].type == JsonType::kString;
  const std::string_view text = is_text ? tree.text(value) : "";
  if (ends ? IsFixedTime(text) : ReadsSomething(text)) return;
  const std::string expected = ends ? kFixedTime : kReadNumber;
  shape.diagnostics.Error(tree.ValuePlace(value),
                          ends ? "countdown-end" : "scarcity-source",
                          Quoted(key) + " must be " + expected,
                          {.found = shape.Found(value), .expected = expected});
}

}  // namespace vitrine::rules
