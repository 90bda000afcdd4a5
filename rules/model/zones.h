#ifndef VITRINE_RULES_MODEL_ZONES_H_
#define VITRINE_RULES_MODEL_ZONES_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/bundle/program.h"

namespace vitrine::rules {

/// The time zones that the host knows. UTC needs no host.
class Zones {
 public:
  /// `json`: {"Europe/Oslo": [[ms since 1970, minutes to add to UTC], ...]}.
  /// What is not of this form is left out.
  explicit Zones(std::string_view json);

  /// Never empty; null: no such zone.
  const std::vector<ZoneChange>* Find(std::string_view name) const;
  std::vector<std::string_view> Names() const;

 private:
  std::map<std::string, std::vector<ZoneChange>, std::less<>> zones_;
};

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_ZONES_H_
