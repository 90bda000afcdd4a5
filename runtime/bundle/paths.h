#ifndef VITRINE_RUNTIME_BUNDLE_PATHS_H_
#define VITRINE_RUNTIME_BUNDLE_PATHS_H_

#include "runtime/bundle/program.h"

namespace vitrine {

/// GA4's name of the field, as written in a `where`; null: not of events.
const char* EventItemPath(ItemField field);
/// The field's path in a `filter`, such as `item.price`; null: not of a
/// catalogue.
const char* CatalogueItemPath(ItemField field);
ValueType ItemFieldType(ItemField field);

/// What the rule language calls it: `for_you`.
const char* StrategyName(Strategy strategy);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_BUNDLE_PATHS_H_
