#ifndef VITRINE_RUNTIME_BUNDLE_PROGRAM_READER_H_
#define VITRINE_RUNTIME_BUNDLE_PROGRAM_READER_H_

#include <cstdint>
#include <span>

#include "runtime/bundle/format.h"
#include "runtime/bundle/program.h"
#include "runtime/bundle/section_reader.h"

namespace vitrine {

/// Decodes and validates the sections of a rules file, one method for each.
class ProgramReader : private SectionReader {
 public:
  ProgramReader(std::span<const std::uint8_t> bytes, Program& program)
      : SectionReader(bytes, FileKind::kRules, kRulesSections),
        program_(program) {}

  ReadError Read();

 private:
  // reader.cc
  void ReadStrings() { Texts(program_.strings, kMaxStrings); }
  void ReadContents() { Texts(program_.contents, kMaxRules); }
  void ReadSymbols();
  void ReadNumbers();
  void ReadLists();
  void ReadAttributes();
  void ReadReads();
  void ReadProperties();
  void ReadSegments();
  void ReadSlots();
  void ReadRules();
  void ReadRecommendations();
  /// Sections may point to later ones; those references are checked here.
  void CheckReferencesForward();

  // reader_tables.cc
  void ReadZones();
  void ReadExperiments();
  void ReadAutomata();

  // reader_conditions.cc
  void ReadInputs();
  void ReadItemConditions();
  void ReadElements();
  void ReadConditions();
  void ReadCounters();
  void ReadNetwork(Network& network, std::size_t input_count);

  // Columns.
  void Names(std::size_t at) { Indexes(at, program_.strings.size()); }
  void Nodes(std::size_t at) { Indexes(at, program_.conditions.size()); }
  void ItemNodesOrNone(std::size_t at) {
    IndexesOrNone(at, program_.item_conditions.size());
  }
  std::uint32_t ReadListCounts(Array<List>& lists);

  Program& program_;
  std::uint32_t rule_count_ = 0;  ///< of all slots
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_PROGRAM_READER_H_
