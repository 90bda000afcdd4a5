#include "rules/pattern/unit_set.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <utility>

#include "rules/pattern/letter_case.h"

namespace vitrine::rules {
namespace {

constexpr std::uint32_t kLastUnit = 0xffff;

/// The units that have case variants: each group holds all that share their
/// canonical unit.
const std::vector<std::vector<char16_t>>& CaseGroups() {
  static const std::vector<std::vector<char16_t>> groups = [] {
    std::map<char16_t, std::vector<char16_t>> by_canonical;
    for (std::uint32_t unit = 0; unit <= kLastUnit; ++unit) {
      const auto variant = static_cast<char16_t>(unit);
      by_canonical[CanonicalUnit(variant)].push_back(variant);
    }
    std::vector<std::vector<char16_t>> several;
    for (auto& [canonical, units] : by_canonical) {
      if (units.size() > 1) several.push_back(std::move(units));
    }
    return several;
  }();
  return groups;
}

}  // namespace

UnitSet::UnitSet(std::vector<Range> ranges) : ranges_(std::move(ranges)) {
  Normalise();
}

bool UnitSet::Contains(char16_t unit) const {
  const auto after = std::upper_bound(
      ranges_.begin(), ranges_.end(), unit,
      [](char16_t u, const Range& range) { return u < range.first; });
  return after != ranges_.begin() && unit <= std::prev(after)->last;
}

void UnitSet::Add(const UnitSet& other) {
  ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
  Normalise();
}

UnitSet UnitSet::Complement() const {
  UnitSet rest;
  std::uint32_t from = 0;
  for (const Range& range : ranges_) {
    if (range.first > from) {
      rest.ranges_.push_back({static_cast<char16_t>(from),
                              static_cast<char16_t>(range.first - 1)});
    }
    from = range.last + 1U;
  }
  if (from <= kLastUnit) {
    rest.ranges_.push_back(
        {static_cast<char16_t>(from), static_cast<char16_t>(kLastUnit)});
  }
  return rest;
}

void UnitSet::AddCaseVariants() {
  std::vector<Range> variants;
  for (const std::vector<char16_t>& group : CaseGroups()) {
    const bool is_in =
        std::any_of(group.begin(), group.end(),
                    [this](char16_t unit) { return Contains(unit); });
    if (!is_in) continue;
    for (char16_t unit : group) variants.push_back({unit, unit});
  }
  ranges_.insert(ranges_.end(), variants.begin(), variants.end());
  Normalise();
}

void UnitSet::Normalise() {
  std::sort(ranges_.begin(), ranges_.end());
  std::size_t kept = 0;
  for (const Range& range : ranges_) {
    if (kept > 0 && range.first <= ranges_[kept - 1].last + 1U) {
      ranges_[kept - 1].last = std::max(ranges_[kept - 1].last, range.last);
    } else {
      ranges_[kept++] = range;
    }
  }
  ranges_.resize(kept);
}

}  // namespace vitrine::rules
