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
    case Section::kInputs:
      out.Count(program.inputs);
      out.Enumerators(program.inputs, &Input::source);
      return out.Varints(program.inputs, &Input::argument);
    case Section::kItemConditions:
      return WriteConditions(program.item_conditions, out);
    case Section::kCounters:
      out.Count(program.counters);
      for (const Counter& counter : program.counters) out.U64(counter.identity);
      out.Varints(program.counters, &Counter::event);
      out.Enumerators(program.counters, &Counter::window);
      out.Numbers(program.counters, &Counter::duration_ms);
      out.IndexesOrNone(program.counters, &Counter::where);
      return out.Varints(program.counters, &Counter::kept);
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
      out.Varints(program.rules, &Rule::content);
      return out.IndexesOrNone(program.rules, &Rule::recommendation);
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
