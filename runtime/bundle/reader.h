#ifndef VITRINE_RUNTIME_BUNDLE_READER_H_
#define VITRINE_RUNTIME_BUNDLE_READER_H_

#include <cstdint>
#include <span>

#include "runtime/bundle/program.h"

namespace vitrine {

/// Why a file was refused. The numbers cross the ABI.
enum class ReadError : std::uint8_t {
  kNone = 0,
  kTooShort = 1,     ///< shorter than a header and its section table
  kNotABundle = 2,   ///< other magic
  kTooNew = 3,       ///< version above kFormatVersion
  kTooOld = 4,       ///< version below kOldestFormatVersion
  kWrongKind = 5,    ///< a container, but of something else
  kWrongSize = 6,    ///< truncated, or bytes after the end
  kChecksum = 7,     ///< damaged
  kSections = 8,     ///< section table: ids, order or sizes
  kLimit = 9,        ///< more of something than is allowed
  kEncoding = 10,    ///< a section's bytes do not decode, or too many
  kText = 11,        ///< not UTF-8
  kReference = 12,   ///< an index past the end of what it points into
  kValue = 13,       ///< an enumerator or number outside its range
  kOrder = 14,       ///< a list that must be sorted or unique is not
  kWrongModel = 15,  ///< a shard of another model than the one in use
};

/// Decodes a rules file and validates every offset, index, length and
/// enumerator, so that the machine may trust the program. Safe for untrusted
/// input: memory used is bounded by a constant times `bytes.size()`. On an
/// error `program` is unspecified. Precondition: it is empty.
[[nodiscard]] ReadError ReadProgram(std::span<const std::uint8_t> bytes,
                                    Program& program);

/// The checksum field of a file that ReadProgram accepted: names this bundle
/// in decision tokens and file names.
std::uint64_t BundleChecksum(std::span<const std::uint8_t> bytes);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_READER_H_
