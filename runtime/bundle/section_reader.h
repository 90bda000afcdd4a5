#ifndef VITRINE_RUNTIME_BUNDLE_SECTION_READER_H_
#define VITRINE_RUNTIME_BUNDLE_SECTION_READER_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/columns.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/reader.h"

namespace vitrine {

/// Opens a container of sections and decodes one after the other, in the
/// encodings of FORMAT.md. The first error sticks. Safe for untrusted input.
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

  /// Requires a number of rows. Each takes at least one byte, so a number
  /// beyond the bytes that are left is wrong: nothing is allocated for it. 0
  /// after an error.
  std::uint32_t Present(std::uint64_t count, std::size_t limit);

  /// Gives a table its rows, or goes on with them. The columns that are read
  /// from now on are of this table.
  void SetRows(RawArray& rows, std::size_t stride) {
    rows_ = rows.bytes();
    stride_ = stride;
    row_count_ = rows.size();
  }
  template <typename Row>
  void Rows(Array<Row>& rows, std::uint32_t count) {
    rows.resize(count);
    SetRows(rows.raw(), sizeof(Row));
  }
  std::size_t row_count() const { return row_count_; }
  unsigned char* row(std::size_t index) { return rows_ + index * stride_; }

  /// Reads the field at byte `at` of every row of the table; `op` is one of
  /// those for columns.
  void Read(Op op, std::size_t at, std::uint32_t limit);
  void Texts(TextTable& texts, std::uint32_t limit);

  /// For what has an encoding of its own.
  ByteReader& section() { return section_; }

 private:
  double Number(double before);

  unsigned char* rows_ = nullptr;
  std::size_t stride_ = 0;
  std::size_t row_count_ = 0;
  ByteReader table_;
  ByteReader body_;
  ByteReader section_;
  std::uint32_t section_id_ = 0;
  ReadError error_ = ReadError::kNone;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_SECTION_READER_H_
