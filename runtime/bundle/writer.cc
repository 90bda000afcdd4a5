#include "runtime/bundle/writer.h"

#include <cstring>

#include "runtime/bundle/columns.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/writer_sections.h"

namespace vitrine {
namespace {

// What the reader's checks turn into a program, the other way round.

/// Children that are gates counted from the gate before theirs downwards.
void ToStored(Network& network) {
  const auto leaf_count = static_cast<std::uint32_t>(network.leaves.size());
  std::uint32_t node = leaf_count;
  for (const Gate& gate : network.gates) {
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      std::uint32_t& child = network.children[gate.first_child + i];
      // What does not come before its gate is left for the reader to refuse.
      if (child >= leaf_count && child < node) {
        child = leaf_count + (node - 1 - child);
      }
    }
    ++node;
  }
}

Program ToStored(Program program) {
  ToStored(program.conditions);
  ToStored(program.item_conditions);
  ToStored(program.elements);
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

/// One field of all rows.
class ColumnWriter {
 public:
  ColumnWriter(Op op, SectionWriter& out) : op_(op), out_(out) {}

  void Write(const unsigned char* field) {
    switch (op_) {
      case Op::kByte:
        return out_.U8(*field);
      case Op::kShort:
        return out_.Varint(Load<std::uint16_t>(field));
      case Op::kHigh:
        return out_.Varint(Load<std::uint32_t>(field) >> 8);
      case Op::kNear:
        return Step(Load<std::uint32_t>(field));
      case Op::kNearOrNone:  // kNone is the number before 0.
        return Step(Load<std::uint32_t>(field) + 1);
      case Op::kNumber:
      case Op::kDuration:
      case Op::kTime: {
        const auto number = Load<double>(field);
        out_.Number(number, number_);
        number_ = number;
        return;
      }
      case Op::kIdentity:
        return out_.U64(Load<std::uint64_t>(field));
      default:
        return out_.Varint(Load<std::uint32_t>(field));
    }
  }

 private:
  void Step(std::uint32_t value) {
    out_.Zigzag(static_cast<std::int32_t>(value - value_));
    value_ = value;
  }

  const Op op_;
  SectionWriter& out_;
  // Of the row before.
  std::uint32_t value_ = 0;
  double number_ = 0;
};

/// ProgramReader::Walk's counterpart.
void WriteColumns(Program& program, const Column* column, std::uint32_t first,
                  SectionWriter& out) {
  const unsigned char* rows = nullptr;
  std::size_t stride = 0;
  std::size_t count = 0;
  for (; column->op != Op::kEnd; ++column) {
    const Op op = column->op;
    if (op >= Op::kAddUp) continue;
    if (op < Op::kTexts) {
      ColumnWriter writer(op, out);
      for (std::size_t i = 0; i < count; ++i) {
        writer.Write(rows + i * stride + column->at);
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
      count = array.size();
      if (op < Op::kCounted) out.Varint(count);
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
