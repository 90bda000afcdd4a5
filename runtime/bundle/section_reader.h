#ifndef VITRINE_RUNTIME_BUNDLE_SECTION_READER_H_
#define VITRINE_RUNTIME_BUNDLE_SECTION_READER_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/reader.h"

namespace vitrine {

/// Where a field stands in its row, in bytes: what a pointer to a member is,
/// by the C++ ABI of all compilers that are used.
template <typename Row, typename Field>
std::size_t At(Field Row::*field) {
  std::size_t offset;
  static_assert(sizeof field == sizeof offset);
  std::memcpy(&offset, &field, sizeof offset);
  return offset;
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
  /// The same for a count that was read before.
  std::uint32_t Present(std::size_t count);

  /// Gives a table its rows. The columns that are read from now on, a field of
  /// every row each, are those of this table; they are named by At(field).
  template <typename Row>
  void Rows(Array<Row>& rows, std::uint32_t count) {
    rows.resize(count);
    SetRows(reinterpret_cast<unsigned char*>(rows.data()), sizeof(Row), count);
  }
  void Varints(std::size_t at);
  /// Varints of 16 bits.
  void Shorts(std::size_t at);
  /// Varints that must be smaller than `size`.
  void Indexes(std::size_t at, std::size_t size);
  /// The same where some are missing: stored as 0 for kNone, else as one more
  /// than the index.
  void IndexesOrNone(std::size_t at, std::size_t size);
  /// How many rows of another table belong to each row, `least` to `most`; the
  /// field at `first` becomes where they begin, one after the other. Returns
  /// how many there are; 0 after an error.
  std::uint32_t Ranges(std::size_t first, std::size_t at, std::uint32_t least,
                       std::uint32_t most, std::uint32_t limit = 0xffffffff);
  /// Bytes that must be smaller than `count`.
  void Enumerators(std::size_t at, std::uint32_t count);
  void Numbers(std::size_t at);
  /// Whole numbers from 0 to `most`.
  void WholeNumbers(std::size_t at, double most);

  double Number();
  /// Takes the whole rest of the section.
  void Texts(TextTable& texts, std::uint32_t limit);

  /// For what has an encoding of its own.
  ByteReader& section() { return section_; }

 private:
  ReadError OpenContainer(std::span<const std::uint8_t> bytes, FileKind kind,
                          std::uint32_t section_count);

  void SetRows(unsigned char* first, std::size_t stride, std::uint32_t count);
  template <typename Field>
  Field& FieldOf(std::uint32_t row, std::size_t at) {
    return *reinterpret_cast<Field*>(rows_ + row * stride_ + at);
  }

  unsigned char* rows_ = nullptr;
  std::size_t stride_ = 0;
  std::uint32_t row_count_ = 0;
  ByteReader table_;
  ByteReader body_;
  ByteReader section_;
  std::uint32_t section_id_ = 0;
  ReadError error_ = ReadError::kNone;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_SECTION_READER_H_
