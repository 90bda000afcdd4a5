#ifndef VITRINE_RUNTIME_DECIDE_ALLOCATION_H_
#define VITRINE_RUNTIME_DECIDE_ALLOCATION_H_

#include <cstdint>
#include <string_view>

#include "runtime/base/array.h"
#include "runtime/bundle/program.h"

namespace vitrine {

/// The arm of an experiment for whom nothing was told that could be hashed.
inline constexpr std::uint32_t kNobody = kNone - 1;

/// A whole number in decimal digits, as JavaScript writes it.
class Decimal {
 public:
  explicit Decimal(std::uint32_t number);
  std::u16string_view text() const { return {units_ + first_, kMost - first_}; }

 private:
  static constexpr std::uint32_t kMost = 10;
  char16_t units_[kMost];
  std::uint32_t first_ = kMost;
};

/// Which arm of each experiment a hash leads to. The hash is that of
/// GrowthBook's SDK: FNV-1a of 32 bits over UTF-16 units, version 1 of value
/// and seed in 1,000 parts, version 2 twice, of seed and value, in 10,000.
class Allocation {
 public:
  /// The program must outlive the allocation. In the beginning nothing was
  /// told to be hashed.
  explicit Allocation(const Program& program);

  /// Assigns by a value, of which there is none if it is empty. Returns whether
  /// that is another arm than before.
  bool Hash(std::uint32_t experiment, std::u16string_view value);
  /// What the last Hash() returned.
  bool changed(std::uint32_t experiment) const {
    return states_[experiment].changed;
  }
  /// An arm, counted from 0; kNone: in no arm's range; or kNobody.
  std::uint32_t arm(std::uint32_t experiment) const {
    return states_[experiment].arm;
  }

  /// The experiments that hash the same thing: this one and Next of each.
  std::uint32_t First(HashSource source, std::uint32_t read = 0) const {
    return first_[source == HashSource::kRead ? read : OfSource(source)];
  }
  std::uint32_t Next(std::uint32_t experiment) const {
    return states_[experiment].next;
  }

 private:
  struct State {
    std::uint32_t seed;  ///< hash of the seed alone
    std::uint32_t arm;
    std::uint32_t next;
    bool changed;
  };

  std::size_t OfSource(HashSource source) const {
    return program_.reads.size() + static_cast<std::size_t>(source);
  }

  const Program& program_;
  Array<State> states_;
  Array<std::uint32_t> first_;  ///< by read, then by source
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_DECIDE_ALLOCATION_H_
