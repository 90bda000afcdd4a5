#include "runtime/bundle/reader.h"

#include "runtime/base/bytes.h"
#include "runtime/base/text.h"
#include "runtime/bundle/evaluate.h"
#include "runtime/bundle/format.h"

namespace vitrine {
namespace {

/// Decodes one section after the other; the first error sticks.
class ProgramReader {
 public:
  ProgramReader(std::span<const std::uint8_t> table,
                std::span<const std::uint8_t> body, Program& program)
      : table_(table), body_(body), section_({}), program_(program) {}

  ReadError Read() {
    // In the order of the Section enumeration.
    Next(&ProgramReader::ReadStrings);
    Next(&ProgramReader::ReadSymbols);
    Next(&ProgramReader::ReadNumbers);
    Next(&ProgramReader::ReadLists);
    Next(&ProgramReader::ReadAttributes);
    Next(&ProgramReader::ReadInputs);
    Next(&ProgramReader::ReadItemConditions);
    Next(&ProgramReader::ReadCounters);
    Next(&ProgramReader::ReadConditions);
    Next(&ProgramReader::ReadSegments);
    Next(&ProgramReader::ReadSlots);
    Next(&ProgramReader::ReadRules);
    Next(&ProgramReader::ReadContents);
    if (error_ == ReadError::kNone) CheckReferencesForward();
    return error_;
  }

 private:
  void Fail(ReadError error) {
    if (error_ == ReadError::kNone) error_ = error;
  }
  void Require(bool condition, ReadError error) {
    if (!condition) Fail(error);
  }
  bool Failed() {
    Require(section_.ok(), ReadError::kEncoding);
    return error_ != ReadError::kNone;
  }

  void Next(void (ProgramReader::*read)()) {
    if (error_ != ReadError::kNone) return;
    const std::uint32_t id = table_.U32();
    const std::uint32_t size = table_.U32();
    if (id != ++section_id_ || size > body_.remaining()) {
      return Fail(ReadError::kSections);
    }
    section_ = ByteReader(body_.Take(size));
    (this->*read)();
    Require(section_.AtEnd(), ReadError::kEncoding);
    if (section_id_ == kRulesSections) {
      Require(body_.AtEnd(), ReadError::kSections);
    }
  }

  /// An element takes at least one byte, so a count beyond the bytes that are
  /// left is wrong: nothing is allocated for it.
  std::uint32_t Count(std::uint32_t limit) {
    const std::uint32_t count = section_.Varint32();
    if (count > limit) Fail(ReadError::kLimit);
    if (count > section_.remaining()) Fail(ReadError::kEncoding);
    return Failed() ? 0 : count;
  }

  std::uint32_t Index(std::size_t size) {
    const std::uint32_t index = section_.Varint32();
    Require(index < size, ReadError::kReference);
    return index;
  }

  template <typename E>
  E Enumerator(std::uint32_t count) {
    const std::uint8_t number = section_.U8();
    Require(number < count, ReadError::kValue);
    return static_cast<E>(number);
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

  /// A duration in whole milliseconds.
  double Duration() {
    const double duration = Number();
    const bool whole = duration >= 0 && duration <= kMaxDurationMs &&
                       duration == static_cast<double>(
                                       static_cast<std::uint64_t>(duration));
    Require(whole, ReadError::kValue);
    return whole ? duration : 0;
  }

  void ReadTexts(TextTable& texts, std::uint32_t limit) {
    const std::uint32_t count = Count(limit);
    std::vector<std::uint32_t> lengths(count);
    for (std::uint32_t& length : lengths) length = section_.Varint32();
    for (std::uint32_t length : lengths) {
      const auto bytes = section_.Take(length);
      if (Failed()) return;
      const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                                  bytes.size());
      Require(IsValidUtf8(text), ReadError::kText);
      texts.Add(text);
    }
  }

  void ReadStrings() { ReadTexts(program_.strings, kMaxStrings); }
  void ReadContents() { ReadTexts(program_.contents, kMaxRules); }

