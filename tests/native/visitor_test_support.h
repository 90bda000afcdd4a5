#ifndef VITRINE_TESTS_NATIVE_VISITOR_TEST_SUPPORT_H_
#define VITRINE_TESTS_NATIVE_VISITOR_TEST_SUPPORT_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/visitor/visitor.h"

namespace vitrine::visitor_test {

inline constexpr double kSecond = 1'000;
inline constexpr double kMinute = 60 * kSecond;
inline constexpr double kHour = 60 * kMinute;
inline constexpr double kDay = 24 * kHour;
inline constexpr double kStart = 1'790'000'000'000;
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

inline Identity ItemId(std::u16string_view text) {
  return IdentityOf(IdentityKind::kItem, text);
}
inline Identity ValueId(std::u16string_view text) {
  return IdentityOf(IdentityKind::kValue, text);
}
/// That a rule was shown.
inline Identity ShownId(std::u16string_view rule) {
  return IdentityOf(IdentityKind::kShown, rule);
}

inline ItemInput Thing(std::u16string_view id, double price = kNaN,
                       double quantity = kNaN) {
  return {id, {}, {}, price, quantity};
}

inline Recorded Record(Visitor& visitor, double now, std::u16string_view name,
                       std::vector<ItemInput> items = {},
                       std::u16string_view transaction = {},
                       double value = kNaN) {
  return visitor.Record(now, {.name = name,
                              .transaction = transaction,
                              .value = value,
                              .items = items});
}

inline std::u16string Numbered(std::u16string_view prefix, std::uint32_t n) {
  std::u16string text(prefix);
  for (char digit : std::to_string(n)) {
    text.push_back(static_cast<char16_t>(digit));
  }
  return text;
}

/// SplitMix64: small, and the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint32_t Roll(std::uint32_t sides) {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<std::uint32_t>((z ^ (z >> 31)) % sides);
  }

 private:
  std::uint64_t state_;
};

/// Writes programs of counters by hand.
class CounterProgram {
 public:
  std::uint32_t Symbol(IdentityKind kind, std::string_view text) {
    program.symbols.push_back({kind, program.strings.Add(text)});
    return static_cast<std::uint32_t>(program.symbols.size() - 1);
  }
  /// A condition on one field; leaves must be added in the order of fields.
  std::uint32_t Where(ItemField field, LeafOp op, std::uint32_t operand) {
    auto& leaves = program.item_conditions.leaves;
    leaves.push_back({static_cast<std::uint32_t>(field), op, operand});
    return static_cast<std::uint32_t>(leaves.size() - 1);
  }
  std::uint32_t Number(double number) {
    program.numbers.push_back(number);
    return static_cast<std::uint32_t>(program.numbers.size() - 1);
  }
  /// A step for the next counter that is added.
  void Happens(std::string_view event, double within_ms = 0,
               std::uint32_t where = kNone,
               IdentityKind kind = IdentityKind::kEvent) {
    program.steps.push_back({Symbol(kind, event), where, false, within_ms});
  }
  void Lacks(std::string_view event, double for_ms,
             std::uint32_t where = kNone) {
    program.steps.push_back(
        {Symbol(IdentityKind::kEvent, event), where, true, for_ms});
  }
  /// Of the steps added since the last counter. Returns its index.
  std::size_t Add(Counter counter) {
    const auto steps = static_cast<std::uint32_t>(program.steps.size());
    counter.first_step = added_steps_;
    counter.step_count = steps - added_steps_;
    if (counter.tally == Tally::kSequence) counter.kept = counter.step_count;
    added_steps_ = steps;
    program.counters.push_back(counter);
    return program.counters.size() - 1;
  }
  /// One that counts events.
  void Add(Identity identity, std::string_view event, Window window,
           double length = 0, std::uint32_t kept = 0,
           std::uint32_t where = kNone) {
    Happens(event, 0, where);
    Add({.identity = identity,
         .window = window,
         .length = length,
         .kept = kept});
  }

  Program program;

 private:
  std::uint32_t added_steps_ = 0;
};

}  // namespace vitrine::visitor_test

#endif  // VITRINE_TESTS_NATIVE_VISITOR_TEST_SUPPORT_H_
