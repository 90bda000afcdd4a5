#include "bindings/ingest/money.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "bindings/ingest/text.h"
#include "runtime/rank/part.h"

namespace vitrine::ingest {
namespace {

constexpr std::size_t kCodeLetters = 3;

/// ISO 4217: whose smallest unit is a thousandth.
constexpr std::string_view kThreeDecimals[] = {"BHD", "IQD", "JOD", "KWD",
                                               "LYD", "OMR", "TND"};

/// Where the decimal mark stands; npos: there is none.
std::size_t DecimalMark(std::string_view digits, bool three_decimals) {
  constexpr std::string_view kMarks = ".,";
  constexpr std::size_t kGroup = 3;
  const std::size_t last = digits.find_last_of(kMarks);
  if (last == digits.npos) return last;
  const std::size_t first = digits.find_first_of(kMarks);
  if (first != last) {
    const bool both = digits.find(digits[last]) == last;
    return both ? last : digits.npos;
  }
  const bool group = last >= 1 && last <= kGroup && digits[0] != '0' &&
                     digits.size() - last - 1 == kGroup;
  return group && !three_decimals ? digits.npos : last;
}

/// With a point as decimal mark, and no others.
std::string WithoutGroups(std::string_view digits, bool three_decimals) {
  const std::size_t decimal = DecimalMark(digits, three_decimals);
  std::string plain;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[i];
    if (i == decimal) {
      plain += '.';
    } else if (c != '.' && c != ',' && c != ' ') {
      plain += c;
    }
  }
  return plain;
}

}  // namespace

std::string CurrencyCode(std::string_view text) {
  if (text.size() != kCodeLetters) return {};
  std::string code;
  for (const char c : text) {
    const char capital =
        c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (capital < 'A' || capital > 'Z') return {};
    code += capital;
  }
  return code;
}

bool ParseMoney(std::string_view text, std::string_view currency,
                Money& money) {
  text = Trimmed(text);
  money = {};
  if (text.size() > kCodeLetters) {
    const std::size_t rest = text.size() - kCodeLetters;
    money.currency = CurrencyCode(text.substr(0, kCodeLetters));
    if (!money.currency.empty()) {
      text.remove_prefix(kCodeLetters);
    } else {
      money.currency = CurrencyCode(text.substr(rest));
      if (!money.currency.empty()) text.remove_suffix(kCodeLetters);
    }
  }
  if (!money.currency.empty()) currency = money.currency;
  const bool three_decimals =
      std::find(std::begin(kThreeDecimals), std::end(kThreeDecimals),
                currency) != std::end(kThreeDecimals);
  const std::optional<double> amount =
      ParseNumber(WithoutGroups(Trimmed(text), three_decimals));
  if (!amount || *amount < 0 || *amount > kMaxPrice) return false;
  money.amount = *amount;
  return true;
}

}  // namespace vitrine::ingest
