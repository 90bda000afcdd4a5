#include "runtime/training/tuner.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "runtime/training/settings.h"

namespace vitrine {
namespace {

/// The latest events are enough to tune with.
constexpr std::uint32_t kTunedEvents = 1'000'000;
/// One session of so many is held out, rounded up; of a small log more.
constexpr std::uint32_t kHeldOutPart = 12;
constexpr std::uint32_t kHeldOutOfFew = 6;
constexpr std::uint64_t kMostCases = 20'000;
/// Of fewer the figures are chance.
constexpr std::uint64_t kFewestCases = 200;

/// What all trials may cost.
constexpr std::uint64_t kBudget = 40'000'000'000;
/// What is worth another trial.
constexpr double kLeastGain = 1e-4;
/// How far a setting goes at once, pass by pass, each of the last kind as often
/// as it helps. The large steps in between lead out of where small ones end.
constexpr std::uint8_t kStrides[] = {2, 1, 4, 2, 1};

/// The first of the latest sessions that have so many events.
std::uint32_t FirstOfLatest(const SessionLog& log, std::uint32_t events) {
  std::uint32_t session = log.size();
  const auto all = static_cast<std::uint32_t>(log.items.size());
  while (session > 0 && all - log.begin(session - 1) <= events) --session;
  return session;
}

/// The first session to hold out of those from `first` on.
std::uint32_t FirstHeldOut(const SessionLog& log, std::uint32_t first) {
  const std::uint32_t sessions = log.size() - first;
  const std::uint32_t few = log.size() - sessions / kHeldOutPart;
  return log.items.size() - log.begin(few) >= kMostCases
             ? few
             : log.size() - sessions / kHeldOutOfFew;
}

}  // namespace

Tuner::Tuner(const SessionLog& log, std::uint32_t items,
             const Parameters& start, std::uint32_t workers)
    : start_(start), workers_(workers), is_upward_(Settings().size()) {
  const std::uint32_t first = FirstOfLatest(log, kTunedEvents);
  const std::uint32_t held_out = FirstHeldOut(log, first);
  input_ = std::make_unique<FitInput>(SliceOf(log, first, held_out), items);
  cases_ = CasesOf(log, held_out, input_->popularity, kMostCases);
  report_.sessions = cases_.ends.size();
  const auto has = [this](Action action) {
    const auto& actions = input_->log.actions;
    return std::find(actions.begin(), actions.end(), action) != actions.end();
  };
  for (const Setting& setting : Settings()) {
    is_of_use_.push_back(setting.of == Action::kView || has(setting.of));
    best_.indexes.push_back(IndexOf(setting, start));
  }
}

Tuner::~Tuner() = default;

bool Tuner::has_cases() const { return cases_.count >= kFewestCases; }

void Tuner::Step() {
  if (done()) return;
  if (phase_ == Phase::kPairs) {
    FindPairs();
  } else if (!trial_.fit->done()) {
    trial_.fit->Step();
  } else if (phase_ == Phase::kArrange) {
    Arrange(order_, Phase::kStart);
  } else if (phase_ == Phase::kArrangeUnsupported) {
    Arrange(unsupported_order_, Phase::kUnsupported);
  } else {
    if (!replay_) {
      replay_.emplace(
          trial_.fit->rows(),
          phase_ == Phase::kUnsupported ? unsupported_order_ : order_, cases_,
          trial_.fit->parameters().ranking, workers_);
    }
    replay_->Step();
    if (replay_->done()) Judge();
  }
}

/// With the parameters that every shop begins with: which pairs there are, and
/// where items stand, depends little on them.
void Tuner::FindPairs() {
  if (start_.statistics.min_support > 1) {
    if (!pairs_) {
      pairs_.emplace(*input_, ParametersAt(best_.indexes), workers_);
    }
    if (report_.stopped) pairs_->Stop();
    pairs_->Step();
    if (!pairs_->done()) return;
    cost_ += pairs_->cost();
    report_.support_rounds = pairs_->rounds_done();
    pairs_.reset();
  }
  phase_ = Phase::kArrange;
  Begin(best_.indexes, start_.statistics.min_support);
}

void Tuner::Arrange(std::vector<std::uint32_t>& order, Phase next) {
  if (!browse_) browse_.emplace(trial_.fit->rows());
  browse_->Step();
  if (!browse_->done()) return;
  order = browse_->Finish();
  browse_.reset();
  phase_ = next;
}

Parameters Tuner::ParametersAt(const Indexes& indexes) const {
  Parameters parameters = start_;
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    Settings()[i].set(parameters, Settings()[i].values[indexes[i]]);
  }
  return parameters;
}

