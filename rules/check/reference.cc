#include "rules/check/reference.h"

#include <optional>
#include <string>
#include <vector>

#include "rules/check/constant.h"
#include "rules/model/device_paths.h"

namespace vitrine::rules {
namespace {

using Kind = PathTarget::Kind;
using Form = PathTarget::Form;

constexpr std::string_view kItem = "item.";
constexpr std::string_view kViewed = "viewed.";
constexpr std::string_view kCart = "cart.";

bool IsField(const Condition& path, ItemField field) {
  return path.target.kind == Kind::kItemField &&
         path.target.argument == static_cast<std::uint32_t>(field);
}

std::string WithoutItem(const Condition& owner) {
  return owner.name.substr(kItem.size());
}

bool IsOrder(Operator op) {
  return op == Operator::kLt || op == Operator::kLte || op == Operator::kGt ||
         op == Operator::kGte;
}

void ReportMismatch(Shape& shape, const Condition& owner,
                    const Condition& source, std::string why,
                    std::string expected) {
  shape.diagnostics.Error(
      shape.tree.ValuePlace(source.node), "wrong-type",
      Quoted(owner.name) + " cannot be compared with " + Quoted(source.name) +
          ": " + why,
      {.found = source.name, .expected = std::move(expected)});
}

/// The type of a number or a text that does not change by itself.
std::optional<ValueType> PlainType(const Condition& source) {
  const PathTarget& target = source.target;
  if (source.kind == Condition::Kind::kEvent) return ValueType::kNumber;
  if (source.kind != Condition::Kind::kPath) return {};
  const bool is_name =
      target.form == Form::kAffinity && target.type == ValueType::kString;
  if (target.form != Form::kPlain && !is_name) return {};
  if (target.type != ValueType::kNumber && target.type != ValueType::kString &&
      target.type != ValueType::kAny) {
    return {};
  }
  return target.type;
}

NodeId TimesOf(const Shape& shape, const Condition& source) {
  return shape.tree.Find(shape.tree[source.node].parent, "times");
}

/// Whether the two are compared as numbers. `type` is that of the other side.
bool IsRatio(const Shape& shape, const Condition& owner,
             const Condition& source, ValueType type, const Test& test) {
  return owner.target.type == ValueType::kNumber ||
         type == ValueType::kNumber || IsOrder(test.op) ||
         TimesOf(shape, source) != kNone;
}

/// Texts have no order and no multiples.
bool Fits(Shape& shape, const Condition& owner, const Condition& source,
          ValueType type, const Test& test) {
  const ValueType own = owner.target.type;
  const bool is_text = own == ValueType::kString || type == ValueType::kString;
  if (!is_text) return true;
  if (own == ValueType::kNumber || type == ValueType::kNumber) {
    ReportMismatch(
        shape, owner, source,
        "the one is " + DescribeType(own) + ", the other " + DescribeType(type),
        "a path of " + DescribeType(own));
    return false;
  }
  if (const NodeId times = TimesOf(shape, source); times != kNone) {
    shape.diagnostics.Error(shape.tree.KeyPlace(times), "wrong-type",
                            "`times` multiplies numbers, and " +
                                Quoted(owner.name) + " is compared as a text",
                            {.found = "times"});
    return false;
  }
  if (IsOrder(test.op)) {
    // `$lt` does not apply to the path itself.
    if (own == ValueType::kString) return false;
    ReportMismatch(shape, owner, source, "texts have no order here",
                   "`$eq` or `$ne`");
    return false;
  }
  return true;
}

}  // namespace

bool CheckAnotherItem(Shape& shape, const Condition& owner,
                      const Condition& source, Names paths, Test& test) {
  const bool viewed = source.name.starts_with(kViewed);
  if ((!viewed && !source.name.starts_with(kCart)) ||
      FindDevicePath(source.name)) {
    return false;
  }
  const std::string own = WithoutItem(owner);
  const std::string same = std::string(viewed ? kViewed : kCart) + own;
  if (IsField(owner, ItemField::kAvailability)) {
    ReportMismatch(shape, owner, source,
                   "of other items it is not known whether they can be sold",
                   "a path of the visitor or the page");
    return true;
  }
  if (source.name != same) {
    std::vector<std::string_view> names{same};
    names.insert(names.end(), paths.begin(), paths.end());
    const std::string_view nearest = NearestName(source.name, names);
    if (!nearest.empty() && nearest != same) return false;
    shape.diagnostics.Error(
        shape.tree.ValuePlace(source.node), "unknown-path",
        Quoted(owner.name) +
            " can only be compared with the same of another item, " +
            Quoted(same) + ", and " + Quoted(source.name) + " is another thing",
        {.found = source.name, .expected = Quoted(same), .nearest = same});
    return true;
  }
  const ValueType type = owner.target.type;
  if (!Fits(shape, owner, source, type, test)) return true;
  if (IsRatio(shape, owner, source, type, test)) {
    test.compared =
        viewed ? PropertyKind::kRatioToViewed : PropertyKind::kRatioToCart;
  } else {
    test.compared =
        viewed ? PropertyKind::kSameAsViewed : PropertyKind::kSameAsCart;
  }
  return true;
}

void CheckReference(Shape& shape, const Condition& owner,
                    const Condition& source, Test& test) {
  const PathTarget& target = source.target;
  const std::string expected = "a path of a number or a text";
  const std::optional<ValueType> type = PlainType(source);
  if (!type) {
    const bool passes =
        target.form == Form::kClock || source.kind == Condition::Kind::kSince;
    shape.diagnostics.Error(
        shape.tree.ValuePlace(source.node), "wrong-type",
        "items are compared with numbers and texts, and " +
            Quoted(source.name) +
            (passes ? " is a time that passes" : " is neither"),
        {.found = source.name, .expected = expected});
    return;
  }
  if (!Fits(shape, owner, source, *type, test)) return;
  const bool is_id =
      target.kind == Kind::kDevice && target.source == InputSource::kViewedLast;
  if (is_id != IsField(owner, ItemField::kId)) {
    ReportMismatch(
        shape, owner, source, "the one is the id of an item, the other is not",
        is_id ? "a path of no id" : "`viewed.id`, `cart.id` or `viewed.last`");
    return;
  }
  test.compared = IsRatio(shape, owner, source, *type, test)
                      ? PropertyKind::kRatioToInput
                      : PropertyKind::kSameAsInput;
}

void ReportReference(Shape& shape, const Condition& owner,
                     const Condition& source, Names paths) {
  const std::string own = WithoutItem(owner);
  const std::string viewed = std::string(kViewed) + own;
  const std::string cart = std::string(kCart) + own;
  std::vector<std::string_view> names(paths.begin(), paths.end());
  names.push_back(viewed);
  names.push_back(cart);
  shape.ReportUnknown(shape.tree.ValuePlace(source.node), "path", source.name,
                      names,
                      Quoted(viewed) + ", " + Quoted(cart) +
                          ", a declared attribute or a path of the device");
}

}  // namespace vitrine::rules
