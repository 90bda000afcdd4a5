#ifndef VITRINE_RUNTIME_TRAINING_BASELINES_SESSION_TABLE_H_
#define VITRINE_RUNTIME_TRAINING_BASELINES_SESSION_TABLE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/bundle/program.h"
#include "runtime/training/training_log.h"

namespace vitrine {

/// What baselines learn from: what shoppers looked at, session by session in
/// the order of the log. Items by their number in the model.
struct SessionTable {
  std::uint32_t item_count = 0;  ///< of the model
  std::vector<std::uint32_t> items;
  std::vector<std::uint32_t> ends;  ///< of each session in `items`
  std::vector<double> last_times;   ///< of each session

  std::uint32_t size() const { return static_cast<std::uint32_t>(ends.size()); }
  std::span<const std::uint32_t> operator[](std::uint32_t session) const {
    const std::uint32_t begin = session == 0 ? 0 : ends[session - 1];
    return std::span(items).subspan(begin, ends[session] - begin);
  }
};

/// The log's views, or in a log without any all its rows. `numbers`: of the
/// log's items in the model, kNone for those that it does not have.
SessionTable TableOf(const TrainingLog& log,
                     const std::vector<std::uint32_t>& numbers,
                     std::uint32_t item_count);

/// The sessions that hold an item.
class ItemSessions {
 public:
  explicit ItemSessions(const SessionTable& table);

  /// Ascending, once each.
  std::span<const std::uint32_t> operator[](std::uint32_t item) const {
    return std::span(sessions_).subspan(begins_[item],
                                        begins_[item + 1] - begins_[item]);
  }

 private:
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> sessions_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_BASELINES_SESSION_TABLE_H_
