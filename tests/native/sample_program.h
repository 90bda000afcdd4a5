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
  /// Declares an attribute with a read of all of it, and an input of that.
  void Attribute(std::string_view name, ValueType type, double ttl_ms = 0) {
    program.attributes.push_back({String(name), type, ttl_ms});
    Read(name, static_cast<std::uint32_t>(program.attributes.size() - 1));
  }
  /// A read and an input of it; returns the input. kNone: the page knows it.
  std::uint32_t Read(std::string_view path, std::uint32_t attribute = kNone,
                     std::uint8_t needs = 0) {
    program.reads.push_back({String(path), attribute, needs});
    return Input(InputSource::kRead,
                 static_cast<std::uint32_t>(program.reads.size() - 1), path);
  }
  std::uint32_t Input(InputSource source, std::uint32_t argument = 0,
                      std::string_view name = "input") {
    program.inputs.push_back({source, argument, String(name)});
    return static_cast<std::uint32_t>(program.inputs.size() - 1);
  }
  /// Returns the property as an input of the item network.
  std::uint32_t Property(std::string_view name, bool of_item) {
    program.properties.push_back(
        {.name = String(name),
         .kind = of_item ? PropertyKind::kOfItem : PropertyKind::kOfEvent});
    return kItemFields +
           static_cast<std::uint32_t>(program.properties.size() - 1);
  }
  /// Likewise, of one that compares items with others.
  std::uint32_t Derived(PropertyKind kind, std::uint32_t field,
                        std::uint32_t input = kNone) {
    program.properties.push_back({String("derived"), kind, field, input});
    return kItemFields +
           static_cast<std::uint32_t>(program.properties.size() - 1);
  }
  /// The same of what is compared with `field`.
  std::uint32_t Compared(PropertyKind kind, std::uint32_t field,
                         std::uint32_t input = kNone) {
    program.properties.push_back({.name = String("compared"),
                                  .kind = kind,
                                  .field = field,
                                  .input = input});
    return kItemFields +
           static_cast<std::uint32_t>(program.properties.size() - 1);
  }
  /// A list of items' ids.
  std::uint32_t Items(std::initializer_list<const char*> ids) {
    const auto first =
        static_cast<std::uint32_t>(program.symbol_elements.size());
    for (const char* id : ids) {
      program.symbol_elements.push_back(Symbol(IdentityKind::kItem, id));
    }
    program.symbol_lists.push_back(
        {first, static_cast<std::uint32_t>(ids.size())});
    return static_cast<std::uint32_t>(program.symbol_lists.size() - 1);
  }
  void Zone(std::initializer_list<ZoneChange> changes) {
    program.zones.push_back(
        {static_cast<std::uint32_t>(program.zone_changes.size()),
         static_cast<std::uint32_t>(changes.size())});
    program.zone_changes.append({changes.begin(), changes.size()});
  }
  /// Arms `a`, `b` and so on, each with an equal part of the visitors.
  std::uint32_t Experiment(std::string_view name, std::uint32_t arm_count,
                           HashSource source = HashSource::kVisitor,
                           std::uint32_t argument = 0) {
    program.experiments.push_back(
        {.name = String(name),
         .source = source,
         .argument = argument,
         .seed = String(name),
         .first_arm = static_cast<std::uint32_t>(program.arms.size()),
         .arm_count = arm_count});
    for (std::uint32_t i = 0; i < arm_count; ++i) {
      const char letter = static_cast<char>('a' + i % 26);
      program.arms.push_back({String({&letter, 1}),
                              static_cast<double>(i) / arm_count,
                              static_cast<double>(i + 1) / arm_count});
    }
    return static_cast<std::uint32_t>(program.experiments.size() - 1);
  }
  /// Adds an automaton that finds `unit`; returns its index.
  std::uint32_t Search(char16_t unit) {
    Program& p = program;
    p.automata.push_back(
        {.first_bound = static_cast<std::uint32_t>(p.bounds.size()),
         .bound_count = 3,
         .class_count = 2,
         .first_state = static_cast<std::uint32_t>(p.states.size()),
         .state_count = 2,
         .first_transition = static_cast<std::uint32_t>(p.transitions.size())});
    p.bounds.append(Array<Bound>{
        {0, 0}, {unit, 1}, {static_cast<std::uint16_t>(unit + 1), 0}});
    p.states.append(Array<StateKind>{StateKind::kGoing, StateKind::kFound});
    p.transitions.append(Array<std::uint16_t>{0, 1, 1, 1});
    return static_cast<std::uint32_t>(p.automata.size() - 1);
  }
  /// Adds a counter with its steps; returns its index.
  std::uint32_t Counter(vitrine::Counter counter,
                        std::initializer_list<Step> steps) {
    counter.first_step = static_cast<std::uint32_t>(program.steps.size());
    counter.step_count = static_cast<std::uint32_t>(steps.size());
    program.steps.append({steps.begin(), steps.size()});
    program.counters.push_back(counter);
    return static_cast<std::uint32_t>(program.counters.size() - 1);
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
  /// Gives the rule added last something to recommend. Curated are `i1`, `i0`.
  void Recommend(std::initializer_list<Strategy> strategies,
                 std::uint32_t filter = kNone) {
    program.rules.back().recommendation =
        static_cast<std::uint32_t>(program.recommendations.size());
    program.recommendations.push_back(
        {.filter = filter,
         .first_source = static_cast<std::uint32_t>(program.sources.size()),
         .source_count = static_cast<std::uint32_t>(strategies.size())});
    for (const Strategy strategy : strategies) {
      program.sources.push_back({.strategy = strategy,
                                 .items = strategy == Strategy::kCurated
                                              ? Items({"i1", "i0"})
                                              : kNone});
    }
  }
  /// Adds a list of symbols of items; returns its index.
  std::uint32_t ItemList(std::initializer_list<std::string_view> ids) {
    const List list = {
        static_cast<std::uint32_t>(program.symbol_elements.size()),
        static_cast<std::uint32_t>(ids.size())};
    for (const std::string_view id : ids) {
      program.symbol_elements.push_back(Symbol(IdentityKind::kItem, id));
    }
    program.symbol_lists.push_back(list);
    return static_cast<std::uint32_t>(program.symbol_lists.size() - 1);
  }
};

