#ifndef VITRINE_RUNTIME_DECIDE_EXPLAIN_H_
#define VITRINE_RUNTIME_DECIDE_EXPLAIN_H_

#include <cstdint>

#include "runtime/base/array.h"
#include "runtime/decide/machine.h"

namespace vitrine {

/// A leaf that a condition's truth hangs on.
struct Reason {
  std::uint32_t leaf = 0;
  bool wanted = true;  ///< whether the leaf should hold or fail
};

/// Why a node of a settled machine is what it is. Of one that is true: leaves
/// that make it true whatever the others are, the last one of the program
/// first. Otherwise: the first leaf, in the order of the program, that stops
/// it, for an unknown node one that is unknown, for a false one one that is
/// not. None for a node that hangs on no leaf.
Array<Reason> ReasonsFor(const Program& program, const Machine& machine,
                         std::uint32_t node);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_EXPLAIN_H_
