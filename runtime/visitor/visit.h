#ifndef VITRINE_RUNTIME_VISITOR_VISIT_H_
#define VITRINE_RUNTIME_VISITOR_VISIT_H_

#include <cstdint>

#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

/// A visit ends after this long without activity, not at midnight.
inline constexpr double kVisitIdleMs = 30.0 * 60'000.0;

/// The present visit. After its end it stays the present one until the next
/// activity begins another.
class Visit {
 public:
  static constexpr std::size_t kMaxBytes =
      2 * kMaxNumberBytes + 3 * kMaxTimeBytes + kMaxAmountBytes;

  /// 1 for the first, also before anything happened in it.
  std::uint32_t number() const { return number_ == 0 ? 1 : number_; }
  /// Page views in this visit.
  std::uint32_t pages() const { return pages_; }
  /// Time of the first activity; 0 before any.
  double started_at() const { return started_at_; }
  /// Whether it has begun and not ended.
  bool GoesOn(double now) const;
  /// How long this visit lasts, whatever happens; NaN before any.
  double Age(double now) const {
    return number_ == 0 ? kNever : now - started_at_;
  }
  /// Milliseconds from the last activity of the visit before to this visit;
  /// NaN in the first.
  double gap() const { return gap_; }
  /// Milliseconds in which the visitor was active.
  double active() const { return active_; }

  /// Notes activity. True when it began a visit.
  bool Touch(double now);
  void AddPage();
  /// Anything but a length of time adds nothing.
  void AddActive(double ms);

  void Walk(SnapshotCodec& codec, double began);

 private:
  std::uint32_t number_ = 0;  ///< 0: not even the first has begun
  std::uint32_t pages_ = 0;
  double started_at_ = 0;
  double active_at_ = 0;
  double gap_ = kNever;
  double active_ = 0;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_VISIT_H_
