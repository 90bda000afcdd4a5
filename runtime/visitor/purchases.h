#ifndef VITRINE_RUNTIME_VISITOR_PURCHASES_H_
#define VITRINE_RUNTIME_VISITOR_PURCHASES_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

inline constexpr std::size_t kMaxPurchases = 128;
/// What is bought again sooner belongs to the purchase before.
inline constexpr double kLeastGapMs = 86'400'000;

struct Purchase {
  Identity id = kNoIdentity;
  double at = 0;  ///< time of the latest one
  /// How long before the latest one the one before it was, of the last two in
  /// a row with at least kLeastGapMs between; kNever: there were no two.
  double gap = kNever;
};

/// The different items bought last.
class Purchases {
 public:
  static constexpr std::size_t kMaxBytes =
      kMaxNumberBytes + kMaxPurchases * (8 + kMaxTimeBytes + kMaxAmountBytes);

  /// Newest first. Valid until the visitor changes.
  std::span<const Purchase> items() const { return items_; }

  /// kNoIdentity is ignored.
  void Add(double now, Identity id);
  void Remove(Identity id);

  void Walk(SnapshotCodec& codec, double began);

 private:
  Array<Purchase> items_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_PURCHASES_H_
