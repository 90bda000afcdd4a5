#ifndef VITRINE_BINDINGS_INGEST_UNIT_MEASURE_H_
#define VITRINE_BINDINGS_INGEST_UNIT_MEASURE_H_

#include <string_view>

namespace vitrine::ingest {

/// How many times its price a product's unit price is, of Google Merchant's
/// unit_pricing_measure (`500ml`) and unit_pricing_base_measure (`1l`): 2. NaN
/// where one is missing or none, or where the two do not measure the same:
/// metric and other units are not told in each other.
double UnitPriceFactor(std::string_view measure, std::string_view base);

}  // namespace vitrine::ingest

#endif  // VITRINE_BINDINGS_INGEST_UNIT_MEASURE_H_
