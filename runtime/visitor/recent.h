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

/// Largest entry of lists that are renewed.
inline constexpr std::size_t kMaxEntryBytes = 128;

/// Moves the entry that begins with this identity to the front, or puts there
/// one that is zero but for that; of `most` entries the last one then goes.
/// Returns the first entry.
void* RenewEntry(RawArray& entries, std::size_t entry_bytes, std::size_t most,
                 Identity id);

template <typename Entry>
Entry& Renew(Array<Entry>& entries, std::size_t most, Identity id) {
  static_assert(sizeof(Entry) <= kMaxEntryBytes);
  return *static_cast<Entry*>(
      RenewEntry(entries.raw(), sizeof(Entry), most, id));
}

/// Removes the entry that begins with this identity, if there is one.
void RemoveEntry(RawArray& entries, std::size_t entry_bytes, Identity id);

template <typename Entry>
void Remove(Array<Entry>& entries, Identity id) {
  RemoveEntry(entries.raw(), sizeof(Entry), id);
}

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_RECENT_H_
