#include "runtime/bundle/reader.h"

#include <cstring>

#include "runtime/base/array.h"
#include "runtime/base/bytes.h"
#include "runtime/bundle/format.h"
#include "runtime/bundle/section_reader.h"

namespace vitrine {
namespace {

bool Recommends(const Slot& slot) {
  return slot.type == SlotType::kRecommendations;
}

class ProgramReader : private SectionReader {
 public:
  ProgramReader(std::span<const std::uint8_t> bytes, Program& program)
      : SectionReader(bytes, FileKind::kRules, kRulesSections),
        program_(program) {}

  ReadError Read() {
    // In the order of the Section enumeration.
    static constexpr void (ProgramReader::*kSections[kRulesSections])() = {
        &ProgramReader::ReadStrings,
        &ProgramReader::ReadSymbols,
        &ProgramReader::ReadNumbers,
        &ProgramReader::ReadLists,
        &ProgramReader::ReadAttributes,
        &ProgramReader::ReadInputs,
        &ProgramReader::ReadItemConditions,
        &ProgramReader::ReadCounters,
        &ProgramReader::ReadConditions,
        &ProgramReader::ReadSegments,
        &ProgramReader::ReadSlots,
        &ProgramReader::ReadRules,
        &ProgramReader::ReadContents,
        &ProgramReader::ReadRecommendations};
    for (const auto read : kSections) {
      if (Next()) (this->*read)();
    }
    if (!Failed()) CheckReferencesForward();
    return Finish();
  }

 private:
  void Names(Column column) { Indexes(column, program_.strings.size()); }
  void Nodes(Column column) { Indexes(column, program_.conditions.size()); }
  void ItemNodesOrNone(Column column) {
    IndexesOrNone(column, program_.item_conditions.size());
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

  void ReadStrings() { Texts(program_.strings, kMaxStrings); }
  void ReadContents() { Texts(program_.contents, kMaxRules); }

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
    Require(total <= section().remaining(), ReadError::kEncoding);
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
      Require(gate.child_count <= section().remaining() - total,
              ReadError::kEncoding);
      if (Failed()) return;
      total += gate.child_count;
    }
    network.children.resize(total);
    for (const Gate& gate : network.gates) {
      for (std::uint32_t i = 0; i < gate.child_count; ++i) {
        const std::uint32_t distance = section().Varint32();
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
    for (Counter& counter : counters) counter.identity = section().U64();
    Indexes(ColumnOf(counters, &Counter::event), program_.symbols.size());
    Enumerators(ColumnOf(counters, &Counter::window), kWindows);
    Durations(ColumnOf(counters, &Counter::duration_ms));
    ItemNodesOrNone(ColumnOf(counters, &Counter::where));
    Varints(ColumnOf(counters, &Counter::kept));
    std::uint32_t total = 0;
    for (Counter& counter : counters) {
      if (Failed()) return;
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
    Varints(ColumnOf(slots, &Slot::limit));
    Varints(ColumnOf(slots, &Slot::rule_count));
    for (Slot& slot : slots) {
      Require(slot.limit <= kMaxSlotItems, ReadError::kLimit);
      Require(Recommends(slot) == (slot.limit > 0), ReadError::kValue);
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
      const std::int64_t priority = section().Zigzag();
      rule.priority = static_cast<std::int32_t>(priority);
      Require(rule.priority == priority, ReadError::kValue);
    }
    Nodes(ColumnOf(rules, &Rule::node));
    Varints(ColumnOf(rules, &Rule::content));
    IndexesOrNone(ColumnOf(rules, &Rule::recommendation), kMaxRules);
    Require(rules.size() == rule_count_, ReadError::kReference);
    if (Failed()) return;
    for (const Slot& slot : program_.slots) {
      for (std::uint32_t i = 0; i < slot.rule_count; ++i) {
        const std::uint32_t rule = slot.first_rule + i;
        Require(Recommends(slot) == (rules[rule].recommendation != kNone),
                ReadError::kValue);
        Require(i == 0 || rules[rule - 1].priority >= rules[rule].priority,
                ReadError::kOrder);
      }
    }
  }

  void ReadRecommendations() {
    Array<Recommendation>& recommendations = program_.recommendations;
    recommendations.resize(Count(kMaxRules));
    ItemNodesOrNone(ColumnOf(recommendations, &Recommendation::filter));
    Varints(ColumnOf(recommendations, &Recommendation::strategy_count));
    std::uint32_t total = 0;
    for (Recommendation& recommendation : recommendations) {
      const std::uint32_t count = recommendation.strategy_count;
      recommendation.first_strategy = total;
      Require(count > 0, ReadError::kValue);
      Require(count <= kMaxStrategies, ReadError::kLimit);
      total += count;
    }
    // Each takes a byte.
    Require(total <= section().remaining(), ReadError::kEncoding);
    if (Failed()) return;
    program_.strategies.resize(total);
    Enumerators(ColumnOf(program_.strategies), kStrategies);
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
      Require(rule.content < program_.contents.size() &&
                  (rule.recommendation == kNone ||
                   rule.recommendation < program_.recommendations.size()),
              ReadError::kReference);
    }
  }

  Program& program_;
  std::uint32_t rule_count_ = 0;
};

}  // namespace

ReadError ReadProgram(std::span<const std::uint8_t> bytes, Program& program) {
  return ProgramReader(bytes, program).Read();
}

std::uint64_t BundleChecksum(std::span<const std::uint8_t> bytes) {
  ByteReader header(bytes);
  header.Take(kChecksumOffset);
  return header.U64();
}

}  // namespace vitrine