  void ReadSymbols() {
    program_.symbols.resize(Count(kMaxStrings));
    for (Symbol& symbol : program_.symbols) {
      symbol.kind = Enumerator<IdentityKind>(kIdentityKinds);
    }
    for (Symbol& symbol : program_.symbols) {
      symbol.string = Index(program_.strings.size());
    }
  }

  void ReadNumbers() {
    program_.numbers.resize(Count(kMaxNodes));
    for (double& number : program_.numbers) number = Number();
  }

  std::uint32_t ReadListCounts(std::vector<List>& lists) {
    lists.resize(Count(kMaxNodes));
    std::uint32_t total = 0;
    for (List& list : lists) {
      list.first = total;
      list.count = section_.Varint32();
      if (list.count > kMaxListElements - total) {
        Fail(ReadError::kLimit);
        return 0;
      }
      total += list.count;
    }
    Require(total <= section_.remaining(), ReadError::kEncoding);
    return Failed() ? 0 : total;
  }

  void ReadLists() {
    program_.number_elements.resize(ReadListCounts(program_.number_lists));
    for (double& element : program_.number_elements) element = Number();
    program_.symbol_elements.resize(ReadListCounts(program_.symbol_lists));
    for (std::uint32_t& element : program_.symbol_elements) {
      element = Index(program_.symbols.size());
    }
  }

  void ReadAttributes() {
    program_.attributes.resize(Count(kMaxAttributes));
    for (Attribute& attribute : program_.attributes) {
      attribute.name = Index(program_.strings.size());
    }
    for (Attribute& attribute : program_.attributes) {
      attribute.type = Enumerator<ValueType>(kValueTypes);
    }
    for (Attribute& attribute : program_.attributes) {
      attribute.ttl_ms = Duration();
    }
  }

  void ReadInputs() {
    program_.inputs.resize(Count(kMaxAttributes + kMaxCounters +
                                 kInputSources));
    for (Input& input : program_.inputs) {
      input.source = Enumerator<InputSource>(kInputSources);
    }
    for (Input& input : program_.inputs) input.argument = section_.Varint32();
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
    std::uint32_t input = 0;
    for (Leaf& leaf : network.leaves) {
      // Sorted by construction: inputs are stored as steps.
      const std::uint32_t step = section_.Varint32();
      Require(step < input_count && input + step < input_count,
              ReadError::kReference);
      if (Failed()) return;
      leaf.input = input += step;
    }
    for (Leaf& leaf : network.leaves) {
      leaf.op = Enumerator<LeafOp>(kLeafOps);
      if (Failed()) return;
    }
    for (Leaf& leaf : network.leaves) {
      leaf.operand = Index(OperandLimit(leaf.op));
    }

    const auto leaf_count = static_cast<std::uint32_t>(network.leaves.size());
    network.gates.resize(Count(kMaxNodes - leaf_count));
    for (Gate& gate : network.gates) {
      gate.kind = Enumerator<GateKind>(kGateKinds);
    }
    std::uint32_t total = 0;
    for (Gate& gate : network.gates) {
      gate.first_child = total;
      gate.child_count = section_.Varint32();
      // Each child takes a byte of this section.
      if (gate.child_count > section_.remaining() - total ||
          total > section_.remaining()) {
        return Fail(ReadError::kEncoding);
      }
      total += gate.child_count;
    }
    if (total > section_.remaining()) return Fail(ReadError::kEncoding);
    network.children.resize(total);
    std::uint32_t node = leaf_count;
    for (const Gate& gate : network.gates) {
      for (std::uint32_t i = 0; i < gate.child_count; ++i) {
        const std::uint32_t distance = section_.Varint32();
        if (distance == 0 || distance > node) {
          return Fail(ReadError::kReference);
        }
        network.children[gate.first_child + i] = node - distance;
      }
      ++node;
    }
  }

  void ReadItemConditions() {
    Network& network = program_.item_conditions;
    ReadNetwork(network, kItemFields);
    if (Failed()) return;
    const std::size_t leaf_count = network.leaves.size();
    std::vector<std::uint8_t> depths(network.size(), 0);
    for (std::size_t g = 0; g < network.gates.size(); ++g) {
      const Gate& gate = network.gates[g];
      std::uint8_t deepest = 0;
      for (std::uint32_t i = 0; i < gate.child_count; ++i) {
        const std::uint8_t depth = depths[network.children[gate.first_child + i]];
        if (depth > deepest) deepest = depth;
      }
      if (deepest >= kMaxItemDepth) return Fail(ReadError::kLimit);
      depths[leaf_count + g] = static_cast<std::uint8_t>(deepest + 1);
    }
  }

