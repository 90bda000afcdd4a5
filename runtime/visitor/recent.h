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

/// Moves the entry of this identity to the front of a list that is kept most
/// recent first, and returns it. An identity that is not there gets a new
/// entry; past `limit` that costs the last one its place.
template <typename Entry>
Entry& Touch(Array<Entry>& entries, Identity id, std::size_t limit) {
  Entry touched{};
  touched.id = id;
  std::size_t at = Find(entries, id);
  if (at < entries.size()) {
    touched = entries[at];
  } else if (at == limit) {
    --at;
  }
  if (at < entries.size()) entries.erase(at);
  entries.insert(0, touched);
  return entries[0];
}

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_RECENT_H_
