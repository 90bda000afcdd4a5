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
      ReadError::kValue,     ReadError::kValue,     ReadError::kReference,
      ReadError::kReference, ReadError::kLimit,     ReadError::kLimit,
      ReadError::kReference, ReadError::kReference, ReadError::kReference};
  const bool or_none = op == Op::kIndexOrNone || op == Op::kNearOrNone;
  // Of the row before.
  std::uint32_t value = 0;
  double number = 0;
  for (std::size_t i = 0; i < row_count_; ++i) {
    unsigned char* const field = row(i) + at;
    if (op >= Op::kNumber) {
      if (op == Op::kIdentity) {
        *reinterpret_cast<std::uint64_t*>(field) = section_.U64();
        continue;
      }
      number = Number(number);
      const double most = op == Op::kDuration ? kMaxDurationMs : kMaxZoneTime;
      Require(op == Op::kNumber || (number >= 0 && number <= most &&
                                    __builtin_floor(number) == number),
              ReadError::kValue);
      *reinterpret_cast<double*>(field) = number;
      continue;
    }
    const std::uint32_t stored =
        op == Op::kByte ? section_.U8() : section_.Varint32();
    value =
        op < Op::kNear ? stored : value + (stored >> 1 ^ (0 - (stored & 1)));
    if (op == Op::kSome) Require(value != 0, ReadError::kValue);
    Require(value < limit + or_none || limit == kNone,
            kErrors[static_cast<std::size_t>(op)]);
    if (op == Op::kByte) {
      *field = static_cast<std::uint8_t>(value);
    } else if (op == Op::kShort) {
      *reinterpret_cast<std::uint16_t*>(field) =
          static_cast<std::uint16_t>(value);
    } else {
      if (op == Op::kHigh) value = value << 8 | *field;
      *reinterpret_cast<std::uint32_t*>(field) = value - or_none;
    }
  }
}

double SectionReader::Number(double before) {
  const std::int64_t head = section_.Zigzag();
  const auto rest = static_cast<double>(head >> 1);
  if ((head & 1) == 0) {
    const double number = __builtin_floor(before) + rest;
    Require(__builtin_fabs(number) <= 9007199254740992.0, ReadError::kValue);
    return number;
  }
  const double number = rest != 0 ? rest / 100 : section_.F64();
  Require(number - number == 0, ReadError::kValue);
  return number;
}

void SectionReader::Texts(TextTable& texts, std::uint32_t limit) {
  Array<std::uint32_t> kept;
  Array<std::uint32_t> ends;
  Rows(kept, Present(section_.Varint32(), limit));
  Read(Op::kIndex, 0, kNone);
  Rows(ends, static_cast<std::uint32_t>(kept.size()));
  Read(Op::kIndex, 0, kNone);
  Array<char> bytes;
  // The text before.
  std::size_t begin = 0;
  std::size_t end = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const auto rest = section_.Take(ends[i]);
    Require(kept[i] <= end - begin, ReadError::kEncoding);
    const std::size_t size = kept[i] + rest.size();
    Require(size <= kMaxBundleBytes - end, ReadError::kLimit);
    if (Failed()) return;
    bytes.resize(end + kept[i]);
    for (std::size_t k = 0; k < kept[i]; ++k) bytes[end + k] = bytes[begin + k];
    bytes.append({reinterpret_cast<const char*>(rest.data()), rest.size()});
    Require(IsValidUtf8({bytes.data() + end, size}), ReadError::kText);
    begin = end;
    ends[i] = static_cast<std::uint32_t>(end += size);
  }
  texts.Fill(bytes, ends);
}

}  // namespace vitrine
