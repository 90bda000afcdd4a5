// What a job makes of its logs and feed before anything is learned.
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "bindings/ingest/text.h"
#include "bindings/ingest/time.h"
#include "bindings/jobs/bots.h"
#include "bindings/jobs/content.h"
#include "bindings/jobs/health.h"
#include "bindings/jobs/job.h"
#include "bindings/jobs/sessions.h"

namespace vitrine::jobs {
namespace {

JobReport::HeldOut HoldoutReport(const std::vector<LogRow>& rows,
                                 const std::vector<bool>& held_out,
                                 bool clocked) {
  JobReport::HeldOut report;
  report.sessions = static_cast<std::uint64_t>(
      std::count(held_out.begin(), held_out.end(), true));
  if (!clocked) return report;
  const auto [first, last] = std::minmax_element(
      rows.begin(), rows.end(),
      [](const LogRow& a, const LogRow& b) { return a.time < b.time; });
  report.from = ingest::IsoMinute(first->time);
  report.to = ingest::IsoMinute(last->time);
  return report;
}

}  // namespace

Problem Job::ChooseDisplay() {
  const std::vector<std::string_view> usual = UsualColumns();
  std::vector<std::string_view> known;
  for (std::uint32_t i = 0; i < feed_.attribute_names.size(); ++i) {
    known.push_back(feed_.attribute_names[i]);
  }
  for (const std::string& name : options_.display) {
    if (name == "item_id" || name == "currency" || name == "reason") {
      return "items on a page have a " + ingest::Quoted(name) +
             " that is not the feed's";
    }
    if (std::find(usual.begin(), usual.end(), name) != usual.end()) continue;
    const std::uint32_t number = feed_.attribute_names.Find(name);
    if (number == ingest::Dictionary::kAbsent) {
      return "the feed has no attribute " + ingest::Quoted(name) +
             " for display" + ingest::DidYouMean(name, known) +
             "; besides the usual ones it has " +
             (known.empty() ? "none" : ingest::Listed(known));
    }
    if (std::find(display_.begin(), display_.end(), number) == display_.end()) {
      display_.push_back(number);
    }
  }
  return {};
}

/// Rows of variants and groups count for the item that stands for them.
void Job::JoinVariants() {
  variants_ = FindVariants(feed_, events_.rows, events_.items);
  for (LogRow& row : events_.rows) row.item = variants_.ItemOf(row.item);
  report_.variants = variants_.products;
  report_.variant_groups = variants_.groups;
}

/// Returns how many sessions there are; `owners`: the visitor of each.
std::uint32_t Job::CutVisits(ingest::EventLog& log,
                             std::vector<std::uint32_t>& owners) const {
  std::uint32_t sessions = log.sessions.size();
  owners = log.owner_of;
  owners.resize(sessions, kNone);
  // A session that is a visitor is its own owner, behind those with names.
  for (std::uint32_t i = 0; i < sessions; ++i) {
    const bool visitor = i < log.is_visitor.size() && log.is_visitor[i];
    if (visitor) owners[i] = log.owners.size() + i;
  }
  if (!is_clocked()) return sessions;
  std::vector<std::uint32_t> visitor_of;
  sessions = SplitVisits(log.rows, log.is_visitor, sessions, visitor_of);
  for (const std::uint32_t visitor : visitor_of) {
    owners.push_back(owners[visitor]);
  }
  return sessions;
}

void Job::SetAsideBots() {
  std::vector<std::uint32_t> owners;
  log_.sessions = CutVisits(events_, owners);
  std::vector<bool> in_feed;
  if (!feed_.products.empty()) in_feed = feed_.has_item;
  report_.health = HealthOf(events_.rows, log_.sessions, in_feed, log_.clocked);
  Bots bots;
  if (!options_.keep_bots) {
    bots = FindBots(events_.rows, owners, log_.clocked);
  }
  FindRebuys(owners, bots.sessions);
  if (bots.rules.empty()) return;
  log_.sessions = DropSessions(events_.rows, bots.sessions);
  report_.health->bots = std::move(bots.rules);
}

/// `owners`: the visitor of each session; `dropped`: short: not.
void Job::FindRebuys(const std::vector<std::uint32_t>& owners,
                     const std::vector<bool>& dropped) {
  if (!log_.clocked) return;
  std::vector<VisitorPurchase> purchases;
  for (const LogRow& row : events_.rows) {
    if (row.action != Action::kPurchase || owners[row.session] == kNone) {
      continue;
    }
    if (row.session < dropped.size() && dropped[row.session]) continue;
    purchases.push_back({owners[row.session], row.item, row.time});
  }
  rebuy_days_ = FindRebuyDays(std::move(purchases), options_.min_support);
  report_.rebought = static_cast<std::uint32_t>(rebuy_days_.size());
}

/// The sessions to judge with, as they would come from a device.
void Job::PrepareTestLog() {
  if (test_.rows.empty()) return;
  std::vector<std::uint32_t> owners;
  const std::uint32_t sessions = CutVisits(test_, owners);
  const bool learned = report_.health.has_value();
  if (!learned) {
    report_.health = HealthOf(test_.rows, sessions, {}, is_clocked());
  }
  if (!options_.keep_bots) {
    Bots bots = FindBots(test_.rows, owners, is_clocked());
    DropSessions(test_.rows, bots.sessions);
    (learned ? report_.test_bots : report_.health->bots) =
        std::move(bots.rules);
  }
  std::vector<std::string> items = test_.items.Texts();
  for (std::string& item : items) {
    const std::uint32_t number = variants_.ItemOfAlias(item);
    if (number != kNone) item = events_.items[number];
  }
  sessions_ =
      SessionsToJudge(std::exchange(test_.rows, {}), items, is_clocked());
}

bool Job::FeedKnowsALogItem() const {
  return std::any_of(
      events_.rows.begin(), events_.rows.end(), [this](const LogRow& row) {
        return row.item < feed_.has_item.size() && feed_.has_item[row.item];
      });
}

/// Moves the sessions to judge with out of the log.
Problem Job::HoldOut() {
  if (options_.holdout.days == 0 && options_.holdout.share == 0) return {};
  const std::vector<bool> held_out =
      HeldOut(events_.rows, log_.sessions, options_.holdout);
  const auto is_held_out = [&held_out](const LogRow& row) {
    return held_out[row.session];
  };
  std::vector<LogRow> rows;
  std::copy_if(events_.rows.begin(), events_.rows.end(),
               std::back_inserter(rows), is_held_out);
  std::erase_if(events_.rows, is_held_out);
  if (rows.empty() || events_.rows.empty()) {
    return "the holdout leaves no session to " +
           std::string(rows.empty() ? "judge with" : "learn from");
  }
  report_.held_out = HoldoutReport(rows, held_out, log_.clocked);
  sessions_ = SessionsToJudge(std::move(rows), log_.items, log_.clocked);
  return {};
}

/// Forgets sale prices that do not hold at the log's end, which is taken for
/// now: there is no clock, and the same input has to give the same model.
void Job::SettleSales() {
  const std::optional<LogHealth::Span>& span = report_.health->span;
  for (ingest::FeedProduct& product : feed_.products) {
    if (product.sale_period.empty() ||
        (span && product.sale_from <= span->last &&
         span->last <= product.sale_until)) {
      continue;
    }
    product.sale_price = ingest::FeedProduct::kUnknown;
    product.sale_period.clear();
  }
}

void Job::FillTrainingLog() {
  log_.rows = std::exchange(events_.rows, {});
  SettleSales();
  const std::uint32_t available =
      feed_.attribute_names.Find("availability_date");
  for (const ingest::FeedProduct& product : feed_.products) {
    if (variants_.ItemOf(product.item) != product.item) continue;
    FeedRow& row = log_.feed.emplace_back();
    row.item = product.item;
    row.category = product.category;
    for (const ingest::ItemAttribute& one : product.attributes) {
      if (one.name != available) continue;
      const std::optional<double> time =
          ingest::ParseIsoTime(feed_.attribute_values[one.value]);
      if (time) row.available = *time;
    }
  }
  log_.aliases = variants_.aliases;
  Renumbered items = NumberAnew(log_);
  items_ = std::move(items.old);
  report_.items_left_out = items.left_out;
  AddContent(feed_, items_, log_);
}

}  // namespace vitrine::jobs
