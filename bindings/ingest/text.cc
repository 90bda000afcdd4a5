#include "bindings/ingest/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "runtime/base/text.h"

namespace vitrine::ingest {
namespace {

constexpr std::size_t kMaxQuotedBytes = 60;
constexpr std::size_t kMaxListed = 30;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Levenshtein's: how many characters are added, left out or replaced.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

bool IsAscii(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::uint64_t bits = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    bits |= word;
  }
  for (; i < text.size(); ++i) {
    bits |= static_cast<unsigned char>(text[i]);
  }
  return (bits & kHighBits) == 0;
}

std::string_view Trimmed(std::string_view text) {
  const auto is_blank = [](char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string Plain(std::string_view name) {
  std::string plain;
  for (const char c : Trimmed(name)) {
    if (c != ' ' && c != '_' && c != '-') plain += Lower(c);
  }
  return plain;
}

std::string Quoted(std::string_view text) {
  std::string shown;
  const bool readable = IsValidUtf8(text);
  for (const char c : text) {
    const bool control = (c >= 0 && c < ' ') || c == '\x7f';
    if (shown.size() >= kMaxQuotedBytes &&
        (static_cast<unsigned char>(c) & 0xc0) != 0x80) {
      shown += "...";
      break;
    }
    shown += control || (!readable && c < 0) ? '?' : c;
  }
  return "`" + shown + "`";
}

std::string Listed(std::span<const std::string_view> names) {
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kMaxListed); ++i) {
    list += (i == 0 ? "" : ", ") + Quoted(names[i]);
  }
  if (names.size() > kMaxListed) list += ", ...";
  return list;
}

std::string_view Nearest(std::string_view name,
                         std::span<const std::string_view> candidates) {
  const std::string wanted = Plain(name).substr(0, kMaxQuotedBytes);
  std::string_view nearest;
  std::size_t best = std::clamp<std::size_t>(wanted.size() / 3, 1, 4) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kMaxQuotedBytes) continue;
    const std::string plain = Plain(candidate);
    const std::size_t distance = Distance(wanted, plain);
    if (distance >= best || distance >= plain.size()) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string DidYouMean(std::string_view name,
                       std::span<const std::string_view> candidates) {
  const std::string_view nearest = Nearest(name, candidates);
  return nearest.empty() ? "" : "; did you mean " + Quoted(nearest) + "?";
}

std::optional<double> ParseNumber(std::string_view text) {
  // Both bounds keep the product or quotient of two exact doubles: one
  // rounding, the same everywhere (Clinger, "How to read floating point
  // numbers accurately").
  constexpr std::uint64_t kMostMantissa = (std::uint64_t{1} << 53) / 10 - 1;
  constexpr int kMostExponent = 22;
  // Most are short whole numbers.
  if (!text.empty() && text.size() <= 15) {
    std::uint64_t whole = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && IsDigit(text[digits]); ++digits) {
      whole = whole * 10 + static_cast<std::uint64_t>(text[digits] - '0');
    }
    if (digits == text.size()) return static_cast<double>(whole);
  }
  std::uint64_t mantissa = 0;
  int exponent = 0;
  std::size_t i = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  bool fraction = false;
  bool any_digit = false;
  for (; i < text.size(); ++i) {
    if (text[i] == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (!IsDigit(text[i])) break;
    any_digit = true;
    if (mantissa <= kMostMantissa) {
      mantissa = mantissa * 10 + static_cast<std::uint64_t>(text[i] - '0');
      exponent -= fraction ? 1 : 0;
    } else {
      exponent += fraction ? 0 : 1;
    }
  }
  if (!any_digit) return {};
  if (i < text.size() && Lower(text[i]) == 'e') {
    ++i;
    const bool minus = i < text.size() && text[i] == '-';
    if (i < text.size() && (minus || text[i] == '+')) ++i;
    if (i == text.size()) return {};
    int written = 0;
    for (; i < text.size() && IsDigit(text[i]); ++i) {
      if (written < 1'000) written = written * 10 + (text[i] - '0');
    }
    exponent += minus ? -written : written;
  }
  if (i < text.size()) return {};
  for (; exponent < -kMostExponent && mantissa != 0; ++exponent) mantissa /= 10;
  if (exponent > kMostExponent && mantissa != 0) return {};
  double scale = 1;
  for (int e = 0; mantissa != 0 && e < std::max(exponent, -exponent); ++e) {
    scale *= 10;
  }
  const auto whole = static_cast<double>(mantissa);
  const double number = exponent < 0 ? whole / scale : whole * scale;
  return text.starts_with('-') && number != 0 ? -number : number;
}

}  // namespace vitrine::ingest
