#ifndef VITRINE_RUNTIME_VISITOR_RECENT_H_
#define VITRINE_RUNTIME_VISITOR_RECENT_H_

#include "runtime/base/array.h"
#include "runtime/base/identity.h"

namespace vitrine {

/// Index of the first entry that begins with this identity; the number of
/// entries where there is none.
std::size_t FindEntry(const void* entries, std::size_t count,
                      std::size_t entry_bytes, Identity id);

template <typename Entry>
std::size_t Find(const Array<Entry>& entries, Identity id) {
  return FindEntry(entries.data(), entries.size(), sizeof(Entry), id);
}

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_RECENT_H_
