#include "runtime/bundle/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "runtime/bundle/reader.h"
#include "runtime/bundle/writer.h"
#include "tests/native/random_program.h"

namespace vitrine {
namespace {

using testing::ProgramBuilder;
using testing::Random;

Identity Id(std::u16string_view text) {
  return IdentityOf(IdentityKind::kValue, text);
}

/// A text as a page tells it. `number`: Number(text).
Value Text(std::u16string_view text, double number = std::nan("")) {
  return {.tag = ValueTag::kText,
          .truthy = !text.empty(),
          .number = number,
          .text = Id(text),
          .units = text};
}

Value Truthy(bool truth) {
  return {.tag = ValueTag::kTruth,
          .truthy = truth,
          .number = truth ? 1.0 : 0.0,
          .text = truth ? Id(u"true") : Id(u"false")};
}

/// Tells of one leaf at a time.
class EvaluateLeafTest : public ::testing::Test {
 protected:
  Truth Test(const Value& value, LeafOp op, std::uint32_t operand = 0) {
    return EvaluateLeaf(b_.program, SymbolIdentities(b_.program),
                        {0, op, operand}, value);
  }
  bool Holds(const Value& value, LeafOp op, std::uint32_t operand = 0) {
    return Test(value, op, operand) == Truth::kTrue;
  }
  /// By what of "<", "<=", ">", ">=" and "===" the value and the text are
  /// related: "< <=".
  std::string Order(const Value& value, LeafOp first, std::uint32_t operand,
                    std::uint32_t op_count) {
    const char* const names[] = {"<", "<=", ">", ">=", "==="};
    std::string order;
    for (std::uint32_t i = 0; i < op_count; ++i) {
      const auto op =
          static_cast<LeafOp>(static_cast<std::uint32_t>(first) + i);
      if (!Holds(value, op, operand)) continue;
      order += (order.empty() ? "" : " ") + std::string(names[i]);
    }
    return order;
  }

