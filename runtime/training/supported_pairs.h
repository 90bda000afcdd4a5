#ifndef VITRINE_RUNTIME_TRAINING_SUPPORTED_PAIRS_H_
#define VITRINE_RUNTIME_TRAINING_SUPPORTED_PAIRS_H_

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/training/item_fit.h"
#include "runtime/training/log_pieces.h"
#include "runtime/training/parameters.h"
#include "runtime/training/row_pool.h"
#include "runtime/training/session_statistics.h"

namespace vitrine {

/// On a log of 43,000 items the second round finds 11 % more pairs, the third
/// another 2 %.
inline constexpr std::uint32_t kSupportRounds = 3;

/// Finds the pairs that enough sessions support. Of an item that is seen some
/// ten times, hardly any two sessions hold the same other one; but several hold
/// others that are much the same. So first it learns what goes with what from
/// pairs that min_support sessions hold. Then a session supports two items if
/// it holds the one, and with it the other or something that the other goes
/// with. A pair is of two items that a session holds, and that min_support
/// different sessions with the one of them support, or as many with the other.
/// From these pairs it learns again, and finds more, round by round. What fewer
/// rounds find has as much support. Of a session of more than kPieceEvents
/// events each piece holds its own items and supports by itself; but in all of
/// them it is one session.
class SupportWork {
 public:
  /// `input` must outlive the work, which replaces its pairs.
  SupportWork(FitInput& input, const Parameters& parameters,
              std::uint32_t workers, std::uint32_t rounds = kSupportRounds);
  ~SupportWork();

  void Step();
  bool done() const { return round_ == rounds_; }
  /// The rounds that are done will do; there is one at least.
  void Stop() { rounds_ = std::max(round_, 1U); }
  std::uint32_t rounds_done() const { return round_; }
  double share_done() const;
  std::uint64_t cost() const;

 private:
  struct Scratch;

  std::uint64_t CountRow(Scratch& scratch, std::uint32_t item);
  void EndRound();

  FitInput& input_;
  const Parameters parameters_;
  const std::uint32_t workers_;
  const LogPieces pieces_;
  std::vector<std::unique_ptr<Scratch>> scratch_;
  std::uint32_t rounds_;  ///< to do
  std::uint32_t round_ = 0;
  std::uint64_t cost_ = 0;  ///< of the rounds before

  // Of a round.
  std::optional<ItemFit> known_;
  std::optional<RowPool> pool_;
  PairLists pairs_;  ///< by the sessions of the row's item only
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_SUPPORTED_PAIRS_H_
