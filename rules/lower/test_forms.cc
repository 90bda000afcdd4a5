#include <cmath>

#include "rules/lower/test.h"

/// Constants that become others for their input: dates, shares, item ids and
/// hours.
namespace vitrine::rules {
namespace {

using Kind = PathTarget::Kind;
using Source = InputSource;

constexpr double kHourMinutes = 60;
constexpr double kLastHour = 23;
}  // namespace

/// `$before` is less, `$after` greater or equal. A date before now is an age
/// above 0.
Formula TestLowering::Date(const Test& test) {
  const bool before = test.op == Operator::kBefore;
  Input input = input_;
  if (target_.kind == Kind::kHost && test.from_now) {
    input = owner_.Named(Source::kAttributeAge, input_.argument,
                         owner_.out_.reads[input_.argument].path);
  } else if (input.source == Source::kOrdersFirst && !test.from_now) {
    input = owner_.Named(Source::kOrdersFirstAt, 0, "orders.first");
  } else if (input.source == Source::kOrdersLast && !test.from_now) {
    input = owner_.Named(Source::kOrdersLastAt, 0, "orders.last");
  }
  TestLowering on = OnInput(target_, input);
  const Formula holds =
      test.from_now ? on.Leaf(before ? LeafOp::kGreater : LeafOp::kLessEqual,
                              -test.time_ms)
                    : on.Leaf(before ? LeafOp::kLess : LeafOp::kGreaterEqual,
                              test.time_ms);
  if (input.source == Source::kNow) return holds;
  return pool_.All({{on.Leaf(LeafOp::kExists)}, {holds}});
}

Formula TestLowering::Shares(const Test& test) {
  const Source source = input_.source == Source::kTopCategory
                            ? Source::kCategoryShare
                            : Source::kBrandShare;
  std::vector<Part> parts;
  for (std::size_t i = 0; i < test.tests.size(); ++i) {
    const PathTarget share{.kind = Kind::kDevice,
                           .type = ValueType::kNumber,
                           .source = source,
                           .symbol = test.constants[i].text};
    const Input input = owner_.DeviceInput(share, {});
    parts.push_back({OnInput(share, input).All(test.tests[i].tests)});
  }
  return pool_.All(parts);
}

Formula TestLowering::Compared(const Test& test) {
  const bool is_same = test.compared >= PropertyKind::kSameAsViewed &&
                       test.compared <= PropertyKind::kSameAsInput;
  const PathTarget target{
      .kind = Kind::kItemField,
      .type = is_same ? ValueType::kBoolean : ValueType::kNumber,
      .argument = kItemProperty};
  TestLowering on = OnInput(target, owner_.Compared(target_, test));
  if (!test.is_reference) return on.All(test.tests);
  Test plain{.op = test.op == Operator::kImplicit ? Operator::kEq : test.op};
  if (is_same) {
    plain.constants = {{.type = JsonType::kBoolean, .truth = true}};
  } else {
    plain.constants = {{.type = JsonType::kNumber, .number = test.times}};
  }
  return on.One(plain);
}

Formula TestLowering::Contains(const std::string& item) {
  PathTarget has = target_;
  has.symbol = item;
  return OnInput(has, owner_.DeviceInput(has, {}))
      .Leaf(LeafOp::kStrictTruth, true);
}

Formula TestLowering::HourIs(double hour) {
  return pool_.All(
      {{HourOrder(kGreaterEqual, hour)}, {HourOrder(kLessEqual, hour)}});
}

/// Hours as minutes of the day.
Formula TestLowering::HourOrder(std::uint32_t rank, double hour) {
  const bool is_upper = rank == kLess || rank == kLessEqual;
  // The first hour that is not below the range, or not in it any more.
  const double first = rank == kLess || rank == kGreaterEqual
                           ? std::ceil(hour)
                           : std::floor(hour) + 1;
  if (first <= 0) return is_upper ? pool_.False() : pool_.True();
  if (first > kLastHour) return is_upper ? pool_.True() : pool_.False();
  return Leaf(is_upper ? LeafOp::kLess : LeafOp::kGreaterEqual,
              first * kHourMinutes);
}

}  // namespace vitrine::rules
