#ifndef VITRINE_TESTS_NATIVE_SAMPLE_PROGRAM_H_
#define VITRINE_TESTS_NATIVE_SAMPLE_PROGRAM_H_

#include <string_view>

#include "runtime/bundle/program.h"

namespace vitrine::testing {

/// Puts programs together by hand, without the rule compiler.
class ProgramBuilder {
 public:
  Program program;

  std::uint32_t String(std::string_view text) {
    for (std::uint32_t i = 0; i < program.strings.size(); ++i) {
      if (program.strings[i] == text) return i;
    }
    return program.strings.Add(text);
  }
  std::uint32_t Symbol(IdentityKind kind, std::string_view text) {
    program.symbols.push_back({kind, String(text)});
    return static_cast<std::uint32_t>(program.symbols.size() - 1);
  }
  std::uint32_t Value(std::string_view text) {
    return Symbol(IdentityKind::kValue, text);
  }
  std::uint32_t Number(double number) {
    program.numbers.push_back(number);
    return static_cast<std::uint32_t>(program.numbers.size() - 1);
  }
  void Attribute(std::string_view name, ValueType type, double ttl_ms = 0) {
    program.attributes.push_back({String(name), type, ttl_ms});
    program.inputs.push_back(
        {InputSource::kAttribute,
         static_cast<std::uint32_t>(program.attributes.size() - 1)});
  }
  std::uint32_t Input(InputSource source, std::uint32_t argument = 0) {
    program.inputs.push_back({source, argument});
    return static_cast<std::uint32_t>(program.inputs.size() - 1);
  }
  static std::uint32_t Leaf(Network& network, std::uint32_t input, LeafOp op,
                            std::uint32_t operand) {
    network.leaves.push_back({input, op, operand});
    return static_cast<std::uint32_t>(network.leaves.size() - 1);
  }
  static std::uint32_t Gate(Network& network, GateKind kind,
                            std::initializer_list<std::uint32_t> children) {
    network.gates.push_back(
        {kind, static_cast<std::uint32_t>(network.children.size()),
         static_cast<std::uint32_t>(children.size())});
    network.children.append({children.begin(), children.size()});
    return network.size() - 1;
  }
  void Segment(std::string_view name, std::uint32_t node) {
    program.segments.push_back({String(name), node});
  }
  void Slot(std::string_view name) {
    program.slots.push_back(
        {.name = String(name),
         .first_rule = static_cast<std::uint32_t>(program.rules.size())});
  }
  void RecommendationSlot(std::string_view name, std::uint32_t limit) {
    Slot(name);
    program.slots.back().type = SlotType::kRecommendations;
    program.slots.back().limit = limit;
  }
  void Rule(std::string_view id, std::int32_t priority, std::uint32_t node,
            std::string_view content) {
    program.rules.push_back({.id = String(id),
                             .priority = priority,
                             .node = node,
                             .content = program.contents.Add(content)});
    ++program.slots.back().rule_count;
  }
  /// Gives the rule added last something to recommend.
  void Recommend(std::initializer_list<Strategy> strategies,
                 std::uint32_t filter = kNone) {
    program.rules.back().recommendation =
        static_cast<std::uint32_t>(program.recommendations.size());
    program.recommendations.push_back(
        {.filter = filter,
         .first_strategy =
             static_cast<std::uint32_t>(program.strategies.size()),
         .strategy_count = static_cast<std::uint32_t>(strategies.size())});
    program.strategies.append({strategies.begin(), strategies.size()});
  }
};

/// A program that has something in every section:
/// attributes tier (string), age (number, kept 1000 ms), member (boolean);
/// segment `hiker`: at least two views of category Hiking within 30 minutes;
/// segment `gold`: tier is gold or platinum;
/// slot `hero`: hero-hiker (20) for hikers, hero-back (10) from the second
/// visit on, hero-adult (0) for age >= 18 unless a member;
/// slot `bar`: bar-cart for a cart worth more than 49.9;
/// slot `similar`, 4 items: similar-adult (0) for age >= 18, what is similar
/// and in stock, then what is popular and in stock.
inline Program SampleProgram() {
  ProgramBuilder b;
  Program& p = b.program;
  b.Attribute("tier", ValueType::kString);
  b.Attribute("age", ValueType::kNumber, 1000);
  b.Attribute("member", ValueType::kBoolean);
  const std::uint32_t visit = b.Input(InputSource::kVisitNumber);
  const std::uint32_t value = b.Input(InputSource::kCartValue);
  const std::uint32_t views = b.Input(InputSource::kCounter, 0);

  const std::uint32_t gold = b.Value("gold");
  const std::uint32_t platinum = b.Value("platinum");
  const std::uint32_t hiking = b.Value("Hiking");
  const std::uint32_t view_item = b.Symbol(IdentityKind::kEvent, "view_item");
  p.symbol_lists.push_back({0, 2});
  p.symbol_elements = {gold, platinum};
  p.number_lists.push_back({0, 2});
  p.number_elements = {1, 2.5};

  const std::uint32_t where = ProgramBuilder::Leaf(
      p.item_conditions, static_cast<std::uint32_t>(ItemField::kCategory),
      LeafOp::kStrictText, hiking);
  const std::uint32_t in_stock = ProgramBuilder::Leaf(
      p.item_conditions, static_cast<std::uint32_t>(ItemField::kAvailability),
      LeafOp::kStrictText, b.Value("in_stock"));
  p.counters.push_back({.identity = 0x1234,
                        .event = view_item,
                        .window = Window::kDuration,
                        .duration_ms = 1'800'000,
                        .where = where,
                        .kept = 3});

  Network& n = p.conditions;
  const std::uint32_t is_gold = ProgramBuilder::Leaf(n, 0, LeafOp::kInTexts, 0);
  const std::uint32_t adult =
      ProgramBuilder::Leaf(n, 1, LeafOp::kGreaterEqual, b.Number(18));
  const std::uint32_t member =
      ProgramBuilder::Leaf(n, 2, LeafOp::kLooseTruth, 1);
  const std::uint32_t back =
      ProgramBuilder::Leaf(n, visit, LeafOp::kGreater, b.Number(1));
  const std::uint32_t rich =
      ProgramBuilder::Leaf(n, value, LeafOp::kGreater, b.Number(49.9));
  const std::uint32_t hiker =
      ProgramBuilder::Leaf(n, views, LeafOp::kGreaterEqual, b.Number(2));
  const std::uint32_t stranger =
      ProgramBuilder::Gate(n, GateKind::kNone, {member});
  const std::uint32_t adult_stranger =
      ProgramBuilder::Gate(n, GateKind::kAll, {adult, stranger});

  b.Segment("hiker", hiker);
  b.Segment("gold", is_gold);
  b.Slot("hero");
  b.Rule("hero-hiker", 20, hiker, R"({"template":"hero","title":"Hike"})");
  b.Rule("hero-back", 10, back, R"({"template":"hero","title":"Back"})");
  b.Rule("hero-adult", 0, adult_stranger, R"({"template":"hero"})");
  b.Slot("bar");
  b.Rule("bar-cart", 0, rich, R"({"template":"bar"})");
  b.RecommendationSlot("similar", 4);
  b.Rule("similar-adult", 0, adult, R"({"template":"items"})");
  b.Recommend({Strategy::kSimilar, Strategy::kPopular}, in_stock);
  return p;
}

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_SAMPLE_PROGRAM_H_
