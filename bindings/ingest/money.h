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

/// `89.50 EUR`, `EUR 89.50`, `89,50`, `1.299,00`, `1,299`. Of two kinds of
/// marks the last is the decimal one; a single comma before three digits parts
/// thousands, a point never does so alone. False: it is no price.
bool ParseMoney(std::string_view text, Money& money);

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_MONEY_H_
