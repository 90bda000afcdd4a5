#include "bindings/jobs/report.h"

#include "bindings/jobs/report_json.h"
#include "bindings/jobs/report_text.h"

namespace vitrine::jobs {
namespace {

/// Fewer sessions tell more of chance than of the model.
constexpr std::uint64_t kFewSessions = 10;

}  // namespace

std::vector<std::pair<std::string, const Judgement*>> RivalsOf(
    const JobReport::Judged& judged) {
  const Evaluator& evaluator = judged.judge->evaluator();
  std::vector<std::pair<std::string, const Judgement*>> rivals = {
      {"popularity", &evaluator.popularity()}};
  for (std::size_t i = 0; i < judged.judge->baselines().size(); ++i) {
    rivals.emplace_back(judged.judge->baselines()[i], &evaluator.baseline(i));
  }
  return rivals;
}

SessionBytes SessionBytesOf(const JobReport::Judged& judged) {
  SessionBytes bytes;
  bytes.core = static_cast<double>(judged.core_bytes);
  const std::vector<std::uint32_t>& downloads =
      judged.judge->evaluator().downloads();
  const auto sessions =
      static_cast<double>(judged.judge->evaluator().sessions());
  for (std::size_t part = 0; part < judged.part_bytes.size(); ++part) {
    const double mean = static_cast<double>(judged.part_bytes[part]) *
                        downloads[part] / sessions;
    (part < judged.first_shard ? bytes.lookups : bytes.shards) += mean;
  }
  return bytes;
}

std::vector<std::string> HoldoutWarnings(const JobReport::HeldOut& held_out) {
  if (held_out.sessions >= kFewSessions) return {};
  return {"fewer than " + std::to_string(kFewSessions) +
          " sessions are held out: the figures tell little"};
}

std::vector<OutputFile> ReportFiles(const JobReport& report,
                                    const std::vector<OutputFile>& output) {
  return {{"report.json", TextOf(ReportJson(report, output), 2)},
          {"report.txt", ReportText(report, output)}};
}

OutputFile DownloadsFile(const JobReport::Judged& judged) {
  const Json json = {{"sessions", judged.judge->evaluator().sessions()},
                     {"downloads", judged.judge->evaluator().downloads()}};
  return {"downloads.json", TextOf(json)};
}

}  // namespace vitrine::jobs
