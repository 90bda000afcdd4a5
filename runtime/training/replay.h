#ifndef VITRINE_RUNTIME_TRAINING_REPLAY_H_
#define VITRINE_RUNTIME_TRAINING_REPLAY_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/training/parameters.h"
#include "runtime/training/ridge_columns.h"
#include "runtime/training/row_pool.h"
#include "runtime/training/session_log.h"

namespace vitrine {

/// How often, and how far in front, the next item stood among the first
/// kReplayedItems of what rows recommend.
struct ReplayFigures {
  std::uint64_t cases = 0;
  double hit_rate = 0;              ///< HR@20; 0 without cases
  double mean_reciprocal_rank = 0;  ///< MRR@20
};

/// Over all targets; and over those that were new to the session, with the
/// session's own items left out.
struct ReplayResult {
  ReplayFigures all;
  ReplayFigures novel;

  /// What tuning makes as large as it can.
  double Worth() const;
};

inline constexpr std::uint32_t kReplayedItems = 20;

/// Sessions to judge with: of a log's sessions what is left without items that
/// are not known, where two items are left.
struct ReplayCases {
  std::vector<std::uint32_t> items;
  std::vector<std::uint32_t> ends;  ///< of each session in `items`
  std::uint64_t count = 0;          ///< prefixes that have a next item
};

/// Of the sessions from `first` on as many, evenly spread, as make no more than
/// about `most` cases.
ReplayCases CasesOf(const SessionLog& log, std::uint32_t first,
                    const std::vector<std::uint32_t>& popularity,
                    std::uint64_t most);

/// Has the prefixes of sessions predict what follows, as a device would that
/// had the rows' weights in full, and all items in stock.
class ReplayWork {
 public:
  /// `order`: the items in browse order. All must outlive the work.
  ReplayWork(const SparseRows& rows, const std::vector<std::uint32_t>& order,
             const ReplayCases& cases, const RankingParameters& parameters,
             std::uint32_t workers);
  ~ReplayWork();

  void Step();
  bool done() const { return pool_.done(); }
  std::uint64_t cost() const { return pool_.cost(); }
  /// Precondition: done().
  ReplayResult Finish() const;

 private:
  struct Device;
  /// Where the target stood; 0: not among the first kReplayedItems.
  struct Ranks {
    std::uint8_t all = 0;
    std::uint8_t novel = 0;
    bool is_novel = false;
  };

  std::uint64_t ReplaySession(Device& device, std::uint32_t session);
  std::uint64_t Score(Device& device) const;
  std::uint64_t AddNear(Device& device, std::uint32_t item, float near) const;
  Ranks RanksOf(const Device& device, std::uint32_t target) const;

  const SparseRows& rows_;
  const std::vector<std::uint32_t>& order_;
  const ReplayCases& cases_;
  const RankingParameters parameters_;
  std::vector<std::uint32_t> numbers_;  ///< by item: its place in order_
  std::vector<float> nearness_;         ///< by distance in order_
  std::vector<std::unique_ptr<Device>> devices_;
  RowPool pool_;
  std::vector<Ranks> ranks_;  ///< beside cases_.items, of the items before
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_REPLAY_H_
