#ifndef VITRINE_RUNTIME_TRAINING_EVALUATOR_H_
#define VITRINE_RUNTIME_TRAINING_EVALUATOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/rank/model.h"

namespace vitrine {

/// Items in a list that is judged.
inline constexpr std::uint32_t kJudgedItems = 20;

/// A visit that the model has not seen: item ids, valid UTF-8, in the order of
/// time.
struct HeldOutSession {
  std::vector<std::string> items;
};

/// How often, and how far in front, the next item stood in the list.
struct Figures {
  std::uint64_t cases = 0;
  std::uint64_t hits = 0;
  double reciprocal_ranks = 0;          ///< their sum; 0 where absent
  std::uint32_t items_recommended = 0;  ///< different ones, ever

  double hit_rate() const;              ///< HR@20; 0 without cases
  double mean_reciprocal_rank() const;  ///< MRR@20; 0 without cases
};

/// For a recommender: over all targets, and over those that were new to the
/// session, with the session's items left out of the list.
struct Judgement {
  Figures all;
  Figures novel;
};

/// Replays sessions through the device's own ranker: each prefix of a session
/// has to predict the item that follows. Items that the model does not have
/// are left out of the sessions; of a session with fewer than two others
/// nothing is asked. Coverage = items_recommended / model size.
///
/// The clock is the caller's:
///   while (evaluator.Next()) { start = now(); evaluator.Recommend();
///                              time = now() - start; evaluator.Judge(); }
class Evaluator {
 public:
  /// Both must outlive the evaluator; the model knows all of its
  /// items, and has all shards.
  Evaluator(const Model& model, const std::vector<HeldOutSession>& sessions);
  ~Evaluator();

  /// Puts the device into the situation of the next case; false: there is none.
  bool Next();
  /// Asks the device's ranker for what `for_you` shows, topped up with
  /// `popular`: the work of one recommendation.
  void Recommend();
  /// Compares with what followed, for all targets; then does the same for
  /// novel ones and for the popularity baseline.
  void Judge();

  std::uint64_t cases() const;  ///< in all
  std::uint64_t cases_done() const;
  std::uint64_t items_unknown() const;  ///< events left out
  const Judgement& model() const;
  /// Always the most popular items; in `novel` without the session's own.
  const Judgement& popularity() const;
  /// How many sessions had cases.
  std::uint64_t sessions() const;
  /// By number of the model's file: how many sessions would download it beside
  /// the core, whose display file tells of the head. Look-up pages of viewed
  /// items that no display file had told of, shards of viewed items, and
  /// display files of all items in the lists.
  const std::vector<std::uint32_t>& downloads() const;

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_EVALUATOR_H_
