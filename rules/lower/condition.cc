#include "rules/lower/condition.h"

#include <algorithm>
#include <variant>

#include "rules/lower/test.h"
#include "rules/model/device_paths.h"

namespace vitrine::rules {
namespace {

using Part = FormulaPool::Part;
using Kind = PathTarget::Kind;

/// The index of the key, for which `add` makes room where it is new.
template <typename Key, typename Add>
std::uint32_t IndexOf(std::map<Key, std::uint32_t>& table, Key key,
                      std::size_t next, const Add& add) {
  const auto [entry, is_new] =
      table.emplace(std::move(key), static_cast<std::uint32_t>(next));
  if (is_new) add(entry->first);
  return entry->second;
}

/// How long the absent steps at the end have to be kept: ms, 0 without any.
double SilenceAfter(const std::vector<EventPattern>& steps) {
  double longest = 0;
  for (std::size_t i = steps.size(); i-- > 0 && steps[i].absent;) {
    longest = std::max(longest, steps[i].within_ms);
  }
  return longest;
}

}  // namespace

Part ConditionLowering::Lower(const Condition& condition, FormulaPool& pool) {
  switch (condition.kind) {
    case Condition::Kind::kPath:
      return {LowerPath(condition, pool)};
    case Condition::Kind::kSegment:
      return {out_.segments[condition.index], true};
    case Condition::Kind::kExperiment:
      return LowerExperiment(condition);
    case Condition::Kind::kEvent:
    case Condition::Kind::kSince:
      return {LowerTally(condition)};
    default:
      return LowerGate(condition, pool);
  }
}

Part ConditionLowering::LowerGate(const Condition& condition,
                                  FormulaPool& pool) {
  std::vector<Part> parts;
  for (const Condition& child : condition.children) {
    parts.push_back(Lower(child, pool));
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

Formula ConditionLowering::LowerItems(const Condition& condition) {
  const Formula formula = Lower(condition, out_.items).formula;
  return formula == out_.items.True() ? kNone : formula;
}

Formula ConditionLowering::LowerPath(const Condition& condition,
                                     FormulaPool& pool) {
  const PathTarget& target = condition.target;
  const auto lower = [&](Input input) {
    return TestLowering(*this, pool, target, input).All(condition.tests);
  };
  switch (target.kind) {
    case Kind::kHost:
    case Kind::kPage: {
      const Input input = InputOf(condition);
      needs_ = 0;
      const Formula formula = lower(input);
      out_.reads[input.argument].needs |= needs_;
      return formula;
    }
    case Kind::kElement:
      return lower({.argument = 1 + ElementPath(condition.name)});
    case Kind::kItemField:
      return lower({.argument = Field(target)});
    default:
      return lower(InputOf(condition));
  }
}

Input ConditionLowering::InputOf(const Condition& condition) {
  if (condition.kind == Condition::Kind::kEvent) {
    return Named(InputSource::kCounter, Counter(condition), condition.name);
  }
  const PathTarget& target = condition.target;
  if (target.kind != Kind::kHost && target.kind != Kind::kPage) {
    return DeviceInput(target, condition.name);
  }
  const std::uint32_t attribute =
      target.kind == Kind::kHost ? target.argument : kNone;
  return Named(InputSource::kRead, Read(condition.name, attribute),
               condition.name);
}

std::uint32_t ConditionLowering::Field(const PathTarget& target) {
  if (target.argument < kItemFields) return target.argument;
  return kItemFields + Property({.name = target.symbol,
                                 .kind = target.argument == kItemProperty
                                             ? PropertyKind::kOfItem
                                             : PropertyKind::kOfEvent});
}

Input ConditionLowering::Compared(const PathTarget& item, const Test& test) {
  LoweredProperty property{.kind = test.compared, .field = Field(item)};
  if (test.is_reference) property.name = test.conditions[0].name;
  property.has_input = test.compared == PropertyKind::kRatioToInput ||
                       test.compared == PropertyKind::kSameAsInput;
  if (property.has_input) property.input = InputOf(test.conditions[0]);
  return {.argument = kItemFields + Property(std::move(property))};
}

Formula ConditionLowering::LowerTally(const Condition& condition) {
  const std::uint32_t counter = Counter(condition);
  const double silence = SilenceAfter(condition.steps);
  if (silence > 0) {
    // The counter knows whether the steps were kept so far, and when the last
    // one happened; the rest is a matter of time.
    return out_.conditions.Leaf(
        {.input = Named(InputSource::kSince, counter, condition.name),
         .op = LeafOp::kGreaterEqual,
         .operand = silence});
  }
  const InputSource source = condition.kind == Condition::Kind::kSince
                                 ? InputSource::kSince
                                 : InputSource::kCounter;
  const PathTarget target{.kind = Kind::kTally, .type = ValueType::kNumber};
  const Input input = Named(source, counter, condition.name);
  return TestLowering(*this, out_.conditions, target, input)
      .All(condition.tests);
}

Part ConditionLowering::LowerExperiment(const Condition& condition) {
  std::vector<std::uint32_t> arms = condition.arms;
  std::sort(arms.begin(), arms.end());
  arms.erase(std::unique(arms.begin(), arms.end()), arms.end());
  FormulaPool& pool = out_.conditions;
  Formula in_arm = InAnyArm(condition.index);
  if (arms.size() == 1) {
    in_arm = InArm(condition.index, arms[0]);
  } else if (!arms.empty()) {
    in_arm =
        pool.Leaf({.input = Experiment(condition.index),
                   .op = LeafOp::kInNumbers,
                   .operand = std::vector<double>(arms.begin(), arms.end())});
  }
  const Part eligible{out_.experiments[condition.index], true};
  return {pool.All({eligible, {in_arm}})};
}

Formula ConditionLowering::InArm(std::uint32_t experiment, std::uint32_t arm) {
  return out_.conditions.Leaf({.input = Experiment(experiment),
                               .op = LeafOp::kStrictNumber,
                               .operand = static_cast<double>(arm)});
}

Formula ConditionLowering::InAnyArm(std::uint32_t experiment) {
  return out_.conditions.Leaf(
      {.input = Experiment(experiment), .op = LeafOp::kExists});
}

Input ConditionLowering::Experiment(std::uint32_t index) {
  return Named(InputSource::kExperiment, index,
               "$experiment " + model_.experiments[index].name);
}

std::uint32_t ConditionLowering::Counter(const Condition& condition) {
  CounterKey key{.tally = condition.tally,
                 .window = condition.window,
                 .length = condition.length};
  const PathTarget& what = condition.target;
  if (what.kind == Kind::kItemField) key.what = Field(what);
  for (const EventPattern& step : condition.steps) {
    key.steps.push_back(
        {.event = {step.kind, step.event},
         .where = step.where.empty() ? kNone : LowerItems(step.where[0]),
         .absent = step.absent,
         .within_ms = step.within_ms});
  }
  return IndexOf(counters_, std::move(key), out_.counters.size(),
                 [&](const CounterKey& added) {
                   out_.counters.push_back(added);
                   out_.counter_nodes.push_back(condition.node);
                 });
}

std::uint32_t ConditionLowering::Read(std::string_view path,
                                      std::uint32_t attribute) {
  return IndexOf(
      reads_, std::string(path), out_.reads.size(),
      [&](const std::string& added) {
        out_.reads.push_back({.path = added, .attribute = attribute});
      });
}

std::uint32_t ConditionLowering::Property(LoweredProperty property) {
  return IndexOf(properties_, std::move(property), out_.properties.size(),
                 [this](const LoweredProperty& added) {
                   out_.properties.push_back(added);
                 });
}

/// Split as paths of attributes are.
std::uint32_t ConditionLowering::ElementPath(std::string_view path) {
  return IndexOf(element_paths_, std::string(path), out_.element_paths.size(),
                 [&](const std::string& added) {
                   std::vector<SymbolText> parts;
                   for (std::size_t begin = 0; begin <= added.size();) {
                     const std::size_t end =
                         std::min(added.find('.', begin), added.size());
                     parts.push_back({IdentityKind::kValue,
                                      added.substr(begin, end - begin)});
                     begin = end + 1;
                   }
                   out_.element_paths.push_back(std::move(parts));
                 });
}

std::uint32_t ConditionLowering::Pattern(std::string_view pattern,
                                         bool ignore_case) {
  return IndexOf(patterns_, std::pair(std::string(pattern), ignore_case),
                 out_.automata.size(), [&](const auto& added) {
                   // The checker compiled it, too: it is no error.
                   out_.automata.push_back(std::get<CompiledPattern>(
                       CompilePattern(added.first, ignore_case)));
                 });
}

Input ConditionLowering::DeviceInput(const PathTarget& target,
                                     std::string_view zoned) {
  std::uint32_t argument = target.argument;
  switch (target.source) {
    case InputSource::kCartHas:
    case InputSource::kViewedHas:
      argument = Symbol(IdentityKind::kItem, target.symbol);
      break;
    case InputSource::kCategoryShare:
    case InputSource::kBrandShare:
      argument = Symbol(IdentityKind::kValue, target.symbol);
      break;
    case InputSource::kMinute:
    case InputSource::kWeekday:
      if (argument != 0) {
        return Named(target.source, argument, std::string(zoned));
      }
      break;
    default:
      break;
  }
  return Named(target.source, argument,
               DevicePathName(target.source, target.argument, target.symbol));
}

std::uint32_t ConditionLowering::Symbol(IdentityKind kind,
                                        std::string_view text) {
  return IndexOf(
      symbols_, SymbolText{kind, std::string(text)}, out_.symbols.size(),
      [&](const SymbolText& added) { out_.symbols.push_back(added); });
}

Input ConditionLowering::Named(InputSource source, std::uint32_t argument,
                               std::string name) {
  const auto [entry, is_new] =
      out_.input_names.emplace(std::pair(source, argument), name);
  if (!is_new && name < entry->second) entry->second = std::move(name);
  return {source, argument};
}

}  // namespace vitrine::rules
