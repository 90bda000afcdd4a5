#include "rules/pattern/minimise.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace vitrine::rules {
namespace {

/// States put into blocks: refined until no two states of a block differ
/// (Hopcroft 1971).
class Blocks {
 public:
  explicit Blocks(const PatternMachine& machine)
      : machine_(machine),
        state_count_(static_cast<std::uint32_t>(machine.accepts.size())),
        block_of_(state_count_) {
    std::vector<std::uint32_t> by_acceptance[2];
    for (std::uint32_t state = 0; state < state_count_; ++state) {
      by_acceptance[machine.accepts[state]].push_back(state);
    }
    for (std::vector<std::uint32_t>& states : by_acceptance) {
      if (!states.empty()) AddBlock(std::move(states));
    }
    IndexSources();
    while (!open_.empty()) {
      const std::uint32_t block = open_.back();
      open_.pop_back();
      is_open_[block] = false;
      const std::vector<std::uint32_t> targets = states_[block];
      for (std::uint32_t of = 0; of < machine.classes.count; ++of) {
        SplitBy(targets, of);
      }
    }
  }

  std::uint32_t count() const {
    return static_cast<std::uint32_t>(states_.size());
  }
  std::uint32_t of(std::uint32_t state) const { return block_of_[state]; }
  /// One of the block's states; all behave alike.
  std::uint32_t state_of(std::uint32_t block) const {
    return states_[block].front();
  }

 private:
  std::uint32_t AddBlock(std::vector<std::uint32_t> states) {
    const std::uint32_t block = count();
    for (const std::uint32_t state : states) block_of_[state] = block;
    states_.push_back(std::move(states));
    open_.push_back(block);
    is_open_.push_back(true);
    return block;
  }

  /// For each class and state, the states that move to it.
  void IndexSources() {
    const std::uint32_t class_count = machine_.classes.count;
    first_source_.resize(std::size_t{class_count} * state_count_ + 1);
    sources_.resize(machine_.moves.size());
    for (std::size_t move = 0; move < machine_.moves.size(); ++move) {
      ++first_source_[SourceIndex(move) + 1];
    }
    for (std::size_t i = 1; i < first_source_.size(); ++i) {
      first_source_[i] += first_source_[i - 1];
    }
    std::vector<std::uint32_t> next = first_source_;
    for (std::size_t move = 0; move < machine_.moves.size(); ++move) {
      sources_[next[SourceIndex(move)]++] =
          static_cast<std::uint32_t>(move / class_count);
    }
  }
  std::size_t SourceIndex(std::size_t move) const {
    return move % machine_.classes.count * state_count_ + machine_.moves[move];
  }

  /// Parts the states that move into `targets` from those that do not.
  void SplitBy(const std::vector<std::uint32_t>& targets, std::uint32_t of) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> movers;
    for (const std::uint32_t target : targets) {
      const std::size_t index = std::size_t{of} * state_count_ + target;
      for (std::uint32_t i = first_source_[index]; i < first_source_[index + 1];
           ++i) {
        movers[block_of_[sources_[i]]].push_back(sources_[i]);
      }
    }
    for (auto& [block, moving] : movers) {
      if (moving.size() < states_[block].size()) Split(block, moving);
    }
  }

  void Split(std::uint32_t block, std::vector<std::uint32_t>& moving) {
    const std::uint32_t other = AddBlock(std::move(moving));
    std::erase_if(states_[block], [this, other](std::uint32_t state) {
      return block_of_[state] == other;
    });
    if (is_open_[block]) return;
    // Only the smaller of the two has to be looked at again.
    if (states_[block].size() < states_[other].size()) {
      open_.back() = block;
      is_open_[block] = true;
      is_open_[other] = false;
    }
  }

  const PatternMachine& machine_;
  std::uint32_t state_count_;
  std::vector<std::uint32_t> block_of_;
  std::vector<std::vector<std::uint32_t>> states_;  ///< by block
  std::vector<std::uint32_t> open_;  ///< blocks that may split others
  std::vector<bool> is_open_;
  std::vector<std::uint32_t> first_source_;
  std::vector<std::uint32_t> sources_;
};

/// Joins classes on which every block moves alike. By class of the machine.
std::vector<std::uint16_t> JoinClasses(const PatternMachine& machine,
                                       const Blocks& blocks,
                                       CompiledPattern& pattern) {
  std::map<std::vector<std::uint32_t>, std::uint16_t> by_moves;
  std::vector<std::uint16_t> joined(machine.classes.count);
  std::vector<bool> is_known(machine.classes.count);
  for (std::size_t unit = 0; unit < machine.classes.of_unit.size(); ++unit) {
    const std::uint16_t of = machine.classes.of_unit[unit];
    if (!is_known[of]) {
      is_known[of] = true;
      std::vector<std::uint32_t> moves;
      for (std::uint32_t block = 0; block < blocks.count(); ++block) {
        moves.push_back(blocks.of(machine.move(blocks.state_of(block), of)));
      }
      joined[of] = by_moves
                       .try_emplace(std::move(moves),
                                    static_cast<std::uint16_t>(by_moves.size()))
                       .first->second;
    }
    if (pattern.bounds.empty() ||
        pattern.bounds.back().unit_class != joined[of]) {
      pattern.bounds.push_back({static_cast<std::uint16_t>(unit), joined[of]});
    }
  }
  pattern.header.class_count = static_cast<std::uint32_t>(by_moves.size());
  return joined;
}

}  // namespace

CompiledPattern Minimise(const PatternMachine& machine) {
  const Blocks blocks(machine);
  CompiledPattern pattern;
  const std::vector<std::uint16_t> joined =
      JoinClasses(machine, blocks, pattern);
  const std::uint32_t class_count = pattern.header.class_count;
  std::vector<std::uint32_t> a_class_of(class_count);
  for (std::uint32_t of = 0; of < joined.size(); ++of) {
    a_class_of[joined[of]] = of;
  }

  std::vector<std::uint32_t> order = {blocks.of(0)};
  std::vector<std::uint32_t> state_of_block(blocks.count(), kNone);
  state_of_block[order[0]] = 0;
  for (std::uint32_t state = 0; state < order.size(); ++state) {
    const std::uint32_t from = blocks.state_of(order[state]);
    bool stays = true;
    for (const std::uint32_t of : a_class_of) {
      const std::uint32_t to = blocks.of(machine.move(from, of));
      if (state_of_block[to] == kNone) {
        state_of_block[to] = static_cast<std::uint32_t>(order.size());
        order.push_back(to);
      }
      stays &= state_of_block[to] == state;
      pattern.transitions.push_back(
          static_cast<std::uint16_t>(state_of_block[to]));
    }
    const StateKind kinds[2][2] = {{StateKind::kGoing, StateKind::kLost},
                                   {StateKind::kAtEnd, StateKind::kFound}};
    pattern.states.push_back(kinds[machine.accepts[from]][stays]);
  }
  pattern.header.bound_count =
      static_cast<std::uint32_t>(pattern.bounds.size());
  pattern.header.state_count = static_cast<std::uint32_t>(order.size());
  return pattern;
}

}  // namespace vitrine::rules
