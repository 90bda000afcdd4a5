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

/// What is known of the items of a model, by number there.
struct ModelItems {
  std::vector<std::string> ids;
  std::vector<std::uint32_t> by_popularity;  ///< numbers, all of them
  std::vector<std::uint32_t> events;         ///< empty: the log is not known
  std::vector<std::string> titles;           ///< empty: there is no feed
  std::vector<bool> out_of_stock;            ///< likewise
};

/// By item of the log its number in the model; kNone: it is not there.
/// `model_items`: by number in the model, the item of the log.
std::vector<std::uint32_t> NumbersIn(
    const std::vector<std::uint32_t>& model_items, std::size_t log_items);
/// Nothing where `model_items` is empty: then the log is not known.
void AddEvents(const TrainingLog& log,
               const std::vector<std::uint32_t>& model_items,
               ModelItems& items);
/// `feed_numbers`: of the log's items in the feed. Nothing without products.
void AddProducts(const ingest::Feed& feed,
                 const std::vector<std::uint32_t>& feed_numbers,
                 const std::vector<std::uint32_t>& model_items,
                 ModelItems& items);

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
