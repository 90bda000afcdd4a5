#include "rules/lower.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "rules/check_cycles.h"
#include "rules/json_text.h"

namespace vitrine::rules {
namespace {

using Part = FormulaPool::Part;

/// The formulas of tests on one path.
class TestLowering {
 public:
  TestLowering(FormulaPool& pool, const PathTarget& target, Input input)
      : pool_(pool),
        is_host_(target.kind == PathTarget::Kind::kHost),
        is_count_(target.kind == PathTarget::Kind::kCount),
        is_number_(target.type == ValueType::kNumber),
        text_kind_(target.kind == PathTarget::Kind::kItemField &&
                           target.argument ==
                               static_cast<std::uint32_t>(ItemField::kId)
                       ? IdentityKind::kItem
                       : IdentityKind::kValue),
        input_(input) {}

  Formula All(const std::vector<Test>& tests) {
    std::vector<Part> parts;
    for (const Test& test : tests) parts.push_back({One(test)});
    return pool_.All(parts);
  }

 private:
  Formula One(const Test& test) {
    switch (test.op) {
      case Operator::kImplicit:
        return Implicit(test.constants[0]);
      case Operator::kEq:
      case Operator::kTop:
        return Strict(test.constants[0]);
      case Operator::kNe:
        return pool_.None({{Strict(test.constants[0])}});
      case Operator::kLt:
        return Leaf(LeafOp::kLess, test.constants[0].number);
      case Operator::kLte:
        return Leaf(LeafOp::kLessEqual, test.constants[0].number);
      case Operator::kGt:
        return Leaf(LeafOp::kGreater, test.constants[0].number);
      case Operator::kGte:
        return Leaf(LeafOp::kGreaterEqual, test.constants[0].number);
      case Operator::kIn:
        return pool_.Any(In(test.constants));
      case Operator::kNin:
        return pool_.None(In(test.constants));
      case Operator::kExists:
        return Leaf(test.constants[0].truth ? LeafOp::kExists : LeafOp::kIsNull,
                    std::monostate());
      case Operator::kNot:
        return pool_.None({{All(test.tests)}});
    }
    return pool_.False();
  }

  Formula Implicit(const Constant& constant) {
    switch (constant.type) {
      case JsonType::kNumber:
        return Leaf(is_count_ ? LeafOp::kStrictNumber : LeafOp::kLooseNumber,
                    constant.number);
      case JsonType::kBoolean:
        return Leaf(LeafOp::kLooseTruth, constant.truth);
      case JsonType::kString:
        break;
      default:
        return Strict(constant);
    }
    // Numbers that the core makes itself have no text to compare with.
    if (is_number_ && !is_host_) {
      const auto number = NumberWrittenAs(constant.text);
      return number ? Leaf(LeafOp::kStrictNumber, *number) : pool_.False();
    }
    const Formula text =
        Leaf(LeafOp::kLooseText, SymbolText{text_kind_, constant.text});
    if (constant.text != "null") return text;
    return pool_.Any({{text}, {Leaf(LeafOp::kIsNull, std::monostate())}});
  }

  Formula Strict(const Constant& constant) {
    switch (constant.type) {
      case JsonType::kNumber:
        return Leaf(LeafOp::kStrictNumber, constant.number);
      case JsonType::kString:
        return Leaf(LeafOp::kStrictText, SymbolText{text_kind_, constant.text});
      case JsonType::kBoolean:
        return Leaf(LeafOp::kStrictTruth, constant.truth);
      default:
        return Leaf(LeafOp::kIsNull, std::monostate());
    }
  }

  /// One of the parts holds: one list per type, unless a single value will do.
  std::vector<Part> In(const std::vector<Constant>& constants) {
    std::vector<Part> parts;
    std::vector<double> numbers;
    std::vector<SymbolText> texts;
    for (const Constant& constant : constants) {
      if (constant.type == JsonType::kNumber) {
        numbers.push_back(constant.number);
      } else if (constant.type == JsonType::kString) {
        texts.push_back({text_kind_, constant.text});
      } else {
        parts.push_back({Strict(constant)});
      }
    }
    AddList(std::move(numbers), LeafOp::kStrictNumber, LeafOp::kInNumbers,
            parts);
    AddList(std::move(texts), LeafOp::kStrictText, LeafOp::kInTexts, parts);
    return parts;
  }

