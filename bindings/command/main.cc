// The command `vitrine`: train and evaluate without npm, for logs too large for
// the memory of wasm. Same options, reports and files as the npm package's.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "bindings/command/arguments.h"
#include "bindings/command/files.h"
#include "bindings/command/model_folder.h"
#include "bindings/command/progress.h"
#include "bindings/command/session_bytes.h"
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

/// Finds now what would be a pity to find after the long work.
Failure CheckFiles(const Arguments& arguments) {
  Failure failure;
  if (!arguments.out.empty()) failure = CheckFolder(arguments.out);
  for (const std::string* file :
       {&arguments.events, &arguments.feed, &arguments.test}) {
    if (failure.problem.empty() && !file->empty()) {
      failure = CheckReadable(*file);
    }
  }
  return failure;
}

Failure ReadAll(jobs::Job& job, const Arguments& arguments,
                Progress& progress) {
  Failure failure;
  const auto read = [&](FileKind kind, const std::string& path) {
    if (path.empty() || !failure.problem.empty()) return;
    failure = ReadInto(job, kind, path, progress);
  };
  if (!arguments.model.empty()) {
    failure = ReadModelInto(job, arguments.model);
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
    if (!done.doing.empty()) progress.Name(done.doing);
    if (done.done < 1) progress.Show(done.done, 0);
  }
}

/// Writes to standard output; where nobody reads any more, fails in silence.
int Print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
      std::fflush(stdout) == 0) {
    return kDone;
  }
  if (errno == EPIPE) return kBadData;
  return Complain({std::string("standard output cannot be written: ") +
                   std::strerror(errno)});
}

/// As a word of a shell.
std::string Word(const std::string& text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || std::strchr("/._-", c) != nullptr;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) {
    return text;
  }
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

/// The last line: npm makes the page.
std::string HowToMakeThePage(const Arguments& arguments) {
  return "\nfor a page of this report: " +
         (arguments.out.empty()
              ? "--json > report.json, then npx vitrine report report.json\n"
              : "npx vitrine report " + Word(arguments.out) + "\n");
}

int Run(std::span<const char* const> words) {
  Arguments arguments;
  Problem problem = ParseArguments(words, arguments);
  if (!problem.empty()) return Complain({problem, false});
  if (arguments.help) return Print(kHelp);
  if (arguments.version) return Print(VITRINE_VERSION "\n");
  jobs::Job job;
  problem = job.Begin(arguments.options);
  if (!problem.empty()) return Complain({problem, false});
  Failure failure = CheckFiles(arguments);
  if (failure.problem.empty()) {
    Progress progress(arguments.progress || isatty(STDERR_FILENO) == 1);
    failure = ReadAll(job, arguments, progress);
    if (failure.problem.empty()) failure = Work(job, progress);
  }
  std::vector<jobs::OutputFile> output = job.output();
  if (failure.problem.empty() && !arguments.model.empty()) {
    failure = AddDisplayBytes(arguments.model, output);
  }
  if (failure.problem.empty() && !arguments.out.empty()) {
    failure = WriteModel(output, arguments.out);
  }
  if (!failure.problem.empty()) return Complain(failure);
  const char* report = arguments.json ? "report.json" : "report.txt";
  for (const jobs::OutputFile& file : output) {
    if (file.name != report) continue;
    return Print(arguments.json ? file.bytes
                                : file.bytes + HowToMakeThePage(arguments));
  }
  return kDone;
}

}  // namespace
}  // namespace vitrine::command

int main(int argc, char** argv) {
  // Output that nobody reads is an error like others.
  std::signal(SIGPIPE, SIG_IGN);
  const auto count = static_cast<std::size_t>(argc > 0 ? argc - 1 : 0);
  return vitrine::command::Run({argv + 1, count});
}
