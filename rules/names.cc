#include "rules/names.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace vitrine::rules {
namespace {

constexpr std::size_t kMaxCompared = 64;
constexpr std::size_t kMaxQuoted = 60;
constexpr std::size_t kMaxListed = 24;

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Changes that turn one text into the other: a character added, removed,
/// replaced, or exchanged with its neighbour. Case counts for nothing.
std::size_t Distance(std::string_view a, std::string_view b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> before(width);
  std::vector<std::size_t> previous(width);
  std::vector<std::size_t> current(width);
  for (std::size_t j = 0; j < width; ++j) current[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(previous);
    previous.swap(current);
    current[0] = i;
    for (std::size_t j = 1; j < width; ++j) {
      const bool same = Lower(a[i - 1]) == Lower(b[j - 1]);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1,
                             previous[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && Lower(a[i - 1]) == Lower(b[j - 2]) &&
          Lower(a[i - 2]) == Lower(b[j - 1])) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
  }
  return current[b.size()];
}

/// `brand` in `item_brand`, `type` in `page.type`.
bool IsLastWord(std::string_view word, std::string_view name) {
  if (!name.ends_with(word) || name.size() <= word.size()) return false;
  const char before = name[name.size() - word.size() - 1];
  return before == '_' || before == '.';
}

}  // namespace

std::string_view NearestName(std::string_view name, Names candidates) {
  if (name.size() > kMaxCompared) return {};
  std::string_view nearest;
  std::size_t best = std::clamp<std::size_t>(name.size() / 3, 1, 4) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t difference = candidate.size() > name.size()
                                       ? candidate.size() - name.size()
                                       : name.size() - candidate.size();
    if (difference >= best || candidate.size() > kMaxCompared) continue;
    const std::size_t distance = Distance(name, candidate);
    if (distance >= best || distance >= candidate.size()) continue;
    best = distance;
    nearest = candidate;
  }
  if (!nearest.empty() || name.empty()) return nearest;
  for (const std::string_view candidate : candidates) {
    if (IsLastWord(name, candidate)) return candidate;
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
