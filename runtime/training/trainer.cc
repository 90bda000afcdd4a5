#include "runtime/training/trainer.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/training/neighbour_counter.h"
#include "runtime/training/ordered_log.h"

namespace vitrine {
namespace {

/// Tuned on the validation sessions of five shops: the way back counts half,
/// and a view that was repeated is likely to be so again.
constexpr StepWorth kSimilarWorth = {2, 1, 4};
/// What lies in one basket has no direction.
constexpr StepWorth kTogetherWorth = {1, 1, 1};

/// Ordering the log, as a share of counting one relation.
constexpr double kOrderingShare = 0.5;

/// Texts by number of first use.
class Names {
 public:
  explicit Names(TextTable& table) : table_(table) {}

  std::uint32_t Add(std::string_view name) {
    if (name.empty()) return kNone;
    const auto [entry, is_new] = numbers_.try_emplace(name, table_.size());
    if (is_new) table_.Add(name);
    return entry->second;
  }

 private:
  TextTable& table_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

/// Repeats of an item within one session.
class SeenItems {
 public:
  explicit SeenItems(std::size_t items) : sessions_(items, kNone) {}

  /// False if the item was there in this session before.
  bool Add(std::uint32_t item, std::uint32_t session) {
    if (sessions_[item] == session) return false;
    sessions_[item] = session;
    return true;
  }

 private:
  std::vector<std::uint32_t> sessions_;  ///< the last one, by item
};

}  // namespace

class Trainer::Work {
 public:
  explicit Work(const TrainingLog& log) : log_(log) {}

  double Step() {
    switch (phase_) {
      case Phase::kOrder:
        Order();
        phase_ = Phase::kArrange;
        break;
      case Phase::kArrange:
        NumberItems();
        ArrangeSessions();
        similar_.emplace(views_, ItemCount(), kSimilarWorth);
        together_.emplace(purchases_, ItemCount(), kTogetherWorth);
        phase_ = Phase::kCount;
        break;
      case Phase::kCount:
        if (!similar_->done()) {
          similar_->Step();
        } else {
          together_->Step();
        }
        if (together_->done()) return 1;
        break;
    }
    return Share();
  }

  ModelFiles Finish(TrainingReport& report) {
    Part whole;
    AddItems(whole);
    whole.similar = similar_->Finish();
    whole.together = together_->Finish();
    report_.similar_pairs = whole.similar.items.size();
    report_.together_pairs = whole.together.items.size();
    report = report_;
    ModelFiles files;
    WriteModelFiles(whole, kMaxBundleBytes, files);
    files.items = items_;
    return files;
  }

 private:
  enum class Phase : std::uint8_t { kOrder, kArrange, kCount };

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

  /// Putting into the cart or buying what the session has looked at is no new
  /// step: it would teach that the item comes after itself.
  void ArrangeSessions() {
    SeenItems seen(ItemCount());
    SeenItems bought(ItemCount());
    std::uint32_t at = 0;
    for (std::uint32_t session = 0; session < ordered_.ends.size(); ++session) {
      for (; at < ordered_.ends[session]; ++at) {
        const LogRow& row = log_.rows[ordered_.rows[at]];
        const std::uint32_t item = numbers_[row.item];
        const bool is_new = seen.Add(item, session);
        if (is_new || row.action == Action::kView) views_.items.push_back(item);
        if (row.action != Action::kPurchase) continue;
        ++report_.purchases;
        if (bought.Add(item, session)) purchases_.items.push_back(item);
      }
      for (Sequences* sequences : {&views_, &purchases_}) {
        sequences->ends.push_back(
            static_cast<std::uint32_t>(sequences->items.size()));
      }
    }
    views_.weights = ordered_.weights;
    purchases_.weights = std::move(ordered_.weights);
    ordered_.rows = {};
  }

  void AddItems(Part& whole) const {
    std::vector<const FeedRow*> feed(ItemCount());
    for (const FeedRow& row : log_.feed) feed[numbers_[row.item]] = &row;
    Names names(whole.names);
    for (std::uint32_t number = 0; number < ItemCount(); ++number) {
      whole.ids.Add(log_.items[items_[number]]);
      Product product;
      product.price = __builtin_nan("");
      if (const FeedRow* row = feed[number]) {
        product.category = names.Add(row->category);
        product.brand = names.Add(row->brand);
        product.price = row->price;
        product.availability = row->availability;
      }
      whole.products.push_back(product);
    }
  }

  double Share() const {
    if (phase_ != Phase::kCount) return 0;
    const double work =
        static_cast<double>(views_.items.size() + purchases_.items.size());
    const double done =
        static_cast<double>(similar_->work_done() + together_->work_done());
    const double before = kOrderingShare * work;
    // Never 1 before all rows are counted, those without events too.
    return (before + done) / (before + work + 1);
  }

  std::uint32_t ItemCount() const {
    return static_cast<std::uint32_t>(items_.size());
  }

  const TrainingLog& log_;
  Phase phase_ = Phase::kOrder;
  TrainingReport report_;
  std::vector<bool> for_sale_;  ///< by index of log_.items
  OrderedLog ordered_;
  std::vector<std::uint32_t> items_;    ///< by number: index of log_.items
  std::vector<std::uint32_t> numbers_;  ///< the reverse; kNone: not for sale
  Sequences views_;
  Sequences purchases_;
  std::optional<NeighbourCounter> similar_;
  std::optional<NeighbourCounter> together_;
};

Trainer::Trainer(const TrainingLog& log) : work_(std::make_unique<Work>(log)) {}
Trainer::~Trainer() = default;

double Trainer::Step() { return work_->Step(); }

ModelFiles Trainer::Finish(TrainingReport& report) {
  return work_->Finish(report);
}

}  // namespace vitrine
