#ifndef VITRINE_RUNTIME_VISITOR_MATCHER_H_
#define VITRINE_RUNTIME_VISITOR_MATCHER_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/bundle/program.h"
#include "runtime/visitor/input.h"

namespace vitrine {

/// Tells which events a bundle's counters count.
class Matcher {
 public:
  Matcher() = default;
  /// `program` must outlive the matcher.
  explicit Matcher(const Program& program);

  std::span<const Counter> counters() const {
    return program_ ? std::span(program_->counters)
                    : std::span<const Counter>();
  }

  /// One byte for each counter, 1 where the event counts: it has the counter's
  /// name and, where the counter has a `where`, at least one item certainly
  /// satisfies it. An event without items counts as one item of which nothing
  /// is known. The item conditions are evaluated once for each item, however
  /// many counters there are.
  void Match(Identity name, std::span<const Item> items,
             Array<std::uint8_t>& matched) const;

 private:
  const Program* program_ = nullptr;
  Array<Identity> identities_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_MATCHER_H_
