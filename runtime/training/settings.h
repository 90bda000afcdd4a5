#ifndef VITRINE_RUNTIME_TRAINING_SETTINGS_H_
#define VITRINE_RUNTIME_TRAINING_SETTINGS_H_

#include <cstdint>
#include <span>

#include "runtime/training/parameters.h"
#include "runtime/training/training_log.h"

namespace vitrine {

/// One parameter, and the values that it may take, ascending.
struct Setting {
  const char* name;  ///< in reports
  std::span<const float> values;
  float (*get)(const Parameters& parameters);
  void (*set)(Parameters& parameters, float value);
  /// Of no use unless the log has such rows; kView: always.
  Action of = Action::kView;
};

/// Those that tuning sets, the ones that are cheap to try first.
std::span<const Setting> Settings();

/// The index of the setting's value that is nearest to what it is.
std::uint8_t IndexOf(const Setting& setting, const Parameters& parameters);

}  // namespace vitrine

#endif  // VITRINE_RUNTIME_TRAINING_SETTINGS_H_
