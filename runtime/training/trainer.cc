#include "runtime/training/trainer.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/bundle/program.h"
#include "runtime/training/arranged_log.h"
#include "runtime/training/basket_counter.h"
#include "runtime/training/browse_order.h"
#include "runtime/training/content_neighbours.h"
#include "runtime/training/item_fit.h"
#include "runtime/training/item_lists.h"
#include "runtime/training/ordered_log.h"
#include "runtime/training/renumbered.h"
#include "runtime/training/row_pool.h"
#include "runtime/training/session_log.h"
#include "runtime/training/stored_rows.h"
#include "runtime/training/supported_pairs.h"

namespace vitrine {
namespace {

/// The shares of the work that are done before tuning, and after it.
constexpr double kShareBefore = 0.02;
constexpr double kShareAfter = 0.1;

std::uint64_t PairsOf(const SparseRows& rows) {
  std::uint64_t pairs = 0;
  for (const auto& row : rows) pairs += row.size();
  return pairs;
}

std::vector<std::uint32_t> Renumbered(
    std::vector<std::uint32_t> items,
    const std::vector<std::uint32_t>& numbers) {
  for (std::uint32_t& item : items) item = numbers[item];
  return items;
}

ContentRows Renumbered(const ContentRows& rows,
                       const std::vector<std::uint32_t>& numbers,
                       const std::vector<std::uint32_t>& items) {
  ContentRows result;
  for (const std::uint32_t item : items) {
    result.push_back(Renumbered(rows[item], numbers));
  }
  return result;
}

}  // namespace

class Trainer::Work {
 public:
  Work(const TrainingLog& log, const TrainingOptions& options)
      : log_(log),
        options_(options),
        workers_(options.workers == 0 ? RowPool::Processors()
                                      : options.workers) {
    report_.parameters.statistics.min_support = options.min_support;
  }

  double Step() {
    switch (phase_) {
      case Phase::kOrder:
        Order();
        phase_ = Phase::kArrange;
        return kShareBefore / 2;
      case Phase::kArrange:
        NumberItems();
        Arrange();
        BeginTuning();
        return kShareBefore;
      case Phase::kTune:
        tuner_->Step();
        if (tuner_->done()) FinishTuning();
        break;
      case Phase::kPairs:
        pairs_->Step();
        if (!pairs_->done()) {
          return 1 - kShareAfter * (1 - pairs_->share_done() / 2);
        }
        BeginFit();
        return 1 - kShareAfter / 2;
      case Phase::kFit:
        fit_->Step();
        if (!fit_->done()) {
          return 1 - kShareAfter / 2 * (1 - fit_->share_done() / 2);
        }
        BeginBaskets();
        return 1 - kShareAfter / 4;
      case Phase::kBaskets:
        together_->Step();
        if (together_->done()) BeginBrowsing();
        return 1 - kShareAfter / 4;
      case Phase::kBrowse:
        browse_->Step();
        if (!browse_->done()) {
          return 1 - kShareAfter / 8 * (1 - browse_->share_done() / 2);
        }
        BeginContent();
        return 1 - kShareAfter / 16;
      case Phase::kContent:
        if (!content_->done()) content_->Step();
        if (content_->done()) BeginBudgets();
        return phase_ == Phase::kContent && content_->done()
                   ? 1
                   : 1 - kShareAfter / 16;
      case Phase::kBudgets:
        budgets_->Step();
        return budgets_->done() ? 1 : 1 - kShareAfter / 32;
    }
    return kShareBefore + (1 - kShareBefore - kShareAfter) *
                              (tuner_ ? tuner_->share_done() : 1);
  }

  std::string Doing() const {
    switch (phase_) {
      case Phase::kTune:
        return tuner_->Doing();
      case Phase::kPairs:
      case Phase::kFit:
      case Phase::kBaskets:
        return "learning";
      case Phase::kBrowse:
      case Phase::kContent:
        return "arranging";
      case Phase::kBudgets:
        return "judging smaller models";
      default:
        return "ordering";
    }
  }

  void StopTuning() {
    if (tuner_) tuner_->Stop();
  }

