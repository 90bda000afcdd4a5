#ifndef VITRINE_RUNTIME_TRAINING_SESSION_STATISTICS_H_
#define VITRINE_RUNTIME_TRAINING_SESSION_STATISTICS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/training/log_pieces.h"
#include "runtime/training/parameters.h"
#include "runtime/training/row_pool.h"
#include "runtime/training/session_log.h"

namespace vitrine {

/// Different items that a context looks back on, and events that it looks
/// ahead to, at most.
inline constexpr std::uint32_t kContextItems = 20;
/// Decayed weights below are taken for nothing.
inline constexpr float kLeastDecayed = 1e-3F;

/// What sessions say of a pair of items: the row's and this one. `together` and
/// `contexts` are symmetric.
struct PairStatistics {
  std::uint32_t item = 0;
  float together = 0;  ///< sessions with both
  float contexts = 0;  ///< contexts with both
  float leads = 0;     ///< contexts of this item that the row's item followed
};

/// By item: the others that it may be a pair with, ascending. Who is in the row
/// of another has it in its own.
using PairLists = std::vector<std::vector<std::uint32_t>>;

/// For each item its pairs, by ascending item. A context is what a session has
/// seen before one of its events: different items, the latest first, the k-th
/// with weight context_decay^k. A session of age a (the share of sessions that
/// began later) weighs w = 1 / (1 + recency * a). Then
///   together[i][j] = sum over sessions: w * v(i) * v(j) / length^exponent
///   contexts[i][j] = sum over contexts: w * weight(i) * weight(j)
///   leads[i][j] = sum over contexts: w * weight(j) * v(i) * future_decay^k
/// where i comes k events after what follows the context first, if not earlier,
/// v is what the session's strongest action with the item counts, and length
/// the number of different items. Pairs of different items are those that are
/// listed, or that min_support different sessions hold in one piece.
struct SessionStatistics {
  std::vector<std::vector<PairStatistics>> rows;
  /// `together` and `contexts` of each item with itself.
  std::vector<float> own_together;
  std::vector<float> own_contexts;
};

class StatisticsWork {
 public:
  /// `log` and `pairs` must outlive the work. `pairs`: those to count, or
  /// empty: those that parameters.min_support sessions hold.
  StatisticsWork(const SessionLog& log, std::uint32_t items,
                 const StatisticsParameters& parameters, const PairLists& pairs,
                 std::uint32_t workers);
  ~StatisticsWork();

  void Step();
  bool done() const { return pool_.done(); }
  double share_done() const { return pool_.share_done(); }
  std::uint64_t cost() const { return pool_.cost(); }
  /// Precondition: done().
  SessionStatistics Finish() { return std::move(result_); }

 private:
  struct Scratch;
  /// What a piece counts.
  struct Weights {
    float contexts = 0;
    float together = 0;
  };

  void Weigh();
  bool IsPair(const Scratch& scratch, std::uint32_t item,
              std::uint32_t other) const;
  std::uint64_t CountRow(Scratch& scratch, std::uint32_t item);
  std::uint64_t CountPiece(Scratch& scratch, std::uint32_t index,
                           const std::uint32_t* occurrences,
                           std::uint32_t count);

  const SessionLog& log_;
  const StatisticsParameters parameters_;
  const PairLists& pairs_;
  std::vector<float> context_decays_;
  std::vector<float> future_decays_;
  const LogPieces pieces_;
  std::vector<Weights> weights_;  ///< by piece
  std::vector<std::unique_ptr<Scratch>> scratch_;
  RowPool pool_;
  SessionStatistics result_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_SESSION_STATISTICS_H_
