#ifndef VITRINE_BINDINGS_INGEST_MONEY_H_
#define VITRINE_BINDINGS_INGEST_MONEY_H_

#include <string>
#include <string_view>

#include "runtime/training/training_log.h"

namespace vitrine::ingest {

struct Money {
  double amount = 0;     ///< 0 to kMaxPrice
  std::string currency;  ///< three capital letters; empty: not told
};

/// Three ASCII letters, as ISO 4217 has them, in capitals; empty: it is none.
std::string CurrencyCode(std::string_view text);

/// `89.50 EUR`, `EUR 89.50`, `89,50`, `1.299,00`, `1,299`. Point and comma mean
/// the same. Of both the last is the decimal mark, and one that comes twice
/// parts thousands. A single one before three digits does so too, as in `1.299`
/// and `1,299`, unless what stands before it is no first group (`0.125`,
/// `1299.000`) or the currency has three decimals (`1.299 KWD`). `currency`: of
/// prices that do not tell theirs, or empty. False: it is no price.
bool ParseMoney(std::string_view text, std::string_view currency, Money& money);

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_MONEY_H_
