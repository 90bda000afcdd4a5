#include "runtime/training/figures.h"

#include <algorithm>

namespace vitrine {
namespace {

double PerCase(double sum, std::uint64_t cases) {
  return cases == 0 ? 0 : sum / static_cast<double>(cases);
}

Interval WithinShares(const Interval& interval) {
  return {.low = std::max(interval.low, 0.0),
          .high = std::min(interval.high, 1.0)};
}

}  // namespace

void PopularityTally::Add(std::uint32_t rank) {
  ++count_;
  percentiles_ += 1 - (rank + 0.5) / items_;
  const std::uint64_t number = rank;
  // The first one is of both tops in any catalogue.
  if (number * 100 < items_) ++top_1_;
  if (number * 10 < items_) ++top_10_;
  ++deciles_[static_cast<std::size_t>(number * kPopularityDeciles / items_)];
}

double PopularityTally::ShareOf(std::uint64_t part) const {
  return PerCase(static_cast<double>(part), count_);
}

double PopularityTally::mean_percentile() const {
  return PerCase(percentiles_, count_);
}

std::array<double, kPopularityDeciles> PopularityTally::deciles() const {
  std::array<double, kPopularityDeciles> shares = {};
  for (std::size_t i = 0; i < shares.size(); ++i) {
    shares[i] = ShareOf(deciles_[i]);
  }
  return shares;
}

void Figures::Add(std::span<const std::uint32_t> list, std::uint32_t target) {
  ++cases_;
  ++session_.cases;
  for (std::size_t i = 0; i < list.size(); ++i) {
    recommended_[list[i]] = true;
    lists_.Add(ranks_[list[i]]);
    if (list[i] != target) continue;
    const double reciprocal = 1 / static_cast<double>(i + 1);
    ++hits_;
    ++hits_at_[i];
    reciprocal_ranks_ += reciprocal;
    session_.hits += 1;
    session_.reciprocal_ranks += reciprocal;
  }
}

void Figures::EndSession(Figures* other) {
  if (other != nullptr) {
    hit_difference_.Add(other->session_.hits - session_.hits, session_.cases);
    rank_difference_.Add(
        other->session_.reciprocal_ranks - session_.reciprocal_ranks,
        session_.cases);
  }
  hit_ratio_.Add(session_.hits, session_.cases);
  rank_ratio_.Add(session_.reciprocal_ranks, session_.cases);
  session_ = {};
}

std::uint32_t Figures::items_recommended() const {
  return static_cast<std::uint32_t>(
      std::count(recommended_.begin(), recommended_.end(), true));
}

double Figures::hit_rate() const {
  return PerCase(static_cast<double>(hits_), cases_);
}

double Figures::mean_reciprocal_rank() const {
  return PerCase(reciprocal_ranks_, cases_);
}

Interval Figures::hit_rate_interval() const {
  return WithinShares(hit_ratio_.Interval95());
}

Interval Figures::mean_reciprocal_rank_interval() const {
  return WithinShares(rank_ratio_.Interval95());
}

std::array<double, kJudgedItems> Figures::hit_rates() const {
  std::array<double, kJudgedItems> rates = {};
  std::uint64_t hits = 0;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    hits += hits_at_[i];
    rates[i] = PerCase(static_cast<double>(hits), cases_);
  }
  return rates;
}

}  // namespace vitrine
