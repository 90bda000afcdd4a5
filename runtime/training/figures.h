#ifndef VITRINE_RUNTIME_TRAINING_FIGURES_H_
#define VITRINE_RUNTIME_TRAINING_FIGURES_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/training/clustered_ratio.h"

namespace vitrine {

/// Items in a list that is judged.
inline constexpr std::uint32_t kJudgedItems = 20;
inline constexpr std::uint32_t kPopularityDeciles = 10;

/// How popular items are, of which each counts as often as it occurs.
class PopularityTally {
 public:
  explicit PopularityTally(std::uint32_t items) : items_(items) {}

  /// `rank`: 0 is the most popular item.
  void Add(std::uint32_t rank);

  /// Mean of the share of items that are less popular, from 0 to 1; those of an
  /// average item of the catalogue are 0.5.
  double mean_percentile() const;
  /// Share of occurrences that are of the most popular hundredth, and tenth, of
  /// the items, rounded up.
  double share_of_top_1() const { return ShareOf(top_1_); }
  double share_of_top_10() const { return ShareOf(top_10_); }
  /// Share of occurrences in each tenth of the items, the most popular first.
  std::array<double, kPopularityDeciles> deciles() const;

 private:
  double ShareOf(std::uint64_t part) const;

  std::uint32_t items_;
  std::uint64_t count_ = 0;
  double percentiles_ = 0;
  std::uint64_t top_1_ = 0;
  std::uint64_t top_10_ = 0;
  std::array<std::uint64_t, kPopularityDeciles> deciles_ = {};
};

/// How often, and how far in front, the next item stood in the list.
class Figures {
 public:
  /// `ranks`: of the items by popularity, the most popular one is 0; must
  /// outlive the figures.
  explicit Figures(const std::vector<std::uint32_t>& ranks)
      : ranks_(ranks),
        lists_(static_cast<std::uint32_t>(ranks.size())),
        recommended_(ranks.size()) {}

  /// A case: what was recommended, at most kJudgedItems, and what followed.
  void Add(std::span<const std::uint32_t> list, std::uint32_t target);
  /// The cases so far since the last call are those of one session. `other`,
  /// if there is one, was asked the same, and did not end the session yet: the
  /// difference to it is kept here.
  void EndSession(Figures* other);
  void EndSession() { EndSession(nullptr); }

  std::uint64_t cases() const { return cases_; }
  std::uint64_t hits() const { return hits_; }
  double reciprocal_ranks() const { return reciprocal_ranks_; }  ///< their sum
  std::uint32_t items_recommended() const;  ///< different ones, ever
  double hit_rate() const;                  ///< HR@20; 0 without cases
  double mean_reciprocal_rank() const;      ///< MRR@20; 0 without cases
  /// Within 0 and 1. Of sessions that were ended.
  Interval hit_rate_interval() const;
  Interval mean_reciprocal_rank_interval() const;
  /// HR@1, HR@2, ... HR@20.
  std::array<double, kJudgedItems> hit_rates() const;
  /// The other's figures less these.
  const ClusteredRatio& hit_difference() const { return hit_difference_; }
  const ClusteredRatio& rank_difference() const { return rank_difference_; }
  const PopularityTally& lists() const { return lists_; }

 private:
  struct Session {
    std::uint64_t cases = 0;
    double hits = 0;
    double reciprocal_ranks = 0;
  };

  const std::vector<std::uint32_t>& ranks_;
  std::uint64_t cases_ = 0;
  std::uint64_t hits_ = 0;
  double reciprocal_ranks_ = 0;
  std::array<std::uint64_t, kJudgedItems> hits_at_ = {};
  PopularityTally lists_;
  std::vector<bool> recommended_;
  Session session_;
  ClusteredRatio hit_ratio_;
  ClusteredRatio rank_ratio_;
  ClusteredRatio hit_difference_;
  ClusteredRatio rank_difference_;
};

/// Of a recommender: over all targets, and over those that were new to the
/// session, with the session's items left out of the list.
struct Judgement {
  explicit Judgement(const std::vector<std::uint32_t>& ranks)
      : all(ranks), novel(ranks) {}

  Figures all;
  Figures novel;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_FIGURES_H_
