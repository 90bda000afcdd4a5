#include "runtime/bundle/reader.h"

#include <cstring>

#include "runtime/bundle/program_reader.h"

namespace vitrine {

ReadError ProgramReader::ReadAll() {
  counts_[kPropertyTable] = kItemFields;
  Walk(kProgramColumns, 0);
  return Finish();
}

void ProgramReader::Walk(const Column* column, std::uint32_t first) {
  for (; column->op != Op::kEnd && !Failed(); ++column) {
    const Op op = column->op;
    if (op >= Op::kAddUp) {
      for (std::size_t i = 0; i < row_count() && !Failed(); ++i) {
        Check(*column, row(i));
      }
      continue;
    }
    const std::uint32_t limit = LimitOf(column->limit);
    if (op < Op::kTexts) {
      Read(op, column->at, limit);
      continue;
    }
    const std::uint32_t table = first + column->at;
    if (op <= Op::kNetwork && !Next()) return;
    RawArray& rows = ArrayOf(program_, table);
    if (op == Op::kTexts) {
      auto& texts = *reinterpret_cast<TextTable*>(&rows);
      Texts(texts, limit - 1);
      counts_[table] = texts.size();
    } else if (op == Op::kNetwork) {
      network_ = reinterpret_cast<Network*>(&rows);
      input_ = 0;
      input_count_ = limit;
      costs_.clear();
      Walk(kNetworkColumns, table);
    } else {
      if (op != Op::kAgain) {
        if (op != Op::kCounted) {
          const std::uint32_t count = section().Varint32();
          Require(op != Op::kOwned || count == total_, ReadError::kReference);
          total_ = count;
        }
        std::uint32_t& count = counts_[op == Op::kGates ? table - 1 : table];
        const std::uint32_t added = Present(total_, limit - 1 - count);
        count += added;
        rows.Resize(added, kStrides[table]);
      }
      SetRows(rows, kStrides[table]);
      total_ = 0;
    }
  }
}

ReadError ReadProgram(std::span<const std::uint8_t> bytes, Program& program) {
  return ProgramReader(bytes, program).ReadAll();
}

std::uint64_t BundleChecksum(std::span<const std::uint8_t> bytes) {
  std::uint64_t checksum;
  std::memcpy(&checksum, bytes.data() + kChecksumOffset, sizeof checksum);
  return checksum;
}

}  // namespace vitrine
