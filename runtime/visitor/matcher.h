#ifndef VITRINE_RUNTIME_VISITOR_MATCHER_H_
#define VITRINE_RUNTIME_VISITOR_MATCHER_H_

#include <cstdint>
#include <span>

#include "runtime/base/array.h"
#include "runtime/base/value.h"
#include "runtime/bundle/program.h"
#include "runtime/visitor/event_log.h"

namespace vitrine {

/// What a `where` can read of an event: a row of values for each item, in the
/// order of ItemField and then of Program::properties. An event without items
/// counts as one item of which nothing is known.
class EventRows {
 public:
  EventRows(const Program& program, const EventLog::Event& event);

  std::size_t size() const { return size_; }
  std::span<const Value> operator[](std::size_t item) const {
    return std::span<const Value>(values_).subspan(item * width_, width_);
  }

 private:
  std::size_t width_;
  std::size_t size_;
  Array<Value> values_;
};

/// Tells which steps of a bundle's counters an event is one of.
class Matcher {
 public:
  Matcher() = default;
  /// `program` must outlive the matcher.
  explicit Matcher(const Program& program);

  /// Null: there is none, and so no counters.
  const Program* program() const { return program_; }
  std::span<const Counter> counters() const {
    return program_ ? std::span<const Counter>(program_->counters)
                    : std::span<const Counter>();
  }
  /// Precondition: a symbol of the program.
  Identity identity(std::uint32_t symbol) const { return identities_[symbol]; }

  /// The counter's steps that ask for events of this name, one bit each.
  std::uint32_t Asked(const Counter& counter, Identity event) const;
  /// Whether any counter asks for them.
  bool Asks(Identity event) const;

  /// Whether a row certainly satisfies the condition; kNone: all do.
  bool Fits(std::uint32_t where, std::span<const Value> row) const;
  bool FitsAny(std::uint32_t where, const EventRows& rows) const;
  /// Whether a row may satisfy it, as far as is known.
  bool MayFit(std::uint32_t where, std::span<const Value> row) const;

 private:
  const Program* program_ = nullptr;
  Array<Identity> identities_;
};

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_VISITOR_MATCHER_H_
