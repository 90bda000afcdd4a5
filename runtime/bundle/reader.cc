#include "runtime/bundle/reader.h"

#include <cstring>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/base/bytes.h"
#include "runtime/base/text.h"
#include "runtime/bundle/format.h"

namespace vitrine {
namespace {

/// One field of every row of a table: a column of the file.
struct Column {
  unsigned char* first = nullptr;  ///< the field in the first row
  std::size_t stride = 0;          ///< from row to row, in bytes
  std::size_t rows = 0;
};

template <typename Row, typename Field>
Column ColumnOf(Array<Row>& rows, Field Row::*field) {
  if (rows.empty()) return {};
  return {reinterpret_cast<unsigned char*>(&(rows[0].*field)), sizeof(Row),
          rows.size()};
}

template <typename Element>
Column ColumnOf(Array<Element>& elements) {
  return {reinterpret_cast<unsigned char*>(elements.data()), sizeof(Element),
          elements.size()};
}

/// Decodes one section after the other; the first error sticks.
class ProgramReader {
 public:
  ProgramReader(std::span<const std::uint8_t> table,
                std::span<const std::uint8_t> body, Program& program)
      : table_(table), body_(body), section_({}), program_(program) {}

  ReadError Read() {
    // In the order of the Section enumeration.
    static constexpr void (ProgramReader::*kSections[kRulesSections])() = {
        &ProgramReader::ReadStrings,        &ProgramReader::ReadSymbols,
        &ProgramReader::ReadNumbers,        &ProgramReader::ReadLists,
        &ProgramReader::ReadAttributes,     &ProgramReader::ReadInputs,
        &ProgramReader::ReadItemConditions, &ProgramReader::ReadCounters,
        &ProgramReader::ReadConditions,     &ProgramReader::ReadSegments,
        &ProgramReader::ReadSlots,          &ProgramReader::ReadRules,
        &ProgramReader::ReadContents};
    for (std::uint32_t i = 0; i < kRulesSections; ++i) {
      const std::uint32_t id = table_.U32();
      const std::uint32_t size = table_.U32();
      if (id != i + 1 || size > body_.remaining()) return ReadError::kSections;
      section_ = ByteReader(body_.Take(size));
      (this->*kSections[i])();
      Require(section_.AtEnd(), ReadError::kEncoding);
      if (Failed()) return error_;
    }
    Require(body_.AtEnd(), ReadError::kSections);
    CheckReferencesForward();
    return error_;
  }

 private:
  void Require(bool condition, ReadError error) {
    if (condition || error_ != ReadError::kNone) return;
    // What was read past the end of the section is zero, and wrong for that
    // reason alone.
    error_ = section_.ok() ? error : ReadError::kEncoding;
  }
  bool Failed() {
    Require(section_.ok(), ReadError::kEncoding);
    return error_ != ReadError::kNone;
  }

  /// An element takes at least one byte, so a count beyond the bytes that are
  /// left is wrong: nothing is allocated for it.
  std::uint32_t Count(std::size_t limit) {
    const std::uint32_t count = section_.Varint32();
    Require(count <= limit, ReadError::kLimit);
    Require(count <= section_.remaining(), ReadError::kEncoding);
    return Failed() ? 0 : count;
  }

  void Varints(Column column) {
    for (std::size_t row = 0; row < column.rows; ++row) {
      const std::uint32_t value = section_.Varint32();
      std::memcpy(column.first + row * column.stride, &value, sizeof value);
    }
  }

  /// Varints that must be smaller than `size`.
  void Indexes(Column column, std::size_t size) {
    Varints(column);
    for (std::size_t row = 0; row < column.rows; ++row) {
      std::uint32_t index;
      std::memcpy(&index, column.first + row * column.stride, sizeof index);
      Require(index < size, ReadError::kReference);
    }
  }

  void Names(Column column) { Indexes(column, program_.strings.size()); }
  void Nodes(Column column) { Indexes(column, program_.conditions.size()); }

  /// Bytes that must be smaller than `count`.
  void Enumerators(Column column, std::uint32_t count) {
    for (std::size_t row = 0; row < column.rows; ++row) {
      const std::uint8_t number = section_.U8();
      Require(number < count, ReadError::kValue);
      column.first[row * column.stride] = number;
    }
  }

  void Numbers(Column column) {
    for (std::size_t row = 0; row < column.rows; ++row) {
      const double number = Number();
      std::memcpy(column.first + row * column.stride, &number, sizeof number);
    }
  }

