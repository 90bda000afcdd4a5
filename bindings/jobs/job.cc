#include "bindings/jobs/job.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "bindings/ingest/text.h"
#include "bindings/jobs/model_view.h"
#include "bindings/jobs/sessions.h"
#include "runtime/base/identity.h"
#include "runtime/bundle/reader.h"
#include "runtime/training/popularity_order.h"

namespace vitrine::jobs {
namespace {

std::string WhyRefused(ReadError error) {
  switch (error) {
    case ReadError::kNotABundle:
    case ReadError::kWrongKind:
      return "it is not what a model has here: first core.vitrine, then the "
             "others";
    case ReadError::kTooNew:
      return "it was made by a newer version of vitrine";
    case ReadError::kTooOld:
      return "it was made by an older version of vitrine: train again";
    case ReadError::kWrongModel:
      return "it belongs to another model";
    case ReadError::kTooShort:
    case ReadError::kWrongSize:
      return "it is cut short, or has bytes too many";
    default:
      return "it is damaged (error " +
             std::to_string(static_cast<std::uint32_t>(error)) + ")";
  }
}

/// Devices know items and their other ids by their identity alone.
Problem CheckIdentities(const TrainingLog& log) {
  std::vector<std::string_view> items(log.items.begin(), log.items.end());
  for (const ItemAlias& alias : log.aliases) items.push_back(alias.id);
  std::vector<std::pair<Identity, std::uint32_t>> identities;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    identities.emplace_back(IdentityOf(IdentityKind::kItem, items[i]), i);
  }
  std::sort(identities.begin(), identities.end());
  for (std::size_t i = 1; i < identities.size(); ++i) {
    if (identities[i].first != identities[i - 1].first) continue;
    return "the item ids " + ingest::Quoted(items[identities[i - 1].second]) +
           " and " + ingest::Quoted(items[identities[i].second]) +
           " have the same identity: rename one of them";
  }
  return {};
}

}  // namespace

struct Job::InputFile {
  FileKind kind = FileKind::kEvents;
  ingest::FileReport report;
  std::optional<ingest::LogReader> log;
  std::optional<ingest::FeedReader> feed;
};

Job::Job() = default;
Job::~Job() = default;

Problem Job::Fail(Problem problem) {
  if (!problem.empty()) state_ = State::kFailed;
  return problem;
}

Problem Job::Begin(std::string_view options) {
  if (state_ != State::kNew) return Fail("the job has begun already");
  state_ = State::kFiles;
  Problem problem = ParseOptions(options, options_);
  feed_.currency = options_.currency;
  return Fail(std::move(problem));
}

Problem Job::BeginFile(FileKind kind, std::string_view name) {
  if (state_ != State::kFiles) return Fail("a file cannot begin now");
  state_ = State::kFile;
  report_.resources.Enter("reading");
  InputFile& file = *files_.emplace_back(std::make_unique<InputFile>());
  file.kind = kind;
  file.report.name = name;
  if (kind == FileKind::kFeed) {
    file.feed.emplace(options_.feed, events_.items, feed_, file.report);
  } else if (kind == FileKind::kModel) {
    model_parts_.push_back({.name = file.report.name, .bytes = {}});
  } else {
    file.log.emplace(options_.log, kind == FileKind::kTest ? test_ : events_,
                     file.report);
  }
  return {};
}

