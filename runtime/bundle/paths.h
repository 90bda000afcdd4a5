#ifndef VITRINE_RUNTIME_BUNDLE_PATHS_H_
#define VITRINE_RUNTIME_BUNDLE_PATHS_H_

#include <span>

#include "runtime/bundle/program.h"

namespace vitrine {

/// A path of the rule language that the device itself knows.
struct DevicePath {
  InputSource source;
  ValueType type;
  const char* path;
};

/// Every InputSource except kAttribute and kCounter, in enumerator order.
std::span<const DevicePath> DevicePaths();

/// What the rule language calls an input: an attribute's name, a device path,
/// or `$event` and the name of the counted event.
void AppendInputName(const Program& program, const Input& input,
                     Array<char>& name);

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