  void ReadConditions() {
    ReadNetwork(program_.conditions, program_.inputs.size());
  }

  void ReadCounters() {
    std::vector<Counter>& counters = program_.counters;
    counters.resize(Count(kMaxCounters));
    for (std::size_t i = 0; i < counters.size(); ++i) {
      counters[i].identity = section_.U64();
      Require(counters[i].identity != kNoIdentity, ReadError::kValue);
      for (std::size_t k = 0; k < i; ++k) {
        Require(counters[k].identity != counters[i].identity,
                ReadError::kOrder);
      }
    }
    for (Counter& counter : counters) {
      counter.event = Index(program_.symbols.size());
      if (Failed()) return;
      Require(program_.symbols[counter.event].kind == IdentityKind::kEvent,
              ReadError::kValue);
    }
    for (Counter& counter : counters) {
      counter.window = Enumerator<Window>(kWindows);
    }
    for (Counter& counter : counters) {
      counter.duration_ms = Duration();
      Require((counter.duration_ms > 0) ==
                  (counter.window == Window::kDuration),
              ReadError::kValue);
    }
    for (Counter& counter : counters) {
      const std::uint32_t where =
          Index(std::size_t{program_.item_conditions.size()} + 1);
      counter.where = where == 0 ? kNone : where - 1;
    }
    std::uint32_t total = 0;
    for (Counter& counter : counters) {
      counter.kept = section_.Varint32();
      Require((counter.kept > 0) == (counter.window == Window::kDuration),
              ReadError::kValue);
      if (counter.kept > kMaxKeptTimes) return Fail(ReadError::kLimit);
      total += counter.kept;
    }
    Require(total <= kMaxKeptTimesTotal, ReadError::kLimit);
  }

  void ReadSegments() {
    program_.segments.resize(Count(kMaxSegments));
    for (Segment& segment : program_.segments) {
      segment.name = Index(program_.strings.size());
    }
    for (Segment& segment : program_.segments) {
      segment.node = Index(program_.conditions.size());
    }
  }

  void ReadSlots() {
    program_.slots.resize(Count(kMaxSlots));
    for (Slot& slot : program_.slots) {
      slot.name = Index(program_.strings.size());
    }
    for (Slot& slot : program_.slots) {
      slot.type = Enumerator<SlotType>(kSlotTypes);
    }
    for (Slot& slot : program_.slots) {
      slot.first_rule = rule_count_;
      slot.rule_count = section_.Varint32();
      if (slot.rule_count > kMaxRules - rule_count_) {
        return Fail(ReadError::kLimit);
      }
      rule_count_ += slot.rule_count;
    }
  }

  void ReadRules() {
    std::vector<Rule>& rules = program_.rules;
    rules.resize(Count(kMaxRules));
    Require(rules.size() == rule_count_, ReadError::kReference);
    for (Rule& rule : rules) rule.id = Index(program_.strings.size());
    for (Rule& rule : rules) {
      const std::int64_t priority = section_.Zigzag();
      rule.priority = static_cast<std::int32_t>(priority);
      Require(rule.priority == priority, ReadError::kValue);
    }
    for (Rule& rule : rules) rule.node = Index(program_.conditions.size());
    for (Rule& rule : rules) rule.content = section_.Varint32();
    if (Failed()) return;
    for (const Slot& slot : program_.slots) {
      for (std::uint32_t i = 1; i < slot.rule_count; ++i) {
        Require(rules[slot.first_rule + i - 1].priority >=
                    rules[slot.first_rule + i].priority,
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
  std::uint32_t section_id_ = 0;
  std::uint32_t rule_count_ = 0;
};

}  // namespace

ReadError ReadProgram(std::span<const std::uint8_t> bytes, Program& program) {
  program = {};
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
