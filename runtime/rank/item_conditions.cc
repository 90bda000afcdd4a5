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
}  // namespace

std::uint32_t ItemConditions::Begin(const Model& model,
                                    const Situation& situation,
                                    const Wish& wish,
                                    std::span<const std::uint32_t> viewed) {
  model_ = &model;
  situation_ = &situation;
  wish_ = &wish;
  viewed_ = viewed;
  filter_reads_ = 0;
  boost_reads_ = 0;
  others_.clear();
  guard_leaf_ = nullptr;
  guard_divisor_ = __builtin_nan("");
  std::uint32_t kinds = 0;
  if (wish.program == nullptr) return kinds;
  values_.resize(kItemFields + kMaxProperties);
  if (wish.filter != kNone) filter_reads_ = ReadsOf(wish.filter, true);
  for (const vitrine::Boost& boost : wish.boosts) {
    boost_reads_ |= ReadsOf(boost.node, false);
  }
  boost_reads_ &= ~filter_reads_;
  for (std::uint32_t i = 0; i < wish.program->properties.size(); ++i) {
    if (((filter_reads_ | boost_reads_) >> (kItemFields + i) & 1) == 0) {
      continue;
    }
    const Property& property = wish.program->properties[i];
    kinds |= BitOf(property.kind);
    if (IsDerived(property.kind)) Gather(property, compared_[i]);
  }
  if (guard_leaf_ != nullptr) {
    const Leaf& leaf = *guard_leaf_;
    guard_most_ = wish.program->numbers[leaf.operand];
    guard_divisor_ = 1;
    if (leaf.input >= kItemFields) {
      guard_divisor_ = compared_[leaf.input - kItemFields].largest;
    }
    if (leaf.op >= LeafOp::kGreater) {
      guard_most_ = -guard_most_;
      guard_divisor_ = -guard_divisor_;
    }
  }
  return kinds;
}

void ItemConditions::Gather(const Property& property, Compared& compared) {
  compared = {static_cast<std::uint32_t>(others_.size()), 0, __builtin_nan("")};
  const auto add = [&](const KeptValue& other) {
    if (other.tag == ValueTag::kNumber && !(other.number <= compared.largest)) {
      compared.largest = other.number;
    }
    if (other.text == kNoIdentity) return;
    others_.push_back(other);
    ++compared.count;
  };
  if (property.kind == PropertyKind::kInterest) {
    for (const Interest& interest : situation_->interests) {
      if (static_cast<std::uint32_t>(interest.field) == property.field) {
        add({ValueTag::kText, interest.share, interest.id});
      }
    }
  } else if (property.input != kNone) {
    add(wish_->inputs[property.input]);
  } else {
    for (std::uint32_t one :
         (BitOf(property.kind) & kOfCart) != 0 ? situation_->cart : viewed_) {
      add(Get(one, property.field));
    }
  }
}

bool ItemConditions::IsOfPrice(const Leaf& leaf) const {
  std::uint32_t field = leaf.input;
  if (field >= kItemFields) {
    const Property& property = wish_->program->properties[field - kItemFields];
    if (!IsRatio(property.kind)) return false;
    field = property.field;
  }
  return static_cast<ItemField>(field) == ItemField::kPrice &&
         leaf.op >= LeafOp::kLess && leaf.op <= LeafOp::kGreaterEqual;
}

std::uint32_t ItemConditions::ReadsOf(std::uint32_t node, bool decides) {
  const Network& network = wish_->program->item_conditions;
  const std::size_t leaves = network.leaves.size();
  if (node < leaves) {
    const Leaf& leaf = network.leaves[node];
    if (decides && IsOfPrice(leaf)) guard_leaf_ = &leaf;
    return 1U << leaf.input;
  }
  const Gate& gate = network.gates[node - leaves];
  decides &= gate.kind == GateKind::kAll;
  std::uint32_t reads = 0;
  for (std::uint32_t i = 0; i < gate.child_count; ++i) {
    reads |= ReadsOf(network.children[gate.first_child + i], decides);
  }
  return reads;
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
                                 std::uint32_t index) const {
  const Property& property = wish_->program->properties[index];
  const Compared& compared = compared_[index];
  const KeptValue own = Get(item, property.field);
  KeptValue value = {.tag = ValueTag::kUnknown};
  if (IsRatio(property.kind)) {
    value.number = own.number / compared.largest;
    if (own.tag == ValueTag::kNumber && value.number == value.number) {
      value.tag = ValueTag::kNumber;
    }
    return value;
  }
  const KeptValue* other = others_.data() + compared.first;
  const KeptValue* const end = other + compared.count;
  while (other != end && other->text != own.text) ++other;
  const bool same = other != end;
  if (property.kind == PropertyKind::kInterest) {
    const auto field = static_cast<ItemField>(property.field);
    if (situation_->visitor_known &&
        (field == ItemField::kBrand || field == ItemField::kCategory)) {
      value.tag = ValueTag::kNumber;
    }
    if (same) value.number = other->number;
  } else if (compared.count != 0 && own.text != kNoIdentity) {
    value.tag = ValueTag::kTruth;
    value.number = same;
  }
  return value;
}

void ItemConditions::Fill(std::uint32_t item, std::uint32_t reads) {
  for (; reads != 0; reads &= reads - 1) {
    const auto i = static_cast<std::uint32_t>(__builtin_ctz(reads));
    const std::uint32_t property = i - kItemFields;
    SetKept(
        values_[i],
        i < kItemFields || !IsDerived(wish_->program->properties[property].kind)
            ? Get(item, i)
            : Derive(item, property));
  }
}

bool ItemConditions::MayPass(const Model::Item& item) const {
  return !(item.price / guard_divisor_ > guard_most_);
}

bool ItemConditions::Passes(std::uint32_t item) {
  item_ = item;
  if (wish_->filter == kNone) return true;
  Fill(item, filter_reads_);
  return Ask(wish_->filter) != Truth::kFalse;
}

double ItemConditions::Boost() {
  Fill(item_, boost_reads_);
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