  ProgramBuilder b_;
};

TEST_F(EvaluateLeafTest, OfTheUnknownNothingIsKnown) {
  b_.Number(1);
  b_.Value("x");
  b_.Search(u'x');
  b_.program.number_lists.push_back({});
  b_.program.symbol_lists.push_back({});
  ProgramBuilder::Leaf(b_.program.elements, 0, LeafOp::kExists, 0);
  for (std::uint32_t op = 0; op < kLeafOps; ++op) {
    EXPECT_EQ(Test(Value::Unknown(), static_cast<LeafOp>(op)), Truth::kUnknown)
        << op;
  }
}

TEST_F(EvaluateLeafTest, Types) {
  const auto type = [&](const Value& value) {
    std::string types;
    for (std::uint32_t tag = 0; tag < 6; ++tag) {
      if (Holds(value, LeafOp::kHasType, tag)) types += std::to_string(tag);
    }
    return types;
  };
  EXPECT_EQ(type(Value::Null()), "0");
  EXPECT_EQ(type(Truthy(false)), "1");
  EXPECT_EQ(type(Value::Number(0)), "2");
  EXPECT_EQ(type(Text(u"")), "3");
  EXPECT_EQ(type({.tag = ValueTag::kList}), "4");
  EXPECT_EQ(type({.tag = ValueTag::kObject}), "5");
}

TEST_F(EvaluateLeafTest, NumbersAreOrdered) {
  const std::uint32_t two = b_.Number(2);
  const auto order = [&](const Value& value) {
    return Order(value, LeafOp::kLess, two, 4);
  };
  EXPECT_EQ(order(Value::Number(1.9)), "< <=");
  EXPECT_EQ(order(Value::Number(2)), "<= >=");
  EXPECT_EQ(order(Value::Number(2.1)), "> >=");
  EXPECT_EQ(order(Value::Number(std::nan(""))), "");
  EXPECT_EQ(order(Value::Null()), "< <=");  // Number(null) is 0
  EXPECT_EQ(order(Truthy(true)), "< <=");
  EXPECT_EQ(order(Text(u"10", 10)), "> >=");
  EXPECT_EQ(order(Text(u"old")), "");
}

TEST_F(EvaluateLeafTest, TextsAreOrderedByUnits) {
  const auto order = [&](const Value& value, const char* constant) {
    return Order(value, LeafOp::kTextLess, b_.Value(constant), 4);
  };
  EXPECT_EQ(order(Text(u"Bergen"), "Oslo"), "< <=");
  EXPECT_EQ(order(Text(u"Oslo"), "Oslo"), "<= >=");
  EXPECT_EQ(order(Text(u"oslo"), "Oslo"), "> >=");
  EXPECT_EQ(order(Text(u"Os"), "Oslo"), "< <=");
  EXPECT_EQ(order(Text(u"Oslo 2"), "Oslo"), "> >=");
  EXPECT_EQ(order(Text(u""), ""), "<= >=");
  EXPECT_EQ(order(Text(u"10", 10), "9"), "< <=");
  // U+1F600 is written as units from d83d on, before U+FF01 though after it.
  EXPECT_EQ(order(Text(u"\uff01"), "\xf0\x9f\x98\x80"), "> >=");
  EXPECT_EQ(order(Text(u"\U0001f600"), "\xf0\x9f\x98\x80"), "<= >=");
  EXPECT_EQ(order(Text(u"\xd83d"), "\xf0\x9f\x98\x80"), "< <=");
  EXPECT_EQ(order(Text(u"\U0001f600"), "\xef\xbc\x81"), "< <=");
}

TEST_F(EvaluateLeafTest, OnlyTextsListsAndObjectsAreOrderedAsTexts) {
  const std::uint32_t a = b_.Value("a");
  const auto order = [&](Value value) {
    value.units = u"b";
    return Order(value, LeafOp::kTextLess, a, 4);
  };
  EXPECT_EQ(order(Value::Null()), "");
  EXPECT_EQ(order(Truthy(true)), "");
  EXPECT_EQ(order(Value::Number(1)), "");
  EXPECT_EQ(order({.tag = ValueTag::kList}), "> >=");
  EXPECT_EQ(order({.tag = ValueTag::kObject}), "> >=");
}

TEST_F(EvaluateLeafTest, VersionsAreOrderedAsPadded) {
  const std::uint32_t version = b_.Value("    1-    9-    0-~");
  const auto order = [&](std::u16string_view padded) {
    Value value = Text(u"as written");
    value.version = padded;
    return Order(value, LeafOp::kVersionLess, version, 5);
  };
  EXPECT_EQ(order(u"    1-   10-    0-~"), "> >=");
  EXPECT_EQ(order(u"    1-    9-    0-~"), "<= >= ===");
  EXPECT_EQ(order(u"    1-    9-    0-beta"), "< <=");
  Value number = Value::Number(2);
  number.version = u"    2";
  EXPECT_EQ(Order(number, LeafOp::kVersionLess, version, 5), "> >=");
  EXPECT_EQ(Order(Value::Null(), LeafOp::kVersionLess, version, 5), "");
}

TEST_F(EvaluateLeafTest, LowerCaseIsComparedAsTold) {
  const std::uint32_t oslo = b_.Value("oslo");
  b_.program.symbol_lists = {{0, 0}, {0, 2}};
  b_.program.symbol_elements = {b_.Value("bergen"), oslo};
  Value text = Text(u"OSLO");
  text.lower = Id(u"oslo");
  EXPECT_FALSE(Holds(text, LeafOp::kStrictText, oslo));
  EXPECT_TRUE(Holds(text, LeafOp::kLowerStrictText, oslo));
  EXPECT_TRUE(Holds(text, LeafOp::kLowerLooseText, oslo));
  EXPECT_FALSE(Holds(text, LeafOp::kLowerInTexts, 0));
  EXPECT_TRUE(Holds(text, LeafOp::kLowerInTexts, 1));
  Value list = text;
  list.tag = ValueTag::kList;  // ["OSLO"]
  EXPECT_FALSE(Holds(list, LeafOp::kLowerStrictText, oslo));
  EXPECT_TRUE(Holds(list, LeafOp::kLowerLooseText, oslo));
  EXPECT_FALSE(Holds(list, LeafOp::kLowerInTexts, 1));
  EXPECT_FALSE(Holds(Text(u"oslo"), LeafOp::kLowerStrictText, oslo));
}

TEST_F(EvaluateLeafTest, JsonIsComparedAsTold) {
  const std::uint32_t json = b_.Value(R"(["a",1])");
  Value list = {.tag = ValueTag::kList, .truthy = true};
  EXPECT_FALSE(Holds(list, LeafOp::kJson, json));
  list.json = Id(u"[\"a\",1]");
  EXPECT_TRUE(Holds(list, LeafOp::kJson, json));
  list.json = Id(u"[\"a\",2]");
  EXPECT_FALSE(Holds(list, LeafOp::kJson, json));
}

TEST_F(EvaluateLeafTest, AnAutomatonSearchesTheText) {
  b_.Search(u'a');
  const std::uint32_t x = b_.Search(u'x');
  EXPECT_TRUE(Holds(Text(u"x"), LeafOp::kMatches, x));
  EXPECT_TRUE(Holds(Text(u"wyx \U0001f600"), LeafOp::kMatches, x));
  EXPECT_TRUE(Holds(Text(u"wwwwx"), LeafOp::kMatches, x));
  EXPECT_FALSE(Holds(Text(u""), LeafOp::kMatches, x));
  EXPECT_FALSE(Holds(Text(u"wyz"), LeafOp::kMatches, x));
  Value number = Value::Number(1);
  number.units = u"x";
  EXPECT_TRUE(Holds(number, LeafOp::kMatches, x));
  EXPECT_FALSE(Holds(Value::Null(), LeafOp::kMatches, x));
}

TEST_F(EvaluateLeafTest, AnAutomatonMayAskForTheEnd) {
  Program& p = b_.program;
  // ^ab*$: classes other, a, b; states start, after a, lost.
  p.automata = {{.bound_count = 4, .class_count = 3, .state_count = 3}};
  p.bounds = {{0, 0}, {u'a', 1}, {u'b', 2}, {u'c', 0}};
  p.states = {StateKind::kGoing, StateKind::kAtEnd, StateKind::kLost};
  p.transitions = {2, 1, 2, 2, 2, 1, 0, 0, 0};
  EXPECT_TRUE(Holds(Text(u"a"), LeafOp::kMatches));
  EXPECT_TRUE(Holds(Text(u"abbb"), LeafOp::kMatches));
  EXPECT_FALSE(Holds(Text(u""), LeafOp::kMatches));
  EXPECT_FALSE(Holds(Text(u"abc"), LeafOp::kMatches));
  EXPECT_FALSE(Holds(Text(u"\uffff"
                          u"a"),
                     LeafOp::kMatches));
  // What is lost stays lost, though its transitions lead elsewhere.
  EXPECT_FALSE(Holds(Text(u"bza"), LeafOp::kMatches));
}

TEST_F(EvaluateLeafTest, AnEmptyPatternMatchesEverything) {
  Program& p = b_.program;
  p.automata = {{.bound_count = 1, .class_count = 1, .state_count = 1}};
  p.bounds = {{0, 0}};
  p.states = {StateKind::kFound};
  p.transitions = {0};
  EXPECT_TRUE(Holds(Text(u""), LeafOp::kMatches));
  EXPECT_TRUE(Holds(Text(u"anything"), LeafOp::kMatches));
}

/// A tree of values: `Of(value, {...})`, objects with keys.
struct Tree {
  Value value;
  std::u16string key;
  std::vector<Tree> inside;

