#ifndef VITRINE_RULES_MODEL_RULE_ORDER_H_
#define VITRINE_RULES_MODEL_RULE_ORDER_H_

#include <cstdint>
#include <vector>

#include "rules/model/model.h"

namespace vitrine::rules {

/// By slot the indexes of its rules, best first: by priority, then by the
/// bytes of their ids.
std::vector<std::vector<std::uint32_t>> RulesOfSlots(const Model& model);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_MODEL_RULE_ORDER_H_
