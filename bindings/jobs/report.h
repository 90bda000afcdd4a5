#ifndef VITRINE_BINDINGS_JOBS_REPORT_H_
#define VITRINE_BINDINGS_JOBS_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings/ingest/file_report.h"
#include "bindings/jobs/health.h"
#include "bindings/jobs/json_text.h"
#include "bindings/jobs/judge.h"
#include "bindings/jobs/model_output.h"
#include "bindings/jobs/resources.h"
#include "runtime/training/trainer.h"

namespace vitrine::jobs {

/// What a job tells when it is done.
struct JobReport {
  std::vector<ingest::FileReport> files;  ///< logs and feeds, as they came
  std::string currency;                   ///< empty: not known
  std::optional<TrainingReport> training;
  /// Of the log to learn from; else, of the one to judge with.
  std::optional<LogHealth> health;
  std::vector<BotRule> test_bots;    ///< of the other log
  std::uint32_t variants = 0;        ///< products that are one item with others
  std::uint32_t variant_groups = 0;  ///< what they are then
  std::uint32_t items_left_out = 0;  ///< beyond the limit of a model
  std::uint32_t rebought = 0;        ///< items with rebuy_days
  /// Equal in everything to another of a clocked log: they count once.
  std::uint64_t repeated_events = 0;

  /// What was kept from training to judge with.
  struct HeldOut {
    std::uint64_t sessions = 0;
    std::string from;  ///< of their first event; empty: times are ranks
    std::string to;    ///< of their last
  };
  std::optional<HeldOut> held_out;

  /// Of a model that was judged.
  struct Judged {
    Judge* judge = nullptr;
    std::uint32_t items = 0;  ///< of the model
    std::uint32_t first_shard = 0;
    std::size_t core_bytes = 0;
    std::vector<std::size_t> part_bytes;  ///< by number
  };
  std::optional<Judged> judged;

  Json reach;     ///< jobs/model_view.h; null: not known
  Json examples;  ///< likewise
  Resources resources;
};

/// Whatever the model was judged beside, by name.
std::vector<std::pair<std::string, const Judgement*>> RivalsOf(
    const JobReport::Judged& judged);

/// Bytes of the model's files that a session downloads, on average, without
/// display files.
struct SessionBytes {
  double core = 0;
  double lookups = 0;
  double shards = 0;
};

SessionBytes SessionBytesOf(const JobReport::Judged& judged);

/// What makes the figures of held-out sessions doubtful.
std::vector<std::string> HoldoutWarnings(const JobReport::HeldOut& held_out);

/// report.json and report.txt. `output`: of a training.
std::vector<OutputFile> ReportFiles(const JobReport& report,
                                    const std::vector<OutputFile>& output);

/// downloads.json: how many sessions with cases there were, and how many of
/// them would download each file of the model.
OutputFile DownloadsFile(const JobReport::Judged& judged);

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_REPORT_H_
