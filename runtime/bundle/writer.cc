#include "runtime/bundle/writer.h"

#include <cstring>

#include "runtime/bundle/columns.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/writer_sections.h"

namespace vitrine {
namespace {

// What the reader's checks turn into a program, the other way round.

/// Inputs as the step from the leaf before, children as the distance from
/// their gate.
void ToStored(Network& network) {
  for (std::size_t i = network.leaves.size(); i-- > 1;) {
    network.leaves[i].input -= network.leaves[i - 1].input;
  }
  Array<std::uint32_t> distances;
  auto node = static_cast<std::uint32_t>(network.leaves.size());
  for (const Gate& gate : network.gates) {
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      distances.push_back(node - network.children[gate.first_child + i]);
    }
    ++node;
  }
  network.children.swap(distances);
}

/// Times as the step from the change before.
void ToStored(const List& zone, Array<ZoneChange>& changes) {
  for (std::uint32_t i = zone.count; i-- > 1;) {
    changes[zone.first + i].at -= changes[zone.first + i - 1].at;
  }
}

Program ToStored(Program program) {
  ToStored(program.conditions);
  ToStored(program.item_conditions);
  ToStored(program.elements);
  for (const List& zone : program.zones) ToStored(zone, program.zone_changes);
  for (ZoneChange& change : program.zone_changes) {
    change.offset += kMaxZoneOffset;
  }
  return program;
}

template <typename T>
T Load(const unsigned char* field) {
  T value;
  std::memcpy(&value, field, sizeof value);
  return value;
}

void WriteField(Op op, const unsigned char* field, SectionWriter& out) {
  switch (op) {
    case Op::kByte:
      return out.U8(*field);
    case Op::kShort:
      return out.Varint(Load<std::uint16_t>(field));
    case Op::kNumber:
    case Op::kDuration:
    case Op::kZoneStep:
      return out.Number(Load<double>(field));
    case Op::kIdentity:
      return out.U64(Load<std::uint64_t>(field));
    case Op::kZigzag:
      return out.Zigzag(Load<std::int32_t>(field));
    case Op::kIndexOrNone:  // kNone is the number before 0.
      return out.Varint(Load<std::uint32_t>(field) + 1);
    default:
      return out.Varint(Load<std::uint32_t>(field));
  }
}

/// ProgramReader::Walk's counterpart.
void WriteColumns(Program& program, const Column* column, std::uint32_t first,
                  SectionWriter& out) {
  const unsigned char* rows = nullptr;
  std::size_t stride = 0;
  std::size_t size = 0;
  for (; column->op != Op::kEnd; ++column) {
    const Op op = column->op;
    if (op >= Op::kAddUp) continue;
    if (op < Op::kTexts) {
      for (std::size_t at = 0; at < size; at += stride) {
        WriteField(op, rows + at + column->at, out);
      }
      continue;
    }
    const std::uint32_t table = first + column->at;
    if (op <= Op::kNetwork && table != kStringTable) out.EndSection();
    const RawArray& array = ArrayOf(program, table);
    if (op == Op::kTexts) {
      out.Texts(reinterpret_cast<const TextTable&>(array));
    } else if (op == Op::kNetwork) {
      WriteColumns(program, kNetworkColumns, table, out);
    } else {
      rows = array.bytes();
      stride = kStrides[table];
      size = array.size_bytes();
      if (op < Op::kCounted) out.Varint(size / stride);
    }
  }
}

}  // namespace

Bytes WriteProgram(const Program& program) {
  SectionWriter out;
  Program stored = ToStored(program);
  WriteColumns(stored, kProgramColumns, 0, out);
  out.EndSection();
  return out.Finish(FileKind::kRules);
}

}  // namespace vitrine