/// A program for a small shop: attributes tier (string), age (number, kept 1000
/// ms), member (boolean); segment `hiker`: at least two views of category
/// Hiking within 30 minutes; segment `gold`: tier is gold or platinum; slot
/// `hero`: hero-hiker (20) for hikers, hero-back (10) from the second visit on,
/// hero-adult (0) for age >= 18 unless a member; slot `bar`: bar-cart for a
/// cart worth more than 49.9; slot `similar`, 4 items: similar-adult (0) for
/// age >= 18, what is similar and in stock, then what is popular and in stock.
inline ProgramBuilder SampleBuilder() {
  ProgramBuilder b;
  Program& p = b.program;
  b.Attribute("tier", ValueType::kString);
  b.Attribute("age", ValueType::kNumber, 1000);
  b.Attribute("member", ValueType::kBoolean);
  const std::uint32_t visit =
      b.Input(InputSource::kVisitNumber, 0, "visit.number");
  const std::uint32_t value = b.Input(InputSource::kCartValue, 0, "cart.value");
  const std::uint32_t views =
      b.Input(InputSource::kCounter, 0, "$event view_item within 30m");

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
  b.Counter({.identity = 0x1234,
             .window = Window::kDuration,
             .length = 1'800'000,
             .kept = 3},
            {{.event = view_item, .where = where}});

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
  return b;
}
inline Program SampleProgram() { return SampleBuilder().program; }

