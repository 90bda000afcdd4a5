#include "rules/check_program.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "runtime/bundle/evaluate.h"

namespace vitrine::rules {

void WarnOfNeverTrue(Shape& shape, const Model& model,
                     const LoweredModel& lowered) {
  for (std::size_t i = 0; i < lowered.segments.size(); ++i) {
    if (lowered.segments[i] != lowered.conditions.False()) continue;
    shape.diagnostics.Warning(
        shape.tree.KeyPlace(model.segments[i].node), "never-true",
        "the segment " + Quoted(model.segments[i].name) + " can never hold");
  }
  for (std::size_t i = 0; i < lowered.rules.size(); ++i) {
    if (lowered.rules[i] != lowered.conditions.False()) continue;
    const NodeId when = shape.tree.Find(model.rules[i].node, "when");
    shape.diagnostics.Warning(
        shape.tree.KeyPlace(when), "never-true",
        "the rule " + Quoted(model.rules[i].id) + " can never hold");
  }
  for (std::size_t i = 0; i < lowered.filters.size(); ++i) {
    if (lowered.filters[i] != lowered.items.False()) continue;
    shape.diagnostics.Warning(
        shape.tree.KeyPlace(model.rules[i].recommend.filter_node), "never-true",
        "the filter of the rule " + Quoted(model.rules[i].id) +
            " lets no item through");
  }
}

void CheckIdentities(const Program& program, Diagnostics& diagnostics) {
  std::vector<std::pair<Identity, std::string>> identities;
  const Array<Identity> symbols = SymbolIdentities(program);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    identities.emplace_back(symbols[i],
                            program.strings[program.symbols[i].string]);
  }
  for (const Rule& rule : program.rules) {
    const std::string_view id = program.strings[rule.id];
    identities.emplace_back(IdentityOf(IdentityKind::kRule, id), id);
  }
  for (const Counter& counter : program.counters) {
    identities.emplace_back(
        counter.identity,
        program.strings[program.symbols[counter.event].string]);
  }
  std::sort(identities.begin(), identities.end());
  for (std::size_t i = 1; i < identities.size(); ++i) {
    if (identities[i].first != identities[i - 1].first) continue;
    diagnostics.Error({}, "identity-collision",
                      "by a rare accident " + Quoted(identities[i - 1].second) +
                          " and " + Quoted(identities[i].second) +
                          " look the same to the device; rename one of them");
  }
}

}  // namespace vitrine::rules