  /// Whole numbers up to 2^53 as zigzag varint times two, all others as the
  /// varint 1 and eight bytes; FORMAT.md.
  double Number() {
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

  /// Numbers that must be whole milliseconds up to kMaxDurationMs.
  void Durations(Column column) {
    Numbers(column);
    for (std::size_t row = 0; row < column.rows; ++row) {
      double ms;
      std::memcpy(&ms, column.first + row * column.stride, sizeof ms);
      const bool in_range = ms >= 0 && ms <= kMaxDurationMs;
      Require(
          in_range && ms == static_cast<double>(static_cast<std::uint64_t>(ms)),
          ReadError::kValue);
    }
  }

  void ReadTexts(TextTable& texts, std::uint32_t limit) {
    Array<std::uint32_t> ends(Count(limit));
    Varints(ColumnOf(ends));
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

  void ReadStrings() { ReadTexts(program_.strings, kMaxStrings); }
  void ReadContents() { ReadTexts(program_.contents, kMaxRules); }

  void ReadSymbols() {
    Array<Symbol>& symbols = program_.symbols;
    symbols.resize(Count(kMaxStrings));
    Enumerators(ColumnOf(symbols, &Symbol::kind), kIdentityKinds);
    Names(ColumnOf(symbols, &Symbol::string));
  }

  void ReadNumbers() {
    program_.numbers.resize(Count(kMaxNodes));
    Numbers(ColumnOf(program_.numbers));
  }

  /// Gives the lists their places one after the other; returns the sum of
  /// their lengths, each of which takes a byte of this section.
  std::uint32_t ReadListCounts(Array<List>& lists) {
    lists.resize(Count(kMaxNodes));
    Varints(ColumnOf(lists, &List::count));
    std::uint32_t total = 0;
    for (List& list : lists) {
      list.first = total;
      Require(list.count <= kMaxListElements - total, ReadError::kLimit);
      if (Failed()) return 0;
      total += list.count;
    }
    Require(total <= section_.remaining(), ReadError::kEncoding);
    return Failed() ? 0 : total;
  }

  void ReadLists() {
    program_.number_elements.resize(ReadListCounts(program_.number_lists));
    Numbers(ColumnOf(program_.number_elements));
    program_.symbol_elements.resize(ReadListCounts(program_.symbol_lists));
    Indexes(ColumnOf(program_.symbol_elements), program_.symbols.size());
  }

  void ReadAttributes() {
    Array<Attribute>& attributes = program_.attributes;
    attributes.resize(Count(kMaxAttributes));
    Names(ColumnOf(attributes, &Attribute::name));
    Enumerators(ColumnOf(attributes, &Attribute::type), kValueTypes);
    Durations(ColumnOf(attributes, &Attribute::ttl_ms));
  }

  void ReadInputs() {
    Array<Input>& inputs = program_.inputs;
    inputs.resize(Count(kMaxAttributes + kMaxCounters + kInputSources));
    Enumerators(ColumnOf(inputs, &Input::source), kInputSources);
    Varints(ColumnOf(inputs, &Input::argument));
  }

  std::size_t OperandLimit(LeafOp op) const {
    switch (OperandKindOf(op)) {
      case OperandKind::kNothing:
        return 1;
      case OperandKind::kTruth:
        return 2;
      case OperandKind::kNumber:
        return program_.numbers.size();
      case OperandKind::kSymbol:
        return program_.symbols.size();
      case OperandKind::kNumberList:
        return program_.number_lists.size();
      case OperandKind::kSymbolList:
        return program_.symbol_lists.size();
    }
    return 0;
  }

  void ReadNetwork(Network& network, std::size_t input_count) {
    network.leaves.resize(Count(kMaxNodes));
    Indexes(ColumnOf(network.leaves, &Leaf::input), input_count);
    Enumerators(ColumnOf(network.leaves, &Leaf::op), kLeafOps);
    Varints(ColumnOf(network.leaves, &Leaf::operand));
    std::uint32_t input = 0;
    for (Leaf& leaf : network.leaves) {
      // Sorted by construction: inputs are stored as steps.
      leaf.input = input += leaf.input;
      Require(input < input_count, ReadError::kReference);
      if (Failed()) return;
      Require(leaf.operand < OperandLimit(leaf.op), ReadError::kReference);
    }

    auto node = static_cast<std::uint32_t>(network.leaves.size());
    network.gates.resize(Count(kMaxNodes - node));
    Enumerators(ColumnOf(network.gates, &Gate::kind), kGateKinds);
    Varints(ColumnOf(network.gates, &Gate::child_count));
    std::uint32_t total = 0;
    for (Gate& gate : network.gates) {
      gate.first_child = total;
      // Each child takes a byte of this section.
      Require(gate.child_count <= section_.remaining() - total,
              ReadError::kEncoding);
      if (Failed()) return;
      total += gate.child_count;
    }
    network.children.resize(total);
    for (const Gate& gate : network.gates) {
      for (std::uint32_t i = 0; i < gate.child_count; ++i) {
        const std::uint32_t distance = section_.Varint32();
        Require(distance != 0 && distance <= node, ReadError::kReference);
        network.children[gate.first_child + i] = node - distance;
      }
      ++node;
    }
  }

  void ReadItemConditions() {
    ReadNetwork(program_.item_conditions, kItemFields);
  }

  void ReadConditions() {
    ReadNetwork(program_.conditions, program_.inputs.size());
  }

  void ReadCounters() {
    Array<Counter>& counters = program_.counters;
    counters.resize(Count(kMaxCounters));
    for (Counter& counter : counters) counter.identity = section_.U64();
    Indexes(ColumnOf(counters, &Counter::event), program_.symbols.size());
    Enumerators(ColumnOf(counters, &Counter::window), kWindows);
    Durations(ColumnOf(counters, &Counter::duration_ms));
    Indexes(ColumnOf(counters, &Counter::where),
            std::size_t{program_.item_conditions.size()} + 1);
    Varints(ColumnOf(counters, &Counter::kept));
    std::uint32_t total = 0;
    for (Counter& counter : counters) {
      if (Failed()) return;
      // Stored as 0 for none, else one more than the node.
      counter.where -= 1;
      const bool lasts = counter.window == Window::kDuration;
      Require(counter.identity != kNoIdentity && lasts == (counter.kept > 0) &&
                  lasts == (counter.duration_ms > 0) &&
                  program_.symbols[counter.event].kind == IdentityKind::kEvent,
              ReadError::kValue);
      Require(counter.kept <= kMaxKeptTimes, ReadError::kLimit);
      total += counter.kept;
      for (const Counter* other = counters.begin(); other != &counter;
           ++other) {
        Require(other->identity != counter.identity, ReadError::kOrder);
      }
    }
    Require(total <= kMaxKeptTimesTotal, ReadError::kLimit);
  }

  void ReadSegments() {
    Array<Segment>& segments = program_.segments;
    segments.resize(Count(kMaxSegments));
    Names(ColumnOf(segments, &Segment::name));
    Nodes(ColumnOf(segments, &Segment::node));
  }

  void ReadSlots() {
    Array<Slot>& slots = program_.slots;
    slots.resize(Count(kMaxSlots));
    Names(ColumnOf(slots, &Slot::name));
    Enumerators(ColumnOf(slots, &Slot::type), kSlotTypes);
    Varints(ColumnOf(slots, &Slot::rule_count));
    for (Slot& slot : slots) {
      slot.first_rule = rule_count_;
      Require(slot.rule_count <= kMaxRules - rule_count_, ReadError::kLimit);
      if (Failed()) return;
      rule_count_ += slot.rule_count;
    }
  }

  void ReadRules() {
    Array<Rule>& rules = program_.rules;
    rules.resize(Count(kMaxRules));
    Names(ColumnOf(rules, &Rule::id));
    for (Rule& rule : rules) {
      const std::int64_t priority = section_.Zigzag();
      rule.priority = static_cast<std::int32_t>(priority);
      Require(rule.priority == priority, ReadError::kValue);
    }
    Nodes(ColumnOf(rules, &Rule::node));
    Varints(ColumnOf(rules, &Rule::content));
    Require(rules.size() == rule_count_, ReadError::kReference);
    if (Failed()) return;
    for (const Slot& slot : program_.slots) {
      for (std::uint32_t i = 1; i < slot.rule_count; ++i) {
        const std::uint32_t rule = slot.first_rule + i;
        Require(rules[rule - 1].priority >= rules[rule].priority,
                ReadError::kOrder);
      }
    }
  }

  /// Sections may point to later ones; those references are checked here.
  void CheckReferencesForward() {
    for (const Input& input : program_.inputs) {
      const std::size_t limit =
          input.source == InputSource::kAttribute ? program_.attributes.size()
          : input.source == InputSource::kCounter ? program_.counters.size()
                                                  : 1;
      Require(input.argument < limit, ReadError::kReference);
    }
    for (const Rule& rule : program_.rules) {
      Require(rule.content < program_.contents.size(), ReadError::kReference);
    }
  }

  ByteReader table_;
  ByteReader body_;
  ByteReader section_;
  Program& program_;
  ReadError error_ = ReadError::kNone;
  std::uint32_t rule_count_ = 0;
};

}  // namespace

ReadError ReadProgram(std::span<const std::uint8_t> bytes, Program& program) {
  constexpr std::size_t kTableBytes = kRulesSections * kSectionEntryBytes;
  ByteReader header(bytes);
  const std::uint32_t magic = header.U32();
  const std::uint16_t version = header.U16();
  const std::uint16_t kind = header.U16();
  const std::uint32_t size = header.U32();
  const std::uint32_t section_count = header.U32();
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
  if (kind != static_cast<std::uint16_t>(FileKind::kRules)) {
    return ReadError::kWrongKind;
  }
  if (section_count != kRulesSections) return ReadError::kSections;
  if (header.remaining() < kTableBytes) return ReadError::kTooShort;
  const auto table = header.Take(kTableBytes);
  const auto body = header.Take(header.remaining());
  return ProgramReader(table, body, program).Read();
}

std::uint64_t BundleChecksum(std::span<const std::uint8_t> bytes) {
  ByteReader header(bytes);
  header.Take(kChecksumOffset);
  return header.U64();
}

}  // namespace vitrine
