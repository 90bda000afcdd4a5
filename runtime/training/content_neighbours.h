#ifndef VITRINE_RUNTIME_TRAINING_CONTENT_NEIGHBOURS_H_
#define VITRINE_RUNTIME_TRAINING_CONTENT_NEIGHBOURS_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "runtime/training/ridge_columns.h"
#include "runtime/training/row_pool.h"
#include "runtime/training/training_log.h"

namespace vitrine {

/// An item without a history of its own gets so many at most.
inline constexpr std::size_t kContentNeighbours = 12;

/// By item, the best first.
using ContentRows = std::vector<std::vector<std::uint32_t>>;

/// What a feed says of items, by their number; more popular items have lower
/// ones. No features: the feed does not have it.
struct ItemContent {
  std::vector<std::span<const std::uint32_t>> features;  ///< ascending
  std::span<const FeatureKind> kinds;                    ///< by feature
  std::vector<bool> without_events;
  std::vector<bool> wanted;  ///< items that are to have neighbours
};

/// `numbers`: by index of log.items; kNone: not in the model. Wanted are the
/// items of the feed that have no neighbours in `rows`.
ItemContent ContentOf(const TrainingLog& log,
                      const std::vector<std::uint32_t>& numbers,
                      const SparseRows& rows,
                      const std::vector<bool>& without_events);

/// Finds the items that are most like the wanted ones by their features. A
/// feature weighs log2(1 + items / items that have it), times 4 for a category,
/// 2 for a brand and for a word of the title, 1 for a band of prices; two items
/// are as alike as what they have in common weighs, of all that both have.
/// Items with a history come before those without.
///
/// To be fast, an item is compared with those that share its rarest features,
/// prices aside: kContentCandidates at most with a history, the more popular
/// ones of a feature first, and, where these are too few, as many without.
/// Whole numbers only: the same on every machine.
class ContentWork {
 public:
  /// `content.features` and `content.kinds` must outlive the work.
  ContentWork(const ItemContent& content, std::uint32_t workers);

  /// Some tenths of a second.
  void Step();
  bool done() const { return pool_.done(); }
  /// Precondition: done().
  ContentRows Finish() { return std::move(rows_); }

 private:
  struct Scratch {
    std::vector<std::uint32_t> weights;  ///< by feature; 0: the item lacks it
    std::vector<std::uint32_t> seen_by;  ///< by item: the last one compared
    std::vector<std::uint32_t> candidates;
  };
  /// By feature, the items that have it, in one list for all.
  struct Postings {
    std::vector<std::uint32_t> begins;  ///< one more than features
    std::vector<std::uint32_t> items;
  };

  void WeighFeatures(const std::vector<std::uint32_t>& counts);
  Postings PostingsOf(const std::vector<bool>& chosen) const;
  std::uint64_t FindNeighbours(Scratch& scratch, std::uint32_t item);
  void FindCandidates(const Postings& postings, std::uint32_t item,
                      Scratch& scratch) const;
  std::uint64_t AddBest(const Postings& postings, std::uint32_t item,
                        Scratch& scratch);

  const std::vector<std::span<const std::uint32_t>> features_;
  const std::span<const FeatureKind> kinds_;
  std::vector<std::uint32_t> wanted_;
  std::vector<std::uint32_t> weights_;  ///< by feature
  std::vector<std::uint64_t> totals_;   ///< by item, of its features
  Postings known_;
  Postings unknown_;
  std::vector<Scratch> scratch_;
  RowPool pool_;
  ContentRows rows_;
};

inline constexpr std::size_t kContentCandidates = 1'000;
inline constexpr std::uint32_t kRunLength = 8;

/// The same order, but each of the items that `moves` names stands behind the
/// kRunLength items that hold its best neighbour that stays: near it, and not
/// between items that were put side by side for what shoppers do. Those of one
/// neighbour keep their order; items without such a neighbour stay as well.
std::vector<std::uint32_t> BesideNeighbours(
    const std::vector<std::uint32_t>& order, const ContentRows& rows,
    const std::vector<bool>& moves);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_CONTENT_NEIGHBOURS_H_