/// The same with something in every section. Attribute cards (any): lists of
/// objects like {"id": "x", "tags": ["a", "b"]}; the page's own `page.path`;
/// properties `event.value` and `item_variant`, the price compared with that of
/// the item viewed, the variant with the tier, the interest in the brand; Oslo
/// in 2026 and another zone; experiment `copy` of two arms, sticky, and
/// `hours`, switched every hour. Counters of every kind: 1 the value of
/// purchases of blue variants in three days, 2 how many categories were viewed,
/// 3 a cart without purchase for 20 minutes, 4 popups shown in this visit. The
/// recommendation of `similar` also explores, is curated, boosts, caps. Slot
/// `overlay`, a popup: offer (10), for those in one of the arms of `copy`, whom
/// it shows nothing or something; note (0), of the group 1, for a path with an
/// `x`, a card that has a tag `a`, or a cart left.
inline Program FullProgram() {
  ProgramBuilder b = SampleBuilder();
  Program& p = b.program;
  b.Attribute("cards", ValueType::kAny);
  p.reads.back().needs = kNeedsTree;
  const auto cards = static_cast<std::uint32_t>(p.inputs.size() - 1);
  const std::uint32_t path = b.Read("page.path");
  const std::uint32_t value = b.Property("event.value", false);
  const std::uint32_t variant = b.Property("item_variant", true);
  const std::uint32_t dearer =
      b.Compared(PropertyKind::kRatioToViewed,
                 static_cast<std::uint32_t>(ItemField::kPrice));
  b.Compared(PropertyKind::kSameAsInput, variant, 0);
  const std::uint32_t interest = b.Compared(
      PropertyKind::kInterest, static_cast<std::uint32_t>(ItemField::kBrand));
  b.Zone({{1'761'440'400'000, 60},
          {1'774'746'000'000, 120},
          {1'792'890'000'000, 60}});
  b.Zone({{0, -210}});
  const std::uint32_t copy = b.Experiment("copy", 2);
  p.experiments[copy].sticky = true;
  b.Experiment("hours", 1, HashSource::kTime, 3600);
  const std::uint32_t find_x = b.Search(u'x');

  // Elements: card.tags has an "a".
  const std::uint32_t tags = b.Value("tags");
  p.symbol_lists.push_back(
      {static_cast<std::uint32_t>(p.symbol_elements.size()), 1});
  p.symbol_elements.push_back(tags);
  const std::uint32_t is_a =
      ProgramBuilder::Leaf(p.elements, 0, LeafOp::kStrictText, b.Value("a"));
  const std::uint32_t tag_list = ProgramBuilder::Leaf(
      p.elements, static_cast<std::uint32_t>(p.symbol_lists.size()),
      LeafOp::kExists, 0);
  const std::uint32_t has_a =
      ProgramBuilder::Gate(p.elements, GateKind::kSome, {tag_list, is_a});

  const std::uint32_t blue = ProgramBuilder::Leaf(
      p.item_conditions, variant, LeafOp::kStrictText, b.Value("blue"));
  const std::uint32_t affordable = ProgramBuilder::Leaf(
      p.item_conditions, dearer, LeafOp::kLessEqual, b.Number(1.2));
  const std::uint32_t liked = ProgramBuilder::Leaf(
      p.item_conditions, interest, LeafOp::kGreater, b.Number(0));
  const auto event = [&](const char* name) {
    return b.Symbol(IdentityKind::kEvent, name);
  };
  b.Counter({.identity = 0x1235,
             .tally = Tally::kSum,
             .window = Window::kDays,
             .length = 3,
             .what = value,
             .kept = kMaxKeptTimes},
            {{.event = event("purchase"), .where = blue}});
  b.Counter({.identity = 0x1236,
             .tally = Tally::kDistinct,
             .what = static_cast<std::uint32_t>(ItemField::kCategory),
             .kept = 4},
            {{.event = event("view_item")}});
  const std::uint32_t left = b.Counter(
      {.identity = 0x1237, .tally = Tally::kSequence, .kept = 2},
      {{.event = event("add_to_cart")},
       {.event = event("purchase"), .absent = true, .within_ms = 1'200'000}});
  const std::uint32_t shown =
      b.Counter({.identity = 0x1238, .window = Window::kVisit},
                {{.event = b.Symbol(IdentityKind::kShown, "*")}});

  const std::uint32_t in_copy =
      b.Input(InputSource::kExperiment, copy, "experiment copy");
  const std::uint32_t was_left =
      b.Input(InputSource::kCounter, left, "$sequence");
  const std::uint32_t popups =
      b.Input(InputSource::kCounter, shown, "budget popups per session");
  for (const std::uint32_t counter : {1U, 2U}) {
    b.Input(InputSource::kSince, counter, "$since");
  }
  b.Input(InputSource::kMinute, 1, "time.minute");
  b.Input(InputSource::kCartHas, b.Symbol(IdentityKind::kItem, "boot-1"),
          "cart.contains");
  b.Input(InputSource::kTraffic,
          static_cast<std::uint32_t>(TrafficField::kChannel),
          "traffic.channel");

  // New leaves come before the gates, whose children move.
  Network& n = p.conditions;
  const auto old_count = static_cast<std::uint32_t>(n.leaves.size());
  const std::uint32_t has_card =
      ProgramBuilder::Leaf(n, cards, LeafOp::kSome, has_a);
  const std::uint32_t has_x =
      ProgramBuilder::Leaf(n, path, LeafOp::kMatches, find_x);
  const std::uint32_t in_a =
      ProgramBuilder::Leaf(n, in_copy, LeafOp::kStrictNumber, b.Number(0));
  const std::uint32_t in_b =
      ProgramBuilder::Leaf(n, in_copy, LeafOp::kStrictNumber, b.Number(1));
  const std::uint32_t leaves =
      ProgramBuilder::Leaf(n, was_left, LeafOp::kGreaterEqual, b.Number(1));
  const std::uint32_t calm =
      ProgramBuilder::Leaf(n, popups, LeafOp::kLess, b.Number(1));
  const std::uint32_t moved =
      static_cast<std::uint32_t>(n.leaves.size()) - old_count;
  const auto move = [&](std::uint32_t& node) {
    if (node >= old_count) node += moved;
  };
  for (std::uint32_t& child : n.children) move(child);
  for (Segment& segment : p.segments) move(segment.node);
  for (Rule& rule : p.rules) move(rule.node);
  const std::uint32_t note =
      ProgramBuilder::Gate(n, GateKind::kAny, {has_card, has_x, leaves});
  const std::uint32_t calm_note =
      ProgramBuilder::Gate(n, GateKind::kAll, {calm, note});

  Recommendation& recommends = p.recommendations[0];
  recommends.source_count += 2;
  recommends.boost_count = 2;
  recommends.cap_count = 1;
  recommends.diversity = 30;
  recommends.bought = true;
  p.sources.push_back({.strategy = Strategy::kExplore, .take = 1});
  p.sources.push_back({.strategy = Strategy::kCurated,
                       .take = 2,
                       .items = b.Items({"boot-1", "tent-2"})});
  p.boosts = {{.node = affordable, .percent = 120}, {.node = liked}};
  p.item_caps = {
      {.field = static_cast<std::uint32_t>(ItemField::kBrand), .most = 2}};

  b.Slot("overlay");
  p.slots.back().type = SlotType::kPopup;
  for (const std::uint32_t arm : {0U, 1U}) {
    b.Rule("offer", 10, arm == 0 ? in_a : in_b, R"({"template":"offer"})");
    p.rules.back().experiment = copy;
    p.rules.back().arm = arm;
    if (arm == 0) p.rules.back().content = kNone;
  }
  b.Rule("note", 0, calm_note, R"({"template":"note"})");
  p.rules.back().group = 1;
  return p;
}

}  // namespace vitrine::testing

#endif  // VITRINE_TESTS_NATIVE_SAMPLE_PROGRAM_H_