Problem Job::Add(std::string_view bytes) {
  if (state_ != State::kFile) return Fail("no file has begun");
  InputFile& file = *files_.back();
  if (file.log) return Fail(file.log->Add(bytes));
  if (file.feed) return Fail(file.feed->Add(bytes));
  Bytes& part = model_parts_.back().bytes;
  if (bytes.size() > kMaxBundleBytes - part.size()) {
    return Fail(file.report.name + ": it is too large for a file of a model");
  }
  part.append(
      {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  return {};
}

Problem Job::EndFile(const ingest::FileReport*& report) {
  if (state_ != State::kFile) return Fail("no file has begun");
  InputFile& file = *files_.back();
  state_ = State::kFiles;
  report = &file.report;
  Problem problem;
  if (file.log) problem = file.log->End();
  if (file.feed) problem = file.feed->End();
  file.log.reset();
  file.feed.reset();
  return Fail(std::move(problem));
}

Problem Job::Step(Progress& progress) {
  progress = {.phase = Phase::kDone, .done = 1, .doing = {}};
  Problem problem;
  switch (state_) {
    case State::kFiles:
      progress = {};
      return Fail(Prepare());
    case State::kTraining:
      problem = Train(progress);
      break;
    case State::kEvaluating:
      progress = {
          .phase = Phase::kEvaluating, .done = judge_->Step(), .doing = {}};
      if (progress.done >= 1) FinishJudging();
      break;
    case State::kDone:
      break;
    default:
      problem = "there is nothing to do: the job has no files, or failed";
  }
  if (state_ == State::kDone)
    progress = {.phase = Phase::kDone, .done = 1, .doing = {}};
  return Fail(std::move(problem));
}

Problem Job::CheckFiles() const {
  const auto has = [this](FileKind kind) {
    return std::any_of(files_.begin(), files_.end(),
                       [kind](const auto& file) { return file->kind == kind; });
  };
  const bool holdout = options_.holdout.days > 0 || options_.holdout.share > 0;
  if (options_.task == Task::kTrain) {
    if (!has(FileKind::kEvents)) return "there is no log to learn from";
    if (has(FileKind::kTest) || has(FileKind::kModel)) {
      return "training takes a log and a feed, nothing else";
    }
    return {};
  }
  if (has(FileKind::kModel)) {
    if (has(FileKind::kEvents) || has(FileKind::kFeed) || holdout) {
      return "a model that is there already is judged with a test log alone";
    }
    if (options_.baselines) {
      return "baselines learn from the log that the model was learned from: "
             "judge with that log, too";
    }
    return has(FileKind::kTest) ? "" : "there is no test log to judge with";
  }
  if (!has(FileKind::kEvents)) return "there is neither a log nor a model";
  if (has(FileKind::kTest) == holdout) {
    return "judging takes either a test log or a holdout, such as 10%";
  }
  return {};
}

/// All files are there: whatever can be wrong with them together is found now.
Problem Job::Prepare() {
  if (Problem problem = CheckFiles(); !problem.empty()) return problem;
  for (const auto& file : files_) {
    if (file->kind == FileKind::kModel) continue;
    report_.files.push_back(file->report);
    if (!is_clocked()) report_.files.back().visitors = 0;  // nothing was cut
  }
  report_.currency = feed_.currency;
  Problem problem = ChooseDisplay();
  if (!problem.empty()) return problem;
  if (!events_.rows.empty()) return BeginTraining();
  PrepareTestLog();
  problem = LoadModel();
  return problem.empty() ? BeginJudging() : problem;
}

Problem Job::BeginTraining() {
  log_.items = events_.items.Texts();
  log_.clocked = is_clocked();
  JoinVariants();
  SetAsideBots();
  PrepareTestLog();
  if (events_.rows.empty()) {
    return "all visits of the log look like those of bots: if they are not, "
           "use --keep-bots";
  }
  if (!feed_.products.empty() && !FeedKnowsALogItem()) {
    return "no item of the log is in the feed: the log has ids such as " +
           ingest::Quoted(log_.items[events_.rows.front().item]) +
           ", and the feed others";
  }
  Problem problem = HoldOut();
  if (!problem.empty()) return problem;
  FillTrainingLog();
  problem = CheckIdentities(log_);
  if (!problem.empty()) return problem;
  trainer_ = std::make_unique<Trainer>(
      log_, TrainingOptions{.min_support = options_.min_support,
                            .shape = options_.shape,
                            .workers = 0});
  training_since_ = std::chrono::steady_clock::now();
  report_.resources.Enter("training");
  state_ = State::kTraining;
  return {};
}

/// Rows of items that are in the model.
std::uint64_t Job::TrainedRows() const {
  std::vector<bool> in_model(log_.items.size(), log_.feed.empty());
  for (const FeedRow& row : log_.feed) in_model[row.item] = true;
  return static_cast<std::uint64_t>(
      std::count_if(log_.rows.begin(), log_.rows.end(),
                    [&](const LogRow& row) { return in_model[row.item]; }));
}

Problem Job::Train(Progress& progress) {
  const std::chrono::duration<double> spent =
      std::chrono::steady_clock::now() - training_since_;
  if (options_.tuning_seconds > 0 && spent.count() > options_.tuning_seconds) {
    trainer_->StopTuning();
  }
  const double done = trainer_->Step();
  progress = {
      .phase = Phase::kTraining, .done = done, .doing = trainer_->Doing()};
  return done >= 1 ? FinishTraining() : Problem();
}

Problem Job::FinishTraining() {
  ModelFiles model = trainer_->Finish(report_.training.emplace());
  report_.repeated_events = TrainedRows() - report_.training->events;
  if (options_.task == Task::kTrain) {
    std::vector<OutputFile> files =
        ModelOutput(model, log_.items, items_, feed_, rebuy_days_,
                    report_.currency, display_);
    TakeModel(std::move(model));
    if (Problem problem = LoadModel(); !problem.empty()) return problem;
    DescribeModel();
    report_.resources.Enter(nullptr);
    output_ = ReportFiles(report_, files);
    output_.insert(output_.end(), std::make_move_iterator(files.begin()),
                   std::make_move_iterator(files.end()));
    state_ = State::kDone;
    return {};
  }
  trainer_.reset();
  TakeModel(std::move(model));
  Problem problem = LoadModel();
  return problem.empty() ? BeginJudging() : problem;
}

void Job::TakeModel(ModelFiles model) {
  model_items_ = std::move(model.items);
  by_popularity_ = std::move(model.by_popularity);
  model_parts_.push_back({"the model", std::move(model.core)});
  for (Bytes& part : model.parts) {
    model_parts_.push_back({"the model", std::move(part)});
  }
}

/// As the device does, but for all of it.
Problem Job::LoadModel() {
  for (const ModelPart& part : model_parts_) {
    ReadError error = ReadError::kNone;
    if (!model_) {
      model_ = std::make_unique<Model>();
      error = model_->LoadCore(part.bytes);
    } else if (!part.bytes.empty() && part.bytes[0] == '{') {
      const std::string_view text(
          reinterpret_cast<const char*>(part.bytes.data()), part.bytes.size());
      if (!TellItems(text, *model_, model_ids_, model_titles_)) {
        return part.name + ": it is no display file of this model";
      }
    } else {
      error = model_->AddPart(part.bytes);
    }
    if (error != ReadError::kNone) {
      return part.name + ": " + WhyRefused(error);
    }
  }
  return TellAllItems();
}

/// Of a model that was learned here; of another, sees that all were told.
Problem Job::TellAllItems() {
  std::vector<std::string_view> categories(log_.items.size());
  for (const FeedRow& row : log_.feed) categories[row.item] = row.category;
  std::vector<bool> sold_out(events_.items.size());
  for (const ingest::FeedProduct& product : feed_.products) {
    sold_out[product.item] = product.availability == Availability::kOutOfStock;
  }
  for (std::uint32_t number = 0; number < model_items_.size(); ++number) {
    const std::uint32_t index = model_items_[number];
    model_ids_.push_back(log_.items[index]);
    Model::Item item;
    item.id = IdentityOf(IdentityKind::kItem, model_ids_.back());
    if (!categories[index].empty()) {
      item.category = IdentityOf(IdentityKind::kValue, categories[index]);
    }
    if (sold_out[items_[index]]) item.availability = Availability::kOutOfStock;
    model_->Tell(number, item);
  }
  for (std::uint32_t item = 0; item < model_->size(); ++item) {
    if (!(*model_)[item].known() || !model_->HasRow(item)) {
      return "the model lacks some of its files";
    }
  }
  return {};
}

Problem Job::BeginJudging() {
  if (by_popularity_.empty()) by_popularity_ = ItemsByPopularity(*model_);
  judge_ =
      std::make_unique<Judge>(*model_, std::move(sessions_), by_popularity_);
  if (options_.baselines) {
    judge_->Compare(TableOf(log_, NumbersIn(model_items_, log_.items.size()),
                            model_->size()));
  }
  DescribeModel();
  report_.resources.Enter("evaluating");
  if (judge_->evaluator().cases() == 0) {
    return "no session to judge with has two items of the model";
  }
  state_ = State::kEvaluating;
  return {};
}

void Job::DescribeModel() {
  ModelItems items = {.ids = model_ids_,
                      .by_popularity = by_popularity_,
                      .titles = model_titles_};
  AddEvents(log_, model_items_, items);
  AddProducts(feed_, items_, model_items_, items);
  report_.reach = ReachJson(ReachOf(*model_, items));
  report_.examples = ExamplesJson(*model_, items);
}

void Job::FinishJudging() {
  report_.judged = {.judge = judge_.get(),
                    .items = model_->size(),
                    .first_shard = model_->first_shard(),
                    .core_bytes = model_parts_[0].bytes.size(),
                    .part_bytes = {}};
  JobReport::Judged& judged = *report_.judged;
  // They came by ascending number, beside display files.
  for (std::size_t i = 1; i < model_parts_.size(); ++i) {
    const Bytes& bytes = model_parts_[i].bytes;
    if (bytes[0] != '{') judged.part_bytes.push_back(bytes.size());
  }
  judged.part_bytes.resize(model_->first_display());
  report_.resources.Enter(nullptr);
  output_ = ReportFiles(report_, {});
  output_.push_back(DownloadsFile(judged));
  state_ = State::kDone;
}

}  // namespace vitrine::jobs
