#include "runtime/bundle/writer_sections.h"

#include <cmath>
#include <cstring>
#include <string_view>

namespace vitrine {
namespace {

constexpr double kLargestWhole = 9007199254740992.0;  // 2^53

bool IsWhole(double number) {
  return std::fabs(number) <= kLargestWhole && std::floor(number) == number &&
         !(number == 0 && std::signbit(number));
}

/// Bytes that both begin with.
std::size_t CommonPrefix(std::string_view a, std::string_view b) {
  std::size_t size = 0;
  while (size < a.size() && size < b.size() && a[size] == b[size]) ++size;
  return size;
}

}  // namespace

void SectionWriter::Number(double number, double before) {
  before = std::floor(before);
  if (IsWhole(number) && std::fabs(before) <= kLargestWhole) {
    // Each for itself, as the step may be twice as large.
    out_.Zigzag((static_cast<std::int64_t>(number) -
                 static_cast<std::int64_t>(before)) *
                2);
    return;
  }
  const double hundredths = std::round(number * 100);
  if (hundredths != 0 && IsWhole(hundredths) && hundredths / 100 == number) {
    out_.Zigzag(static_cast<std::int64_t>(hundredths) * 2 + 1);
    return;
  }
  out_.Zigzag(1);
  out_.F64(number);
}

void SectionWriter::Texts(const TextTable& texts) {
  std::size_t total = 0;
  for (std::uint32_t i = 0; i < texts.size(); ++i) total += texts[i].size();
  // The reader limits what becomes of the texts: more than that is not hidden
  // in a smaller file.
  const bool shares = total <= kMaxBundleBytes;
  Array<std::uint32_t> kept(texts.size());
  for (std::uint32_t i = 1; shares && i < texts.size(); ++i) {
    kept[i] = static_cast<std::uint32_t>(CommonPrefix(texts[i - 1], texts[i]));
  }
  out_.Varint(texts.size());
  Varints(kept);
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    out_.Varint(texts[i].size() - kept[i]);
  }
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    out_.Text(texts[i].substr(kept[i]));
  }
}

void SectionWriter::EndSection() {
  section_ends_.push_back(static_cast<std::uint32_t>(body_.size()));
}

Bytes SectionWriter::Finish(FileKind kind) const {
  const auto section_count = static_cast<std::uint32_t>(section_ends_.size());
  const std::size_t size =
      kHeaderBytes + section_count * kSectionEntryBytes + body_.size();
  Bytes file;
  ByteWriter header(file);
  header.U32(kMagic);
  header.U16(kFormatVersion);
  header.U16(static_cast<std::uint16_t>(kind));
  header.U32(static_cast<std::uint32_t>(size));
  header.U32(section_count);
  header.U64(0);  // checksum, known at the end
  std::uint32_t begin = 0;
  for (std::uint32_t i = 0; i < section_count; ++i) {
    header.U32(i + 1);
    header.U32(section_ends_[i] - begin);
    begin = section_ends_[i];
  }
  file.append(body_);
  const std::uint64_t checksum =
      Checksum(std::span<const std::uint8_t>(file).subspan(kHeaderBytes));
  std::memcpy(file.data() + kChecksumOffset, &checksum, sizeof checksum);
  return file;
}

}  // namespace vitrine
