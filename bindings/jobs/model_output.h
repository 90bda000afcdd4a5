#ifndef VITRINE_BINDINGS_JOBS_MODEL_OUTPUT_H_
#define VITRINE_BINDINGS_JOBS_MODEL_OUTPUT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/feed.h"
#include "runtime/rank/model.h"
#include "runtime/training/replenishment.h"
#include "runtime/training/trainer.h"

namespace vitrine::jobs {

/// A file that a job makes.
struct OutputFile {
  std::string name;
  std::string bytes;
};

/// A trained model as files: model.json, which tells how many there are; what
/// the device ranks with (*.vitrine) and what a page shows of the items
/// (*.json, runtime/FORMAT.md). `ids`: by the indexes in `model`; `items`: what
/// these are among the numbers of the feed. Without
/// products the display files have ids alone, and `rebuy_days`: by the numbers
/// of the feed. `display`: numbers of the feed's attributes that they have
/// besides the usual ones. Gives the model the identity of all that it holds.
std::vector<OutputFile> ModelOutput(ModelFiles& model,
                                    const std::vector<std::string>& ids,
                                    const std::vector<std::uint32_t>& items,
                                    const ingest::Feed& feed,
                                    const std::vector<RebuyDays>& rebuy_days,
                                    const std::string& currency,
                                    const std::vector<std::uint32_t>& display);

/// The columns that display files may have, whatever is asked for.
std::vector<std::string_view> UsualColumns();

/// Tells the model of the items of a display file, and their ids and titles by
/// their numbers, as far as there are any. False: it is none, or one of another
/// model.
bool TellItems(std::string_view display, Model& model,
               std::vector<std::string>& ids, std::vector<std::string>& titles);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_MODEL_OUTPUT_H_
