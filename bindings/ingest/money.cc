#include "bindings/ingest/money.h"

#include <algorithm>
#include <optional>

#include "bindings/ingest/text.h"

namespace vitrine::ingest {
namespace {

constexpr std::size_t kCodeLetters = 3;

/// With a point as decimal mark, and no others.
std::string WithoutGroups(std::string_view digits) {
  char decimal = '.';
  const std::size_t comma = digits.rfind(',');
  const std::size_t point = digits.rfind('.');
  if (comma != digits.npos) {
    const auto commas = std::count(digits.begin(), digits.end(), ',');
    const bool thousands = digits.size() - comma == 4 || commas > 1;
    if (point != digits.npos ? comma > point : !thousands) decimal = ',';
  } else if (std::count(digits.begin(), digits.end(), '.') > 1) {
    decimal = ',';
  }
  std::string plain;
  for (const char c : digits) {
    if (c == decimal) {
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

bool ParseMoney(std::string_view text, Money& money) {
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
  const std::optional<double> amount =
      ParseNumber(WithoutGroups(Trimmed(text)));
  if (!amount || *amount < 0 || *amount > kMaxPrice) return false;
  money.amount = *amount;
  return true;
}

}  // namespace vitrine::ingest
