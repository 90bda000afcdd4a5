#include "runtime/training/neighbour_counter.h"

#include <algorithm>
#include <cmath>

namespace vitrine {
namespace {

/// Positions whose steps are counted in one piece.
constexpr std::uint64_t kWorkOfStep = 100'000;

constexpr std::uint8_t kCodeStep = 4;
constexpr std::uint8_t kLargestCode = 255 / kCodeStep * kCodeStep;

}  // namespace

NeighbourCounter::NeighbourCounter(const Sequences& sequences,
                                   std::uint32_t item_count,
                                   const StepWorth& worth)
    : sequences_(sequences),
      item_count_(item_count),
      worth_(worth),
      row_begins_(item_count + std::size_t{1}),
      positions_(sequences.items.size()),
      sums_(item_count) {
  session_of_.reserve(sequences.items.size());
  for (std::uint32_t session = 0; session < sequences.ends.size(); ++session) {
    session_of_.resize(sequences.ends[session], session);
  }
  for (const std::uint32_t item : sequences.items) {
    ++row_begins_[item + std::size_t{1}];
  }
  row_divisors_.reserve(item_count);
  column_divisors_.reserve(item_count);
  for (std::uint32_t item = 0; item < item_count; ++item) {
    const double root = std::sqrt(row_begins_[item + std::size_t{1}]);
    row_divisors_.push_back(root);
    column_divisors_.push_back(std::sqrt(root));
    row_begins_[item + std::size_t{1}] += row_begins_[item];
  }
  std::vector<std::uint32_t> next = row_begins_;
  for (std::uint32_t at = 0; at < sequences.items.size(); ++at) {
    positions_[next[sequences.items[at]]++] = at;
  }
}

void NeighbourCounter::Step() {
  const std::uint64_t pause = work_done_ + kWorkOfStep;
  while (!done() && work_done_ < pause) CountRow();
}

void NeighbourCounter::CountRow() {
  const std::uint32_t end = row_begins_[row_ + std::size_t{1}];
  for (std::uint32_t i = row_begins_[row_]; i < end; ++i) {
    const std::uint32_t at = positions_[i];
    CountForward(at, session_of_[at]);
    CountBackward(at, session_of_[at]);
  }
  work_done_ += end - row_begins_[row_];

  candidates_.clear();
  for (const std::uint32_t item : touched_) {
    const double weight = static_cast<double>(sums_[item]) /
                          (row_divisors_[row_] * column_divisors_[item]);
    candidates_.push_back({item, static_cast<float>(weight)});
    sums_[item] = 0;
  }
  touched_.clear();
  if (candidates_.size() > kKeptNeighbours) {
    std::nth_element(
        candidates_.begin(), candidates_.begin() + kKeptNeighbours,
        candidates_.end(), [](const Neighbour& a, const Neighbour& b) {
          return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
        });
    candidates_.resize(kKeptNeighbours);
  }
  std::sort(
      candidates_.begin(), candidates_.end(),
      [](const Neighbour& a, const Neighbour& b) { return a.item < b.item; });
  neighbours_.insert(neighbours_.end(), candidates_.begin(), candidates_.end());
  counts_.push_back(static_cast<std::uint32_t>(candidates_.size()));
  ++row_;
}

void NeighbourCounter::CountForward(std::uint32_t at, std::uint32_t session) {
  const std::uint32_t end =
      std::min(sequences_.ends[session], at + 1 + kStepWindow);
  between_.clear();
  for (std::uint32_t later = at + 1; later < end; ++later) {
    const std::uint32_t item = sequences_.items[later];
    const bool repeat = item == row_;
    Add(item, repeat ? worth_.repeat : worth_.forward, session,
        between_.size() + 1);
    // What comes after that looks back at the repetition.
    if (repeat) break;
    AddBetween(item);
  }
}

void NeighbourCounter::CountBackward(std::uint32_t at, std::uint32_t session) {
  const std::uint32_t begin = BeginOf(session);
  const std::uint32_t last =
      at - begin > kStepWindow ? at - kStepWindow : begin;
  between_.clear();
  for (std::uint32_t earlier = at; earlier-- > last;) {
    const std::uint32_t item = sequences_.items[earlier];
    if (!AddBetween(item) || item == row_) continue;
    Add(item, worth_.backward, session, between_.size());
  }
}

bool NeighbourCounter::AddBetween(std::uint32_t item) {
  if (std::find(between_.begin(), between_.end(), item) != between_.end()) {
    return false;
  }
  between_.push_back(item);
  return true;
}

void NeighbourCounter::Add(std::uint32_t item, std::uint32_t worth,
                           std::uint32_t session, std::size_t rank) {
  if (sums_[item] == 0) touched_.push_back(item);
  sums_[item] += std::uint64_t{sequences_.weights[session]} * worth / rank;
}

Neighbours NeighbourCounter::Finish() const {
  Neighbours result;
  if (neighbours_.empty()) return result;
  float largest = 0;
  for (const Neighbour& neighbour : neighbours_) {
    largest = std::max(largest, neighbour.weight);
  }
  result.counts.append({counts_.data(), counts_.size()});
  result.items.reserve(neighbours_.size());
  result.weights.reserve(neighbours_.size());
  for (const Neighbour& neighbour : neighbours_) {
    result.items.push_back(neighbour.item);
    result.weights.push_back(
        WeightCode(static_cast<double>(neighbour.weight) / largest));
  }
  return result;
}

std::uint8_t WeightCode(double share) {
  const double weight = share * WeightOf(kLargestCode);
  std::uint8_t code = 0;
  while (code < kLargestCode) {
    const auto larger = static_cast<std::uint8_t>(code + kCodeStep);
    if (2 * weight < WeightOf(code) + WeightOf(larger)) break;
    code = larger;
  }
  return code;
}

}  // namespace vitrine
