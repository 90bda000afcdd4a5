#ifndef VITRINE_RULES_MODEL_DEVICE_PATHS_H_
#define VITRINE_RULES_MODEL_DEVICE_PATHS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/model/condition_model.h"
#include "rules/text/names.h"

namespace vitrine::rules {

/// What a path of the device leads to. No value: the device knows no such
/// path.
std::optional<PathTarget> FindDevicePath(std::string_view path);

/// Turns a condition on a path that stands for events (`search.count`,
/// `orders.category.Hiking.value`) into one on their tally. False: it does
/// not.
bool ExpandDevicePath(Condition& condition);

/// Of a path whose values are known beforehand; empty: any.
Names DevicePathValues(std::string_view path);

/// All of them, with `<name>` where anything may stand, for messages.
Names DevicePathNames();

/// What people call an input of the device; `argument` as in the program,
/// `symbol` its text where it is one.
std::string DevicePathName(InputSource source, std::uint32_t argument,
                           std::string_view symbol);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_DEVICE_PATHS_H_
