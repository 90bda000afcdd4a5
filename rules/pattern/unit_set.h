#ifndef VITRINE_RULES_PATTERN_UNIT_SET_H_
#define VITRINE_RULES_PATTERN_UNIT_SET_H_

#include <tuple>
#include <vector>

namespace vitrine::rules {

/// A set of UTF-16 units, as the fewest ascending ranges.
class UnitSet {
 public:
  struct Range {
    char16_t first = 0;
    char16_t last = 0;
    bool operator==(const Range&) const = default;
    bool operator<(const Range& other) const {
      return std::tie(first, last) < std::tie(other.first, other.last);
    }
  };

  UnitSet() = default;
  explicit UnitSet(std::vector<Range> ranges);
  static UnitSet Of(char16_t unit) { return UnitSet({{unit, unit}}); }

  const std::vector<Range>& ranges() const { return ranges_; }
  bool Contains(char16_t unit) const;
  void Add(const UnitSet& other);
  UnitSet Complement() const;
  /// Adds every unit with the same CanonicalUnit() as one in the set.
  void AddCaseVariants();

  bool operator==(const UnitSet&) const = default;
  bool operator<(const UnitSet& other) const { return ranges_ < other.ranges_; }

 private:
  void Normalise();

  std::vector<Range> ranges_;
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_PATTERN_UNIT_SET_H_
