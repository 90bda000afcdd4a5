#ifndef VITRINE_BINDINGS_JOBS_MODEL_VIEW_H_
#define VITRINE_BINDINGS_JOBS_MODEL_VIEW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "bindings/ingest/feed_reader.h"
#include "bindings/jobs/json_text.h"
#include "runtime/rank/model.h"
#include "runtime/training/training_log.h"

namespace vitrine::jobs {

/// What the log and the feed know of the items of a model, by number there.
struct ModelItems {
  std::vector<std::string> titles;    ///< empty: there is no feed
  std::vector<std::uint32_t> events;  ///< empty: the log is not known
};

/// Of the log's items in the model; kNone for those that it does not have.
std::vector<std::uint32_t> NumbersIn(const Model& model,
                                     const TrainingLog& log);
/// `feed_numbers`: of the log's items in the feed.
ModelItems ItemsOf(const Model& model, const TrainingLog& log,
                   const std::vector<std::uint32_t>& feed_numbers,
                   const ingest::Feed& feed);

/// How shoppers may come to see items, each counted under the first that is
/// true.
struct Reach {
  std::uint32_t items = 0;
  std::uint32_t not_for_sale = 0;
  std::uint32_t beside_others = 0;  ///< goes with, or is bought with, another
  std::uint32_t in_category = 0;    ///< among the first 20 of its category
  std::uint32_t popular = 0;        ///< among the first 20 of all
  std::uint32_t nowhere = 0;
};

/// Of all items, and of those without events.
struct ModelReach {
  Reach all;
  Reach without_events;  ///< none where `events` is empty
};

/// `model` is complete.
ModelReach ReachOf(const Model& model, const ModelItems& items);
Json ReachJson(const ModelReach& reach);

inline constexpr std::size_t kExamples = 20;
inline constexpr std::size_t kExampleNeighbours = 5;

/// Items from the most to the least popular one that has events, at even
/// distances, and what goes best with them: for people to judge by their own
/// knowledge of the shop. A weight of 1 is that of an average item's best
/// neighbour. `model` is complete.
Json ExamplesJson(const Model& model, const ModelItems& items);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_MODEL_VIEW_H_