  ModelFiles Finish(TrainingReport& report) {
    ContentRows content = content_->Finish();
    const std::vector<std::uint32_t> order =
        BesideNeighbours(browse_->Finish(), content, without_events_);
    std::vector<std::uint32_t> numbers = NumbersIn(order);
    const RankingParameters& parameters = report_.parameters.ranking;
    SparseRows similar = Renumbered(fit_->rows(), numbers, order);
    for (std::uint32_t item = 0; item < similar.size(); ++item) {
      for (ItemWeight& entry : similar[item]) {
        if (entry.item == item) entry.weight *= parameters.self;
      }
    }
    const SparseRows together = Renumbered(together_rows_, numbers, order);
    if (budgets_) report_.budgets = budgets_->Finish();
    report_.similar_pairs = PairsOf(similar);
    report_.together_pairs = PairsOf(together);

    std::vector<std::uint32_t> popularity;
    for (const std::uint32_t item : order) {
      popularity.push_back(input_->popularity[item]);
    }
    const StoredRows rows(similar, together, popularity,
                          Renumbered(content, numbers, order));
    WholeModel model = {.rows = rows,
                        .ranking = {.decay = parameters.decay,
                                    .revisit = parameters.revisit,
                                    .revisit_decay = parameters.revisit_decay,
                                    .near = parameters.near,
                                    .near_slope = parameters.near_slope},
                        .names = {},
                        .categories = {},
                        .by_popularity = {},
                        .trending = Renumbered(lists_.trending, numbers),
                        .fresh = Renumbered(lists_.fresh, numbers),
                        .aliases = {}};
    model.by_popularity = std::move(numbers);
    AddNames(order, model);
    ModelFiles files = WriteModelFiles(model, options_.shape);
    for (const std::uint32_t item : order) files.items.push_back(items_[item]);
    report_.kept_pairs = files.neighbours + files.by_content;
    if (files.by_content > 0) {
      report_.items_by_content = static_cast<std::uint32_t>(
          std::count_if(content.begin(), content.end(),
                        [](const auto& row) { return !row.empty(); }));
    }
    report_.trending = static_cast<std::uint32_t>(model.trending.size());
    report_.fresh = static_cast<std::uint32_t>(model.fresh.size());
    report_.names_left_out = files.names_left_out;
    report_.ranking_bytes = files.core.size();
    for (std::size_t part = 0; part < files.parts.size(); ++part) {
      report_.ranking_bytes += files.parts[part].size();
      if (part < files.first_shard) {
        report_.lookup_bytes += files.parts[part].size();
      }
    }
    report = report_;
    return files;
  }

 private:
  enum class Phase : std::uint8_t {
    kOrder,
    kArrange,
    kTune,
    kPairs,
    kFit,
    kBaskets,
    kBrowse,
    kContent,
    kBudgets
  };

  /// Leaves out what is not for sale.
  void Order() {
    for_sale_.assign(log_.items.size(), log_.feed.empty());
    for (const FeedRow& row : log_.feed) for_sale_[row.item] = true;
    ordered_ = OrderLog(log_, for_sale_);
  }

  /// Most popular first; of equally popular ones, by their ids.
  void NumberItems() {
    std::vector<std::uint32_t> events(log_.items.size());
    for (const std::uint32_t row : ordered_.rows) {
      ++events[log_.rows[row].item];
    }
    std::vector<bool> in_log(log_.items.size());
    for (const LogRow& row : log_.rows) in_log[row.item] = true;
    for (std::uint32_t item = 0; item < log_.items.size(); ++item) {
      if (for_sale_[item]) {
        items_.push_back(item);
        if (!in_log[item]) ++report_.items_without_events;
      } else if (in_log[item]) {
        ++report_.items_not_in_feed;
      }
    }
    std::sort(items_.begin(), items_.end(),
              [&](std::uint32_t a, std::uint32_t b) {
                return events[a] != events[b] ? events[a] > events[b]
                                              : log_.items[a] < log_.items[b];
              });
    numbers_.assign(log_.items.size(), kNone);
    for (std::uint32_t number = 0; number < items_.size(); ++number) {
      numbers_[items_[number]] = number;
    }
    report_.items = ItemCount();
    report_.sessions = static_cast<std::uint32_t>(ordered_.ends.size());
    report_.events = ordered_.rows.size();
  }

  void Arrange() {
    lists_ = FindItemLists(log_, ordered_, numbers_, ItemCount(),
                           options_.min_support);
    ArrangedLog arranged = ArrangeLog(log_, ordered_, numbers_, ItemCount());
    sessions_ = std::move(arranged.sessions);
    baskets_ = std::move(arranged.baskets);
    report_.purchases = arranged.purchases;
    ordered_ = {};
  }

