#ifndef VITRINE_RUNTIME_TRAINING_LOG_PIECES_H_
#define VITRINE_RUNTIME_TRAINING_LOG_PIECES_H_

#include <cstdint>
#include <vector>

#include "runtime/training/session_log.h"

namespace vitrine {

/// Longer sessions are cut into pieces of this many events, so that a robot's
/// visit of thousands of items costs no more than as many short ones.
inline constexpr std::uint32_t kPieceEvents = 50;

/// A session, or a part of a long one.
struct LogPiece {
  std::uint32_t begin = 0;  ///< event of the log
  std::uint32_t end = 0;
  std::uint32_t session = 0;
  std::uint32_t length = 0;  ///< different items
};

/// The pieces of a log, and which of them hold an item.
class LogPieces {
 public:
  /// `log` is needed during the call only.
  LogPieces(const SessionLog& log, std::uint32_t items);

  const std::vector<LogPiece>& all() const { return pieces_; }
  /// Whether no event of its piece before this one is of the same item.
  bool is_first(std::uint32_t event) const { return is_first_[event] != 0; }

  /// Calls visit(index of the piece, the item's events in it, how many) for
  /// each piece with the item, in their order.
  template <typename Visit>
  void ForEachOf(std::uint32_t item, const Visit& visit) const {
    const std::uint32_t* at = events_.data() + begins_[item];
    const std::uint32_t* const end =
        events_.data() + begins_[item + std::size_t{1}];
    while (at != end) {
      const std::uint32_t index = piece_of_[*at];
      std::uint32_t count = 1;
      while (at + count != end && at[count] < pieces_[index].end) ++count;
      visit(index, at, count);
      at += count;
    }
  }

 private:
  std::vector<LogPiece> pieces_;
  std::vector<std::uint32_t> piece_of_;  ///< by event
  std::vector<std::uint8_t> is_first_;   ///< by event
  std::vector<std::uint32_t> begins_;    ///< by item, in events_; one more
  std::vector<std::uint32_t> events_;    ///< by item
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_LOG_PIECES_H_