void Tuner::Begin(Indexes indexes, std::uint32_t min_support) {
  Parameters parameters = ParametersAt(indexes);
  parameters.statistics.min_support = min_support;
  trial_.indexes = std::move(indexes);
  trial_.fit =
      std::make_unique<ItemFit>(*input_, parameters, workers_, best_.fit.get());
  tried_.insert(trial_.indexes);
}

void Tuner::Judge() {
  trial_.result = replay_->Finish();
  cost_ += trial_.fit->cost() + replay_->cost();
  replay_.reset();
  switch (phase_) {
    case Phase::kStart:
      best_ = std::move(trial_);
      report_.start = best_.result;
      phase_ = Phase::kSearch;
      Search();
      break;
    case Phase::kSearch:
      ++report_.trials;
      if (trial_.result.Worth() > best_.result.Worth() + kLeastGain) {
        trial_.fit->TakeOver(*best_.fit);
        best_ = std::move(trial_);
        moved_ = true;
        improved_ = true;
      } else if (!moved_ && !turned_) {
        is_upward_[setting_] = !is_upward_[setting_];
        turned_ = true;
      } else {
        LeaveSetting();
      }
      Search();
      break;
    case Phase::kUnsupported:
      report_.unsupported = trial_.result;
      trial_ = {};
      phase_ = Phase::kDone;
      break;
    default:
      break;
  }
}

void Tuner::Search() {
  trial_ = {};
  Indexes next;
  if (cost_ < kBudget && !report_.stopped && NextIndexes(next)) {
    Begin(std::move(next), start_.statistics.min_support);
  } else {
    EndSearch();
  }
}

/// False: there is nothing left to try.
bool Tuner::NextIndexes(Indexes& indexes) {
  for (;;) {
    if (setting_ == Settings().size()) {
      if (kStrides[pass_] > 1 || !improved_) ++pass_;
      if (pass_ == std::size(kStrides)) return false;
      setting_ = 0;
      improved_ = false;
    }
    if (!is_of_use_[setting_]) {
      LeaveSetting();
      continue;
    }
    indexes = best_.indexes;
    std::uint8_t& index = indexes[setting_];
    const std::uint8_t stride = kStrides[pass_];
    const auto last =
        static_cast<std::uint8_t>(Settings()[setting_].values.size() - 1);
    index = is_upward_[setting_]
                ? static_cast<std::uint8_t>(std::min(index + stride, +last))
                : static_cast<std::uint8_t>(std::max(index - stride, 0));
    if (tried_.count(indexes) == 0) return true;
    if (moved_ || turned_) {
      LeaveSetting();
    } else {
      is_upward_[setting_] = !is_upward_[setting_];
      turned_ = true;
    }
  }
}

void Tuner::LeaveSetting() {
  ++setting_;
  turned_ = false;
  moved_ = false;
}

void Tuner::EndSearch() {
  report_.tuned = best_.result;
  report_.unsupported = best_.result;
  if (start_.statistics.min_support == 1) {
    phase_ = Phase::kDone;
    return;
  }
  phase_ = Phase::kArrangeUnsupported;
  input_->pairs.clear();
  Begin(best_.indexes, 1);
}

double Tuner::share_done() const {
  if (done()) return 1;
  const std::uint64_t cost = cost_ + (pairs_ ? pairs_->cost() : 0) +
                             (trial_.fit ? trial_.fit->cost() : 0);
  return std::min(0.99,
                  static_cast<double>(cost) / static_cast<double>(kBudget));
}

std::string Tuner::Doing() const {
  if (phase_ <= Phase::kStart) return "tuning: start";
  const auto thousandths =
      static_cast<std::uint32_t>(best_.result.all.hit_rate * 1000 + 0.5);
  std::string digits = std::to_string(1000 + thousandths);
  digits.replace(0, 1, thousandths == 1000 ? "1." : "0.");
  return "tuning: trial " + std::to_string(report_.trials + 1) + ", HR@20 " +
         digits;
}

}  // namespace vitrine
