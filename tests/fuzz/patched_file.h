#ifndef VITRINE_TESTS_FUZZ_PATCHED_FILE_H_
#define VITRINE_TESTS_FUZZ_PATCHED_FILE_H_

#include <cstdlib>
#include <cstring>
#include <span>

#include "runtime/base/bytes.h"
#include "tests/native/repair_checksum.h"

namespace vitrine::testing {

inline void Require(bool condition) {
  if (!condition) std::abort();
}

/// The input replaces bytes of a good file, from the offset on that its first
/// two bytes name; then size and checksum are made right, so that the sections
/// themselves are reached.
inline Bytes PatchedFile(const Bytes& good,
                         std::span<const std::uint8_t> input) {
  Bytes file = good;
  if (input.size() < 2) return file;
  const std::size_t at = (input[0] + 256U * input[1]) % file.size();
  const auto patch = input.subspan(2);
  if (patch.size() > file.size() - at) file.resize(at + patch.size());
  if (!patch.empty()) std::memcpy(file.data() + at, patch.data(), patch.size());
  const auto size = static_cast<std::uint32_t>(file.size());
  std::memcpy(file.data(), good.data(), 8);
  std::memcpy(file.data() + 8, &size, sizeof size);
  RepairChecksum(file);
  return file;
}

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_FUZZ_PATCHED_FILE_H_