  void BeginTuning() {
    tuner_.emplace(sessions_, ItemCount(), report_.parameters, workers_);
    if (tuner_->has_cases()) {
      phase_ = Phase::kTune;
    } else {
      BeginPairs();
    }
  }

  void FinishTuning() {
    report_.parameters = tuner_->parameters();
    report_.tuning = tuner_->report();
    held_out_ = {.rows = tuner_->rows(),
                 .order = tuner_->order(),
                 .cases = tuner_->cases()};
    BeginPairs();
  }

  void BeginPairs() {
    tuner_.reset();
    input_.emplace(std::move(sessions_), ItemCount());
    if (options_.min_support == 1) {
      BeginFit();
      return;
    }
    phase_ = Phase::kPairs;
    pairs_.emplace(
        *input_, report_.parameters, workers_,
        report_.tuning ? report_.tuning->support_rounds : kSupportRounds);
  }

  void BeginFit() {
    phase_ = Phase::kFit;
    pairs_.reset();
    fit_.emplace(*input_, report_.parameters, workers_, nullptr);
  }

  void BeginBaskets() {
    phase_ = Phase::kBaskets;
    fit_->DropStages();
    input_->pairs.clear();
    together_.emplace(baskets_, ItemCount(), options_.min_support);
  }

  void BeginBrowsing() {
    phase_ = Phase::kBrowse;
    browse_.emplace(fit_->rows());
  }

  void BeginContent() {
    phase_ = Phase::kContent;
    for (const std::uint32_t events : input_->popularity) {
      without_events_.push_back(events == 0);
    }
    content_.emplace(ContentOf(log_, numbers_, fit_->rows(), without_events_),
                     workers_);
  }

  void BeginBudgets() {
    together_rows_ = together_->Finish();
    if (!report_.tuning) return;
    phase_ = Phase::kBudgets;
    budgets_.emplace(std::move(held_out_), together_rows_, input_->popularity,
                     report_.parameters.ranking, options_.shape, workers_);
  }

  void AddNames(const std::vector<std::uint32_t>& order,
                WholeModel& model) const {
    std::vector<const FeedRow*> feed(ItemCount());
    for (const FeedRow& row : log_.feed) feed[numbers_[row.item]] = &row;
    for (const std::uint32_t item : order) {
      const auto name = [](IdentityKind kind, std::string_view text) {
        return text.empty() ? kNoIdentity : IdentityOf(kind, text);
      };
      model.names.push_back(
          name(IdentityKind::kItem, log_.items[items_[item]]));
      model.categories.push_back(
          feed[item] == nullptr
              ? kNoIdentity
              : name(IdentityKind::kValue, feed[item]->category));
    }
    for (const ItemAlias& alias : log_.aliases) {
      const std::uint32_t item = numbers_[alias.item];
      if (item == kNone) continue;
      model.aliases.push_back({IdentityOf(IdentityKind::kItem, alias.id),
                               model.by_popularity[item]});
    }
  }

  std::uint32_t ItemCount() const {
    return static_cast<std::uint32_t>(items_.size());
  }

  const TrainingLog& log_;
  const TrainingOptions options_;
  const std::uint32_t workers_;
  Phase phase_ = Phase::kOrder;
  TrainingReport report_;
  std::vector<bool> for_sale_;  ///< by index of log_.items
  OrderedLog ordered_;
  ItemLists lists_;
  std::vector<std::uint32_t> items_;    ///< by number: index of log_.items
  std::vector<std::uint32_t> numbers_;  ///< the reverse; kNone: not for sale
  SessionLog sessions_;
  Baskets baskets_;
  std::optional<Tuner> tuner_;
  std::optional<FitInput> input_;
  std::optional<SupportWork> pairs_;
  std::optional<ItemFit> fit_;
  std::optional<BasketCounter> together_;
  SparseRows together_rows_;
  HeldOutRows held_out_;  ///< of tuning
  std::optional<BudgetWork> budgets_;
  std::optional<BrowseOrderWork> browse_;
  std::vector<bool> without_events_;
  std::optional<ContentWork> content_;
};

Trainer::Trainer(const TrainingLog& log, const TrainingOptions& options)
    : work_(std::make_unique<Work>(log, options)) {}
Trainer::~Trainer() = default;

double Trainer::Step() { return work_->Step(); }

std::string Trainer::Doing() const { return work_->Doing(); }

void Trainer::StopTuning() { work_->StopTuning(); }

ModelFiles Trainer::Finish(TrainingReport& report) {
  return work_->Finish(report);
}

}  // namespace vitrine
