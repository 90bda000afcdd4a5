#ifndef VITRINE_BINDINGS_INGEST_SPLITTER_H_
#define VITRINE_BINDINGS_INGEST_SPLITTER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::ingest {

/// Longest record, without its line end. What one file needs in memory is a
/// small multiple of it.
inline constexpr std::size_t kMaxRecordBytes = 1U << 20;

/// One record of a file: a line, or several where a quoted field has line ends.
struct Record {
  std::uint64_t line = 0;  ///< where it begins, from 1
  std::string_view fault;  ///< why it has no fields; empty: it has
  std::span<const std::string_view> fields;
};

/// Cuts a file into records and fields. The bytes come in pieces that are cut
/// anywhere; where, changes nothing. Safe for untrusted input.
///
/// Quotes are those of RFC 4180: a field that begins with one ends with one,
/// and two of them inside stand for one. Quotes elsewhere are characters. A
/// quote that never closes, or that something follows, costs its own line
/// only. Lines end with LF or CR LF; empty ones are passed over, and so is a
/// byte order mark.
class Splitter {
 public:
  void Add(std::string_view bytes);
  /// No more bytes follow.
  void End();

  /// The first line that is not empty, or what there is of it when it is longer
  /// than a record may be; nothing while it may go on. Empty: the file is.
  /// Only before the first Next.
  std::optional<std::string_view> FirstLine();

  /// How records become fields: must be set before the first Next. No
  /// delimiter: a record is a line, and its only field.
  void SetDelimiter(std::optional<char> delimiter) { delimiter_ = delimiter; }

  /// The next record; false when there is none (yet). Valid until the next
  /// call.
  bool Next(Record& record);

 private:
  enum class State : std::uint8_t { kStart, kPlain, kQuoted, kClosed };
  enum class Found : std::uint8_t { kNothing, kRecord, kTooLong, kBadQuote };

  void PassByteOrderMark();
  bool SkipLine();
  Found FindEnd();
  void Split(std::string_view raw);
  void Unquote(std::string_view raw);

  std::optional<char> delimiter_;
  std::string buffer_;
  std::size_t begin_ = 0;    // of the record that comes next
  std::size_t scanned_ = 0;  // how far its end was looked for
  State state_ = State::kStart;
  bool quotes_ = false;  // the record has quoted fields
  std::uint64_t line_ = 1;
  bool started_ = false;
  bool ended_ = false;
  bool skipping_ = false;  // the rest of the line belongs to a faulty record
  std::string unquoted_;
  std::vector<std::string_view> fields_;
};

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_SPLITTER_H_
