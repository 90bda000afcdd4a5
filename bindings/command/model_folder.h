#ifndef VITRINE_BINDINGS_COMMAND_MODEL_FOLDER_H_
#define VITRINE_BINDINGS_COMMAND_MODEL_FOLDER_H_

#include <string>
#include <vector>

#include "bindings/command/files.h"
#include "bindings/jobs/job.h"

namespace vitrine::command {

/// Gives a model's files to the job, as many as model.json says. Refuses
/// another version's, and one of which files are missing.
Failure ReadModelInto(jobs::Job& job, const std::string& folder);

/// Refuses a folder that cannot be written, before the long work.
Failure CheckFolder(const std::string& folder);

/// Writes all but the report as text, under other names until all of it is
/// there; model.json, which tells how many there are, gets its name last. Then
/// what only a model of before had is removed.
Failure WriteModel(const std::vector<jobs::OutputFile>& files,
                   const std::string& folder);

}  // namespace vitrine::command

#endif  // VITRINE_BINDINGS_COMMAND_MODEL_FOLDER_H_
