#ifndef VITRINE_BINDINGS_JOBS_JOB_H_
#define VITRINE_BINDINGS_JOBS_JOB_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/ingest/feed_reader.h"
#include "bindings/ingest/log_reader.h"
#include "bindings/jobs/judge.h"
#include "bindings/jobs/model_output.h"
#include "bindings/jobs/options.h"
#include "bindings/jobs/report.h"
#include "bindings/jobs/variants.h"
#include "runtime/rank/model.h"
#include "runtime/training/trainer.h"

namespace vitrine::jobs {

/// The numbers cross the ABI.
enum class FileKind : std::uint8_t {
  kEvents = 0,
  kTest = 1,
  kFeed = 2,
  kModel = 3,  ///< a core, and then the others of it
};
inline constexpr std::uint32_t kFileKinds = 4;

enum class Phase : std::uint8_t { kTraining, kEvaluating, kDone };

struct Progress {
  Phase phase = Phase::kTraining;
  double done = 0;    ///< share of the phase
  std::string doing;  ///< within the training, for people; empty: nothing else
};

/// Learns a model from a log, or judges one:
///   Begin(options); for each file BeginFile, Add..., EndFile; then Step until
///   Phase::kDone; then output(). Calls in another order, and all that follow
///   a problem, are problems. Input of any content is safe.
class Job {
 public:
  Job();
  ~Job();

  Problem Begin(std::string_view options);
  Problem BeginFile(FileKind kind, std::string_view name);
  /// The file's next bytes, cut anywhere.
  Problem Add(std::string_view bytes);
  /// `report` is valid until the job ends.
  Problem EndFile(const ingest::FileReport*& report);
  /// Does a piece of the work; Trainer::Step says how long.
  Problem Step(Progress& progress);
  /// The reports, then the files of a model that was trained. Empty before
  /// Phase::kDone.
  const std::vector<OutputFile>& output() const { return output_; }

 private:
  enum class State : std::uint8_t {
    kNew,
    kFiles,  // between two
    kFile,   // within one
    kTraining,
    kEvaluating,
    kDone,
    kFailed
  };
  struct InputFile;
  struct ModelPart {
    std::string name;
    Bytes bytes;
  };

  bool is_clocked() const {
    return options_.log.time != ingest::TimeForm::kRank;
  }
  Problem Fail(Problem problem);
  Problem Prepare();
  Problem CheckFiles() const;
  Problem BeginTraining();
  std::uint32_t CutVisits(ingest::EventLog& log,
                          std::vector<std::uint32_t>& owners) const;
  Problem ChooseDisplay();
  void JoinVariants();
  void SetAsideBots();
  void FindRebuys(const std::vector<std::uint32_t>& owners,
                  const std::vector<bool>& dropped);
  void PrepareTestLog();
  void SettleSales();
  bool FeedKnowsALogItem() const;
  std::uint64_t TrainedRows() const;
  Problem HoldOut();
  void FillTrainingLog();
  Problem Train(Progress& progress);
  Problem FinishTraining();
  void TakeModel(ModelFiles model);
  Problem LoadModel();
  Problem TellAllItems();
  void DescribeModel();
  Problem BeginJudging();
  void FinishJudging();

  State state_ = State::kNew;
  JobOptions options_;
  std::vector<std::unique_ptr<InputFile>> files_;
  std::vector<ModelPart> model_parts_;        // the core comes first
  std::vector<std::uint32_t> model_items_;    // of one learned here: by number
                                              // the index of log_.items
  std::vector<std::string> model_ids_;        // by number in the model
  std::vector<std::string> model_titles_;     // likewise; empty: not told
  std::vector<std::uint32_t> by_popularity_;  // numbers in the model
  ingest::EventLog events_;
  ingest::EventLog test_;
  ingest::Feed feed_;
  std::vector<std::uint32_t> display_;  // attributes of feed_
  Variants variants_;
  std::vector<HeldOutSession> sessions_;  // to judge with
  std::vector<RebuyDays> rebuy_days_;     // by number of events_.items
  TrainingLog log_;
  std::vector<std::uint32_t> items_;  // of log_, as numbers of events_.items
  std::unique_ptr<Trainer> trainer_;
  std::chrono::steady_clock::time_point training_since_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<Judge> judge_;
  JobReport report_;
  std::vector<OutputFile> output_;
};

}  // namespace vitrine::jobs

#endif  // VITRINE_BINDINGS_JOBS_JOB_H_
