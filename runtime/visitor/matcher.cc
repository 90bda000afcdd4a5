#include "runtime/visitor/matcher.h"

#include "runtime/bundle/evaluate.h"

namespace vitrine {
EventRows::EventRows(const Program& program, const EventLog::Event& event)
    : width_(kItemFields + program.properties.size()) {
  static constexpr Item kNothing = {.price = __builtin_nan(""),
                                    .quantity = __builtin_nan("")};
  std::span<const Item> items = event.items;
  if (items.empty()) items = {&kNothing, 1};
  size_ = items.size();
  values_.resize(size_ * width_);
  Value* value = values_.data();
  std::size_t of_items = 0;
  for (const Item& item : items) {
    SetName(value[static_cast<std::size_t>(ItemField::kId)], item.id);
    SetName(value[static_cast<std::size_t>(ItemField::kBrand)], item.brand);
    SetName(value[static_cast<std::size_t>(ItemField::kCategory)],
            item.category);
    SetNumber(value[static_cast<std::size_t>(ItemField::kPrice)], item.price);
    SetNumber(value[static_cast<std::size_t>(ItemField::kQuantity)],
              item.quantity);
    value += kItemFields;
    std::size_t of_event = 0;
    for (const Property& property : program.properties) {
      Value& untold = *value++;
      untold.tag = event.untold;
      if (property.kind > PropertyKind::kOfItem) continue;
      const bool of_item = property.kind == PropertyKind::kOfItem;
      const auto told =
          of_item ? event.item_properties : event.event_properties;
      const std::size_t at = of_item ? of_items++ : of_event++;
      if (at < told.size()) untold = told[at];
    }
  }
}

Matcher::Matcher(const Program& program)
    : program_(&program), identities_(SymbolIdentities(program)) {}

std::uint32_t Matcher::Asked(const Counter& counter, Identity event) const {
  std::uint32_t asked = 0;
  for (std::uint32_t i = 0; i < counter.step_count; ++i) {
    const Step& step = program_->steps[counter.first_step + i];
    if (identities_[step.event] == event) asked |= 1U << i;
  }
  return asked;
}

bool Matcher::Asks(Identity event) const {
  for (const Counter& counter : counters()) {
    if (Asked(counter, event) != 0) return true;
  }
  return false;
}

[[gnu::noinline]] bool Matcher::Fits(std::uint32_t where,
                                     std::span<const Value> row) const {
  return where == kNone ||
         EvaluateItem(*program_, identities_, where, row) == Truth::kTrue;
}

bool Matcher::FitsAny(std::uint32_t where, const EventRows& rows) const {
  std::size_t i = 0;
  while (i < rows.size() && !Fits(where, rows[i])) ++i;
  return i < rows.size();
}

bool Matcher::MayFit(std::uint32_t where, std::span<const Value> row) const {
  return where == kNone ||
         EvaluateItem(*program_, identities_, where, row) != Truth::kFalse;
}

}  // namespace vitrine
