#ifndef VITRINE_RUNTIME_DECIDE_MACHINE_H_
#define VITRINE_RUNTIME_DECIDE_MACHINE_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/value.h"
#include "runtime/bundle/evaluate.h"
#include "runtime/bundle/program.h"
#include "runtime/decide/bit_set.h"

namespace vitrine {

/// The numbers that a leaf compares with; of a leaf that compares with
/// something else none.
std::span<const double> NumberOperands(const Program& program,
                                       const Leaf& leaf);

/// Keeps the truth of every condition of a program up to date while inputs
/// change. The cost of a change follows the number of conditions that read the
/// changed input and of those that flip, not the number of rules: leaves are
/// grouped by input, gates count the children that matter, and rules that hold
/// are a set in the order in which they win.
class Machine {
 public:
  using Found = KeptValue;

  /// The program must outlive the machine and satisfy what ReadProgram checks.
  /// Every input starts as null.
  explicit Machine(const Program& program);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  /// Sets an input; nothing happens if it has that value already. Conditions
  /// are stale until Settle().
  void SetInput(std::uint32_t input, const Value& value);

  /// For previews: from now on a node is what it is said to be, whatever its
  /// condition says; so is every condition that is the same one. Conditions are
  /// stale until Settle().
  void Hold(std::uint32_t node, Truth truth);

  /// Carries the changes since the last call up to segments and rules.
  void Settle();

  const Found& input(std::uint32_t index) const { return inputs_[index]; }
  std::span<const Found> inputs() const { return inputs_; }
  Truth truth(std::uint32_t node) const { return truths_[node]; }

  /// The first rule of the slot from `rule` on that holds, or kNone. Call
  /// Settle() before. Precondition: `rule` is one of the slot's or its end.
  std::uint32_t NextRule(const Slot& slot, std::uint32_t rule) const;

  /// For an input whose number is whole and only grows: the number at which a
  /// condition that compares it with numbers may flip next; infinity: at none,
  /// as of what is no number.
  double NextThreshold(std::uint32_t input) const;

  /// Identities of the program's symbols, by symbol index.
  std::span<const Identity> identities() const { return identities_; }

 private:
  void SetTruth(std::uint32_t node, Truth truth);

  const Program& program_;
  Array<Identity> identities_;
  Array<Found> inputs_;
  Array<std::uint32_t> first_leaf_;  ///< by input, with an end entry
  Array<Truth> truths_;              ///< by node
  Array<bool> held_;                 ///< by node; empty: none was
  /// How many children of a gate decide it: false ones of kAll, true ones of
  /// the others; in the upper half, how many are unknown.
  Array<std::uint64_t> gates_;
  /// What stands on a node n: users_[first_user_[n]] up to, without,
  /// users_[first_user_[n + 1]]. The lowest two bits say what, the others
  /// which.
  Array<std::uint32_t> first_user_;
  Array<std::uint32_t> users_;
  BitSet stale_gates_;
  BitSet holding_rules_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_MACHINE_H_
