#ifndef VITRINE_RUNTIME_VISITOR_RECENT_H_
#define VITRINE_RUNTIME_VISITOR_RECENT_H_

#include "runtime/base/array.h"
#include "runtime/base/identity.h"

namespace vitrine {

/// Moves the entry of this identity to the front of a list that is kept most
/// recent first, and returns it. An identity that is not there gets a new
/// entry; past `limit` that costs the last one its place.
template <typename Entry>
Entry& Touch(Array<Entry>& entries, Identity id, std::size_t limit) {
  Entry touched{};
  touched.id = id;
  std::size_t at = 0;
  while (at < entries.size() && entries[at].id != id) ++at;
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
