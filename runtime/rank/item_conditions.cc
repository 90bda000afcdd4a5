#include "runtime/rank/item_conditions.h"

#include <cstring>

#include "runtime/rank/part.h"

namespace vitrine {
namespace {

/// Identities of what AvailabilityName gives, as values.
constexpr Identity kAvailabilityIds[kAvailabilities] = {
    0x637eabe088cc493c, 0xcfa0e37adf165eb3, 0xef303cfe53d78be9,
    0x7c78a284d941e62f};

/// NaN: it is none.
double NumberOf(ValueTag tag, double number) {
  return tag == ValueTag::kNumber || tag == ValueTag::kText ? number
                                                            : __builtin_nan("");
}

bool IsRatio(PropertyKind kind) {
  return kind >= PropertyKind::kRatioToViewed &&
         kind <= PropertyKind::kRatioToInput;
}

}  // namespace

ItemConditions::Others ItemConditions::Begin(const Model& model,
                                             const Situation& situation,
                                             const Wish& wish,
                                             std::uint32_t viewed) {
  model_ = &model;
  situation_ = &situation;
  wish_ = &wish;
  viewed_ = viewed;
  reads_ = 0;
  Others others;
  if (wish.program == nullptr) return others;
  if (wish.filter != kNone) Read(wish.filter);
  for (const vitrine::Boost& boost : wish.boosts) Read(boost.node);
  const Array<Property>& properties = wish.program->properties;
  for (std::uint32_t i = 0; i < properties.size(); ++i) {
    const Property& property = properties[i];
    if ((reads_ >> (kItemFields + i) & 1) == 0) continue;
    if (property.kind < PropertyKind::kRatioToViewed) continue;
    reads_ |= 1U << property.field;
    others.viewed |= property.kind == PropertyKind::kRatioToViewed ||
                     property.kind == PropertyKind::kSameAsViewed;
    others.cart |= property.kind == PropertyKind::kRatioToCart ||
                   property.kind == PropertyKind::kSameAsCart;
    references_[i] = Reference(property);
  }
  return others;
}

void ItemConditions::Read(std::uint32_t node) {
  const Network& network = wish_->program->item_conditions;
  const std::size_t leaves = network.leaves.size();
  if (node < leaves) {
    reads_ |= 1U << network.leaves[node].input;
    return;
  }
  const Gate& gate = network.gates[node - leaves];
  for (std::uint32_t i = 0; i < gate.child_count; ++i) {
    Read(network.children[gate.first_child + i]);
  }
}

void ItemConditions::Get(std::uint32_t item, std::uint32_t field,
                         Value& value) const {
  const Model::Item& known = (*model_)[item];
  switch (static_cast<ItemField>(field)) {
    case ItemField::kId:
      return SetName(value, known.id);
    case ItemField::kBrand:
      return SetName(value, known.brand);
    case ItemField::kCategory:
      return SetName(value, known.category);
    case ItemField::kPrice:
      return SetNumber(value, known.known() ? known.price : __builtin_nan(""));
    case ItemField::kQuantity:
      return SetName(value, kNoIdentity);
    case ItemField::kAvailability:
      return SetName(
          value,
          kAvailabilityIds[static_cast<std::uint32_t>(known.availability)]);
  }
  const auto told = model_->properties(item);
  std::uint32_t place = 0;
  for (std::uint32_t i = 0; i < field - kItemFields; ++i) {
    place += wish_->program->properties[i].kind == PropertyKind::kOfItem;
  }
  KeptValue kept;
  if (wish_->program->properties[field - kItemFields].kind ==
          PropertyKind::kOfItem &&
      place < told.size()) {
    kept = told[place];
  }
  SetKept(value, kept);
}

KeptValue ItemConditions::Reference(const Property& property) const {
  if (property.input != kNone) return wish_->inputs[property.input];
  const std::span<const std::uint32_t> cart = situation_->cart;
  const bool of_cart = property.kind == PropertyKind::kRatioToCart ||
                       property.kind == PropertyKind::kSameAsCart;
  KeptValue most;
  const auto look = [&](std::uint32_t item) {
    Value value;
    Get(item, property.field, value);
    const double number = NumberOf(value.tag, value.number);
    if (IsRatio(property.kind)
            ? number >= most.number || most.tag == ValueTag::kNull
            : value.text != kNoIdentity) {
      most = {value.tag, number, value.text};
    }
  };
  if (of_cart) {
    for (std::uint32_t item : cart) look(item);
  } else if (viewed_ != kNone) {
    look(viewed_);
  }
  return most;
}

void ItemConditions::Derive(const Property& property, std::uint32_t index) {
  const Value& own = values_[property.field];
  const KeptValue& other = references_[index];
  Value& value = values_[kItemFields + index];
  value = Value::Unknown();
  if (property.kind == PropertyKind::kInterest) {
    const auto field = static_cast<ItemField>(property.field);
    if (!situation_->visitor_known ||
        (field != ItemField::kCategory && field != ItemField::kBrand)) {
      return;
    }
    double share = 0;
    for (const Interest& interest : field == ItemField::kBrand
                                        ? situation_->brands
                                        : situation_->categories) {
      if (interest.id == own.text) share = interest.share;
    }
    value = Value::Number(share);
  } else if (IsRatio(property.kind)) {
    const double ratio =
        NumberOf(own.tag, own.number) / NumberOf(other.tag, other.number);
    if (ratio == ratio) value = Value::Number(ratio);
  } else if (own.text != kNoIdentity && other.text != kNoIdentity) {
    bool same = own.text == other.text;
    if (property.kind == PropertyKind::kSameAsCart) {
      for (std::uint32_t item : situation_->cart) {
        Value in_cart;
        Get(item, property.field, in_cart);
        same |= in_cart.text == own.text;
      }
    }
    value = {
        .tag = ValueTag::kTruth, .truthy = same, .number = same ? 1.0 : 0.0};
  }
}

bool ItemConditions::Passes(std::uint32_t item) {
  if (reads_ != 0) {
    const Array<Property>& properties = wish_->program->properties;
    const auto count =
        static_cast<std::uint32_t>(kItemFields + properties.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      if ((reads_ >> i & 1) != 0) Get(item, i, values_[i]);
    }
    for (std::uint32_t i = 0; i < properties.size(); ++i) {
      if ((reads_ >> (kItemFields + i) & 1) != 0 &&
          properties[i].kind >= PropertyKind::kRatioToViewed) {
        Derive(properties[i], i);
      }
    }
  }
  return wish_->program == nullptr || wish_->filter == kNone ||
         Ask(wish_->filter) != Truth::kFalse;
}

double ItemConditions::Boost() const {
  double product = 1;
  for (const vitrine::Boost& boost : wish_->boosts) {
    if (Ask(boost.node) == Truth::kTrue) product *= boost.percent / 100.0;
  }
  return product;
}

Truth ItemConditions::Ask(std::uint32_t node) const {
  return EvaluateItem(*wish_->program, wish_->identities, node, values_);
}

std::uint64_t ItemConditions::KeyOf(std::uint32_t item,
                                    std::uint32_t field) const {
  Value value;
  Get(item, field, value);
  if (value.tag == ValueTag::kNull) return 0;
  if (value.text != kNoIdentity) return value.text;
  std::uint64_t bits;
  std::memcpy(&bits, &value.number, sizeof bits);
  return ~bits;
}

}  // namespace vitrine
