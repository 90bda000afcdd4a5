#ifndef VITRINE_RUNTIME_BUNDLE_FORMAT_H_
#define VITRINE_RUNTIME_BUNDLE_FORMAT_H_

#include <cstdint>

/// The container around every file of a bundle; FORMAT.md draws it.
namespace vitrine {

inline constexpr std::uint32_t kMagic = 0x4c525456;  // "VTRL" in the file
inline constexpr std::uint16_t kFormatVersion = 3;
/// The oldest version that the reader still understands.
inline constexpr std::uint16_t kOldestFormatVersion = 3;

enum class FileKind : std::uint16_t {
  kRules = 1,
  kModelCore = 2,  ///< runtime/rank/part.h
  kModelShard = 3,
  kLookupPage = 4,
};

/// magic u32, version u16, kind u16, file size u32, section count u32,
/// checksum u64 over everything after the header.
inline constexpr std::uint32_t kHeaderBytes = 24;
inline constexpr std::uint32_t kKindOffset = 6;
inline constexpr std::uint32_t kChecksumOffset = 16;
/// Files of a model have no sections: after the header comes the model's
/// identity, u64, then one stream of a RangeEncoder.
inline constexpr std::uint32_t kPartHeaderBytes = kHeaderBytes + 8;
/// id u32, size u32. Sections follow the table in its order, without gaps.
inline constexpr std::uint32_t kSectionEntryBytes = 8;

/// Sections of a rules file: all of them, once each, in this order.
enum class Section : std::uint32_t {
  kStrings = 1,
  kSymbols = 2,
  kNumbers = 3,
  kLists = 4,
  kAttributes = 5,
  kReads = 6,
  kProperties = 7,
  kZones = 8,
  kExperiments = 9,
  kAutomata = 10,
  kInputs = 11,
  kItemConditions = 12,
  kElements = 13,
  kCounters = 14,
  kConditions = 15,
  kSegments = 16,
  kSlots = 17,
  kRules = 18,
  kContents = 19,
  kRecommendations = 20,
};
inline constexpr std::uint32_t kRulesSections = 20;

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_FORMAT_H_
