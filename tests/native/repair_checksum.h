#ifndef VITRINE_TESTS_NATIVE_REPAIR_CHECKSUM_H_
#define VITRINE_TESTS_NATIVE_REPAIR_CHECKSUM_H_

#include <cstring>
#include <span>

#include "runtime/base/bytes.h"
#include "runtime/bundle/format.h"

namespace vitrine::testing {

/// Makes the checksum of a changed container right again, so that what is
/// behind it is reached. Precondition: the file has a header.
inline void RepairChecksum(Bytes& file) {
  const std::uint64_t checksum =
      Checksum(std::span<const std::uint8_t>(file).subspan(kHeaderBytes));
  std::memcpy(file.data() + kChecksumOffset, &checksum, sizeof checksum);
}

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_REPAIR_CHECKSUM_H_
