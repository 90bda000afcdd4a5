#include "rules/lower/check_program.h"

#include <set>
#include <string>
#include <string_view>
#include <tuple>

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
    bool holds = false;
    for (const LoweredRow& row : lowered.rules[i]) {
      holds |= row.node != lowered.conditions.False();
    }
    if (holds) continue;
    const NodeId when = shape.tree.Find(model.rules[i].node, "when");
    shape.diagnostics.Warning(
        shape.tree.KeyPlace(when == kNone ? model.rules[i].node : when),
        "never-true",
        "the rule " + Quoted(model.rules[i].id) + " can never hold");
  }
  for (std::size_t i = 0; i < lowered.recommendations.size(); ++i) {
    for (const auto& boost : lowered.recommendations[i].boosts) {
      if (boost.node != lowered.items.False()) continue;
      shape.diagnostics.Warning(
          shape.tree.KeyPlace(model.rules[i].recommend.node), "never-true",
          "a boost of the rule " + Quoted(model.rules[i].id) +
              " holds for no item");
    }
    if (lowered.recommendations[i].filter != lowered.items.False()) continue;
    const RecommendModel& recommend = model.rules[i].recommend;
    const bool has_filter = recommend.filter_node != kNone;
    shape.diagnostics.Warning(
        shape.tree.KeyPlace(has_filter ? recommend.filter_node
                                       : model.never_node),
        "never-true",
        (has_filter ? "the filter of the rule "
                    : "`never_recommend` is all items: the rule ") +
            Quoted(model.rules[i].id) + " lets no item through");
  }
}

void CheckIdentities(const Program& program, Diagnostics& diagnostics) {
  // The identity, of what it is one, and the name.
  std::set<std::tuple<Identity, std::string_view, std::string_view>> all;
  const Array<Identity> symbols = SymbolIdentities(program);
  constexpr std::string_view kKinds[kIdentityKinds] = {
      "value", "event",   "item",      "rule",      "order",
      "shown", "clicked", "dismissed", "converted", "experiment"};
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const Symbol& symbol = program.symbols[i];
    all.insert({symbols[i], kKinds[static_cast<std::size_t>(symbol.kind)],
                program.strings[symbol.string]});
  }
  const auto add = [&](IdentityKind kind, std::string_view name) {
    all.insert(
        {IdentityOf(kind, name), kKinds[static_cast<std::size_t>(kind)], name});
  };
  for (const Rule& rule : program.rules) {
    add(IdentityKind::kRule, program.strings[rule.id]);
  }
  for (const Experiment& experiment : program.experiments) {
    add(IdentityKind::kExperiment, program.strings[experiment.name]);
  }
  for (const Input& input : program.inputs) {
    if (input.source == InputSource::kCounter) {
      all.insert({program.counters[input.argument].identity, "counter",
                  program.strings[input.name]});
    }
  }
  Identity before = kNoIdentity;
  std::string_view name_before;
  for (const auto& [identity, space, name] : all) {
    if (identity == before) {
      diagnostics.Error({}, "identity-collision",
                        "by a rare accident " + Quoted(name_before) + " and " +
                            Quoted(name) +
                            " look the same to the device; rename one of them");
    }
    before = identity;
    name_before = name;
  }
}

}  // namespace vitrine::rules
