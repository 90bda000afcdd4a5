#ifndef VITRINE_TESTS_NATIVE_RANDOM_PROGRAM_H_
#define VITRINE_TESTS_NATIVE_RANDOM_PROGRAM_H_

#include "runtime/base/value.h"
#include "tests/native/random.h"
#include "tests/native/sample_program.h"

namespace vitrine::testing {

inline constexpr GateKind kLastLogicGate = GateKind::kNone;

/// Adds up to `most` gates over the nodes that are there, some of which list
/// a child twice or have none.
inline void AddRandomGates(Random& random, std::uint32_t most,
                           Network& network) {
  for (std::uint32_t i = random.Below(most); i > 0; --i) {
    Gate gate{static_cast<GateKind>(
                  random.Below(static_cast<std::uint32_t>(kLastLogicGate) + 1)),
              static_cast<std::uint32_t>(network.children.size()), 0};
    if (network.size() > 0) gate.child_count = random.Below(4);
    for (std::uint32_t k = 0; k < gate.child_count; ++k) {
      network.children.push_back(random.Below(network.size()));
    }
    network.gates.push_back(gate);
  }
}

/// Adds up to `most` - 1 leaves that read `input`, with operations that ask no
/// more than what is remembered of a value; with `is_told` all that ask it
/// itself, too.
inline void AddRandomLeaves(Random& random, std::uint32_t input,
                            std::uint32_t most, bool is_told, const Program& p,
                            Network& network) {
  for (std::uint32_t i = random.Below(most); i > 0; --i) {
    const auto op = static_cast<LeafOp>(random.Below(kLeafOps));
    const auto whole = [op](LeafOp first, LeafOp last) {
      return op >= first && op <= last;
    };
    if (!is_told && (whole(LeafOp::kTextLess, LeafOp::kTextGreaterEqual) ||
                     whole(LeafOp::kVersionLess, LeafOp::kVersionEqual) ||
                     whole(LeafOp::kMatches, LeafOp::kSize))) {
      continue;
    }
    if (op >= LeafOp::kSome && &network == &p.elements) continue;
    // How many operands there are of each OperandKind.
    const std::size_t operands[] = {1,
                                    p.numbers.size(),
                                    p.symbols.size(),
                                    2,
                                    p.number_lists.size(),
                                    p.symbol_lists.size(),
                                    kValueTags - 1,
                                    p.automata.size(),
                                    p.elements.size()};
    const std::size_t count =
        operands[static_cast<std::uint32_t>(OperandKindOf(op))];
    if (count == 0) continue;
    ProgramBuilder::Leaf(network, input, op,
                         random.Below(static_cast<std::uint32_t>(count)));
  }
}

/// Conditions on elements, some on elements of elements.
inline void AddRandomElements(Random& random, ProgramBuilder& b) {
  Network& elements = b.program.elements;
  for (std::uint32_t i = 0; i <= b.program.symbol_lists.size(); ++i) {
    AddRandomLeaves(random, i, 4, true, b.program, elements);
  }
  AddRandomGates(random, 4, elements);
  if (elements.leaves.empty()) return;
  const auto leaf_count = static_cast<std::uint32_t>(elements.leaves.size());
  for (std::uint32_t i = random.Below(4); i > 0; --i) {
    ProgramBuilder::Gate(
        elements, random.OneIn(2) ? GateKind::kSome : GateKind::kSize,
        {random.Below(leaf_count), random.Below(elements.size())});
  }
}

/// Properties that compare any field or `own`, an item's property.
inline void AddRandomComparisons(Random& random, std::uint32_t own,
                                 ProgramBuilder& b) {
  for (std::uint32_t i = random.Below(6); i > 0; --i) {
    const auto kind = static_cast<PropertyKind>(
        static_cast<std::uint32_t>(PropertyKind::kRatioToViewed) +
        random.Below(7));
    const bool names_input = kind == PropertyKind::kRatioToInput ||
                             kind == PropertyKind::kSameAsInput;
    const std::uint32_t field = random.Below(kItemFields + 1);
    // The inputs come later; there are more.
    b.Compared(kind, field == kItemFields ? own : field,
               names_input ? random.Below(kInputSources - 3) : kNone);
  }
}

/// Adds a slot of recommendations, with rules for any strategies and filters.
/// Caps are on any property, comparisons and those of events, too.
inline void AddRandomRecommendations(Random& random, ProgramBuilder& b) {
  Program& p = b.program;
  b.RecommendationSlot("third", 1 + random.Below(kMaxSlotItems));
  for (std::uint32_t i = random.Below(3); i > 0; --i) {
    b.Rule("third", 0, random.Below(p.conditions.size()), "{}");
    const std::uint32_t nodes = p.item_conditions.size();
    const std::uint32_t filter = random.Below(nodes + 1);
    b.Recommend({static_cast<Strategy>(random.Below(kStrategies)),
                 static_cast<Strategy>(random.Below(kStrategies))},
                filter == nodes ? kNone : filter);
    Recommendation& added = p.recommendations.back();
    added.diversity = static_cast<std::uint8_t>(random.Below(101));
    added.bought = random.OneIn(2);
    p.sources.back().take = random.Below(4);
    added.first_boost = static_cast<std::uint32_t>(p.boosts.size());
    added.boost_count = nodes == 0 ? 0 : random.Below(kMaxBoosts + 1);
    for (std::uint32_t k = 0; k < added.boost_count; ++k) {
      p.boosts.push_back({random.Below(nodes), random.Below(300)});
    }
    added.first_cap = static_cast<std::uint32_t>(p.item_caps.size());
    added.cap_count = random.Below(kMaxItemCaps + 1);
    for (std::uint32_t k = 0; k < added.cap_count; ++k) {
      p.item_caps.push_back(
          {random.Below(kItemFields +
                        static_cast<std::uint32_t>(p.properties.size())),
           1 + random.Below(3)});
    }
  }
}

/// A step for one of the events; `where` any node of the item network.
inline Step RandomStep(Random& random, const Program& p,
                       std::span<const std::uint32_t> events) {
  const std::uint32_t nodes = p.item_conditions.size();
  const std::uint32_t where = random.Below(nodes + 1);
  return {
      .event = events[random.Below(static_cast<std::uint32_t>(events.size()))],
      .where = where == nodes ? kNone : where};
}

/// A counter of any tally and window, with an input of its value and one of
/// the time since.
inline void AddRandomCounter(Random& random, ProgramBuilder& b,
                             std::span<const std::uint32_t> events) {
  const Program& p = b.program;
  Counter counter{.identity = random.Next() | 1,
                  .tally = static_cast<Tally>(random.Below(kTallies)),
                  .window = static_cast<Window>(random.Below(kWindows))};
  if (counter.window == Window::kDuration) {
    counter.length = 1000.0 * (1 + random.Below(3600));
  } else if (counter.window == Window::kDays) {
    counter.length = 1 + random.Below(3);
  }
  if (counter.tally == Tally::kSum || counter.tally == Tally::kDistinct) {
    counter.what = random.Below(
        kItemFields + static_cast<std::uint32_t>(p.properties.size()));
  }
  if (counter.length > 0 || counter.tally == Tally::kDistinct) {
    counter.kept = 1 + random.Below(4);
  }
  const std::uint32_t index =
      b.Counter(counter, {RandomStep(random, p, events)});
  if (counter.tally == Tally::kSequence) {
    for (std::uint32_t i = random.Below(4); i > 0; --i) {
      Step step = RandomStep(random, p, events);
      step.absent = random.OneIn(3);
      if (step.absent || random.OneIn(2)) {
        step.within_ms = 1000.0 * (1 + random.Below(1200));
      }
      b.program.steps.push_back(step);
      ++b.program.counters[index].step_count;
    }
    b.program.counters[index].kept = p.counters[index].step_count;
  }
  b.Input(InputSource::kCounter, index);
  b.Input(InputSource::kSince, index);
}

/// A small valid program with something of everything: all sources of inputs,
/// counters of every tally and window, three experiments. Its texts are `x`,
/// `y`, the events `view_item` and `purchase`, the item `i` and the rules
/// `even` and `odd`.
inline Program RandomProgram(Random& random) {
  ProgramBuilder b;
  Program& p = b.program;
  b.Attribute("a", ValueType::kString);
  b.Attribute("b", ValueType::kNumber, random.Below(2) * 60'000);
  b.Attribute("c", ValueType::kBoolean);
  b.Attribute("d", ValueType::kAny);
  p.reads.back().needs = kAllNeeds;
  b.Read("page.type");
  b.Property("event.value", false);
  AddRandomComparisons(random, b.Property("item_variant", true), b);
  if (random.OneIn(2)) {
    b.Zone({{0, 60}, {1'774'746'000'000, 120}});
    b.Zone({{0, -210}});
  }
  b.Experiment("visitors", 1 + random.Below(3));
  b.Experiment("values", 2, HashSource::kRead, random.Below(2));
  b.Experiment("times", 2, HashSource::kTime, 60 + random.Below(60));
  p.experiments[0].sticky = random.OneIn(2);
  for (int i = -1; i < 3; ++i) b.Number(i);
  const std::uint32_t x = b.Value("x");
  const std::uint32_t y = b.Value("y");
  const std::uint32_t events[] = {
      b.Symbol(IdentityKind::kEvent, "view_item"),
      b.Symbol(IdentityKind::kEvent, "purchase"),
      b.Symbol(static_cast<IdentityKind>(
                   static_cast<std::uint32_t>(IdentityKind::kShown) +
                   random.Below(4)),
               random.OneIn(2) ? "even" : "*")};
  const std::uint32_t item = b.Symbol(IdentityKind::kItem, "i");
  p.number_lists = {{0, 0}, {0, 2}};
  p.number_elements = {0, 2};
  p.symbol_lists = {{0, 1}, {1, 1}};
  p.symbol_elements = {x, y};
  b.Search(u'x');

  for (std::uint32_t i = 0; i < kInputSources; ++i) {
    const auto source = static_cast<InputSource>(i);
    std::uint32_t argument = 0;
    switch (source) {
      case InputSource::kRead:
      case InputSource::kCounter:
      case InputSource::kSince:
        continue;
      case InputSource::kAttributeAge:
        argument = 1;
        break;
      case InputSource::kExperiment:
        argument = random.Below(3);
        break;
      case InputSource::kMinute:
      case InputSource::kWeekday:
        argument = p.zones.empty() ? 0 : random.Below(2);
        break;
      case InputSource::kCartHas:
      case InputSource::kViewedHas:
        argument = item;
        break;
      case InputSource::kTraffic:
        argument = random.Below(kTrafficFields);
        break;
      case InputSource::kCategoryShare:
      case InputSource::kBrandShare:
        argument = x;
        break;
      default:
        break;
    }
    b.Input(source, argument);
  }

  AddRandomElements(random, b);
  for (std::uint32_t i = 0; i < kItemFields + p.properties.size(); ++i) {
    AddRandomLeaves(random, i, 3, false, p, p.item_conditions);
  }
  AddRandomGates(random, 4, p.item_conditions);
  for (std::uint32_t i = random.Below(6); i > 0; --i) {
    AddRandomCounter(random, b, events);
  }
  for (std::uint32_t i = 0; i < p.inputs.size(); ++i) {
    const InputSource source = p.inputs[i].source;
    AddRandomLeaves(
        random, i, 4,
        source == InputSource::kRead || source == InputSource::kSearchLast, p,
        p.conditions);
  }
  AddRandomGates(random, 12, p.conditions);
  for (const char* slot : {"first", "second", "overlay"}) {
    b.Slot(slot);
    if (slot[0] == 'o') p.slots.back().type = SlotType::kPopup;
    if (p.conditions.size() == 0) continue;
    for (std::uint32_t i = random.Below(6); i > 0; --i) {
      b.Rule(i % 2 == 0 ? "even" : "odd", 0, random.Below(p.conditions.size()),
             "{}");
      Rule& rule = p.rules.back();
      rule.group = random.Below(3);
      if (random.OneIn(2)) continue;
      rule.experiment = random.Below(3);
      rule.arm = random.Below(p.experiments[rule.experiment].arm_count);
      if (rule.arm == 0) rule.content = kNone;
    }
  }
  if (p.conditions.size() > 0) {
    b.Segment("segment", random.Below(p.conditions.size()));
    AddRandomRecommendations(random, b);
  }
  return p;
}

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_RANDOM_PROGRAM_H_
