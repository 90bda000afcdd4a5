#include "bindings/jobs/judge.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace vitrine::jobs {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPiece(100);

std::uint32_t NanosecondsSince(Clock::time_point start) {
  const auto passed =
      std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start)
          .count();
  constexpr std::int64_t kMost = 0xffffffff;
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(passed, 0, kMost));
}

}  // namespace

Judge::Judge(const Model& model, std::vector<HeldOutSession> sessions,
             const std::vector<std::uint32_t>& by_popularity)
    : sessions_(std::move(sessions)),
      evaluator_(model, sessions_, by_popularity) {}

void Judge::Compare(SessionTable table) {
  const auto add = [this](const char* name, auto& baseline) {
    names_.push_back(name);
    evaluator_.Compare([&baseline](auto session, std::size_t most) {
      return baseline.Rank(session, most);
    });
  };
  baselines_ = std::make_unique<Baselines>(std::move(table));
  add("ar", baselines_->associations);
  add("sr", baselines_->sequences);
  add("vsknn", baselines_->nearest);
}

double Judge::Step() {
  const Clock::time_point begin = Clock::now();
  while (Clock::now() - begin < kPiece) {
    if (!evaluator_.Next()) return 1;
    const Clock::time_point start = Clock::now();
    evaluator_.Recommend();
    nanoseconds_.push_back(NanosecondsSince(start));
    evaluator_.Judge();
  }
  if (evaluator_.cases() == 0) return 0;
  // Not 1 before Next has said that there is no more.
  return std::min(0.999, static_cast<double>(evaluator_.cases_done()) /
                             static_cast<double>(evaluator_.cases()));
}

double Judge::MicrosecondsAt(double share) {
  if (nanoseconds_.empty()) return 0;
  const auto last = static_cast<double>(nanoseconds_.size() - 1);
  const auto at =
      nanoseconds_.begin() + static_cast<std::ptrdiff_t>(share * last);
  std::nth_element(nanoseconds_.begin(), at, nanoseconds_.end());
  return *at / 1'000.0;
}

}  // namespace vitrine::jobs
