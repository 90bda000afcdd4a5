#ifndef VITRINE_RUNTIME_DECIDE_MACHINE_H_
#define VITRINE_RUNTIME_DECIDE_MACHINE_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/value.h"
#include "runtime/bundle/evaluate.h"
#include "runtime/bundle/program.h"

namespace vitrine {

/// Keeps the truth of every condition of a program up to date while inputs
/// change. The cost of a change follows the number of conditions that read the
/// changed input, not the number of rules: leaves are grouped by input, gates
/// count their true and unknown children, and rules that hold are bits of a
/// set in the order in which they win.
class Machine {
 public:
  /// The program must outlive the machine and satisfy what ReadProgram checks.
  /// Every input starts as null.
  explicit Machine(const Program& program);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  /// Sets an input; nothing happens if it has that value already. Conditions
  /// are stale until Settle().
  void SetInput(std::uint32_t input, const Value& value);

  /// Carries the changes since the last call up to segments and rules.
  void Settle();

  const Value& input(std::uint32_t index) const { return inputs_[index]; }
  Truth truth(std::uint32_t node) const { return truths_[node]; }

  /// The first rule of the slot that holds, or kNone. Call Settle() before.
  std::uint32_t BestRule(const Slot& slot) const;

  /// Identities of the program's symbols, by symbol index.
  std::span<const Identity> identities() const { return identities_; }

 private:
  struct GateState {
    std::uint32_t true_count = 0;
    std::uint32_t unknown_count = 0;
  };

  /// Things by node: those of node n are things[first[n]] up to, without,
  /// things[first[n + 1]].
  struct Index {
    Array<std::uint32_t> first;
    Array<std::uint32_t> things;
  };
  struct Entry {
    std::uint32_t node;
    std::uint32_t thing;
  };

  void Fill(Index& index, std::span<const Entry> entries) const;
  Truth GateTruth(std::uint32_t gate) const;
  void SetTruth(std::uint32_t node, Truth truth);

  const Program& program_;
  Array<Identity> identities_;
  Array<Value> inputs_;
  Array<std::uint32_t> first_leaf_;  ///< by input, with an end entry
  Array<Truth> truths_;              ///< by node
  Array<GateState> gate_states_;
  Index parents_;                     ///< gates, by node
  Index rules_;                       ///< rules that stand on a node, by node
  Array<std::uint64_t> stale_gates_;  ///< bit set
  std::uint32_t first_stale_word_ = 0;
  Array<std::uint64_t> holding_rules_;  ///< bit set
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_MACHINE_H_
