#include "rules/pattern/letter_case.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <vector>

#include "rules/pattern/letter_case_tables.h"
#include "runtime/base/text.h"

namespace vitrine::rules {
namespace {

constexpr char32_t kDottedCapitalI = 0x130;
constexpr char32_t kCombiningDotAbove = 0x307;
constexpr char32_t kCapitalSigma = 0x3a3;
constexpr char32_t kFinalSigma = 0x3c2;

/// The entry that may hold the code point, or null.
template <typename Entry>
const Entry* Find(std::span<const Entry> entries, char32_t code) {
  const auto after =
      std::upper_bound(entries.begin(), entries.end(), code,
                       [](char32_t c, const Entry& e) { return c < e.first; });
  if (after == entries.begin()) return nullptr;
  const Entry& entry = *std::prev(after);
  return code <= entry.last ? &entry : nullptr;
}

char32_t Shifted(std::span<const CaseShift> shifts, char32_t code) {
  const CaseShift* shift = Find(shifts, code);
  if (shift == nullptr || (code - shift->first) % shift->step != 0) return code;
  return static_cast<char32_t>(static_cast<std::int32_t>(code) + shift->by);
}

/// True where the first code point that is not ignorable is a letter with a
/// case.
template <typename Iterator>
bool BeginsCased(Iterator begin, Iterator end) {
  while (begin != end &&
         Find(std::span<const CodeRange>(kCaseIgnorable), *begin) != nullptr) {
    ++begin;
  }
  return begin != end &&
         Find(std::span<const CodeRange>(kCased), *begin) != nullptr;
}

void AppendUtf8(char32_t code, std::string& out) {
  const auto trail = [&](int shift) {
    out += static_cast<char>(0x80 | ((code >> shift) & 0x3f));
  };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | (code >> 6));
    trail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | (code >> 12));
    trail(6);
    trail(0);
  } else {
    out += static_cast<char>(0xf0 | (code >> 18));
    trail(12);
    trail(6);
    trail(0);
  }
}

}  // namespace

std::string ToLowerCase(std::string_view utf8) {
  std::vector<char32_t> codes;
  for (std::size_t i = 0; i < utf8.size();) {
    codes.push_back(NextCodePoint(utf8, i));
  }
  std::string lower;
  for (auto code = codes.begin(); code != codes.end(); ++code) {
    if (*code == kDottedCapitalI) {
      lower += 'i';
      AppendUtf8(kCombiningDotAbove, lower);
    } else if (*code == kCapitalSigma &&
               BeginsCased(std::make_reverse_iterator(code), codes.rend()) &&
               !BeginsCased(code + 1, codes.end())) {
      AppendUtf8(kFinalSigma, lower);
    } else {
      AppendUtf8(Shifted(kLowerShifts, *code), lower);
    }
  }
  return lower;
}

char16_t CanonicalUnit(char16_t unit) {
  return static_cast<char16_t>(Shifted(kCanonicalShifts, unit));
}

}  // namespace vitrine::rules
