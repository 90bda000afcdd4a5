#include "rules/check/bounds.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "rules/model/operators.h"

namespace vitrine::rules {
namespace {

/// One side of what a test leaves of the numbers.
struct Bound {
  const Test* test = nullptr;
  std::size_t part = 0;  ///< tests of one part were compared before
  double number = 0;
  bool included = true;
};

bool AreNumbers(const std::vector<Constant>& constants) {
  return !constants.empty() &&
         std::all_of(constants.begin(), constants.end(), [](const Constant& c) {
           return c.type == JsonType::kNumber;
         });
}

bool IsSame(const Constant& a, const Constant& b) {
  return a.type == b.type && a.truth == b.truth && a.number == b.number &&
         a.text == b.text;
}

/// Keeps the tightest bounds and the first `$eq`, so that many tests cost no
/// more than a look at each.
class TestsOfPath {
 public:
  explicit TestsOfPath(Shape& shape) : shape_(shape) {}

  void Add(const std::vector<Test>& tests, std::size_t part) {
    for (const Test& test : tests) {
      if (test.op == Operator::kEq && equal_.test == nullptr &&
          !test.constants.empty()) {
        equal_ = {.test = &test, .part = part};
      }
      if (test.op == Operator::kNe || test.op == Operator::kNin) {
        others_.push_back({.test = &test, .part = part});
      }
      AddBounds(test, part);
    }
  }

  /// `between_parts`: only what tests of different parts exclude.
  void Warn(bool between_parts) const {
    if (AreApart(between_parts)) Report(lower_, upper_, "number");
    if (equal_.test == nullptr) return;
    for (const Bound& other : others_) {
      if (between_parts && other.part == equal_.part) continue;
      for (const Constant& constant : other.test->constants) {
        if (!IsSame(constant, equal_.test->constants[0])) continue;
        return Report(equal_, other, "value");
      }
    }
  }

 private:
  void AddBounds(const Test& test, std::size_t part) {
    if (!AreNumbers(test.constants)) return;
    const auto [least, most] =
        std::minmax_element(test.constants.begin(), test.constants.end(),
                            [](const Constant& a, const Constant& b) {
                              return a.number < b.number;
                            });
    switch (test.op) {
      case Operator::kGt:
      case Operator::kGte:
        return Raise({&test, part, least->number, test.op == Operator::kGte});
      case Operator::kLt:
      case Operator::kLte:
        return Reduce({&test, part, most->number, test.op == Operator::kLte});
      case Operator::kImplicit:
      case Operator::kEq:
      case Operator::kIn:
        Raise({&test, part, least->number, true});
        return Reduce({&test, part, most->number, true});
      default:
        return;
    }
  }

  void Raise(Bound bound) {
    if (lower_.test == nullptr || bound.number > lower_.number ||
        (bound.number == lower_.number && !bound.included)) {
      lower_ = bound;
    }
  }
  void Reduce(Bound bound) {
    if (upper_.test == nullptr || bound.number < upper_.number ||
        (bound.number == upper_.number && !bound.included)) {
      upper_ = bound;
    }
  }

  bool AreApart(bool between_parts) const {
    if (lower_.test == nullptr || upper_.test == nullptr) return false;
    if (between_parts && lower_.part == upper_.part) return false;
    // Of a list, each may mean another element.
    if (lower_.test->op == Operator::kIn && upper_.test->op == Operator::kIn) {
      return false;
    }
    return lower_.number > upper_.number ||
           (lower_.number == upper_.number &&
            !(lower_.included && upper_.included));
  }

  std::string Describe(const Test& test) const {
    const std::string name = Quoted(OperatorName(test.op));
    if (test.op == Operator::kIn) return "one of " + name;
    if (test.op == Operator::kNin) return "none of " + name;
    const std::string constant = shape_.Found(test.constants[0].node);
    return test.op == Operator::kImplicit ? constant : name + " " + constant;
  }

  void Report(const Bound& a, const Bound& b, std::string_view what) const {
    shape_.diagnostics.Warning(shape_.tree.KeyPlace(b.test->node), "never-true",
                               "no " + std::string(what) + " is both " +
                                   Describe(*a.test) + " and " +
                                   Describe(*b.test));
  }

  Shape& shape_;
  Bound lower_;
  Bound upper_;
  Bound equal_;
  std::vector<Bound> others_;
};

using TestsByPath = std::map<std::string_view, TestsOfPath>;

void Gather(Shape& shape, const Condition& condition, std::size_t part,
            TestsByPath& paths) {
  if (condition.kind == Condition::Kind::kPath) {
    paths.try_emplace(condition.name, shape)
        .first->second.Add(condition.tests, part);
  } else if (condition.kind == Condition::Kind::kAll) {
    for (const Condition& child : condition.children) {
      Gather(shape, child, part, paths);
    }
  }
}

}  // namespace

void WarnOfBounds(Shape& shape, const std::vector<Test>& tests) {
  if (tests.size() < 2 || shape.diagnostics.warnings_full()) return;
  TestsOfPath path(shape);
  path.Add(tests, 0);
  path.Warn(false);
}

void WarnOfBounds(Shape& shape, const Condition& all) {
  if (all.children.size() < 2 || shape.diagnostics.warnings_full()) return;
  TestsByPath paths;
  for (std::size_t i = 0; i < all.children.size(); ++i) {
    Gather(shape, all.children[i], i, paths);
  }
  for (const auto& [name, path] : paths) path.Warn(true);
}

}  // namespace vitrine::rules
