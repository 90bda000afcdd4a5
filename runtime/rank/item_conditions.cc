#include "runtime/rank/item_conditions.h"

#include "runtime/rank/part.h"

namespace vitrine {
namespace {

/// Identities of what AvailabilityName gives, as values.
constexpr Identity kAvailabilityIds[kAvailabilities] = {
    0x637eabe088cc493c, 0xcfa0e37adf165eb3, 0xef303cfe53d78be9,
    0x7c78a284d941e62f};

/// What compares an item with others: see PropertyKind.
bool IsDerived(PropertyKind kind) {
  return kind >= PropertyKind::kRatioToViewed;
}
bool IsRatio(PropertyKind kind) { return kind <= PropertyKind::kRatioToInput; }
bool IsOfViewed(PropertyKind kind) {
  return kind == PropertyKind::kRatioToViewed ||
         kind == PropertyKind::kSameAsViewed;
}
bool IsOfCart(PropertyKind kind) {
  return kind == PropertyKind::kRatioToCart ||
         kind == PropertyKind::kSameAsCart;
}

}  // namespace

ItemConditions::Others ItemConditions::Begin(
    const Model& model, const Situation& situation, const Wish& wish,
    std::span<const std::uint32_t> viewed) {
  model_ = &model;
  situation_ = &situation;
  wish_ = &wish;
  viewed_ = viewed;
  reads_ = 0;
  Others others;
  if (wish.program == nullptr) return others;
  values_.resize(kItemFields + kMaxProperties);
  if (wish.filter != kNone) Read(wish.filter);
  for (const vitrine::Boost& boost : wish.boosts) Read(boost.node);
  for (std::uint32_t i = 0; i < wish.program->properties.size(); ++i) {
    if ((reads_ >> (kItemFields + i) & 1) == 0) continue;
    const PropertyKind kind = wish.program->properties[i].kind;
    others.viewed |= IsOfViewed(kind);
    others.cart |= IsOfCart(kind);
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

KeptValue ItemConditions::Get(std::uint32_t item, std::uint32_t field) const {
  KeptValue value;
  if (field >= kItemFields) {
    const Property* property = wish_->program->properties.data();
    const Property* const asked = property + (field - kItemFields);
    const auto told = model_->properties(item);
    std::size_t place = 0;
    for (; property != asked; ++property) {
      place += property->kind == PropertyKind::kOfItem;
    }
    if (asked->kind == PropertyKind::kOfItem && place < told.size()) {
      value = told[place];
    }
    return value;
  }
  const Model::Item& known = (*model_)[item];
  switch (static_cast<ItemField>(field)) {
    case ItemField::kPrice:
      if (known.price == known.price) {
        value.tag = ValueTag::kNumber;
        value.number = known.price;
      }
      return value;
    case ItemField::kId:
      value.text = known.id;
      break;
    case ItemField::kBrand:
      value.text = known.brand;
      break;
    case ItemField::kCategory:
      value.text = known.category;
      break;
    case ItemField::kAvailability:
      value.text =
          kAvailabilityIds[static_cast<std::uint32_t>(known.availability)];
      break;
    default:
      break;
  }
  if (value.text != kNoIdentity) {
    value.tag = ValueTag::kText;
    value.number = __builtin_nan("");
  }
  return value;
}

KeptValue ItemConditions::Derive(std::uint32_t item,
                                 const Property& property) const {
  const KeptValue own = Get(item, property.field);
  KeptValue value = {.tag = ValueTag::kUnknown};
  if (property.kind == PropertyKind::kInterest) {
    const auto field = static_cast<ItemField>(property.field);
    if (situation_->visitor_known &&
        (field == ItemField::kBrand || field == ItemField::kCategory)) {
      value.tag = ValueTag::kNumber;
    }
    for (const Interest& interest : situation_->interests) {
      if (interest.id == own.text && interest.field == field) {
        value.number = interest.share;
        break;
      }
    }
    return value;
  }
  double largest = __builtin_nan("");
  bool known = false;
  bool same = false;
  const auto look = [&](const KeptValue& other) {
    if (other.tag == ValueTag::kNumber && !(other.number <= largest)) {
      largest = other.number;
    }
    known |= other.text != kNoIdentity;
    same |= other.text == own.text;
  };
  if (property.input != kNone) {
    look(wish_->inputs[property.input]);
  } else {
    for (std::uint32_t one :
         IsOfCart(property.kind) ? situation_->cart : viewed_) {
      look(Get(one, property.field));
    }
  }
  if (IsRatio(property.kind)) {
    value.number = own.number / largest;
    if (own.tag == ValueTag::kNumber && value.number == value.number) {
      value.tag = ValueTag::kNumber;
    }
  } else if (known && own.text != kNoIdentity) {
    value.tag = ValueTag::kTruth;
    value.number = same ? 1 : 0;
  }
  return value;
}

bool ItemConditions::Passes(std::uint32_t item) {
  for (std::uint32_t i = 0; reads_ >> i != 0; ++i) {
    if ((reads_ >> i & 1) == 0) continue;
    const Property* property =
        i < kItemFields ? nullptr
                        : &wish_->program->properties[i - kItemFields];
    SetKept(values_[i], property == nullptr || !IsDerived(property->kind)
                            ? Get(item, i)
                            : Derive(item, *property));
  }
  return wish_->filter == kNone || Ask(wish_->filter) != Truth::kFalse;
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
  const KeptValue value = Get(item, field);
  if (value.tag == ValueTag::kNull) return 0;
  if (value.text != kNoIdentity) return value.text;
  return ~__builtin_bit_cast(std::uint64_t, value.number);
}

}  // namespace vitrine
