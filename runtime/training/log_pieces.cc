#include "runtime/training/log_pieces.h"

#include <algorithm>

namespace vitrine {

LogPieces::LogPieces(const SessionLog& log, std::uint32_t items)
    : piece_of_(log.items.size()),
      is_first_(log.items.size()),
      begins_(items + std::size_t{1}),
      events_(log.items.size()) {
  for (std::uint32_t session = 0; session < log.size(); ++session) {
    std::uint32_t begin = log.begin(session);
    while (begin < log.ends[session]) {
      const std::uint32_t end =
          std::min(log.ends[session], begin + kPieceEvents);
      std::uint32_t length = 0;
      for (std::uint32_t at = begin; at < end; ++at) {
        const std::uint32_t* const first = log.items.data() + begin;
        const std::uint32_t* const here = log.items.data() + at;
        is_first_[at] = std::find(first, here, *here) == here;
        length += is_first_[at];
        piece_of_[at] = static_cast<std::uint32_t>(pieces_.size());
      }
      pieces_.push_back({begin, end, session, length});
      begin = end;
    }
  }
  for (const std::uint32_t item : log.items) ++begins_[item + std::size_t{1}];
  for (std::uint32_t item = 0; item < items; ++item) {
    begins_[item + std::size_t{1}] += begins_[item];
  }
  std::vector<std::uint32_t> next = begins_;
  for (std::uint32_t at = 0; at < log.items.size(); ++at) {
    events_[next[log.items[at]]++] = at;
  }
}

}  // namespace vitrine
