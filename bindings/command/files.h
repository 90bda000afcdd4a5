#ifndef VITRINE_BINDINGS_COMMAND_FILES_H_
#define VITRINE_BINDINGS_COMMAND_FILES_H_

#include <string>
#include <vector>

#include "bindings/command/progress.h"
#include "bindings/ingest/problem.h"
#include "bindings/jobs/job.h"

namespace vitrine::command {

using ingest::Problem;

/// What is wrong, and whose mistake it is.
struct Failure {
  Problem problem;      ///< empty: nothing
  bool of_data = true;  ///< false: of the command
};

/// Gives a file to the job, plain or gzip; `-` is standard input.
Failure ReadInto(jobs::Job& job, jobs::FileKind kind, const std::string& path,
                 Progress& progress);

/// Gives a model's core and shards to the job, as model.json names them.
Failure ReadModelInto(jobs::Job& job, const std::string& folder,
                      Progress& progress);

/// Writes all but the reports. Each file stands there whole or not at all;
/// model.json, which names the others, comes last.
Failure WriteModel(const std::vector<jobs::OutputFile>& files,
                   const std::string& folder);

}  // namespace vitrine::command

#endif  // VITRINE_BINDINGS_COMMAND_FILES_H_
