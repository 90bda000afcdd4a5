#ifndef VITRINE_RUNTIME_RANK_TRACE_H_
#define VITRINE_RUNTIME_RANK_TRACE_H_

#include <cstdint>

#include "runtime/base/array.h"
#include "runtime/bundle/program.h"

/// How a recommendation came about. The numbers cross the ABI.
namespace vitrine {

enum class PartKind : std::uint8_t {
  kRow = 0,     ///< the model's row of the other item has this one
  kNear = 1,    ///< their numbers are near each other
  kItself = 2,  ///< it was viewed, and comes again
};

/// What one item says for another one.
struct PartTrace {
  std::uint32_t context = 0;  ///< item that was viewed, of the page, or so
  PartKind kind = PartKind::kRow;
  float weight = 0;
};

struct ItemTrace {
  std::uint32_t item = 0;
  Strategy strategy = Strategy::kPopular;
  std::uint32_t source = 0;      ///< index into Wish::sources
  std::uint32_t first_part = 0;  ///< into Trace::parts
  std::uint32_t part_count = 0;
  double score = 0;     ///< of the source; the worth is that times what follows
  double boost = 1;     ///< all boosts that hold
  double rotation = 1;  ///< for being shown without being looked at
  double likeness = 1;  ///< for being like one that was chosen before it
};

/// Why an item that a source offered was not chosen.
enum class Removal : std::uint8_t {
  kNotKnown = 0,  ///< its file is not there yet
  kNotForSale = 1,
  kFilter = 2,
  kCap = 3,
  kBought = 4,
  kUnwanted = 5,
  kTaken = 6,  ///< by the page, the cart or another slot
};
inline constexpr std::uint32_t kRemovals = 7;

struct Trace {
  Array<ItemTrace> items;  ///< as they were chosen
  Array<PartTrace> parts;
  std::uint32_t removed[kRemovals] = {};  ///< items, each counted once
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_RANK_TRACE_H_
