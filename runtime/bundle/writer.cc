#include "runtime/bundle/writer.h"

#include "runtime/bundle/format.h"
#include "runtime/bundle/writer_sections.h"

namespace vitrine {
namespace {

void WriteConditions(const Network& network, SectionWriter& out) {
  out.Count(network.leaves);
  std::uint32_t input = 0;
  for (const Leaf& leaf : network.leaves) {
    out.Varint(leaf.input - input);
    input = leaf.input;
  }
  out.Enumerators(network.leaves, &Leaf::op);
  out.Varints(network.leaves, &Leaf::operand);
  out.Count(network.gates);
  out.Enumerators(network.gates, &Gate::kind);
  out.Varints(network.gates, &Gate::child_count);
  auto node = static_cast<std::uint32_t>(network.leaves.size());
  for (const Gate& gate : network.gates) {
    for (std::uint32_t i = 0; i < gate.child_count; ++i) {
      out.Varint(node - network.children[gate.first_child + i]);
    }
    ++node;
  }
}

void WriteZones(const Program& program, SectionWriter& out) {
  out.Count(program.zones);
  out.Varints(program.zones, &List::count);
  for (const List& zone : program.zones) {
    double at = 0;
    for (std::uint32_t i = 0; i < zone.count; ++i) {
      const double next = program.zone_changes[zone.first + i].at;
      out.Number(next - at);
      at = next;
    }
  }
  for (const ZoneChange& change : program.zone_changes) {
    out.Varint(static_cast<std::uint32_t>(change.offset + 1440));
  }
}

void WriteAutomata(const Program& program, SectionWriter& out) {
  out.Count(program.automata);
  out.Varints(program.automata, &Automaton::bound_count);
  out.Varints(program.automata, &Automaton::class_count);
  out.Varints(program.automata, &Automaton::state_count);
  for (const Bound& bound : program.bounds) out.Varint(bound.unit);
  for (const Bound& bound : program.bounds) out.Varint(bound.unit_class);
  out.Enumerators(program.states);
  for (const std::uint16_t state : program.transitions) out.Varint(state);
}

void WriteSection(const Program& program, Section section, SectionWriter& out) {
  switch (section) {
    case Section::kStrings:
      return out.Texts(program.strings);
    case Section::kSymbols:
      out.Count(program.symbols);
      out.Enumerators(program.symbols, &Symbol::kind);
      return out.Varints(program.symbols, &Symbol::string);
    case Section::kNumbers:
      out.Count(program.numbers);
      return out.Numbers(program.numbers);
    case Section::kLists:
      out.Count(program.number_lists);
      out.Varints(program.number_lists, &List::count);
      out.Numbers(program.number_elements);
      out.Count(program.symbol_lists);
      out.Varints(program.symbol_lists, &List::count);
      return out.Varints(program.symbol_elements);
    case Section::kAttributes:
      out.Count(program.attributes);
      out.Varints(program.attributes, &Attribute::name);
      out.Enumerators(program.attributes, &Attribute::type);
      return out.Numbers(program.attributes, &Attribute::ttl_ms);
    case Section::kReads:
      out.Count(program.reads);
      out.Varints(program.reads, &Read::path);
      out.IndexesOrNone(program.reads, &Read::attribute);
      return out.Enumerators(program.reads, &Read::needs);
    case Section::kProperties:
      out.Count(program.properties);
      out.Varints(program.properties, &Property::name);
      return out.Enumerators(program.properties, &Property::of_item);
    case Section::kZones:
      return WriteZones(program, out);
    case Section::kExperiments:
      out.Count(program.experiments);
      out.Varints(program.experiments, &Experiment::name);
      out.Enumerators(program.experiments, &Experiment::source);
      out.Varints(program.experiments, &Experiment::argument);
      out.Varints(program.experiments, &Experiment::seed);
      out.Enumerators(program.experiments, &Experiment::version);
      out.Enumerators(program.experiments, &Experiment::sticky);
      out.Varints(program.experiments, &Experiment::arm_count);
      out.Varints(program.arms, &Arm::name);
      out.Numbers(program.arms, &Arm::from);
      return out.Numbers(program.arms, &Arm::until);
    case Section::kAutomata:
      return WriteAutomata(program, out);
    case Section::kInputs:
      out.Count(program.inputs);
      out.Enumerators(program.inputs, &Input::source);
      out.Varints(program.inputs, &Input::argument);
      return out.Varints(program.inputs, &Input::name);
    case Section::kItemConditions:
      return WriteConditions(program.item_conditions, out);
    case Section::kElements:
      return WriteConditions(program.elements, out);
    case Section::kCounters:
      out.Count(program.counters);
      for (const Counter& counter : program.counters) out.U64(counter.identity);
      out.Enumerators(program.counters, &Counter::tally);
      out.Enumerators(program.counters, &Counter::window);
      out.Numbers(program.counters, &Counter::length);
      out.Varints(program.counters, &Counter::what);
      out.Varints(program.counters, &Counter::kept);
      out.Varints(program.counters, &Counter::step_count);
      out.Varints(program.steps, &Step::event);
      out.IndexesOrNone(program.steps, &Step::where);
      out.Enumerators(program.steps, &Step::absent);
      return out.Numbers(program.steps, &Step::within_ms);
    case Section::kConditions:
      return WriteConditions(program.conditions, out);
    case Section::kSegments:
      out.Count(program.segments);
      out.Varints(program.segments, &Segment::name);
      return out.Varints(program.segments, &Segment::node);
    case Section::kSlots:
      out.Count(program.slots);
      out.Varints(program.slots, &Slot::name);
      out.Enumerators(program.slots, &Slot::type);
      out.Varints(program.slots, &Slot::limit);
      return out.Varints(program.slots, &Slot::rule_count);
    case Section::kRules:
      out.Count(program.rules);
      out.Varints(program.rules, &Rule::id);
      for (const Rule& rule : program.rules) out.Zigzag(rule.priority);
      out.Varints(program.rules, &Rule::node);
      out.IndexesOrNone(program.rules, &Rule::content);
      out.IndexesOrNone(program.rules, &Rule::recommendation);
      out.IndexesOrNone(program.rules, &Rule::experiment);
      out.Varints(program.rules, &Rule::arm);
      return out.Varints(program.rules, &Rule::group);
    case Section::kContents:
      return out.Texts(program.contents);
    case Section::kRecommendations:
      out.Count(program.recommendations);
      out.IndexesOrNone(program.recommendations, &Recommendation::filter);
      out.Varints(program.recommendations, &Recommendation::strategy_count);
      return out.Enumerators(program.strategies);
  }
}

}  // namespace

Bytes WriteProgram(const Program& program) {
  SectionWriter out;
  for (std::uint32_t id = 1; id <= kRulesSections; ++id) {
    WriteSection(program, static_cast<Section>(id), out);
    out.EndSection();
  }
  return out.Finish(FileKind::kRules);
}

}  // namespace vitrine
