#ifndef VITRINE_RUNTIME_BUNDLE_PROGRAM_READER_H_
#define VITRINE_RUNTIME_BUNDLE_PROGRAM_READER_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/bundle/columns.h"
#include "runtime/bundle/program.h"
#include "runtime/bundle/section_reader.h"

namespace vitrine {

/// Decodes and validates a rules file: walks its columns.
class ProgramReader : private SectionReader {
 public:
  ProgramReader(std::span<const std::uint8_t> bytes, Program& program)
      : SectionReader(bytes, FileKind::kRules, kRulesSections),
        program_(program) {}

  ReadError ReadAll();

 private:
  /// Evaluating a node from the top: gates above its leaves, nodes visited.
  struct Cost {
    std::uint32_t depth;
    std::uint32_t visits;
  };

  /// `first`: the table that is number 0 in these columns.
  void Walk(const Column* column, std::uint32_t first);
  /// `limit` as in a Column.
  std::uint32_t LimitOf(std::uint8_t limit) const {
    return limit < kFirstLimit      ? limit
           : limit < kFirstRowLimit ? kLimitValues[limit - kFirstLimit]
                                    : counts_[limit - kFirstRowLimit];
  }

  // reader_checks.cc: of one row. What stands before it in the columns holds.
  void Check(const Column& column, unsigned char* row);
  void CheckAutomaton(const Automaton& automaton);
  void CheckLeaf(const Leaf& leaf);
  void CheckGate(const Gate& gate);
  void CheckCounter(const Counter& counter);
  void CheckProperty(const Property& property);
  void CheckSlot(const Slot& slot);

  Program& program_;
  /// Of the rows of another table, so far.
  std::uint64_t total_ = 0;
  /// Rows by Table; properties are counted on from the fields of items, and
  /// gates with the leaves before them, as nodes.
  std::uint32_t counts_[kTables] = {};
  // Of the network that is read.
  Network* network_ = nullptr;
  std::uint32_t input_ = 0;        ///< of the leaf before
  std::uint32_t input_count_ = 0;  ///< what leaves may read
  Array<Cost> costs_;              ///< by node
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_PROGRAM_READER_H_
