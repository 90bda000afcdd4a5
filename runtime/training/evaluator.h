#ifndef VITRINE_RUNTIME_TRAINING_EVALUATOR_H_
#define VITRINE_RUNTIME_TRAINING_EVALUATOR_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/rank/model.h"
#include "runtime/training/figures.h"
#include "runtime/training/session_recommender.h"

namespace vitrine {

/// A visit that the model has not seen: item ids, valid UTF-8, in the order of
/// time.
struct HeldOutSession {
  std::vector<std::string> items;
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
  /// Model and sessions must outlive the evaluator; the model knows all of its
  /// items, and has all shards. `by_popularity`: all of them, the most popular
  /// first.
  Evaluator(const Model& model, const std::vector<HeldOutSession>& sessions,
            const std::vector<std::uint32_t>& by_popularity);
  /// Judges this method, too. Before Next.
  void Compare(SessionRecommender baseline);
  ~Evaluator();

  /// Puts the device into the situation of the next case; false: there is none.
  bool Next();
  /// Asks the device's ranker for what `for_you` shows, topped up with
  /// `popular`: the work of one recommendation.
  void Recommend();
  /// Compares with what followed, for all targets; then does the same for
  /// novel ones, for popularity and for what Compare was told. Their figures
  /// keep the difference of the model to them.
  void Judge();

  std::uint64_t cases() const;  ///< in all
  std::uint64_t cases_done() const;
  std::uint64_t items_unknown() const;  ///< events left out
  const Judgement& model() const;
  /// Always the most popular items; in `novel` without the session's own.
  const Judgement& popularity() const;
  /// As Compare was called. Where a method has fewer items to tell of than the
  /// list has room for, popular ones follow, as after the model's; items that
  /// are not for sale are left out, as the model leaves them out.
  const Judgement& baseline(std::size_t index) const;
  /// How popular what shoppers went on to look at is, for all targets.
  const PopularityTally& targets() const;
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
