#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "rules/lower/formula.h"
#include "runtime/bundle/evaluate.h"

namespace vitrine::rules {
namespace {

constexpr std::uint32_t kLeaves = 3;
/// Kinds of gates that simplification knows.
constexpr std::uint32_t kLogicalKinds = 3;
using Assignment = Truth[kLeaves];

/// Evaluates a condition as it was written, for comparison only.
struct Written {
  std::uint32_t leaf = kNone;
  GateKind kind = GateKind::kAll;
  std::vector<Written> children;
};

Truth Evaluate(const Written& written, const Assignment& leaves) {
  if (written.leaf != kNone) return leaves[written.leaf];
  std::uint32_t counts[3] = {0, 0, 0};
  for (const Written& child : written.children) {
    ++counts[static_cast<std::size_t>(Evaluate(child, leaves))];
  }
  return CombineGate(written.kind, counts[1], counts[0], counts[2]);
}

Truth Evaluate(const FormulaPool& pool, Formula formula,
               const Assignment& leaves) {
  const FormulaPool::Node& node = pool[formula];
  if (node.is_leaf) {
    const Truth truth = leaves[node.leaf.input.argument];
    if (node.leaf.op != LeafOp::kIsNull || truth == Truth::kUnknown) {
      return truth;
    }
    return truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
  }
  std::uint32_t counts[3] = {0, 0, 0};
  for (const Formula child : node.children) {
    EXPECT_LT(child, formula);
    ++counts[static_cast<std::size_t>(Evaluate(pool, child, leaves))];
  }
  return CombineGate(node.kind, counts[1], counts[0], counts[2]);
}

class Random {
 public:
  std::uint32_t Below(std::uint32_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>(state_ >> 33) % limit;
  }

 private:
  std::uint64_t state_ = 1;
};

Written RandomWritten(Random& random, std::uint32_t depth) {
  if (depth == 0 || random.Below(4) == 0) {
    return {.leaf = random.Below(kLeaves)};
  }
  Written written{.kind = static_cast<GateKind>(random.Below(kLogicalKinds))};
  for (std::uint32_t i = random.Below(4); i > 0; --i) {
    written.children.push_back(RandomWritten(random, depth - 1));
  }
  return written;
}

Formula Build(FormulaPool& pool, Random& random, const Written& written) {
  if (written.leaf != kNone) {
    return pool.Leaf({.input = {.argument = written.leaf}});
  }
  std::vector<FormulaPool::Part> parts;
  for (const Written& child : written.children) {
    parts.push_back({Build(pool, random, child), random.Below(4) == 0});
  }
  switch (written.kind) {
    case GateKind::kAll:
      return pool.All(parts);
    case GateKind::kAny:
      return pool.Any(parts);
    default:
      return pool.None(parts);
  }
}

TEST(RulesFormula, SimplifyingKeepsTheTruthOfEveryAssignment) {
  Random random;
  for (int round = 0; round < 3'000; ++round) {
    FormulaPool pool;
    const Written written = RandomWritten(random, 5);
    const Formula formula = Build(pool, random, written);
    for (std::uint32_t i = 0; i < 27; ++i) {
      const Assignment leaves = {static_cast<Truth>(i % 3),
                                 static_cast<Truth>(i / 3 % 3),
                                 static_cast<Truth>(i / 9)};
      ASSERT_EQ(Evaluate(pool, formula, leaves), Evaluate(written, leaves))
          << "round " << round << ", assignment " << i;
    }
  }
}

TEST(RulesFormula, EqualConditionsAreOneFormula) {
  FormulaPool pool;
  const Formula a = pool.Leaf(
      {.input = {.argument = 0}, .op = LeafOp::kLess, .operand = 1.0});
  const Formula b = pool.Leaf(
      {.input = {.argument = 0}, .op = LeafOp::kLess, .operand = 2.0});
  EXPECT_NE(a, b);
  EXPECT_EQ(pool.All({{a}, {b}}), pool.All({{b}, {a}, {b}}));
  EXPECT_EQ(pool.None({{pool.None({{a}})}}), a);
  EXPECT_EQ(pool.All({{a}, {pool.All({{a}, {b}})}}), pool.All({{a}, {b}}));
  EXPECT_EQ(pool.None({{pool.Any({{a}, {b}})}}), pool.None({{a}, {b}}));
  EXPECT_EQ(pool.All({}), pool.True());
  EXPECT_EQ(pool.Any({}), pool.False());
}

TEST(RulesFormula, ListsStayAsTheyAre) {
  FormulaPool pool;
  const Formula list = pool.Leaf({.op = LeafOp::kHasType});
  const Formula a = pool.Leaf({.op = LeafOp::kStrictNumber, .operand = 1.0});
  const Formula some = pool.OfList(GateKind::kSome, a, list);
  EXPECT_EQ(pool[some].children, (std::vector<Formula>{a, list}));
  EXPECT_NE(some, pool.OfList(GateKind::kSome, list, a));
  EXPECT_NE(some, pool.OfList(GateKind::kSize, a, list));
  EXPECT_EQ(some, pool.OfList(GateKind::kSome, a, list));
  EXPECT_EQ(pool[pool.OfList(GateKind::kSome, list, list)].children,
            (std::vector<Formula>{list, list}));
  // Its children are not those of a gate around it.
  EXPECT_EQ(pool[pool.Any({{some}, {a}})].children,
            (std::vector<Formula>{a, some}));
}

}  // namespace
}  // namespace vitrine::rules
