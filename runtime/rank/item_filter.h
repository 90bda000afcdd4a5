#ifndef VITRINE_RUNTIME_RANK_ITEM_FILTER_H_
#define VITRINE_RUNTIME_RANK_ITEM_FILTER_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/identity.h"
#include "runtime/base/value.h"
#include "runtime/bundle/program.h"
#include "runtime/rank/model.h"

namespace vitrine {

/// Which items may be chosen, beside that they must be sellable.
struct ItemFilter {
  const Program* program = nullptr;      ///< null: all
  std::span<const Identity> identities;  ///< SymbolIdentities of the program
  std::uint32_t node = kNone;            ///< of the item network; kNone: all
};

/// Asks one filter of many items. Evaluates only what the filter hangs on, so
/// that an item costs the same whatever other rules ask. Keeps its scratch
/// memory.
class ItemTest {
 public:
  /// What the filter refers to must live until the last Passes.
  void Begin(const ItemFilter& filter);
  bool Passes(const Model::Item& item);

 private:
  ItemFilter filter_;
  Array<Value> values_;  ///< of one item: its fields, then properties (null)
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_ITEM_FILTER_H_
