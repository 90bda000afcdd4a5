#ifndef VITRINE_RUNTIME_VISITOR_ORDERS_H_
#define VITRINE_RUNTIME_VISITOR_ORDERS_H_

#include <cstdint>

#include "runtime/base/array.h"
#include "runtime/visitor/snapshot_codec.h"

namespace vitrine {

/// Transactions that are recognised when they are told again.
inline constexpr std::size_t kMaxOrders = 64;

/// What was bought. The totals go on when the oldest transactions are
/// forgotten; one of those, told again, would count again.
class Orders {
 public:
  static constexpr std::size_t kMaxBytes = kMaxNumberBytes + kMaxAmountBytes +
                                           2 * kMaxTimeBytes + kMaxNumberBytes +
                                           kMaxOrders * 8;

  std::uint32_t count() const { return count_; }
  /// Store currency.
  double value() const { return value_; }
  /// kNever: there was none.
  double first_at() const { return first_at_; }
  double last_at() const { return last_at_; }

  bool Contains(Identity transaction) const;
  /// kNoIdentity: an order that cannot be recognised, and always counts.
  void Add(double now, Identity transaction, double value);

  void Walk(SnapshotCodec& codec, double began);

 private:
  std::uint32_t count_ = 0;
  double value_ = 0;
  double first_at_ = kNever;
  double last_at_ = kNever;
  Array<Identity> transactions_;  ///< oldest first
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_ORDERS_H_
