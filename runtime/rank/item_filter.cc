#include "runtime/rank/item_filter.h"

#include "runtime/bundle/evaluate.h"
#include "runtime/rank/part.h"

namespace vitrine {
namespace {

/// Identities of what AvailabilityName gives, as values.
constexpr Identity kAvailabilityIds[kAvailabilities] = {
    0x637eabe088cc493c, 0xcfa0e37adf165eb3, 0xef303cfe53d78be9,
    0x7c78a284d941e62f};

}  // namespace

void ItemTest::Begin(const ItemFilter& filter) {
  filter_ = filter;
  if (filter.program == nullptr) filter_.node = kNone;
  if (filter_.node == kNone) return;
  values_.clear();
  values_.resize(kItemFields + filter.program->properties.size());
}

bool ItemTest::Passes(const Model::Item& item) {
  if (filter_.node == kNone) return true;
  const auto value = [&](ItemField field) -> Value& {
    return values_[static_cast<std::uint32_t>(field)];
  };
  SetName(value(ItemField::kId), item.id);
  SetName(value(ItemField::kBrand), item.brand);
  SetName(value(ItemField::kCategory), item.category);
  SetName(value(ItemField::kAvailability),
          kAvailabilityIds[static_cast<std::uint32_t>(item.availability)]);
  SetNumber(value(ItemField::kPrice), item.price);
  return EvaluateItem(*filter_.program, filter_.identities, filter_.node,
                      values_) == Truth::kTrue;
}

}  // namespace vitrine
