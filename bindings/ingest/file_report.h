#ifndef VITRINE_BINDINGS_INGEST_FILE_REPORT_H_
#define VITRINE_BINDINGS_INGEST_FILE_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::ingest {

inline constexpr std::size_t kMaxMessages = 5;
/// Names of unknown events that are counted one by one.
inline constexpr std::size_t kMaxEventNames = 30;

/// Something that was found again and again.
struct Oddity {
  std::uint64_t count = 0;
  std::string first;  ///< in backticks

  void Add(std::string_view text);
  /// "3 PLURAL, the first is `first`"; empty: nothing was found.
  std::string Text(std::string_view one, std::string_view many) const;
};

/// What was found while a file was read.
struct FileReport {
  std::string name;
  std::uint64_t rows = 0;             ///< used
  std::uint64_t broken = 0;           ///< lines that cannot be used
  std::vector<std::string> messages;  ///< of the first broken lines
  std::vector<std::string> warnings;
  bool invoices = false;         ///< rows of them, taken for purchases
  std::uint64_t returns = 0;     ///< rows of negative quantity, left out
  std::uint64_t visitors = 0;    ///< whose events are not told by visits
  std::uint64_t duplicates = 0;  ///< products whose id came before, left out
  /// Rows of events that say nothing of a product shown, left out.
  std::map<std::string, std::uint64_t, std::less<>> other_events;

  void AddBroken(std::uint64_t line, std::string_view reason);
  void AddOtherEvent(std::string_view event);
  /// "NAME has no usable line", and why.
  std::string NoUsableLine() const;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_FILE_REPORT_H_
