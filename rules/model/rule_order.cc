#include "rules/model/rule_order.h"

#include <algorithm>
#include <tuple>

namespace vitrine::rules {

std::vector<std::vector<std::uint32_t>> RulesOfSlots(const Model& model) {
  std::vector<std::vector<std::uint32_t>> slots(model.slots.size());
  for (std::uint32_t i = 0; i < model.rules.size(); ++i) {
    slots[model.rules[i].slot_index].push_back(i);
  }
  for (std::vector<std::uint32_t>& rules : slots) {
    std::sort(rules.begin(), rules.end(),
              [&model](std::uint32_t a, std::uint32_t b) {
                const RuleModel& x = model.rules[a];
                const RuleModel& y = model.rules[b];
                return std::tie(y.priority, x.id) < std::tie(x.priority, y.id);
              });
  }
  return slots;
}

}  // namespace vitrine::rules
