#ifndef VITRINE_BINDINGS_JOBS_REPORT_JSON_H_
#define VITRINE_BINDINGS_JOBS_REPORT_JSON_H_

#include <vector>

#include "bindings/jobs/json_text.h"
#include "bindings/jobs/report.h"

namespace vitrine::jobs {

/// The figures of report.json (web/README.md, Training). `output`: of a
/// training.
Json ReportJson(const JobReport& report, const std::vector<OutputFile>& output);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_REPORT_JSON_H_
