#include "rules/text/names.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace vitrine::rules {
namespace {

constexpr std::size_t kMaxCompared = 64;
constexpr std::size_t kMaxQuoted = 60;
constexpr std::size_t kMaxListed = 24;

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A text in lower case, of at most kMaxCompared bytes.
struct Folded {
  explicit Folded(std::string_view text) : size(text.size()) {
    std::transform(text.begin(), text.end(), bytes.begin(), Lower);
  }
  std::array<char, kMaxCompared> bytes;
  std::size_t size;
};

/// Changes that turn one text into the other: a character added, removed,
/// replaced, or exchanged with its neighbour. Case counts for nothing. Gives
/// `limit` when there are that many or more; the sizes differ by less.
std::size_t Distance(const Folded& a, const Folded& b, std::size_t limit) {
  // Row i of the table holds the distances of a's first i bytes to each start
  // of b. Cells `limit` or more off the diagonal cannot be below it.
  std::array<std::array<std::size_t, kMaxCompared + 2>, 3> rows;
  for (std::size_t j = 0; j <= limit; ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size; ++i) {
    const auto& before = rows[(i + 1) % 3];
    const auto& previous = rows[(i + 2) % 3];
    auto& current = rows[i % 3];
    std::size_t first = 1;
    if (i < limit) {
      current[0] = i;
    } else {
      first = i - limit + 1;
      current[first - 1] = limit;
    }
    const std::size_t last = std::min(b.size, i + limit - 1);
    std::size_t least = current[first - 1];
    for (std::size_t j = first; j <= last; ++j) {
      const bool same = a.bytes[i - 1] == b.bytes[j - 1];
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1,
                             previous[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] &&
          a.bytes[i - 2] == b.bytes[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
      least = std::min(least, current[j]);
    }
    if (least >= limit) return limit;
    current[last + 1] = limit;
  }
  return std::min(rows[a.size % 3][b.size], limit);
}

/// `brand` in `item_brand`, `type` in `page.type`.
bool IsLastWord(std::string_view word, std::string_view name) {
  if (!name.ends_with(word) || name.size() <= word.size()) return false;
  const char before = name[name.size() - word.size() - 1];
  return before == '_' || before == '.';
}

/// `nb` in `nb-NO`.
bool IsFirstWord(std::string_view word, std::string_view name) {
  return name.size() > word.size() && name.starts_with(word) &&
         name[word.size()] == '-';
}

}  // namespace

std::string_view NearestName(std::string_view name, Names candidates) {
  if (name.size() > kMaxCompared) return {};
  const Folded folded(name);
  std::string_view nearest;
  std::size_t best = std::clamp<std::size_t>(name.size() / 3, 1, 4) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t difference = candidate.size() > name.size()
                                       ? candidate.size() - name.size()
                                       : name.size() - candidate.size();
    if (difference >= best || candidate.size() > kMaxCompared) continue;
    const std::size_t distance = Distance(folded, Folded(candidate), best);
    if (distance >= best || distance >= candidate.size()) continue;
    best = distance;
    nearest = candidate;
  }
  if (!nearest.empty() || name.empty()) return nearest;
  for (const std::string_view candidate : candidates) {
    if (IsLastWord(name, candidate) || IsFirstWord(name, candidate) ||
        IsFirstWord(candidate, name)) {
      return candidate;
    }
  }
  return {};
}

std::string Shortened(std::string_view text, std::size_t size) {
  if (text.size() <= size) return std::string(text);
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) {
    --size;
  }
  return std::string(text.substr(0, size)) + "...";
}

std::string Quoted(std::string_view text) {
  return "`" + Shortened(text, kMaxQuoted) + "`";
}

std::string OneOf(Names names) {
  if (names.size() > kMaxListed) {
    return "one of " + std::to_string(names.size()) + " declared names";
  }
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += i + 1 == names.size() ? " or " : ", ";
    list += Quoted(names[i]);
  }
  return list;
}

std::string DidYouMean(std::string_view nearest) {
  if (nearest.empty()) return {};
  return "; did you mean " + Quoted(nearest) + "?";
}

}  // namespace vitrine::rules
