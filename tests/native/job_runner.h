#ifndef VITRINE_TESTS_NATIVE_JOB_RUNNER_H_
#define VITRINE_TESTS_NATIVE_JOB_RUNNER_H_

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bindings/jobs/job.h"

namespace vitrine::jobs {

struct Input {
  FileKind kind;
  std::string name;
  std::string text;
};

/// The job's files by name, or {"error": text}.
inline std::map<std::string, std::string> RunJob(
    const std::string& options, const std::vector<Input>& inputs) {
  Job job;
  Problem problem = job.Begin(options);
  for (const Input& input : inputs) {
    const ingest::FileReport* report = nullptr;
    if (problem.empty()) problem = job.BeginFile(input.kind, input.name);
    if (problem.empty()) problem = job.Add(input.text);
    if (problem.empty()) problem = job.EndFile(report);
  }
  for (Progress progress; problem.empty() && progress.phase != Phase::kDone;) {
    problem = job.Step(progress);
  }
  if (!problem.empty()) return {{"error", problem}};
  std::map<std::string, std::string> files;
  for (const OutputFile& file : job.output()) files[file.name] = file.bytes;
  return files;
}

inline std::string ErrorOf(const std::string& options,
                           const std::vector<Input>& inputs) {
  return RunJob(options, inputs)["error"];
}

/// The number there; -1: there is none. (Comparing values of Json itself would
/// let a failing test print them, and that instantiates code that the library
/// has without run-time types.)
inline double At(const nlohmann::json& json, const char* pointer) {
  const nlohmann::json::json_pointer at(pointer);
  if (!json.contains(at) || !json[at].is_number()) return -1;
  return json[at].get<double>();
}

}  // namespace vitrine::jobs

#endif  // VITRINE_TESTS_NATIVE_JOB_RUNNER_H_
