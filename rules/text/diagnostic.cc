#include "rules/text/diagnostic.h"

#include <algorithm>
#include <utility>

#include "rules/text/json_text.h"
#include "rules/text/json_tree.h"
#include "rules/text/position.h"

namespace vitrine::rules {

void Diagnostics::Error(Place place, std::string_view code, std::string message,
                        Detail detail) {
  Add(Severity::kError, errors_++, place, code, std::move(message),
      std::move(detail));
}

void Diagnostics::Warning(Place place, std::string_view code,
                          std::string message, Detail detail) {
  Add(Severity::kWarning, warnings_++, place, code, std::move(message),
      std::move(detail));
}

void Diagnostics::Add(Severity severity, std::size_t count, Place place,
                      std::string_view code, std::string message,
                      Detail detail) {
  if (count >= kMaxDiagnostics) return;
  std::string pointer;
  if (place.node != kNone) pointer = place.tree->Pointer(place.node);
  entries_.push_back({.offset = place.offset,
                      .diagnostic = {.severity = severity,
                                     .code = std::string(code),
                                     .message = std::move(message),
                                     .pointer = std::move(pointer),
                                     .found = std::move(detail.found),
                                     .expected = std::move(detail.expected),
                                     .nearest = std::move(detail.nearest)}});
}

std::vector<Diagnostic> Diagnostics::Resolve(std::string_view text) const {
  std::vector<const Entry*> sorted;
  for (const Entry& entry : entries_) sorted.push_back(&entry);
  std::stable_sort(
      sorted.begin(), sorted.end(),
      [](const Entry* a, const Entry* b) { return a->offset < b->offset; });
  PositionCursor cursor(text);
  std::vector<Diagnostic> result;
  for (const Entry* entry : sorted) {
    const Position position = cursor.At(entry->offset);
    result.push_back(entry->diagnostic);
    result.back().line = position.line;
    result.back().column = position.column;
  }
  return result;
}

std::string DiagnosticsJson(std::span<const Diagnostic> diagnostics) {
  std::string json = "[";
  for (const Diagnostic& diagnostic : diagnostics) {
    if (json.size() > 1) json += ',';
    json += diagnostic.severity == Severity::kError
                ? R"({"severity":"error")"
                : R"({"severity":"warning")";
    const auto add = [&json](std::string_view name, std::string_view text) {
      json += ',';
      AppendJsonString(name, json);
      json += ':';
      AppendJsonString(text, json);
    };
    add("code", diagnostic.code);
    add("message", diagnostic.message);
    json += ",\"line\":" + NumberText(diagnostic.line);
    json += ",\"column\":" + NumberText(diagnostic.column);
    add("pointer", diagnostic.pointer);
    if (!diagnostic.found.empty()) add("found", diagnostic.found);
    if (!diagnostic.expected.empty()) add("expected", diagnostic.expected);
    if (!diagnostic.nearest.empty()) add("nearest", diagnostic.nearest);
    json += '}';
  }
  return json += ']';
}

}  // namespace vitrine::rules
