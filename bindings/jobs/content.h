#ifndef VITRINE_BINDINGS_JOBS_CONTENT_H_
#define VITRINE_BINDINGS_JOBS_CONTENT_H_

#include <cstdint>
#include <vector>

#include "bindings/ingest/feed.h"
#include "runtime/training/training_log.h"

namespace vitrine::jobs {

/// Gives the products of the log's feed their features: each category of the
/// path, the brand, two bands of prices (each twice as dear at its end as at
/// its beginning, the second ones shifted by half of that) and the first words
/// of the title, as ASCII in lower case. `feed_numbers`: of the log's items in
/// the feed.
void AddContent(const ingest::Feed& feed,
                const std::vector<std::uint32_t>& feed_numbers,
                TrainingLog& log);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_CONTENT_H_
