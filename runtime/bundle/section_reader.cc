#include "runtime/bundle/section_reader.h"

#include <cstring>

#include "runtime/base/text.h"
#include "runtime/bundle/container.h"

namespace vitrine {

SectionReader::SectionReader(std::span<const std::uint8_t> bytes, FileKind kind,
                             std::uint32_t section_count)
    : table_({}), body_({}), section_({}) {
  error_ = OpenContainer(bytes, kind, section_count);
  if (error_ != ReadError::kNone) return;
  const auto rest = bytes.subspan(kHeaderBytes);
  const std::size_t table_bytes = section_count * kSectionEntryBytes;
  table_ = ByteReader(rest.first(table_bytes));
  body_ = ByteReader(rest.subspan(table_bytes));
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

std::uint32_t SectionReader::Present(std::uint64_t count, std::size_t limit) {
  Require(count <= limit, ReadError::kLimit);
  Require(count <= section_.remaining(), ReadError::kEncoding);
  return Failed() ? 0 : static_cast<std::uint32_t>(count);
}

void SectionReader::Read(Op op, std::size_t at, std::uint32_t limit) {
  /// By column: what is wrong with a number that is too large.
  static constexpr ReadError kErrors[] = {
      ReadError::kValue,     ReadError::kValue, ReadError::kReference,
      ReadError::kReference, ReadError::kLimit, ReadError::kLimit};
  for (std::size_t i = 0; i < row_count_; ++i) {
    unsigned char* const field = row(i) + at;
    if (op >= Op::kNumber) {
      if (op == Op::kIdentity) {
        *reinterpret_cast<std::uint64_t*>(field) = section_.U64();
        continue;
      }
      if (op == Op::kZigzag) {
        const std::int64_t value = section_.Zigzag();
        const auto stored = static_cast<std::int32_t>(value);
        Require(stored == value, ReadError::kValue);
        *reinterpret_cast<std::int32_t*>(field) = stored;
        continue;
      }
      const double number = Number();
      const double most = op == Op::kDuration ? kMaxDurationMs : kMaxZoneStep;
      Require(op == Op::kNumber || (number >= 0 && number <= most &&
                                    __builtin_floor(number) == number),
              ReadError::kValue);
      *reinterpret_cast<double*>(field) = number;
      continue;
    }
    const std::uint32_t value =
        op == Op::kByte ? section_.U8() : section_.Varint32();
    Require(op != Op::kSome || value != 0, ReadError::kValue);
    Require(value < limit + (op == Op::kIndexOrNone) || limit == kNone,
            kErrors[static_cast<std::size_t>(op)]);
    if (op == Op::kByte) {
      *field = static_cast<std::uint8_t>(value);
    } else if (op == Op::kShort) {
      *reinterpret_cast<std::uint16_t*>(field) =
          static_cast<std::uint16_t>(value);
    } else {
      *reinterpret_cast<std::uint32_t*>(field) =
          op == Op::kIndexOrNone ? value - 1 : value;
    }
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
  Rows(ends, Present(section_.Varint32(), limit));
  Read(Op::kIndex, 0, kNone);
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
