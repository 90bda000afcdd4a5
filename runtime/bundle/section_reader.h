#ifndef VITRINE_RUNTIME_BUNDLE_SECTION_READER_H_
#define VITRINE_RUNTIME_BUNDLE_SECTION_READER_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/reader.h"

namespace vitrine {

/// One field of every row of a table: a column of the file.
struct Column {
  unsigned char* first = nullptr;  ///< the field in the first row
  std::size_t stride = 0;          ///< from row to row, in bytes
  std::size_t rows = 0;
};

template <typename Row, typename Field>
Column ColumnOf(Array<Row>& rows, Field Row::*field) {
  if (rows.empty()) return {};
  return {reinterpret_cast<unsigned char*>(&(rows[0].*field)), sizeof(Row),
          rows.size()};
}

template <typename Element>
Column ColumnOf(Array<Element>& elements) {
  return {reinterpret_cast<unsigned char*>(elements.data()), sizeof(Element),
          elements.size()};
}

/// What the readers of all kinds of files share: opens a container and decodes
/// one section after the other, in the encodings of FORMAT.md. The first error
/// sticks. Safe for untrusted input.
class SectionReader {
 public:
  /// The bytes must outlive the reader.
  SectionReader(std::span<const std::uint8_t> bytes, FileKind kind,
                std::uint32_t section_count);

  /// Goes on to the next section, from the header to the first one. False: an
  /// error was found, also that the section before was not read to its end.
  /// Precondition: there is a next one.
  bool Next();
  /// Call after the last section: nothing may follow it.
  ReadError Finish();

  /// The first condition that does not hold decides the error.
  void Require(bool condition, ReadError error);
  bool Failed();

  /// An element takes at least one byte, so a count beyond the bytes that are
  /// left is wrong: nothing is allocated for it. 0 after an error.
  std::uint32_t Count(std::size_t limit);
  void Varints(Column column);
  /// Varints that must be smaller than `size`.
  void Indexes(Column column, std::size_t size);
  /// The same where some are missing: stored as 0 for kNone, else as one more
  /// than the index.
  void IndexesOrNone(Column column, std::size_t size);
  /// Bytes that must be smaller than `count`.
  void Enumerators(Column column, std::uint32_t count);
  double Number();
  void Numbers(Column column);
  /// Takes the whole rest of the section.
  void Texts(TextTable& texts, std::uint32_t limit);

  /// For what has an encoding of its own.
  ByteReader& section() { return section_; }

 private:
  ReadError OpenContainer(std::span<const std::uint8_t> bytes, FileKind kind,
                          std::uint32_t section_count);

  ByteReader table_;
  ByteReader body_;
  ByteReader section_;
  std::uint32_t section_id_ = 0;
  ReadError error_ = ReadError::kNone;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_SECTION_READER_H_
