#include "runtime/bundle/writer_sections.h"

#include <cmath>
#include <cstring>

namespace vitrine {
namespace {

constexpr double kLargestWhole = 9007199254740992.0;  // 2^53

}  // namespace

void SectionWriter::Number(double number) {
  const bool whole = std::fabs(number) <= kLargestWhole &&
                     std::floor(number) == number &&
                     !(number == 0 && std::signbit(number));
  if (!whole) {
    out_.Varint(1);
    out_.F64(number);
    return;
  }
  const auto magnitude = static_cast<std::uint64_t>(std::fabs(number));
  const std::uint64_t zigzag = number < 0 ? magnitude * 2 - 1 : magnitude * 2;
  out_.Varint(zigzag << 1);
}

void SectionWriter::Texts(const TextTable& texts) {
  out_.Varint(texts.size());
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    out_.Varint(texts[i].size());
  }
  for (std::uint32_t i = 0; i < texts.size(); ++i) out_.Text(texts[i]);
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
