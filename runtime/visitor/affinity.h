#ifndef VITRINE_RUNTIME_VISITOR_AFFINITY_H_
#define VITRINE_RUNTIME_VISITOR_AFFINITY_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/visitor/label.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

/// Interest fades to a half in this time.
inline constexpr double kAffinityHalfLifeMs = 14.0 * 86'400'000.0;
inline constexpr std::size_t kMaxAffinities = 64;

struct AffinityEntry {
  Identity id = kNoIdentity;
  /// What it would have weighed at the landmark.
  double weight = 0;
  Label name;
};

/// How much the visitor cares for each value of one dimension (category or
/// brand). All fade alike, so the order and the shares change with events
/// only: instead of fading the old, weights are told as of a fixed time in
/// the past, the landmark, and new ones weigh more the later they come.
class Affinity {
 public:
  static constexpr std::size_t kMaxBytes =
      kMaxTimeBytes + kMaxNumberBytes + kMaxAffinities * (kMaxLabelBytes + 8);

  /// Strongest first; equals by ascending identity. Valid until the visitor
  /// changes.
  std::span<const AffinityEntry> entries() const { return entries_; }
  /// kNoIdentity: none.
  Identity Top() const {
    return entries_.empty() ? kNoIdentity : entries_[0].id;
  }
  /// Of 1, all entries together. Precondition: index < entries().size().
  double Share(std::size_t index) const;
  /// The same of a value; 0 if it is not known.
  double ShareOf(Identity id) const;

  /// `id` is the identity of `text`; kNoIdentity is ignored. A new value past
  /// kMaxAffinities takes the place of the weakest.
  void Add(double now, Identity id, std::u16string_view text, double weight);

  void Remove(Identity id);

  void Walk(SnapshotCodec& codec, double began);

 private:
  void MoveLandmark(double now);

  Array<AffinityEntry> entries_;
  double landmark_ = 0;  ///< means nothing while there are no entries
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_AFFINITY_H_
