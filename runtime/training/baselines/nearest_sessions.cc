#include "runtime/training/baselines/nearest_sessions.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace vitrine {
namespace {

SessionTable OrderedByEnd(const SessionTable& table) {
  std::vector<std::uint32_t> order(table.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&table](std::uint32_t a, std::uint32_t b) {
                     return table.last_times[a] < table.last_times[b];
                   });
  SessionTable ordered = {.item_count = table.item_count};
  std::vector<std::uint32_t> last(table.item_count, kNone);
  for (const std::uint32_t session : order) {
    for (const std::uint32_t item : table[session]) {
      if (last[item] == session) continue;
      last[item] = session;
      ordered.items.push_back(item);
    }
    ordered.ends.push_back(static_cast<std::uint32_t>(ordered.items.size()));
    ordered.last_times.push_back(table.last_times[session]);
  }
  return ordered;
}

/// The last bits, which depend on the library that has the logarithm and on the
/// order of a sum, must not decide.
double Rounded(double number) {
  constexpr double kSteps = 4294967296;
  return std::round(number * kSteps) / kSteps;
}

std::vector<double> RarityOf(const SessionTable& table) {
  std::vector<std::uint32_t> events(table.item_count);
  for (const std::uint32_t item : table.items) ++events[item];
  std::vector<double> rarity;
  for (const std::uint32_t count : events) {
    // An item without events is in no session that could recommend it.
    const double rare =
        count == 0 ? 0 : std::log(static_cast<double>(table.size()) / count);
    rarity.push_back(1 + kRarity * Rounded(rare));
  }
  return rarity;
}

}  // namespace

NearestSessions::NearestSessions(const SessionTable& table)
    : table_(OrderedByEnd(table)),
      sessions_(table_),
      rarity_(RarityOf(table)),
      weights_(table.item_count),
      steps_(table.item_count),
      scores_(table.item_count) {}

std::span<const std::uint32_t> NearestSessions::Rank(
    std::span<const std::uint32_t> session, std::size_t most) {
  WeighItems(session);
  Sample(session);
  FindNeighbours();
  ScoreItems();
  for (const std::uint32_t item : seen_) weights_[item] = 0;
  const std::size_t count = std::min(most, scored_.size());
  std::partial_sort(
      scored_.begin(), scored_.begin() + static_cast<std::ptrdiff_t>(count),
      scored_.end(), [this](std::uint32_t a, std::uint32_t b) {
        return scores_[a] != scores_[b] ? scores_[a] > scores_[b] : a < b;
      });
  for (const std::uint32_t item : scored_) scores_[item] = 0;
  return std::span<const std::uint32_t>(scored_).first(count);
}

void NearestSessions::WeighItems(std::span<const std::uint32_t> session) {
  seen_.clear();
  for (std::size_t i = 0; i < session.size(); ++i) {
    const std::uint32_t item = session[i];
    if (weights_[item] == 0) seen_.push_back(item);
    const double place =
        static_cast<double>(i + 1) / static_cast<double>(session.size());
    weights_[item] = place * place;
    steps_[item] = static_cast<std::uint32_t>(session.size() - i);
  }
}

void NearestSessions::Sample(std::span<const std::uint32_t> session) {
  // One item more than before is what a visit that is replayed has.
  const bool goes_on =
      session.size() == sampled_for_.size() + 1 &&
      std::equal(sampled_for_.begin(), sampled_for_.end(), session.begin());
  sampled_for_.assign(session.begin(), session.end());
  if (goes_on) {
    AddToSample(session.back());
    return;
  }
  sample_.clear();
  for (const std::uint32_t item : seen_) AddToSample(item);
}

void NearestSessions::AddToSample(std::uint32_t item) {
  // The latest of all are among the latest of each.
  const auto holders = sessions_[item];
  const auto latest = holders.last(std::min(holders.size(), kSampledSessions));
  merged_.clear();
  std::set_union(sample_.begin(), sample_.end(), latest.begin(), latest.end(),
                 std::back_inserter(merged_));
  const auto more = merged_.size() - std::min(merged_.size(), kSampledSessions);
  sample_.assign(merged_.begin() + static_cast<std::ptrdiff_t>(more),
                 merged_.end());
}

void NearestSessions::FindNeighbours() {
  neighbours_.clear();
  for (const std::uint32_t session : sample_) {
    double sum = 0;
    for (const std::uint32_t item : table_[session]) sum += weights_[item];
    neighbours_.push_back(
        {.session = session,
         .likeness = Rounded(sum / static_cast<double>(seen_.size()))});
  }
  std::sort(neighbours_.begin(), neighbours_.end(),
            [](const Neighbour& a, const Neighbour& b) {
              return a.likeness != b.likeness ? a.likeness > b.likeness
                                              : a.session > b.session;
            });
  neighbours_.resize(std::min(neighbours_.size(), kNeighbourSessions));
}

void NearestSessions::ScoreItems() {
  scored_.clear();
  for (const Neighbour& neighbour : neighbours_) {
    const auto items = table_[neighbour.session];
    std::uint32_t steps = kNone;
    for (const std::uint32_t item : items) {
      if (weights_[item] > 0) steps = std::min(steps, steps_[item]);
    }
    for (const std::uint32_t item : items) {
      if (scores_[item] == 0) scored_.push_back(item);
      scores_[item] += neighbour.likeness / steps * rarity_[item];
    }
  }
}

}  // namespace vitrine
