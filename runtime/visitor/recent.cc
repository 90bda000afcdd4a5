#include "runtime/visitor/recent.h"

#include <cstring>

namespace vitrine {

[[gnu::noinline]] std::size_t FindEntry(const void* entries, std::size_t count,
                                        std::size_t entry_bytes, Identity id) {
  auto* entry = static_cast<const unsigned char*>(entries);
  std::size_t at = 0;
  for (; at < count; ++at, entry += entry_bytes) {
    Identity found;
    std::memcpy(&found, entry, sizeof found);
    if (found == id) break;
  }
  return at;
}

}  // namespace vitrine
