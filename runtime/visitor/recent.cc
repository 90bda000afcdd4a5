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

[[gnu::noinline]] void* RenewEntry(RawArray& entries, std::size_t entry_bytes,
                                   std::size_t most, Identity id) {
  std::size_t at = FindEntry(entries.bytes(), entries.size(), entry_bytes, id);
  unsigned char entry[kMaxEntryBytes] = {};
  if (at < entries.size()) {
    std::memcpy(entry, entries.bytes() + at * entry_bytes, entry_bytes);
  } else {
    std::memcpy(entry, &id, sizeof id);
    if (at < most) {
      entries.Resize(at + 1, entry_bytes);
    } else {
      --at;
    }
  }
  unsigned char* const first = entries.bytes();
  std::memmove(first + entry_bytes, first, at * entry_bytes);
  std::memcpy(first, entry, entry_bytes);
  return first;
}

[[gnu::noinline]] void RemoveEntry(RawArray& entries, std::size_t entry_bytes,
                                   Identity id) {
  const std::size_t size = entries.size();
  const std::size_t at = FindEntry(entries.bytes(), size, entry_bytes, id);
  if (at == size) return;
  unsigned char* const place = entries.bytes() + at * entry_bytes;
  std::memmove(place, place + entry_bytes, (size - at - 1) * entry_bytes);
  entries.Resize(size - 1, entry_bytes);
}

}  // namespace vitrine
