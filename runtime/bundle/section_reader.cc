#include "runtime/bundle/section_reader.h"

#include <cstring>

#include "runtime/base/text.h"

namespace vitrine {

SectionReader::SectionReader(std::span<const std::uint8_t> bytes, FileKind kind,
                             std::uint32_t section_count)
    : table_({}), body_({}), section_({}) {
  error_ = OpenContainer(bytes, kind, section_count);
}

ReadError SectionReader::OpenContainer(std::span<const std::uint8_t> bytes,
                                       FileKind kind,
                                       std::uint32_t section_count) {
  ByteReader header(bytes);
  const std::uint32_t magic = header.U32();
  const std::uint16_t version = header.U16();
  const std::uint16_t file_kind = header.U16();
  const std::uint32_t size = header.U32();
  const std::uint32_t file_section_count = header.U32();
  const std::uint64_t checksum = header.U64();
  if (!header.ok()) return ReadError::kTooShort;
  // A file of another version may differ in everything after this point, so
  // the version is judged first.
  if (magic != kMagic) return ReadError::kNotABundle;
  if (version > kFormatVersion) return ReadError::kTooNew;
  if (version < kOldestFormatVersion) return ReadError::kTooOld;
  if (size != bytes.size()) return ReadError::kWrongSize;
  if (size > kMaxBundleBytes) return ReadError::kLimit;
  if (Checksum(bytes.subspan(kHeaderBytes)) != checksum) {
    return ReadError::kChecksum;
  }
  if (file_kind != static_cast<std::uint16_t>(kind)) {
    return ReadError::kWrongKind;
  }
  if (file_section_count != section_count) return ReadError::kSections;
  const std::size_t table_bytes =
      std::size_t{section_count} * kSectionEntryBytes;
  if (header.remaining() < table_bytes) return ReadError::kTooShort;
  table_ = ByteReader(header.Take(table_bytes));
  body_ = ByteReader(header.Take(header.remaining()));
  return ReadError::kNone;
}

bool SectionReader::Next() {
  Require(section_.AtEnd(), ReadError::kEncoding);
  if (Failed()) return false;
  const std::uint32_t id = table_.U32();
  const std::uint32_t size = table_.U32();
  Require(id == ++section_id_ && size <= body_.remaining(),
          ReadError::kSections);
  if (Failed()) return false;
  section_ = ByteReader(body_.Take(size));
  return true;
}

ReadError SectionReader::Finish() {
  Require(section_.AtEnd(), ReadError::kEncoding);
  Require(body_.AtEnd(), ReadError::kSections);
  return error_;
}

// Out of line, as every one of the many calls would bring its own copy to the
// browser module.
[[gnu::noinline]] void SectionReader::Require(bool condition, ReadError error) {
  if (condition || error_ != ReadError::kNone) return;
  // What was read past the end of the section is zero, and wrong for that
  // reason alone.
  error_ = section_.ok() ? error : ReadError::kEncoding;
}

bool SectionReader::Failed() {
  Require(section_.ok(), ReadError::kEncoding);
  return error_ != ReadError::kNone;
}

std::uint32_t SectionReader::Count(std::size_t limit) {
  const std::uint32_t count = section_.Varint32();
  Require(count <= limit, ReadError::kLimit);
  Require(count <= section_.remaining(), ReadError::kEncoding);
  return Failed() ? 0 : count;
}

void SectionReader::Varints(Column column) {
  for (std::size_t row = 0; row < column.rows; ++row) {
    const std::uint32_t value = section_.Varint32();
    std::memcpy(column.first + row * column.stride, &value, sizeof value);
  }
}

void SectionReader::Indexes(Column column, std::size_t size) {
  Varints(column);
  for (std::size_t row = 0; row < column.rows; ++row) {
    std::uint32_t index;
    std::memcpy(&index, column.first + row * column.stride, sizeof index);
    Require(index < size, ReadError::kReference);
  }
}

void SectionReader::IndexesOrNone(Column column, std::size_t size) {
  Indexes(column, size + 1);
  for (std::size_t row = 0; row < column.rows; ++row) {
    std::uint32_t index;
    std::memcpy(&index, column.first + row * column.stride, sizeof index);
    --index;
    std::memcpy(column.first + row * column.stride, &index, sizeof index);
  }
}

void SectionReader::Enumerators(Column column, std::uint32_t count) {
  for (std::size_t row = 0; row < column.rows; ++row) {
    const std::uint8_t number = section_.U8();
    Require(number < count, ReadError::kValue);
    column.first[row * column.stride] = number;
  }
}

void SectionReader::Numbers(Column column) {
  for (std::size_t row = 0; row < column.rows; ++row) {
    const double number = Number();
    std::memcpy(column.first + row * column.stride, &number, sizeof number);
  }
}

double SectionReader::Number() {
  const std::uint64_t head = section_.Varint();
  if ((head & 1) == 0) {
    const std::uint64_t zigzag = head >> 1;
    const auto magnitude = static_cast<double>((zigzag >> 1) + (zigzag & 1));
    Require(magnitude <= 9007199254740992.0, ReadError::kValue);
    return (zigzag & 1) != 0 ? -magnitude : magnitude;
  }
  const double number = section_.F64();
  Require(head == 1 && number - number == 0, ReadError::kValue);
  return number;
}

void SectionReader::Texts(TextTable& texts, std::uint32_t limit) {
  Array<std::uint32_t> ends(Count(limit));
  Varints(ColumnOf(ends));
  if (Failed()) return;
  // What is left are the texts; a length past their end spoils the sum.
  const std::size_t size = section_.remaining();
  const auto bytes = section_.Take(size);
  const char* first = reinterpret_cast<const char*>(bytes.data());
  std::size_t end = 0;
  for (std::uint32_t& entry : ends) {
    const std::uint32_t length = entry;
    if (length > size - end) return Require(false, ReadError::kEncoding);
    Require(IsValidUtf8({first + end, length}), ReadError::kText);
    end += length;
    entry = static_cast<std::uint32_t>(end);
  }
  Require(end == size, ReadError::kEncoding);
  texts.Fill({first, size}, ends);
}

}  // namespace vitrine
