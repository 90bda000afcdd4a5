#include "rules/text/shape.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "rules/text/duration.h"
#include "rules/text/limits.h"
#include "runtime/base/text.h"

namespace vitrine::rules {

std::string_view TypeName(JsonType type) {
  switch (type) {
    case JsonType::kNull:
      return "null";
    case JsonType::kBoolean:
      return "true or false";
    case JsonType::kNumber:
      return "a number";
    case JsonType::kString:
      return "a text";
    case JsonType::kArray:
      return "a list";
    case JsonType::kObject:
      return "an object";
  }
  return {};
}

std::string_view TypeName(ValueType type) {
  constexpr std::string_view kNames[kValueTypes] = {
      "string", "number", "boolean", "date", "any", "list", "object"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string_view TypeName(SlotType type) {
  constexpr std::string_view kNames[kSlotTypes] = {"content", "recommendations",
                                                   "popup"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string Shape::Found(NodeId node) const {
  constexpr std::size_t kMaxShown = 60;
  const JsonType type = tree[node].type;
  if (type == JsonType::kArray || type == JsonType::kObject) {
    return std::string(TypeName(type));
  }
  return Shortened(tree.token(node), kMaxShown);
}

bool Shape::Is(NodeId node, JsonType type, std::string_view what) {
  if (tree[node].type == type) return true;
  const std::string expected(TypeName(type));
  diagnostics.Error(
      tree.ValuePlace(node), "wrong-type",
      std::string(what) + " must be " + expected + ", found " + Found(node),
      {.found = Found(node), .expected = expected});
  return false;
}

bool Shape::IsName(NodeId node, std::string_view what) {
  if (!Is(node, JsonType::kString, what)) return false;
  std::size_t units = 0;
  ForEachUtf16Unit(tree.text(node), [&units](char16_t) { ++units; });
  if (units == 0) {
    diagnostics.Error(tree.ValuePlace(node), "bad-value",
                      std::string(what) + " must not be empty",
                      {.found = "\"\""});
    return false;
  }
  if (units > kMaxNameUnits) {
    diagnostics.Error(tree.ValuePlace(node), "too-long",
                      std::string(what) + " is longer than " +
                          std::to_string(kMaxNameUnits) + " characters",
                      {.found = std::to_string(units) + " characters"});
    return false;
  }
  return true;
}

bool Shape::HasName(NodeId member, std::string_view what) {
  if (!tree.key(member).empty()) return true;
  diagnostics.Error(tree.KeyPlace(member), "bad-value",
                    std::string(what) + " must not be empty",
                    {.found = "\"\""});
  return false;
}

bool Shape::IsDuration(NodeId node, std::string_view what,
                       double& milliseconds) {
  return IsDurationBeside({}, node, what, milliseconds);
}

bool Shape::IsDurationBeside(Names words, NodeId node, std::string_view what,
                             double& milliseconds) {
  if (!Is(node, JsonType::kString, what)) return false;
  const auto duration = ParseDuration(tree.text(node));
  if (!duration) {
    const std::string expected =
        (words.empty() ? "" : OneOf(words) + ", or ") + kDurationForm;
    const std::string_view nearest = NearestName(tree.text(node), words);
    diagnostics.Error(
        tree.ValuePlace(node), "bad-value",
        std::string(what) + " must be " + expected + DidYouMean(nearest),
        {.found = Found(node),
         .expected = expected,
         .nearest = std::string(nearest)});
    return false;
  }
  if (*duration > kMaxDurationMs) {
    const std::string expected =
        "at most " +
        std::to_string(static_cast<int>(kMaxDurationMs / 86'400'000.0)) +
        " days";
    diagnostics.Error(tree.ValuePlace(node), "limit",
                      std::string(what) + " may be " + expected,
                      {.found = Found(node), .expected = expected});
    return false;
  }
  milliseconds = *duration;
  return true;
}

bool Shape::IsWholeNumber(NodeId node, std::string_view what,
                          std::int32_t lowest, std::int32_t highest,
                          std::int32_t& number) {
  if (!Is(node, JsonType::kNumber, what)) return false;
  const double value = tree[node].number;
  if (value >= lowest && value <= highest && std::floor(value) == value) {
    number = static_cast<std::int32_t>(value);
    return true;
  }
  const std::string expected = "a whole number from " + std::to_string(lowest) +
                               " to " + std::to_string(highest);
  diagnostics.Error(tree.ValuePlace(node), "bad-value",
                    std::string(what) + " must be " + expected,
                    {.found = Found(node), .expected = expected});
  return false;
}

bool Shape::IsShare(NodeId node, std::string_view what, double& share) {
  if (!Is(node, JsonType::kNumber, what)) return false;
  const double value = tree[node].number;
  if (value >= 0 && value <= 1) {
    share = value;
    return true;
  }
  diagnostics.Error(tree.ValuePlace(node), "bad-value",
                    std::string(what) + " must be a number from 0 to 1",
                    {.found = Found(node), .expected = "a number from 0 to 1"});
  return false;
}

std::uint32_t Shape::Choose(NodeId node, std::string_view what,
                            std::string_view kind, std::string_view code,
                            Names names) {
  if (!Is(node, JsonType::kString, what)) return kNone;
  const std::string_view text = tree.text(node);
  const auto found = std::find(names.begin(), names.end(), text);
  if (found != names.end()) {
    return static_cast<std::uint32_t>(found - names.begin());
  }
  if (diagnostics.errors_full()) return kNone;
  const std::string_view nearest = NearestName(text, names);
  diagnostics.Error(tree.ValuePlace(node), code,
                    "unknown " + std::string(kind) + " " + Quoted(text) +
                        (nearest.empty() ? "; allowed: " + OneOf(names)
                                         : DidYouMean(nearest)),
                    {.found = Found(node),
                     .expected = OneOf(names),
                     .nearest = std::string(nearest)});
  return kNone;
}

bool Shape::HasOnlyKeys(NodeId object, std::string_view what, Names allowed) {
  bool clean = true;
  for (const NodeId member : tree.Children(object)) {
    const std::string_view key = tree.key(member);
    bool known = false;
    for (const std::string_view name : allowed) known = known || name == key;
    if (known) continue;
    clean = false;
    if (diagnostics.errors_full()) break;
    const std::string_view nearest = NearestName(key, allowed);
    diagnostics.Error(tree.KeyPlace(member), "unknown-key",
                      "unknown key " + Quoted(key) + " in " +
                          std::string(what) +
                          (nearest.empty() ? "; allowed here: " + OneOf(allowed)
                                           : DidYouMean(nearest)),
                      {.found = std::string(key),
                       .expected = OneOf(allowed),
                       .nearest = std::string(nearest)});
  }
  return clean;
}

NodeId Shape::Require(NodeId object, std::string_view what,
                      std::string_view key) {
  const NodeId member = tree.Find(object, key);
  if (member == kNone) {
    diagnostics.Error(tree.ValuePlace(object), "missing-key",
                      std::string(what) + " needs the key " + Quoted(key),
                      {.expected = Quoted(key)});
  }
  return member;
}

void Shape::ErrorUnlessLenient(Place place, std::string_view code,
                               std::string message, Detail detail) {
  if (lenient) {
    diagnostics.Warning(place, "lenient", std::move(message),
                        std::move(detail));
  } else {
    diagnostics.Error(place, code, std::move(message), std::move(detail));
  }
}

void Shape::ReportUnknown(Place place, std::string_view kind,
                          std::string_view name, Names known,
                          std::string expected) {
  if (diagnostics.errors_full()) return;
  const std::string_view nearest = NearestName(name, known);
  std::string code = "unknown-" + std::string(kind);
  std::replace(code.begin(), code.end(), ' ', '-');
  if (expected.empty() && !known.empty()) expected = OneOf(known);
  std::string message = "unknown " + std::string(kind) + " " + Quoted(name) +
                        (!nearest.empty()   ? DidYouMean(nearest)
                         : expected.empty() ? "; none is declared"
                                            : "; expected " + expected);
  diagnostics.Error(place, code, std::move(message),
                    {.found = std::string(name),
                     .expected = std::move(expected),
                     .nearest = std::string(nearest)});
}

}  // namespace vitrine::rules
