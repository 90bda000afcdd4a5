#ifndef VITRINE_BINDINGS_JOBS_REPORT_TEXT_H_
#define VITRINE_BINDINGS_JOBS_REPORT_TEXT_H_

#include <string>
#include <vector>

#include "bindings/jobs/report.h"

namespace vitrine::jobs {

/// The same for people: what report.txt says, and the command prints.
std::string ReportText(const JobReport& report,
                       const std::vector<OutputFile>& output);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_REPORT_TEXT_H_
