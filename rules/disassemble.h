#ifndef VITRINE_RULES_DISASSEMBLE_H_
#define VITRINE_RULES_DISASSEMBLE_H_

#include <string>
#include <vector>

#include "runtime/bundle/program.h"

namespace vitrine::rules {

/// The program as lines for people: item conditions, counters, conditions,
/// segments and rules, in the order of their numbers.
///
///     item 0  leaf  item_category === "Hiking"
///     counter 0  view_item where 0 within 1800000 ms kept 3
///     0  leaf  visit.number == 1
///     1  leaf  counter 0 >= 2
///     2  any  0 1
///     segment hiker node 2
///     rule hero-hiking slot home-hero priority 20 node 2
std::vector<std::string> Disassemble(const Program& program);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_DISASSEMBLE_H_
