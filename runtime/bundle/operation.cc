#include "runtime/bundle/operation.h"

#include "runtime/base/value.h"

namespace vitrine {
namespace {

constexpr std::uint8_t BitOf(ValueTag tag) {
  return static_cast<std::uint8_t>(1U << static_cast<std::uint32_t>(tag));
}

constexpr std::uint8_t kAll = 0x3f;
constexpr std::uint8_t kNull = BitOf(ValueTag::kNull);
constexpr std::uint8_t kNotNull = kAll & ~kNull;
constexpr std::uint8_t kTruth = BitOf(ValueTag::kTruth);
constexpr std::uint8_t kNumber = BitOf(ValueTag::kNumber);
constexpr std::uint8_t kText = BitOf(ValueTag::kText);
constexpr std::uint8_t kList = BitOf(ValueTag::kList);
/// What JavaScript orders as texts.
constexpr std::uint8_t kTexts = kText | kList | BitOf(ValueTag::kObject);

constexpr std::uint8_t kLess = kLessBit;
constexpr std::uint8_t kLessEqual = kLessBit | kEqualBit;
constexpr std::uint8_t kGreater = kGreaterBit;
constexpr std::uint8_t kGreaterEqual = kGreaterBit | kEqualBit;
constexpr std::uint8_t kEqual = kEqualBit;

using Of = OperandKind;

/// In the order of LeafOp.
constexpr Operation kOperations[kLeafOps] = {
    {Of::kNothing, Subject::kOther, kNotNull, 0},  // kExists
    {Of::kNothing, Subject::kOther, kNull, 0},
    {Of::kNumber, Subject::kOther, kNumber, kEqual},  // kStrictNumber
    {Of::kNumber, Subject::kOther, kAll, kEqual},
    {Of::kSymbol, Subject::kText, kText, kEqual},  // kStrictText
    {Of::kSymbol, Subject::kText, kAll, kEqual},
    {Of::kTruth, Subject::kOther, kTruth, 0},  // kStrictTruth
    {Of::kTruth, Subject::kOther, kNotNull, 0},
    {Of::kNumber, Subject::kOther, kAll, kLess},  // kLess
    {Of::kNumber, Subject::kOther, kAll, kLessEqual},
    {Of::kNumber, Subject::kOther, kAll, kGreater},
    {Of::kNumber, Subject::kOther, kAll, kGreaterEqual},
    {Of::kNumberList, Subject::kOther, kNumber, 0},  // kInNumbers
    {Of::kSymbolList, Subject::kText, kText, 0},
    {Of::kTag, Subject::kOther, kAll, 0},           // kHasType
    {Of::kSymbol, Subject::kUnits, kTexts, kLess},  // kTextLess
    {Of::kSymbol, Subject::kUnits, kTexts, kLessEqual},
    {Of::kSymbol, Subject::kUnits, kTexts, kGreater},
    {Of::kSymbol, Subject::kUnits, kTexts, kGreaterEqual},
    {Of::kSymbol, Subject::kLower, kText, kEqual},  // kLowerStrictText
    {Of::kSymbol, Subject::kLower, kAll, kEqual},
    {Of::kSymbolList, Subject::kLower, kText, 0},
    {Of::kSymbol, Subject::kVersion, kNotNull, kLess},  // kVersionLess
    {Of::kSymbol, Subject::kVersion, kNotNull, kLessEqual},
    {Of::kSymbol, Subject::kVersion, kNotNull, kGreater},
    {Of::kSymbol, Subject::kVersion, kNotNull, kGreaterEqual},
    {Of::kSymbol, Subject::kVersion, kNotNull, kEqual},
    {Of::kSymbol, Subject::kJson, kAll, kEqual},       // kJson
    {Of::kAutomaton, Subject::kUnits, kNotNull, 0},    // kMatches
    {Of::kElementNode, Subject::kElements, kList, 0},  // kSome
    {Of::kElementNode, Subject::kElements, kList, 0},  // kSize
};

}  // namespace

const Operation& OperationOf(LeafOp op) {
  return kOperations[static_cast<std::uint32_t>(op)];
}

OperandKind OperandKindOf(LeafOp op) { return OperationOf(op).operand; }

}  // namespace vitrine
