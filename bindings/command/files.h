#ifndef VITRINE_BINDINGS_COMMAND_FILES_H_
#define VITRINE_BINDINGS_COMMAND_FILES_H_

#include <string>

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

/// Of `errno`, as the npm command says it.
std::string WhyUnreadable(int error);

/// Refuses a file that cannot be read; `-` is standard input.
Failure CheckReadable(const std::string& path);

/// Gives a file to the job, plain or gzip; `-` is standard input.
Failure ReadInto(jobs::Job& job, jobs::FileKind kind, const std::string& path,
                 Progress& progress);

/// All bytes of a file; false: `error` is what `errno` was.
bool ReadWhole(const std::string& path, std::string& bytes, int& error);

}  // namespace vitrine::command

#endif  // VITRINE_BINDINGS_COMMAND_FILES_H_
