#ifndef VITRINE_RUNTIME_RANK_ITEM_CONDITIONS_H_
#define VITRINE_RUNTIME_RANK_ITEM_CONDITIONS_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"
#include "runtime/base/value.h"
#include "runtime/bundle/evaluate.h"
#include "runtime/bundle/program.h"
#include "runtime/rank/model.h"
#include "runtime/rank/situation.h"
#include "runtime/rank/wish.h"

namespace vitrine {

constexpr std::uint32_t BitOf(PropertyKind kind) {
  return 1U << static_cast<std::uint32_t>(kind);
}
// What compares items with another item.
inline constexpr std::uint32_t kOfViewed =
    BitOf(PropertyKind::kRatioToViewed) | BitOf(PropertyKind::kSameAsViewed);
inline constexpr std::uint32_t kOfCart =
    BitOf(PropertyKind::kRatioToCart) | BitOf(PropertyKind::kSameAsCart);

/// Asks a wish's filter and boosts of many items. Learns of an item only what
/// they read, so that it costs the same whatever other rules ask. Keeps its
/// scratch memory.
class ItemConditions {
 public:
  /// All that is passed, and what it refers to, must live until the last call
  /// before the next Begin. `viewed`: the item of the page, else the one viewed
  /// last. Returns the kinds of the properties that are read, as bits.
  std::uint32_t Begin(const Model& model, const Situation& situation,
                      const Wish& wish, std::span<const std::uint32_t> viewed);

  // Precondition of these: a known item.
  /// False: it does not pass, for its price. Little work.
  bool MayPass(const Model::Item& item) const;
  /// Whether the filter does not fail: what is unknown passes.
  bool Passes(std::uint32_t item);
  /// The product of the boosts that hold. Precondition: the item is the one
  /// that passed last.
  double Boost();
  /// Tells equal values of a field (Leaf::input) apart from others; 0: there
  /// is no value.
  std::uint64_t KeyOf(std::uint32_t item, std::uint32_t field) const;

 private:
  /// What an item is compared with: the texts are as many of others_.
  struct Compared {
    std::uint32_t first;
    std::uint32_t count;
    double largest;  ///< number of them; NaN: there is none
  };

  /// Asks that the price, or its ratio to another one, is less or more than a
  /// number.
  bool IsOfPrice(const Leaf& leaf) const;
  /// Bits of what the node hangs on: indexes of values_. Makes the last leaf
  /// about prices the guard, where `decides`: the filter fails if the node
  /// does.
  std::uint32_t ReadsOf(std::uint32_t node, bool decides);
  /// Notes what the property is compared with.
  void Gather(const Property& property, Compared& compared);
  /// Makes values_ those of the item.
  void Fill(std::uint32_t item, std::uint32_t reads);
  /// What the catalogue says.
  KeptValue Get(std::uint32_t item, std::uint32_t field) const;
  /// What a property is that compares the item with others.
  KeptValue Derive(std::uint32_t item, std::uint32_t property) const;
  Truth Ask(std::uint32_t node) const;

  const Model* model_ = nullptr;
  const Situation* situation_ = nullptr;
  const Wish* wish_ = nullptr;
  std::span<const std::uint32_t> viewed_;
  std::uint32_t filter_reads_ = 0;     ///< as of ReadsOf
  std::uint32_t boost_reads_ = 0;      ///< what the filter does not read
  std::uint32_t item_ = kNone;         ///< that passed last
  Array<Value> values_;                ///< of one item: fields, then properties
  Compared compared_[kMaxProperties];  ///< by property that is read
  Array<KeptValue> others_;
  /// A leaf such that the filter fails if it does; null: there is none.
  const Leaf* guard_leaf_ = nullptr;
  /// It does where the price, divided by this, is above that. NaN: nowhere.
  /// Both are negative where the leaf asks for more than a number.
  double guard_divisor_;
  double guard_most_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_ITEM_CONDITIONS_H_
