#ifndef VITRINE_RUNTIME_BUNDLE_COLUMNS_H_
#define VITRINE_RUNTIME_BUNDLE_COLUMNS_H_

#include <cstdint>
#include <memory>
#include <new>

#include "runtime/base/array.h"
#include "runtime/bundle/program.h"

/// The sections of a rules file as data, which the reader and the writer walk:
/// FORMAT.md in the form of tables.
namespace vitrine {

/// What happens next.
enum class Op : std::uint8_t {
  // A column: a field of each row of the current table. `at` is where it
  // stands in the row, `limit` what it must stay below.
  kByte,         ///< u8; kValue if it is too large
  kShort,        ///< u16 as varint; kValue
  kIndex,        ///< varint; kReference
  kIndexOrNone,  ///< varint, 0 for kNone, else one more; kReference
  kCount,        ///< varint; kLimit
  kSome,         ///< the same, but 0 is kValue
  kHigh,         ///< varint: what stands above the lowest byte, a column of
                 ///< its own before this one; kReference
  kNear,         ///< kIndex as the zigzag step from the row before, modulo 2^32
  kNearOrNone,   ///< kIndexOrNone likewise
  kNumber,       ///< double, without a limit
  kDuration,     ///< whole double, 0 to kMaxDurationMs
  kTime,         ///< whole double, 0 to kMaxZoneTime
  kIdentity,     ///< u64

  // Of the table number `at`; `limit` is of the number of its rows.
  kTexts,    ///< a section begins: texts
  kSection,  ///< a section begins: a count, then rows
  kOwned,    ///< the same, and the count must be the one of kAddUp
  kNetwork,  ///< a section begins: three tables; `limit`: of Leaf::input
  kRows,     ///< a count, then rows
  kGates,    ///< the same; counted together with the rows of the table before
  kCounted,  ///< as many rows as kAddUp counted
  kAgain,    ///< back to rows that are there

  // Only for the reader: checks of each row of the current table.
  kAddUp,   ///< at: a number of rows of another table; puts the first of them
            ///< into the field before
  kRefers,  ///< at: an index or none into what came later
  kTransitions,
  kAutomaton,
  kZone,
  kExperiment,
  kArm,
  kInput,
  kLeaf,
  kGate,
  kStep,
  kCounter,
  kSlot,
  kSource,
  kProperty,

  kEnd
};

struct Column {
  Op op;
  std::uint8_t at;
  std::uint8_t limit;  ///< a number below kFirstLimit, or Below()
};

/// The arrays of a program, in its order. Texts are two of them.
enum Table : std::uint8_t {
  kStringTable,
  kSymbolTable = kStringTable + 2,
  kNumberTable,
  kNumberListTable,
  kNumberElementTable,
  kSymbolListTable,
  kSymbolElementTable,
  kAttributeTable,
  kReadTable,
  kPropertyTable,
  kZoneChangeTable,
  kZoneTable,
  kExperimentTable,
  kArmTable,
  kAutomatonTable,
  kBoundTable,
  kStateTable,
  kTransitionTable,
  kInputTable,
  kLeafTable,
  kGateTable,
  kChildTable,
  kItemLeafTable,
  kItemGateTable,
  kItemChildTable,
  kElementLeafTable,
  kElementGateTable,
  kElementChildTable,
  kCounterTable,
  kStepTable,
  kSegmentTable,
  kSlotTable,
  kRuleTable,
  kRecommendationTable,
  kSourceTable,
  kBoostTable,
  kItemCapTable,
  kContentTable,
};
inline constexpr std::uint32_t kTables = kContentTable + 2;

/// Limits that do not fit a column: one more than the most of some things.
/// The numbers of rows that were read follow, by Table.
enum Limit : std::uint8_t {
  kAnyNumber,
  kUnitLimit,  ///< of UTF-16
  kTextLimit,  ///< strings; elements of lists; transitions
  kNodeLimit,
  kRuleLimit,
  kInputLimit,
  kSegmentLimit,  ///< also experiments
  kReadLimit,     ///< also steps; states of an automaton
  kCounterLimit,
  kSlotLimit,  ///< also attributes; changes of a zone
  kClassLimit,
  kOffsetLimit,
};
inline constexpr std::uint8_t kFirstLimit = 0x80;
inline constexpr std::uint8_t kFirstRowLimit = kFirstLimit + kOffsetLimit + 1;
constexpr std::uint8_t Below(Limit limit) {
  return static_cast<std::uint8_t>(kFirstLimit + limit);
}
constexpr std::uint8_t Below(Table table) {
  return static_cast<std::uint8_t>(kFirstRowLimit + table);
}

inline constexpr double kMaxZoneTime = 17592186044416.0;  // 2^44 ms
inline constexpr std::int32_t kMaxZoneOffset = 1440;      // minutes

/// A program is these arrays one after the other, as columns.cc asserts.
inline RawArray& ArrayOf(Program& program, std::uint32_t table) {
  return *reinterpret_cast<RawArray*>(
      reinterpret_cast<unsigned char*>(&program) + table * sizeof(RawArray));
}
inline const RawArray& ArrayOf(const Program& program, std::uint32_t table) {
  return ArrayOf(const_cast<Program&>(program), table);
}

/// Frees a program's arrays in a loop, where its destructor would take one
/// after the other.
struct ProgramDeleter {
  void operator()(Program* program) const;
};
using ProgramPointer = std::unique_ptr<Program, ProgramDeleter>;

/// By Limit.
extern const std::uint32_t kLimitValues[kFirstRowLimit - kFirstLimit];
/// Bytes of a row, by Table.
extern const std::uint8_t kStrides[kTables];
/// The file from its first section to its last, then kEnd.
extern const Column kProgramColumns[];
/// Of one network: `at` counts from its first table.
extern const Column kNetworkColumns[];

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_COLUMNS_H_
