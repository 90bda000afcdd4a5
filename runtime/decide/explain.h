#ifndef VITRINE_RUNTIME_DECIDE_EXPLAIN_H_
#define VITRINE_RUNTIME_DECIDE_EXPLAIN_H_

#include <cstdint>

#include "runtime/decide/machine.h"

namespace vitrine {

/// The leaf that a condition's truth hangs on.
struct StoppingLeaf {
  std::uint32_t leaf = kNone;  ///< kNone: a gate without children
  bool wanted = true;          ///< whether the leaf should have held or failed
};

/// For a node that is not true in a settled machine: the first leaf, in the
/// order of the program, that makes it what it is. A node that is unknown is
/// explained by a leaf that is unknown, a false one by a leaf that is not.
StoppingLeaf FindStoppingLeaf(const Program& program, const Machine& machine,
                              std::uint32_t node);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_EXPLAIN_H_
