#ifndef VITRINE_BINDINGS_JOBS_MODEL_OUTPUT_H_
#define VITRINE_BINDINGS_JOBS_MODEL_OUTPUT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/feed.h"
#include "runtime/training/trainer.h"

namespace vitrine::jobs {

/// A file that a job makes.
struct OutputFile {
  std::string name;
  std::string bytes;
};

/// A trained model as files: model.json, which names the others; for core and
/// shards what the device ranks with (*.vitrine) and what a page shows of the
/// items (*.json, runtime/FORMAT.md). `items`: what the numbers in `model` are
/// in the feed. Without products the display files have no columns. `display`:
/// numbers of the feed's attributes that they have besides the usual ones.
std::vector<OutputFile> ModelOutput(const ModelFiles& model,
                                    const std::vector<std::uint32_t>& items,
                                    const ingest::Feed& feed,
                                    const std::string& currency,
                                    const std::vector<std::uint32_t>& display);

/// The columns that display files may have, whatever is asked for.
std::vector<std::string_view> UsualColumns();

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_MODEL_OUTPUT_H_
