#ifndef VITRINE_RULES_TEXT_DIAGNOSTIC_H_
#define VITRINE_RULES_TEXT_DIAGNOSTIC_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/text/limits.h"
#include "runtime/bundle/program.h"

namespace vitrine::rules {

class JsonTree;

enum class Severity : std::uint8_t { kError, kWarning };

/// One mistake in a rule file. Empty texts: does not apply.
struct Diagnostic {
  Severity severity = Severity::kError;
  std::string code;     ///< stable slug, listed in README.md
  std::string message;  ///< complete without the other fields
  std::uint32_t line = 1;
  std::uint32_t column = 1;  ///< UTF-16 units, from 1
  std::string pointer;       ///< JSON pointer; empty: the whole file
  std::string found;
  std::string expected;
  std::string nearest;
  bool operator==(const Diagnostic&) const = default;
};

/// A spot in the text: byte offset and the value whose pointer is shown.
/// Without a value: the whole file.
struct Place {
  std::size_t offset = 0;
  const JsonTree* tree = nullptr;
  std::uint32_t node = kNone;
};

struct Detail {
  std::string found;
  std::string expected;
  std::string nearest;
};

/// Collects what the stages find, up to kMaxDiagnostics of each severity.
class Diagnostics {
 public:
  void Error(Place place, std::string_view code, std::string message,
             Detail detail = {});
  void Warning(Place place, std::string_view code, std::string message,
               Detail detail = {});
  bool has_errors() const { return errors_ > 0; }
  /// Further ones are dropped, so what only words them need not be done.
  bool errors_full() const { return errors_ >= kMaxDiagnostics; }
  bool warnings_full() const { return warnings_ >= kMaxDiagnostics; }

  /// What was collected, in the order of the text.
  std::vector<Diagnostic> Resolve(std::string_view text) const;

 private:
  struct Entry {
    std::size_t offset;
    Diagnostic diagnostic;
  };
  void Add(Severity severity, std::size_t count, Place place,
           std::string_view code, std::string message, Detail detail);

  std::vector<Entry> entries_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

/// A JSON array of objects with the fields of Diagnostic; empty ones left out.
std::string DiagnosticsJson(std::span<const Diagnostic> diagnostics);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_TEXT_DIAGNOSTIC_H_
