#ifndef VITRINE_BINDINGS_COMMAND_SESSION_BYTES_H_
#define VITRINE_BINDINGS_COMMAND_SESSION_BYTES_H_

#include <string>
#include <vector>

#include "bindings/command/files.h"
#include "bindings/jobs/model_output.h"

namespace vitrine::command {

/// Adds to the reports of an evaluation what a session downloads to show its
/// items, from the display files of the model in `folder`, as gzip.
Failure AddDisplayBytes(const std::string& folder,
                        std::vector<jobs::OutputFile>& output);

}  // namespace vitrine::command

#endif  // VITRINE_BINDINGS_COMMAND_SESSION_BYTES_H_
