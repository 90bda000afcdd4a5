#ifndef VITRINE_RUNTIME_BUNDLE_NETWORK_H_
#define VITRINE_RUNTIME_BUNDLE_NETWORK_H_

#include <cstdint>

#include "runtime/base/array.h"

/// Conditions as the compiled rules have them. Every enumerator's number is
/// part of the bundle format (FORMAT.md).
namespace vitrine {

/// Tests one value against one operand. "Strict" compares as `===` does;
/// "loose" converts first, as the short form `{"path": constant}` does.
enum class LeafOp : std::uint8_t {
  kExists = 0,        ///< not null
  kIsNull = 1,        ///< null
  kStrictNumber = 2,  ///< operand: number
  kLooseNumber = 3,   ///< operand: number; Number(value) equals it
  kStrictText = 4,    ///< operand: symbol
  kLooseText = 5,     ///< operand: symbol; String(value) equals it
  kStrictTruth = 6,   ///< operand: 0 or 1
  kLooseTruth = 7,    ///< operand: 0 or 1; not null and !!value equals it
  kLess = 8,          ///< operand: number; Number(value) compared
  kLessEqual = 9,
  kGreater = 10,
  kGreaterEqual = 11,
  kInNumbers = 12,  ///< operand: number list; strict
  kInTexts = 13,    ///< operand: symbol list; strict
  kHasType = 14,    ///< operand: ValueTag
  /// Compared unit by unit as JavaScript orders texts; false for values that
  /// it would compare as numbers (null, truth values, numbers).
  kTextLess = 15,  ///< operand: symbol
  kTextLessEqual = 16,
  kTextGreater = 17,
  kTextGreaterEqual = 18,
  kLowerStrictText = 19,  ///< operand: symbol; a text, in lower case
  kLowerLooseText = 20,   ///< operand: symbol; String(value) in lower case
  kLowerInTexts = 21,     ///< operand: symbol list; strict
  kVersionLess = 22,      ///< operand: symbol; padded versions
  kVersionLessEqual = 23,
  kVersionGreater = 24,
  kVersionGreaterEqual = 25,
  kVersionEqual = 26,
  kJson = 27,     ///< operand: symbol; JSON.stringify(value) equals it
  kMatches = 28,  ///< operand: automaton; somewhere in String(value)
  kSome = 29,     ///< operand: node of `elements`; holds for an element of the
                  ///< list that is the value. False for what is no list
  kSize = 30,     ///< operand: node of `elements`; holds for the number of
                  ///< elements. False for what is no list
};
inline constexpr std::uint32_t kLeafOps = 31;

/// What `Leaf::operand` indexes.
enum class OperandKind : std::uint8_t {
  kNothing,
  kNumber,
  kSymbol,
  kTruth,
  kNumberList,
  kSymbolList,
  kTag,
  kAutomaton,
  kElementNode
};
OperandKind OperandKindOf(LeafOp op);

struct Leaf {
  std::uint32_t input = 0;
  LeafOp op = LeafOp::kExists;
  std::uint32_t operand = 0;
  bool operator==(const Leaf&) const = default;
};

/// Kleene's three-valued logic: what is unknown stays unknown under kNone.
enum class GateKind : std::uint8_t {
  kAll = 0,   ///< and; true without children
  kAny = 1,   ///< or; false without children
  kNone = 2,  ///< nor; with one child: not
  /// Only in `elements`, in place of the leaf operations, which there could go
  /// round in circles. Two children: a leaf, whose input is the list, and the
  /// node that must hold for one of its elements, or for their number.
  kSome = 3,
  kSize = 4
};
inline constexpr std::uint32_t kGateKinds = 5;

struct Gate {
  GateKind kind = GateKind::kAll;
  std::uint32_t first_child = 0;  ///< into Network::children
  std::uint32_t child_count = 0;
  bool operator==(const Gate&) const = default;
};

/// Conditions as a graph without cycles. Nodes are numbered: first all leaves,
/// then all gates; a gate's children have smaller numbers than the gate.
/// Equal conditions are one node.
struct Network {
  Array<Leaf> leaves;  ///< sorted by input
  Array<Gate> gates;
  Array<std::uint32_t> children;
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(leaves.size() + gates.size());
  }
  bool operator==(const Network&) const = default;
};

/// What a `where` can read of one item of an event, and a `filter` of one
/// item of the catalogue: Leaf::input of the item network is one of these, or
/// kItemFields plus an index into Program::properties, which are null in a
/// catalogue and unknown in logged events.
enum class ItemField : std::uint8_t {
  kId = 0,
  kBrand = 1,
  kCategory = 2,
  kPrice = 3,
  kQuantity = 4,      ///< events only; null in a catalogue
  kAvailability = 5,  ///< catalogue only; null in an event
};
inline constexpr std::uint32_t kItemFields = 6;

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_NETWORK_H_
