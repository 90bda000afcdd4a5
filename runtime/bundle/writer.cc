#include "runtime/bundle/writer.h"

#include <cmath>
#include <cstring>

#include "runtime/bundle/format.h"

namespace vitrine {
namespace {

constexpr double kLargestWhole = 9007199254740992.0;  // 2^53

class Columns {
 public:
  explicit Columns(Bytes& out) : out_(out) {}

  template <typename T, typename Field>
  void Varints(const Array<T>& rows, Field field) {
    for (const T& row : rows) out_.Varint(field(row));
  }
  template <typename T, typename Field>
  void Enumerators(const Array<T>& rows, Field field) {
    for (const T& row : rows) out_.U8(static_cast<std::uint8_t>(field(row)));
  }
  template <typename T>
  void Count(const Array<T>& rows) {
    out_.Varint(rows.size());
  }

  void Number(double number) {
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

  void Texts(const TextTable& texts) {
    out_.Varint(texts.size());
    for (std::uint32_t i = 0; i < texts.size(); ++i) {
      out_.Varint(texts[i].size());
    }
    for (std::uint32_t i = 0; i < texts.size(); ++i) out_.Text(texts[i]);
  }

  void Conditions(const Network& network) {
    Count(network.leaves);
    std::uint32_t input = 0;
    for (const Leaf& leaf : network.leaves) {
      out_.Varint(leaf.input - input);
      input = leaf.input;
    }
    Enumerators(network.leaves, [](const Leaf& leaf) { return leaf.op; });
    Varints(network.leaves, [](const Leaf& leaf) { return leaf.operand; });
    Count(network.gates);
    Enumerators(network.gates, [](const Gate& gate) { return gate.kind; });
    Varints(network.gates, [](const Gate& gate) { return gate.child_count; });
    auto node = static_cast<std::uint32_t>(network.leaves.size());
    for (const Gate& gate : network.gates) {
      for (std::uint32_t i = 0; i < gate.child_count; ++i) {
        out_.Varint(node - network.children[gate.first_child + i]);
      }
      ++node;
    }
  }

  ByteWriter& out() { return out_; }

 private:
  ByteWriter out_;
};

void WriteSection(const Program& program, Section section, Columns columns) {
  ByteWriter& out = columns.out();
  switch (section) {
    case Section::kStrings:
      return columns.Texts(program.strings);
    case Section::kSymbols:
      columns.Count(program.symbols);
      columns.Enumerators(program.symbols,
                          [](const Symbol& s) { return s.kind; });
      return columns.Varints(program.symbols,
                             [](const Symbol& s) { return s.string; });
    case Section::kNumbers:
      columns.Count(program.numbers);
      for (double number : program.numbers) columns.Number(number);
      return;
    case Section::kLists: {
      const auto count = [](const List& list) { return list.count; };
      columns.Count(program.number_lists);
      columns.Varints(program.number_lists, count);
      for (double number : program.number_elements) columns.Number(number);
      columns.Count(program.symbol_lists);
      columns.Varints(program.symbol_lists, count);
      return columns.Varints(program.symbol_elements,
                             [](std::uint32_t symbol) { return symbol; });
    }
    case Section::kAttributes:
      columns.Count(program.attributes);
      columns.Varints(program.attributes,
                      [](const Attribute& a) { return a.name; });
      columns.Enumerators(program.attributes,
                          [](const Attribute& a) { return a.type; });
      for (const Attribute& a : program.attributes) columns.Number(a.ttl_ms);
      return;
    case Section::kInputs:
      columns.Count(program.inputs);
      columns.Enumerators(program.inputs,
                          [](const Input& i) { return i.source; });
      return columns.Varints(program.inputs,
                             [](const Input& i) { return i.argument; });
    case Section::kItemConditions:
      return columns.Conditions(program.item_conditions);
    case Section::kCounters:
      columns.Count(program.counters);
      for (const Counter& c : program.counters) out.U64(c.identity);
      columns.Varints(program.counters,
                      [](const Counter& c) { return c.event; });
      columns.Enumerators(program.counters,
                          [](const Counter& c) { return c.window; });
      for (const Counter& c : program.counters) columns.Number(c.duration_ms);
      columns.Varints(program.counters, [](const Counter& c) {
        return c.where == kNone ? 0 : c.where + 1;
      });
      return columns.Varints(program.counters,
                             [](const Counter& c) { return c.kept; });
    case Section::kConditions:
      return columns.Conditions(program.conditions);
    case Section::kSegments:
      columns.Count(program.segments);
      columns.Varints(program.segments,
                      [](const Segment& s) { return s.name; });
      return columns.Varints(program.segments,
                             [](const Segment& s) { return s.node; });
    case Section::kSlots:
      columns.Count(program.slots);
      columns.Varints(program.slots, [](const Slot& s) { return s.name; });
      columns.Enumerators(program.slots, [](const Slot& s) { return s.type; });
      return columns.Varints(program.slots,
                             [](const Slot& s) { return s.rule_count; });
    case Section::kRules:
      columns.Count(program.rules);
      columns.Varints(program.rules, [](const Rule& r) { return r.id; });
      for (const Rule& r : program.rules) out.Zigzag(r.priority);
      columns.Varints(program.rules, [](const Rule& r) { return r.node; });
      return columns.Varints(program.rules,
                             [](const Rule& r) { return r.content; });
    case Section::kContents:
      return columns.Texts(program.contents);
  }
}

}  // namespace

Bytes WriteProgram(const Program& program) {
  Bytes file;
  Bytes body;
  ByteWriter header(file);
  header.U32(kMagic);
  header.U16(kFormatVersion);
  header.U16(static_cast<std::uint16_t>(FileKind::kRules));
  header.U32(0);  // file size, known at the end
  header.U32(kRulesSections);
  header.U64(0);  // checksum, known at the end
  for (std::uint32_t id = 1; id <= kRulesSections; ++id) {
    const std::size_t begin = body.size();
    WriteSection(program, static_cast<Section>(id), Columns(body));
    header.U32(id);
    header.U32(static_cast<std::uint32_t>(body.size() - begin));
  }
  file.append(body);

  const auto size = static_cast<std::uint32_t>(file.size());
  std::memcpy(file.data() + 8, &size, sizeof size);
  const std::uint64_t checksum =
      Checksum(std::span<const std::uint8_t>(file).subspan(kHeaderBytes));
  std::memcpy(file.data() + kChecksumOffset, &checksum, sizeof checksum);
  return file;
}

}  // namespace vitrine
