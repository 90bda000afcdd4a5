#ifndef VITRINE_RUNTIME_TRAINING_STORED_ROWS_H_
#define VITRINE_RUNTIME_TRAINING_STORED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/rank/part.h"
#include "runtime/training/content_neighbours.h"
#include "runtime/training/ridge_columns.h"

namespace vitrine {

/// Neighbours of one relation that an item keeps.
inline constexpr std::size_t kMaxKeptNeighbours = 100;
/// On average, where no budget tells otherwise.
inline constexpr std::size_t kMeanKeptNeighbours = 40;

/// What goes with what in a whole model, as its shards store it, with as many
/// neighbours as one wants: those that are worth most, over all items.
class StoredRows {
 public:
  /// Which neighbours to keep: of what was learned those that are worth most,
  /// of what is alike by its content all or none.
  struct Kept {
    std::size_t learned = 0;
    bool content = true;
  };

  /// Rows of both relations, by ascending item; the entry of an item in its own
  /// row of `similar` is how much it goes with itself. `popularity`: how often
  /// each item was looked at: what goes with popular items is asked for more
  /// often. `content`: by item without neighbours in `similar`, what is like
  /// it, best first, kContentNeighbours at most; or empty. They have the lowest
  /// levels there are, so that beside them what was learned comes first.
  StoredRows(const SparseRows& similar, const SparseRows& together,
             const std::vector<std::uint32_t>& popularity,
             const ContentRows& content = {});

  /// Neighbours that were learned, as many of them as are kept where no budget
  /// tells otherwise, and those by content.
  std::size_t size() const { return worths_.size(); }
  std::size_t usual() const;
  std::size_t by_content() const { return by_content_; }
  float top(Relation relation) const {
    return tops_[static_cast<std::uint32_t>(relation)];
  }

  /// How a device that has the `count` worth most of what was learned reads
  /// rows of what is similar, without those by content; the entry of an item in
  /// its own row as it was told.
  SparseRows Similar(std::size_t count) const;

  /// Adds the rows of items from `first` to before `last` to the shard.
  void AddTo(ModelShard& shard, std::uint32_t first, std::uint32_t last,
             const Kept& kept) const;

 private:
  struct Entry {
    std::uint32_t item = 0;
    std::uint8_t level = 0;
    float worth = 0;  ///< by content: infinite
  };
  struct Row {
    std::uint8_t self = 0;
    std::vector<Entry> entries[kRelations];  ///< in the order of a shard
  };

  void AddContent(const std::vector<std::uint32_t>& neighbours, Row& row);
  /// Entries that are worth more are among the `count` worth most: of equal
  /// ones all, or none.
  float LeastWorth(std::size_t count) const {
    return count < worths_.size() ? worths_[count] : -1;
  }

  float tops_[kRelations] = {};
  std::vector<Row> rows_;
  std::vector<float> worths_;  ///< of all that were learned, descending
  std::size_t by_content_ = 0;
};

/// From a level to the one before.
inline constexpr float kLevelStep = 1.25F;

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_STORED_ROWS_H_
