#ifndef VITRINE_RULES_DISASSEMBLE_H_
#define VITRINE_RULES_DISASSEMBLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "runtime/bundle/program.h"

namespace vitrine::rules {

/// `value`, `event`, `shown` and so on.
std::string_view SymbolKindName(IdentityKind kind);

/// The program as lines for people: conditions on elements of lists, item
/// conditions, automata, counters, experiments, recommendations, conditions,
/// segments, and slots with their rules, in the order of their numbers. What
/// only filters read of an item has its name from the catalogue. Times are
/// milliseconds.
///
///     element 0  leaf  itself === "summer"
///     element 1  leaf  tags exists
///     element 2  some  1 0
///     item 0  leaf  item_category === "Hiking"
///     item 1  leaf  item.availability == "in_stock"
///     item 2  leaf  item.price / viewed.price <= 1.2
///     item 3  leaf  interest in item.brand > 0
///     automaton 0  states 2 classes 2
///     counter 0  view_item where 0 within 1800000 ms kept 3
///     counter 1  purchase sum price within 3 days kept 64
///     counter 2  sequence add_to_cart, view_cart within 600000 ms, not
///     purchase for 1200000 ms, all within session
///     counter 3  shown exit-offer within session
///     experiment copy by visitor seed copy version 2 sticky arms a 0 to 0.5,
///     b 0.5 to 1
///     recommendation 0  similar popular filter 1
///     recommendation 1  curated ["boot-1"] take 1 similar popular filter 2
///     boost 3 by 120 % at most 2 of item.brand diversity 30 % bought
///     0  leaf  visit.number == 1
///     1  leaf  page.path matches automaton 0
///     2  leaf  cards some element 2
///     3  leaf  age of birthday < 86400000 ms
///     4  leaf  counter 0 >= 2
///     5  leaf  since counter 1 >= 2592000000 ms
///     6  leaf  experiment copy === 1
///     7  any  0 4
///     segment hiker node 7
///     slot home-hero content
///     rule hero-hiking slot home-hero priority 20 node 7
///     rule copy slot home-hero priority 0 node 6 experiment copy arm b group 1
///     slot pdp-similar recommendations limit 8
///     rule similar slot pdp-similar priority 0 node 7 recommendation 0
///
/// A row of an arm that is shown no content ends with `shows nothing`.
std::vector<std::string> Disassemble(const Program& program);

}  // namespace vitrine::rules

#endif  // VITRINE_RULES_DISASSEMBLE_H_