  std::uint32_t Append(std::vector<ValueNode>& nodes) const {
    const std::size_t at = nodes.size();
    nodes.push_back({.value = value, .key = Id(key)});
    std::uint32_t size = 1;
    for (const Tree& tree : inside) size += tree.Append(nodes);
    nodes[at].size = size;
    return size;
  }
};

Tree List(std::vector<Tree> inside, std::u16string key = u"") {
  std::size_t index = 0;
  for (Tree& element : inside) {
    const std::string number = std::to_string(index++);
    element.key = std::u16string(number.begin(), number.end());
  }
  return {{.tag = ValueTag::kList, .truthy = true}, key, std::move(inside)};
}
Tree Object(std::vector<Tree> inside, std::u16string key = u"") {
  return {{.tag = ValueTag::kObject, .truthy = true}, key, std::move(inside)};
}
Tree Of(std::u16string key, Value value) { return {value, std::move(key), {}}; }

/// Asks lists with the network of the elements.
class EvaluateElementsTest : public EvaluateLeafTest {
 protected:
  EvaluateElementsTest() {
    AddPath({});
    AddPath({"sku"});
    AddPath({"dims", "w"});
    AddPath({"tags"});
    AddPath({"1"});
  }
  void AddPath(std::initializer_list<const char*> parts) {
    Program& p = b_.program;
    p.symbol_lists.push_back(
        {static_cast<std::uint32_t>(p.symbol_elements.size()),
         static_cast<std::uint32_t>(parts.size())});
    for (const char* part : parts) p.symbol_elements.push_back(b_.Value(part));
  }
  std::uint32_t Leaf(std::uint32_t input, LeafOp op,
                     std::uint32_t operand = 0) {
    return ProgramBuilder::Leaf(b_.program.elements, input, op, operand);
  }
  std::uint32_t Gate(GateKind kind,
                     std::initializer_list<std::uint32_t> children) {
    return ProgramBuilder::Gate(b_.program.elements, kind, children);
  }
  bool Some(const Tree& tree, std::uint32_t node, LeafOp op = LeafOp::kSome) {
    std::vector<ValueNode> nodes;
    tree.Append(nodes);
    Value value = nodes[0].value;
    value.node = nodes.data();
    return Holds(value, op, node);
  }
};

// Inputs: the element, an empty path (the same), and those of the fixture.
constexpr std::uint32_t kElement = 0;
constexpr std::uint32_t kEmptyPath = 1;
constexpr std::uint32_t kSku = 2;
constexpr std::uint32_t kWidth = 3;
constexpr std::uint32_t kTags = 4;
constexpr std::uint32_t kSecond = 5;

TEST_F(EvaluateElementsTest, AnElementOrNone) {
  const std::uint32_t is_x = Leaf(kElement, LeafOp::kStrictText, b_.Value("x"));
  const std::uint32_t also =
      Leaf(kEmptyPath, LeafOp::kStrictText, b_.Value("x"));
  for (const std::uint32_t node : {is_x, also}) {
    EXPECT_FALSE(Some(List({}), node));
    EXPECT_FALSE(Some(List({Of(u"", Text(u"y"))}), node));
    EXPECT_TRUE(Some(List({Of(u"", Text(u"y")), Of(u"", Text(u"x"))}), node));
    // Elements of elements are none.
    EXPECT_FALSE(Some(List({List({Of(u"", Text(u"x"))})}), node));
  }
}

TEST_F(EvaluateElementsTest, OnlyListsHaveElements) {
  const std::uint32_t any = Gate(GateKind::kAll, {});
  EXPECT_TRUE(Some(List({Of(u"", Value::Null())}), any));
  EXPECT_FALSE(Some(Object({Of(u"sku", Text(u"x"))}), any));
  EXPECT_FALSE(Some(Of(u"", Text(u"x")), any));
  EXPECT_FALSE(Some(Object({Of(u"sku", Text(u"x"))}), any, LeafOp::kSize));
  // A list of which no elements were told.
  const Value untold = {.tag = ValueTag::kList, .truthy = true};
  EXPECT_FALSE(Holds(untold, LeafOp::kSome, any));
  EXPECT_FALSE(Holds(untold, LeafOp::kSize, any));
}

TEST_F(EvaluateElementsTest, SizesCountElements) {
  const std::uint32_t two = Leaf(kElement, LeafOp::kStrictNumber, b_.Number(2));
  EXPECT_FALSE(Some(List({}), two, LeafOp::kSize));
  EXPECT_TRUE(
      Some(List({Of(u"", Value::Null()), List({Of(u"", Truthy(true))})}), two,
           LeafOp::kSize));
  EXPECT_FALSE(Some(List({List({}), List({}), List({})}), two, LeafOp::kSize));
}

TEST_F(EvaluateElementsTest, PathsLeadIntoObjectsAndLists) {
  const std::uint32_t sku = Leaf(kSku, LeafOp::kStrictText, b_.Value("x"));
  const std::uint32_t wide = Leaf(kWidth, LeafOp::kGreater, b_.Number(9));
  const std::uint32_t narrow = Leaf(kWidth, LeafOp::kIsNull);
  const std::uint32_t second =
      Leaf(kSecond, LeafOp::kStrictText, b_.Value("x"));
  const Tree card =
      Object({Of(u"color", Text(u"x")), Of(u"sku", Text(u"x")),
              Object({Of(u"h", Value::Number(1)), Of(u"w", Value::Number(10))},
                     u"dims")});
  EXPECT_TRUE(Some(List({card}), sku));
  EXPECT_TRUE(Some(List({card}), wide));
  EXPECT_FALSE(Some(List({card}), narrow));
  EXPECT_FALSE(Some(List({Object({Of(u"dims", Text(u"w"))})}), wide));
  EXPECT_TRUE(Some(List({Object({Of(u"dims", Text(u"w"))})}), narrow));
  // Members of members are none.
  EXPECT_FALSE(
      Some(List({Object({Object({Of(u"sku", Text(u"x"))}, u"in")})}), sku));
  EXPECT_TRUE(
      Some(List({List({Of(u"", Text(u"a")), Of(u"", Text(u"x"))})}), second));
  EXPECT_FALSE(Some(List({List({Of(u"", Text(u"x"))})}), second));
}

TEST_F(EvaluateElementsTest, ListsInElementsAreAskedByGates) {
  const std::uint32_t is_x = Leaf(kElement, LeafOp::kStrictText, b_.Value("x"));
  const std::uint32_t is_two =
      Leaf(kElement, LeafOp::kStrictNumber, b_.Number(2));
  const std::uint32_t tags = Leaf(kTags, LeafOp::kExists);
  const std::uint32_t has_x = Gate(GateKind::kSome, {tags, is_x});
  const std::uint32_t has_two = Gate(GateKind::kSize, {tags, is_two});
  const std::uint32_t has_no_x = Gate(GateKind::kNone, {has_x});
  const auto card = [](std::vector<Tree> tags_inside) {
    return List({Object({List(std::move(tags_inside), u"tags")})});
  };
  EXPECT_TRUE(Some(card({Of(u"", Text(u"x"))}), has_x));
  EXPECT_FALSE(Some(card({Of(u"", Text(u"x"))}), has_no_x));
  EXPECT_FALSE(Some(card({Of(u"", Text(u"x"))}), has_two));
  EXPECT_TRUE(Some(card({Of(u"", Text(u"y")), Of(u"", Text(u"z"))}), has_two));
  EXPECT_TRUE(Some(card({Of(u"", Text(u"y")), Of(u"", Text(u"z"))}), has_no_x));
  // No tags at all.
  EXPECT_FALSE(Some(List({Object({})}), has_x));
  EXPECT_FALSE(Some(List({Object({})}), has_two));
  EXPECT_TRUE(Some(List({Object({})}), has_no_x));
}

TEST_F(EvaluateElementsTest, ListsMayBeNestedAsDeepAsTheLimit) {
  std::uint32_t node = Leaf(kElement, LeafOp::kExists);
  const std::uint32_t list = node;
  Tree tree = List({Of(u"", Value::Number(1))});
  for (std::uint32_t i = 0; i < kMaxNesting; ++i) {
    node = Gate(GateKind::kSome, {list, node});
    if (i > 0) tree = List({std::move(tree)});
  }
  EXPECT_FALSE(Some(tree, node));
  EXPECT_TRUE(Some(List({std::move(tree)}), node));
}

/// The naive evaluator: all children, counted.
Truth Naive(const Program& p, std::span<const Identity> identities,
            std::uint32_t node, std::span<const Value> values) {
  const Network& n = p.item_conditions;
  if (node < n.leaves.size()) {
    const vitrine::Leaf& leaf = n.leaves[node];
    return EvaluateLeaf(p, identities, leaf, values[leaf.input]);
  }
  const vitrine::Gate& gate = n.gates[node - n.leaves.size()];
  std::uint32_t counts[3] = {};
  for (std::uint32_t i = 0; i < gate.child_count; ++i) {
    ++counts[static_cast<std::uint32_t>(
        Naive(p, identities, n.children[gate.first_child + i], values))];
  }
  return CombineGate(gate.kind, counts[1], counts[0], counts[2]);
}

TEST(EvaluateItem, AgreesWithTheNaiveEvaluator) {
  Random random(1);
  std::uint32_t truths[3] = {};
  for (int round = 0; round < 3000; ++round) {
    const Program program = testing::RandomProgram(random);
    const Array<Identity> identities = SymbolIdentities(program);
    std::vector<Value> values(kItemFields + program.properties.size());
    for (Value& value : values) {
      switch (random.Below(4)) {
        case 0:
          value = Value::Unknown();
          break;
        case 1:
          value = Value::Null();
          break;
        case 2:
          value = Text(u"x");
          break;
        default:
          value = Value::Number(random.Below(3));
      }
    }
    for (std::uint32_t i = 0; i < program.item_conditions.size(); ++i) {
      const Truth truth = EvaluateItem(program, identities, i, values);
      ASSERT_EQ(truth, Naive(program, identities, i, values)) << round;
      ++truths[static_cast<std::uint32_t>(truth)];
    }
  }
  for (const std::uint32_t count : truths) EXPECT_GT(count, 1000U);
}

TEST(EvaluateItem, PropertiesStandBehindTheFields) {
  const Program program = testing::FullProgram();
  const Array<Identity> identities = SymbolIdentities(program);
  std::vector<Value> values(kItemFields + program.properties.size());
  // item_variant === "blue".
  constexpr std::uint32_t node = 2;
  ASSERT_EQ(program.item_conditions.leaves[node].input, kItemFields + 1);
  EXPECT_EQ(EvaluateItem(program, identities, node, values), Truth::kFalse);
  values[kItemFields + 1] = Text(u"blue");
  EXPECT_EQ(EvaluateItem(program, identities, node, values), Truth::kTrue);
  values[kItemFields + 1] = Value::Unknown();
  EXPECT_EQ(EvaluateItem(program, identities, node, values), Truth::kUnknown);
}

}  // namespace
}  // namespace vitrine
