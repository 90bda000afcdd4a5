#ifndef VITRINE_RUNTIME_BUNDLE_WRITER_SECTIONS_H_
#define VITRINE_RUNTIME_BUNDLE_WRITER_SECTIONS_H_

#include <cstdint>

#include "runtime/base/array.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/program.h"

namespace vitrine {

/// SectionReader's counterpart: encodes one section after the other and puts
/// the container around them. Authoring only.
class SectionWriter {
 public:
  SectionWriter() = default;
  SectionWriter(const SectionWriter&) = delete;
  SectionWriter& operator=(const SectionWriter&) = delete;

  void U8(std::uint8_t value) { out_.U8(value); }
  void U64(std::uint64_t value) { out_.U64(value); }
  void Varint(std::uint64_t value) { out_.Varint(value); }
  void Zigzag(std::int64_t value) { out_.Zigzag(value); }
  void F64(double value) { out_.F64(value); }
  /// `before`: in the row before, or 0.
  void Number(double number, double before);
  void Texts(const TextTable& texts);

  // Columns: a whole array, or one field of its rows.
  template <typename Row>
  void Count(const Array<Row>& rows) {
    out_.Varint(rows.size());
  }
  void Varints(const Array<std::uint32_t>& values) {
    for (const std::uint32_t value : values) out_.Varint(value);
  }
  template <typename Row>
  void Varints(const Array<Row>& rows, std::uint32_t Row::*field) {
    for (const Row& row : rows) out_.Varint(row.*field);
  }
  /// 0 for kNone, else one more than the index.
  template <typename Row>
  void IndexesOrNone(const Array<Row>& rows, std::uint32_t Row::*field) {
    for (const Row& row : rows) {
      out_.Varint(row.*field == kNone ? 0 : row.*field + 1);
    }
  }
  template <typename Enumerator>
  void Enumerators(const Array<Enumerator>& values) {
    for (const Enumerator value : values) {
      out_.U8(static_cast<std::uint8_t>(value));
    }
  }
  template <typename Row, typename Enumerator>
  void Enumerators(const Array<Row>& rows, Enumerator Row::*field) {
    for (const Row& row : rows) out_.U8(static_cast<std::uint8_t>(row.*field));
  }

  /// What was written since the section before is the next section: ids count
  /// from 1.
  void EndSection();
  /// The file of all sections.
  Bytes Finish(FileKind kind) const;

 private:
  Bytes body_;
  ByteWriter out_{body_};
  Array<std::uint32_t> section_ends_;  ///< in body_
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_WRITER_SECTIONS_H_
