#include "runtime/bundle/reader.h"

#include "runtime/base/bytes.h"
#include "runtime/bundle/program_reader.h"

namespace vitrine {
namespace {

bool Recommends(const Slot& slot) {
  return slot.type == SlotType::kRecommendations;
}

}  // namespace

ReadError ProgramReader::Read() {
  // In the order of the Section enumeration.
  static constexpr void (ProgramReader::*kSections[kRulesSections])() = {
      &ProgramReader::ReadStrings,     &ProgramReader::ReadSymbols,
      &ProgramReader::ReadNumbers,     &ProgramReader::ReadLists,
      &ProgramReader::ReadAttributes,  &ProgramReader::ReadReads,
      &ProgramReader::ReadProperties,  &ProgramReader::ReadZones,
      &ProgramReader::ReadExperiments, &ProgramReader::ReadAutomata,
      &ProgramReader::ReadInputs,      &ProgramReader::ReadItemConditions,
      &ProgramReader::ReadElements,    &ProgramReader::ReadCounters,
      &ProgramReader::ReadConditions,  &ProgramReader::ReadSegments,
      &ProgramReader::ReadSlots,       &ProgramReader::ReadRules,
      &ProgramReader::ReadContents,    &ProgramReader::ReadRecommendations};
  for (const auto read : kSections) {
    if (Next()) (this->*read)();
  }
  if (!Failed()) CheckReferencesForward();
  return Finish();
}

void ProgramReader::ReadSymbols() {
  Rows(program_.symbols, Count(kMaxStrings));
  Enumerators(At(&Symbol::kind), kIdentityKinds);
  Names(At(&Symbol::string));
}

void ProgramReader::ReadNumbers() {
  Rows(program_.numbers, Count(kMaxNodes));
  Numbers(0);
}

std::uint32_t ProgramReader::ReadListCounts(Array<List>& lists) {
  Rows(lists, Count(kMaxNodes));
  return Present(Ranges(At(&List::first), At(&List::count), 0, kMaxListElements,
                        kMaxListElements));
}

void ProgramReader::ReadLists() {
  Rows(program_.number_elements, ReadListCounts(program_.number_lists));
  Numbers(0);
  Rows(program_.symbol_elements, ReadListCounts(program_.symbol_lists));
  Indexes(0, program_.symbols.size());
}

void ProgramReader::ReadAttributes() {
  Rows(program_.attributes, Count(kMaxAttributes));
  Names(At(&Attribute::name));
  Enumerators(At(&Attribute::type), kValueTypes);
  WholeNumbers(At(&Attribute::ttl_ms), kMaxDurationMs);
}

void ProgramReader::ReadReads() {
  Rows(program_.reads, Count(kMaxReads));
  Names(At(&vitrine::Read::path));
  IndexesOrNone(At(&vitrine::Read::attribute), program_.attributes.size());
  Enumerators(At(&vitrine::Read::needs), kAllNeeds + 1);
}

void ProgramReader::ReadProperties() {
  Rows(program_.properties, Count(kMaxProperties));
  Names(At(&Property::name));
  Enumerators(At(&Property::of_item), 2);
}

void ProgramReader::ReadSegments() {
  Rows(program_.segments, Count(kMaxSegments));
  Names(At(&Segment::name));
  Nodes(At(&Segment::node));
}

void ProgramReader::ReadSlots() {
  Array<Slot>& slots = program_.slots;
  Rows(slots, Count(kMaxSlots));
  Names(At(&Slot::name));
  Enumerators(At(&Slot::type), kSlotTypes);
  Varints(At(&Slot::limit));
  rule_count_ = Ranges(At(&Slot::first_rule), At(&Slot::rule_count), 0,
                       kMaxRules, kMaxRules);
  for (const Slot& slot : slots) {
    Require(slot.limit <= kMaxSlotItems, ReadError::kLimit);
    Require(Recommends(slot) == (slot.limit > 0), ReadError::kValue);
  }
}

void ProgramReader::ReadRules() {
  Array<Rule>& rules = program_.rules;
  Rows(rules, Count(kMaxRules));
  Names(At(&Rule::id));
  for (Rule& rule : rules) {
    const std::int64_t priority = section().Zigzag();
    rule.priority = static_cast<std::int32_t>(priority);
    Require(rule.priority == priority, ReadError::kValue);
  }
  Nodes(At(&Rule::node));
  IndexesOrNone(At(&Rule::content), kMaxRules);
  IndexesOrNone(At(&Rule::recommendation), kMaxRules);
  IndexesOrNone(At(&Rule::experiment), program_.experiments.size());
  Varints(At(&Rule::arm));
  Indexes(At(&Rule::group), kMaxRules + 1);
  Require(rules.size() == rule_count_, ReadError::kReference);
  if (Failed()) return;
  for (const Slot& slot : program_.slots) {
    for (std::uint32_t i = 0; i < slot.rule_count; ++i) {
      const Rule* rule = &rules[slot.first_rule + i];
      Require(Recommends(slot) == (rule->recommendation != kNone),
              ReadError::kValue);
      Require(i == 0 || rule[-1].priority >= rule->priority, ReadError::kOrder);
      std::uint32_t arm_count = 1;
      if (rule->experiment != kNone) {
        arm_count = program_.experiments[rule->experiment].arm_count;
      }
      Require(rule->arm < arm_count, ReadError::kReference);
    }
  }
}

void ProgramReader::ReadRecommendations() {
  Rows(program_.recommendations, Count(kMaxRules));
  ItemNodesOrNone(At(&Recommendation::filter));
  const std::uint32_t strategy_count =
      Ranges(At(&Recommendation::first_strategy),
             At(&Recommendation::strategy_count), 1, kMaxStrategies);
  Rows(program_.strategies, Present(strategy_count));
  Enumerators(0, kStrategies);
}

void ProgramReader::CheckReferencesForward() {
  for (const Input& input : program_.inputs) {
    Require((input.source != InputSource::kCounter &&
             input.source != InputSource::kSince) ||
                input.argument < program_.counters.size(),
            ReadError::kReference);
  }
  for (const Rule& rule : program_.rules) {
    Require(
        (rule.content == kNone || rule.content < program_.contents.size()) &&
            (rule.recommendation == kNone ||
             rule.recommendation < program_.recommendations.size()),
        ReadError::kReference);
  }
}

ReadError ReadProgram(std::span<const std::uint8_t> bytes, Program& program) {
  return ProgramReader(bytes, program).Read();
}

std::uint64_t BundleChecksum(std::span<const std::uint8_t> bytes) {
  ByteReader header(bytes);
  header.Take(kChecksumOffset);
  return header.U64();
}

}  // namespace vitrine
