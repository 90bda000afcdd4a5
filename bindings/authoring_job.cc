// The calls of authoring_abi.h that do a job: JSON around jobs/job.h.
#include <string>
#include <string_view>
#include <utility>

#include "bindings/authoring_abi.h"
#include "bindings/authoring_arena.h"
#include "bindings/jobs/job.h"
#include "bindings/jobs/json_text.h"
#include "runtime/base/bytes.h"

namespace authoring = vitrine::authoring;
using vitrine::jobs::Job;
using vitrine::jobs::Json;
using vitrine::jobs::Phase;
using vitrine::jobs::Problem;

namespace {

/// One of each module instance; never destroyed.
Job& TheJob() {
  static auto& job = *new Job;
  return job;
}

std::int32_t Put(const Json& json) {
  return authoring::PutResult(
      {authoring::BytesOf(vitrine::jobs::TextOf(json))});
}

std::int32_t PutProblem(const Problem& problem) {
  return Put({{"error", problem}});
}

std::int32_t PutOutcome(const Problem& problem) {
  return problem.empty() ? Put(Json::object()) : PutProblem(problem);
}

}  // namespace

std::int32_t vitrine_authoring_job(std::uint32_t size) {
  if (!authoring::Holds(size)) return authoring::kBadSize;
  return PutOutcome(TheJob().Begin(authoring::Input(size)));
}

std::int32_t vitrine_authoring_file(std::uint32_t kind, std::uint32_t size) {
  if (!authoring::Holds(size)) return authoring::kBadSize;
  if (kind >= vitrine::jobs::kFileKinds) {
    return PutProblem("there is no such kind of file");
  }
  return PutOutcome(TheJob().BeginFile(
      static_cast<vitrine::jobs::FileKind>(kind), authoring::Input(size)));
}

std::int32_t vitrine_authoring_chunk(std::uint32_t size) {
  if (!authoring::Holds(size)) return authoring::kBadSize;
  const Problem problem = TheJob().Add(authoring::Input(size));
  return problem.empty() ? 0 : PutProblem(problem);
}

std::int32_t vitrine_authoring_end_file() {
  const vitrine::ingest::FileReport* report = nullptr;
  const Problem problem = TheJob().EndFile(report);
  if (!problem.empty()) return PutProblem(problem);
  return Put({{"name", report->name},
              {"rows", report->rows},
              {"broken", report->broken},
              {"messages", report->messages},
              {"warnings", report->warnings}});
}

std::int32_t vitrine_authoring_step() {
  vitrine::jobs::Progress progress;
  const Problem problem = TheJob().Step(progress);
  if (!problem.empty()) return PutProblem(problem);
  if (progress.phase == Phase::kDone) return Put({{"phase", "done"}});
  Json json = {
      {"phase", progress.phase == Phase::kTraining ? "training" : "evaluating"},
      {"done", progress.done}};
  if (!progress.doing.empty()) json["doing"] = progress.doing;
  return Put(json);
}

std::int32_t vitrine_authoring_result() {
  vitrine::Bytes bytes;
  vitrine::ByteWriter writer(bytes);
  const auto& files = TheJob().output();
  writer.U32(static_cast<std::uint32_t>(files.size()));
  for (const auto& file : files) {
    writer.U32(static_cast<std::uint32_t>(file.name.size()));
    writer.U32(static_cast<std::uint32_t>(file.bytes.size()));
  }
  for (const auto& file : files) {
    writer.Text(file.name);
    writer.Text(file.bytes);
  }
  return authoring::PutResult({bytes});
}
