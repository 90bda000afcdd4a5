#include "runtime/training/session_log.h"

#include <algorithm>

namespace vitrine {

SessionLog SliceOf(const SessionLog& log, std::uint32_t first,
                   std::uint32_t last) {
  const std::uint32_t begin = log.begin(first);
  const std::uint32_t end = log.begin(last);
  SessionLog slice;
  slice.items.assign(log.items.data() + begin, log.items.data() + end);
  slice.actions.assign(log.actions.data() + begin, log.actions.data() + end);
  const std::uint32_t after = log.size() - last;
  for (std::uint32_t session = first; session < last; ++session) {
    slice.ends.push_back(log.ends[session] - begin);
    // Those that began with one of `after` count as later in none of both.
    slice.later.push_back(
        log.later[session] < after ? 0 : log.later[session] - after);
  }
  return slice;
}

}  // namespace vitrine
