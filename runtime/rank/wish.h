#ifndef VITRINE_RUNTIME_RANK_WISH_H_
#define VITRINE_RUNTIME_RANK_WISH_H_

#include <cstdint>
#include <span>

#include "runtime/base/identity.h"
#include "runtime/base/value.h"
#include "runtime/bundle/program.h"

namespace vitrine {

/// What is asked for one slot. What it refers to must live until the
/// recommendation is there.
struct Wish {
  /// In their order, each as long as there is room: popularity is not added by
  /// itself.
  std::span<const Source> sources;
  std::uint32_t limit = 0;  ///< items at most
  /// `for_you` leaves out what the visitor viewed.
  bool novel = true;
  bool bought = false;         ///< as of Recommendation
  std::uint8_t diversity = 0;  ///< likewise

  /// Whose conditions, symbols and properties the rest is about; null: there
  /// is no rest, and no curated source has items.
  const Program* program = nullptr;
  std::span<const Identity> identities;  ///< SymbolIdentities of the program
  std::span<const KeptValue> inputs;     ///< values of the program's inputs
  std::uint32_t filter = kNone;  ///< node of the item network; kNone: all pass
  std::span<const Boost> boosts;
  std::span<const ItemCap> caps;
};

struct Recommended {
  std::uint32_t item = 0;
  Strategy strategy = Strategy::kPopular;
  /// The item that speaks most for this one: viewed, of the page, or in the
  /// cart. kNone: none does.
  std::uint32_t because = kNone;
  bool operator==(const Recommended&) const = default;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_WISH_H_
