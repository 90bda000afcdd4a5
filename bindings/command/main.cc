// The command `vitrine`: train and evaluate without npm, for logs too large for
// the memory of wasm. Same options, reports and files as the npm package's.
#include <unistd.h>

#include <cstdio>
#include <span>
#include <string>

#include "bindings/command/arguments.h"
#include "bindings/command/files.h"
#include "bindings/command/progress.h"
#include "bindings/jobs/job.h"

namespace vitrine::command {
namespace {

using jobs::FileKind;
using jobs::Phase;

constexpr int kDone = 0;
constexpr int kBadData = 1;
constexpr int kBadCommand = 2;

int Complain(const Failure& failure) {
  std::fprintf(stderr, "vitrine: %s\n", failure.problem.c_str());
  if (failure.of_data) return kBadData;
  std::fprintf(stderr, "Try: vitrine --help\n");
  return kBadCommand;
}

Failure ReadAll(jobs::Job& job, const Arguments& arguments,
                Progress& progress) {
  Failure failure;
  const auto read = [&](FileKind kind, const std::string& path) {
    if (path.empty() || !failure.problem.empty()) return;
    failure = ReadInto(job, kind, path, progress);
  };
  if (!arguments.model.empty()) {
    failure = ReadModelInto(job, arguments.model, progress);
  }
  read(FileKind::kEvents, arguments.events);
  read(FileKind::kFeed, arguments.feed);
  read(FileKind::kTest, arguments.test);
  return failure;
}

Failure Work(jobs::Job& job, Progress& progress) {
  Phase begun = Phase::kDone;
  for (jobs::Progress done;;) {
    Problem problem = job.Step(done);
    if (!problem.empty()) return {.problem = std::move(problem)};
    if (done.phase == Phase::kDone) return {};
    if (done.phase != begun) {
      begun = done.phase;
      progress.Begin(begun == Phase::kTraining ? "training" : "evaluating");
    }
    if (done.done < 1) progress.Show(done.done, 0);
  }
}

int Run(std::span<const char* const> words) {
  Arguments arguments;
  Problem problem = ParseArguments(words, arguments);
  if (!problem.empty()) return Complain({problem, false});
  if (arguments.help) {
    std::fputs(kHelp, stdout);
    return kDone;
  }
  jobs::Job job;
  problem = job.Begin(arguments.options);
  if (!problem.empty()) return Complain({problem, false});
  Failure failure;
  {
    Progress progress(arguments.progress || isatty(STDERR_FILENO) == 1);
    failure = ReadAll(job, arguments, progress);
    if (failure.problem.empty()) failure = Work(job, progress);
  }
  if (failure.problem.empty() && !arguments.out.empty()) {
    failure = WriteModel(job.output(), arguments.out);
  }
  if (!failure.problem.empty()) return Complain(failure);
  const char* report = arguments.json ? "report.json" : "report.txt";
  for (const jobs::OutputFile& file : job.output()) {
    if (file.name == report) std::fputs(file.bytes.c_str(), stdout);
  }
  return kDone;
}

}  // namespace
}  // namespace vitrine::command

int main(int argc, char** argv) {
  const auto count = static_cast<std::size_t>(argc > 0 ? argc - 1 : 0);
  return vitrine::command::Run({argv + 1, count});
}
