#ifndef VITRINE_RUNTIME_BUNDLE_CONTAINER_H_
#define VITRINE_RUNTIME_BUNDLE_CONTAINER_H_

#include <cstdint>
#include <span>

#include "runtime/bundle/format.h"
#include "runtime/bundle/reader.h"

namespace vitrine {

/// Checks the header of a file, and by it that all bytes are there and are
/// those that were written. Safe for untrusted input.
[[nodiscard]] ReadError OpenContainer(std::span<const std::uint8_t> bytes,
                                      FileKind kind,
                                      std::uint32_t section_count);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_CONTAINER_H_
