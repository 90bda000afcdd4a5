#ifndef VITRINE_RUNTIME_TRAINING_NEIGHBOUR_COUNTER_H_
#define VITRINE_RUNTIME_TRAINING_NEIGHBOUR_COUNTER_H_

#include <cstdint>
#include <vector>

#include "runtime/rank/part.h"

namespace vitrine {

/// Neighbours that an item keeps. On a log of 43,000 items, 60 made the model a
/// fifth larger and hit 0.1 % more often; 20 hit 1.4 % less.
inline constexpr std::uint32_t kKeptNeighbours = 40;
/// How many steps back a session remembers, so that a robot's visit of
/// thousands of items costs no more than as many short ones.
inline constexpr std::uint32_t kStepWindow = 20;

/// What sessions did, as numbers of items, one session after the other.
struct Sequences {
  std::vector<std::uint32_t> items;
  std::vector<std::uint32_t> ends;     ///< of each session in `items`
  std::vector<std::uint32_t> weights;  ///< of each session: above zero
};

/// What it is worth that one item came after another: to the row of the
/// earlier one, to the row of the later one, and where both are the same.
struct StepWorth {
  std::uint32_t forward = 1;
  std::uint32_t backward = 1;
  std::uint32_t repeat = 1;
};

/// Counts which items go with which. When an item turns up, it goes with the
/// last items before it, those that the device would look at: with the latest
/// one by the session's weight, with the k-th latest different one by a k-th
/// of it. How often i and j went together is divided by n(i)^1/2 * n(j)^1/4,
/// n being how often the item turned up: popular items go with everything, and
/// the rows of popular items are long sums. The counts are whole numbers, so
/// that the order of the sessions does not matter.
class NeighbourCounter {
 public:
  /// `sequences` must outlive the counter.
  NeighbourCounter(const Sequences& sequences, std::uint32_t item_count,
                   const StepWorth& worth);

  /// Counts some rows, which takes about a tenth of a second.
  void Step();
  bool done() const { return row_ == item_count_; }
  /// In units of sequences.items.size().
  std::uint64_t work_done() const { return work_done_; }
  /// Of all items; without rows if nothing went with anything. Precondition:
  /// done().
  Neighbours Finish() const;

 private:
  void CountRow();
  void CountForward(std::uint32_t at, std::uint32_t session);
  void CountBackward(std::uint32_t at, std::uint32_t session);
  void Add(std::uint32_t item, std::uint32_t worth, std::uint32_t session,
           std::size_t rank);
  /// False if it stood there already.
  bool AddBetween(std::uint32_t item);
  std::uint32_t BeginOf(std::uint32_t session) const {
    return session == 0 ? 0 : sequences_.ends[session - 1];
  }

  const Sequences& sequences_;
  const std::uint32_t item_count_;
  const StepWorth worth_;

  std::vector<std::uint32_t> session_of_;  ///< beside sequences_.items
  std::vector<std::uint32_t> row_begins_;  ///< into positions_; one more
  std::vector<std::uint32_t> positions_;   ///< of each item in the sequences
  std::vector<double> row_divisors_;       ///< n^1/2 of each item
  std::vector<double> column_divisors_;    ///< n^1/4 of each item

  std::uint32_t row_ = 0;  ///< the next to count
  std::uint64_t work_done_ = 0;
  std::vector<std::uint64_t> sums_;  ///< by item; zero between rows
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> between_;  ///< different items passed on the way

  struct Neighbour {
    std::uint32_t item;
    float weight;
  };
  std::vector<Neighbour> neighbours_;  ///< of the rows counted
  std::vector<std::uint32_t> counts_;
  std::vector<Neighbour> candidates_;
};

/// The code of the weight that is nearest to `share` of the largest one in
/// use; only weights of two bits of mantissa are, because they compress better
/// and rank as well. `share`: 0 to 1.
std::uint8_t WeightCode(double share);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_NEIGHBOUR_COUNTER_H_
