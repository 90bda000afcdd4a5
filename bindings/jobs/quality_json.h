#ifndef VITRINE_BINDINGS_JOBS_QUALITY_JSON_H_
#define VITRINE_BINDINGS_JOBS_QUALITY_JSON_H_

#include <cstdint>

#include "bindings/jobs/json_text.h"
#include "runtime/training/figures.h"

namespace vitrine::jobs {

double Coverage(const Figures& figures, std::uint32_t items);

/// For all targets, and as "novel" for those. `items`: of the model.
Json JudgementJson(const Judgement& judgement, std::uint32_t items);
/// The same of what the model was compared with, with the differences.
Json BaselineJson(const Judgement& judgement, std::uint32_t items);
Json PopularityJson(const PopularityTally& tally);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_QUALITY_JSON_H_
