#ifndef VITRINE_RULES_DISASSEMBLE_H_
#define VITRINE_RULES_DISASSEMBLE_H_

#include <string>
#include <vector>

#include "runtime/bundle/program.h"

namespace vitrine::rules {

/// The program as lines for people: item conditions, counters,
/// recommendations, conditions, segments, and slots with their rules, in the
/// order of their numbers. What only filters read of an item has its name from
/// the catalogue.
///
///     item 0  leaf  item_category === "Hiking"
///     item 1  leaf  item.availability == "in_stock"
///     counter 0  view_item where 0 within 1800000 ms kept 3
///     recommendation 0  similar popular filter 1
///     0  leaf  visit.number == 1
///     1  leaf  counter 0 >= 2
///     2  any  0 1
///     segment hiker node 2
///     slot home-hero content
///     rule hero-hiking slot home-hero priority 20 node 2
///     slot pdp-similar recommendations limit 8
///     rule similar slot pdp-similar priority 0 node 2 recommendation 0
std::vector<std::string> Disassemble(const Program& program);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_DISASSEMBLE_H_