  template <typename T>
  void AddList(std::vector<T> elements, LeafOp one, LeafOp many,
               std::vector<Part>& parts) {
    std::sort(elements.begin(), elements.end());
    elements.erase(std::unique(elements.begin(), elements.end()),
                   elements.end());
    if (elements.size() == 1) {
      parts.push_back({Leaf(one, std::move(elements[0]))});
    } else if (!elements.empty()) {
      parts.push_back({Leaf(many, std::move(elements))});
    }
  }

  template <typename T>
  Formula Leaf(LeafOp op, T operand) {
    return pool_.Leaf(
        {.input = input_, .op = op, .operand = Operand(std::move(operand))});
  }

  FormulaPool& pool_;
  bool is_host_;
  bool is_count_;
  bool is_number_;
  IdentityKind text_kind_;
  Input input_;
};

class ModelLowering {
 public:
  explicit ModelLowering(const Model& model) : model_(model) {}

  LoweredModel Run() {
    out_.segments.resize(model_.segments.size());
    for (const std::uint32_t segment : SegmentOrder(model_)) {
      out_.segments[segment] =
          One(model_.segments[segment].condition, out_.conditions).formula;
    }
    for (const RuleModel& rule : model_.rules) {
      out_.rules.push_back(One(rule.condition, out_.conditions).formula);
      out_.filters.push_back(ItemFormula(rule.recommend.filter));
    }
    return std::move(out_);
  }

 private:
  Part One(const Condition& condition, FormulaPool& pool) {
    switch (condition.kind) {
      case Condition::Kind::kPath:
        return {
            TestLowering(pool, condition.target,
                         {condition.target.source, condition.target.argument})
                .All(condition.tests)};
      case Condition::Kind::kSegment:
        return {out_.segments[condition.segment], true};
      case Condition::Kind::kEvent:
        return {TestLowering(pool,
                             {.kind = PathTarget::Kind::kCount,
                              .type = ValueType::kNumber},
                             {InputSource::kCounter, CounterOf(condition)})
                    .All(condition.tests)};
      default:
        return Gate(condition, pool);
    }
  }

  Part Gate(const Condition& condition, FormulaPool& pool) {
    std::vector<Part> parts;
    for (const Condition& child : condition.children) {
      parts.push_back(One(child, pool));
    }
    const Formula formula =
        condition.kind == Condition::Kind::kAll   ? pool.All(parts)
        : condition.kind == Condition::Kind::kAny ? pool.Any(parts)
                                                  : pool.None(parts);
    Part result{formula};
    for (const Part& part : parts) {
      result.is_shared |= part.is_shared && part.formula == formula;
    }
    return result;
  }

  /// kNone: holds for every item.
  Formula ItemFormula(const Condition& condition) {
    const Formula formula = One(condition, out_.items).formula;
    return formula == out_.items.True() ? kNone : formula;
  }

  std::uint32_t CounterOf(const Condition& event) {
    CounterKey key{.event = event.name,
                   .window = event.window,
                   .duration_ms = event.duration_ms};
    if (!event.children.empty()) key.where = ItemFormula(event.children[0]);
    const auto index = static_cast<std::uint32_t>(out_.counters.size());
    const auto [entry, is_new] = counters_.emplace(std::move(key), index);
    if (is_new) {
      out_.counters.push_back(entry->first);
      out_.counter_nodes.push_back(event.node);
    }
    return entry->second;
  }

  const Model& model_;
  LoweredModel out_;
  std::map<CounterKey, std::uint32_t> counters_;
};

}  // namespace

bool operator<(const CounterKey& a, const CounterKey& b) {
  return std::tie(a.event, a.window, a.duration_ms, a.where) <
         std::tie(b.event, b.window, b.duration_ms, b.where);
}

LoweredModel Lower(const Model& model) { return ModelLowering(model).Run(); }

}  // namespace vitrine::rules
