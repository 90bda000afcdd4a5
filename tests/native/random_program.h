#ifndef VITRINE_TESTS_NATIVE_RANDOM_PROGRAM_H_
#define VITRINE_TESTS_NATIVE_RANDOM_PROGRAM_H_

#include "tests/native/random.h"
#include "tests/native/sample_program.h"

namespace vitrine::testing {

/// Adds up to `most` gates over the nodes that are there, some of which list
/// a child twice or have none.
inline void AddRandomGates(Random& random, std::uint32_t most,
                           Network& network) {
  for (std::uint32_t i = random.Below(most); i > 0; --i) {
    Gate gate{static_cast<GateKind>(random.Below(kGateKinds)),
              static_cast<std::uint32_t>(network.children.size()), 0};
    if (network.size() > 0) gate.child_count = random.Below(4);
    for (std::uint32_t k = 0; k < gate.child_count; ++k) {
      network.children.push_back(random.Below(network.size()));
    }
    network.gates.push_back(gate);
  }
}

/// Adds a slot of recommendations, with rules for any strategies and filters.
inline void AddRandomRecommendations(Random& random, ProgramBuilder& b) {
  const Program& p = b.program;
  b.RecommendationSlot("third", 1 + random.Below(kMaxSlotItems));
  for (std::uint32_t i = random.Below(3); i > 0; --i) {
    b.Rule("third", 0, random.Below(p.conditions.size()), "{}");
    const std::uint32_t nodes = p.item_conditions.size();
    const std::uint32_t filter = random.Below(nodes + 1);
    b.Recommend({static_cast<Strategy>(random.Below(kStrategies)),
                 static_cast<Strategy>(random.Below(kStrategies))},
                filter == nodes ? kNone : filter);
  }
}

/// A small valid program over a few attributes, all device paths and counters
/// of every window; its texts are `x`, `y`, the events `view_item` and
/// `purchase`.
inline Program RandomProgram(Random& random) {
  ProgramBuilder b;
  Program& p = b.program;
  b.Attribute("a", ValueType::kString);
  b.Attribute("b", ValueType::kNumber, random.Below(2) * 60'000);
  b.Attribute("c", ValueType::kBoolean);
  for (std::uint32_t source =
           static_cast<std::uint32_t>(InputSource::kPageType);
       source < kInputSources; ++source) {
    b.Input(static_cast<InputSource>(source));
  }
  for (int i = -1; i < 3; ++i) b.Number(i);
  const std::uint32_t symbols[] = {b.Value("x"), b.Value("y"),
                                   b.Symbol(IdentityKind::kEvent, "view_item"),
                                   b.Symbol(IdentityKind::kEvent, "purchase")};
  p.number_lists = {{0, 0}, {0, 2}};
  p.number_elements = {0, 2};
  p.symbol_lists = {{0, 1}, {1, 1}};
  p.symbol_elements = {symbols[0], symbols[1]};

  // How many operands there are of each OperandKind.
  const std::uint32_t operands[] = {1, 4, 2, 2, 2, 2};
  const auto add_leaves = [&](Network& network, std::uint32_t input,
                              std::uint32_t most) {
    for (std::uint32_t i = random.Below(most); i > 0; --i) {
      const auto op = static_cast<LeafOp>(random.Below(kLeafOps));
      const auto kind = static_cast<std::uint32_t>(OperandKindOf(op));
      ProgramBuilder::Leaf(network, input, op, random.Below(operands[kind]));
    }
  };
  for (std::uint32_t field = 0; field < kItemFields; ++field) {
    add_leaves(p.item_conditions, field, 3);
  }
  AddRandomGates(random, 4, p.item_conditions);
  for (std::uint32_t i = random.Below(6); i > 0; --i) {
    const auto window = static_cast<Window>(random.Below(kWindows));
    const bool lasting = window == Window::kDuration;
    const std::uint32_t nodes = p.item_conditions.size();
    const std::uint32_t where = random.Below(nodes + 1);
    p.counters.push_back(
        {.identity = random.Next() | 1,
         .event = symbols[2 + random.Below(2)],
         .window = window,
         .duration_ms = lasting ? 1000.0 * (1 + random.Below(3600)) : 0,
         .where = where == nodes ? kNone : where,
         .kept = lasting ? 1 + random.Below(4) : 0});
    b.Input(InputSource::kCounter,
            static_cast<std::uint32_t>(p.counters.size() - 1));
  }
  for (std::uint32_t i = 0; i < p.inputs.size(); ++i) {
    add_leaves(p.conditions, i, 4);
  }
  AddRandomGates(random, 12, p.conditions);
  for (const char* slot : {"first", "second"}) {
    b.Slot(slot);
    if (p.conditions.size() == 0) continue;
    for (std::uint32_t i = random.Below(6); i > 0; --i) {
      b.Rule(i % 2 == 0 ? "even" : "odd", 0, random.Below(p.conditions.size()),
             "{}");
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
