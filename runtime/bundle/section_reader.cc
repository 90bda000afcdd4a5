#include "runtime/bundle/section_reader.h"

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
  return Present(count);
}

std::uint32_t SectionReader::Present(std::size_t count) {
  Require(count <= section_.remaining(), ReadError::kEncoding);
  return Failed() ? 0 : static_cast<std::uint32_t>(count);
}

void SectionReader::SetRows(unsigned char* first, std::size_t stride,
                            std::uint32_t count) {
  rows_ = first;
  stride_ = stride;
  row_count_ = count;
}

void SectionReader::Varints(std::size_t at) {
  for (std::uint32_t row = 0; row < row_count_; ++row) {
    FieldOf<std::uint32_t>(row, at) = section_.Varint32();
  }
}

void SectionReader::Shorts(std::size_t at) {
  for (std::uint32_t row = 0; row < row_count_; ++row) {
    const std::uint32_t number = section_.Varint32();
    Require(number <= 0xffff, ReadError::kValue);
    FieldOf<std::uint16_t>(row, at) = static_cast<std::uint16_t>(number);
  }
}

void SectionReader::Indexes(std::size_t at, std::size_t size) {
  Varints(at);
  for (std::uint32_t row = 0; row < row_count_; ++row) {
    Require(FieldOf<std::uint32_t>(row, at) < size, ReadError::kReference);
  }
}

void SectionReader::IndexesOrNone(std::size_t at, std::size_t size) {
  Indexes(at, size + 1);
  for (std::uint32_t row = 0; row < row_count_; ++row) {
    --FieldOf<std::uint32_t>(row, at);
  }
}

std::uint32_t SectionReader::Ranges(std::size_t first, std::size_t at,
                                    std::uint32_t least, std::uint32_t most,
                                    std::uint32_t limit) {
  Varints(at);
  std::uint32_t total = 0;
  for (std::uint32_t row = 0; row < row_count_; ++row) {
    const std::uint32_t count = FieldOf<std::uint32_t>(row, at);
    Require(count >= least, ReadError::kValue);
    Require(count <= most && count <= limit - total, ReadError::kLimit);
    if (Failed()) return 0;
    FieldOf<std::uint32_t>(row, first) = total;
    total += count;
  }
  return total;
}

void SectionReader::Enumerators(std::size_t at, std::uint32_t count) {
  for (std::uint32_t row = 0; row < row_count_; ++row) {
    const std::uint8_t number = section_.U8();
    Require(number < count, ReadError::kValue);
    FieldOf<std::uint8_t>(row, at) = number;
  }
}

void SectionReader::Numbers(std::size_t at) {
  for (std::uint32_t row = 0; row < row_count_; ++row) {
    FieldOf<double>(row, at) = Number();
  }
}

void SectionReader::WholeNumbers(std::size_t at, double most) {
  Numbers(at);
  for (std::uint32_t row = 0; row < row_count_; ++row) {
    const double number = FieldOf<double>(row, at);
    Require(number >= 0 && number <= most && __builtin_floor(number) == number,
            ReadError::kValue);
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
  Array<std::uint32_t> ends;
  Rows(ends, Count(limit));
  Varints(0);
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
